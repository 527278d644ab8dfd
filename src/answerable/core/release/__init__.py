"""Releases: a study frozen as plain files, versioned, hashed, "as at" a moment, compared with the last."""
