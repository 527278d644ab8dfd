"""A survey's records: bodies, rounds, questionnaires; read from a study folder and written back."""
