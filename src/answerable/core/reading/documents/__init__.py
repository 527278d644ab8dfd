"""Attachments to text with structure: bytes in, values out; no file makes it fail, hang or fill memory."""
