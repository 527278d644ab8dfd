"""Running the desk: `answerable desk`, health, backup and restore, doctor."""
