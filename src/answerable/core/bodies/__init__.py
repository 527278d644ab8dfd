"""Public bodies through time: which existed when, and what became of them."""
