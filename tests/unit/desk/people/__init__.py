"""Tests of the desk's app `people`."""
