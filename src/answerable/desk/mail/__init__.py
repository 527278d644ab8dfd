"""Mail out and mail in: stored first, sent once, read again as often as need be."""
