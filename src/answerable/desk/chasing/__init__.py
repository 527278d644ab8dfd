"""The status board and the ladder of steps after a letter."""
