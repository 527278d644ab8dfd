"""What desk and press both rest on: bodies through time, questions, answers, law, measures, ratings.

Functions over plain values (frozen dataclasses and polars frames). No Django, no network, no clock:
today's date, the calendar, random seeds and file contents are arguments.
"""
