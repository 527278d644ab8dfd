"""Answerable: ask every public body of a kind the same questions, and publish what they answer."""

__version__ = "0.1.0"
