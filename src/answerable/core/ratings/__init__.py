"""Star ratings: a versioned definition applied to answers, with every variant and its uncertainty."""
