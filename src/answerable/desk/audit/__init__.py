"""Who did what and when, in rows that nobody can change."""
