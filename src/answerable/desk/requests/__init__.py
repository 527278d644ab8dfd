"""Requests to bodies: whom to write to, what happened to each, and where it stands in law."""
