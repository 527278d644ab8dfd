"""The study folder: who was asked what and what they answered, as plain files and as values."""
