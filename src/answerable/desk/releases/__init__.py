"""Freezing a survey to a study folder, comparing it with the last one, and publishing it."""
