"""Invented messages, one behaviour each: what tests of reading mail share, and what the fuzz breaks."""
