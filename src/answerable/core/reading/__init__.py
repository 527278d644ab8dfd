"""Reading what bodies sent: documents to text with structure, and text to answers."""
