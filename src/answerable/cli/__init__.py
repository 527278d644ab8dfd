"""The command line: one command, `answerable`, over core and press."""
