"""Tests of the desk's app `requests`."""
