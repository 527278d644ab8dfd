"""Tests of the desk's app `look`."""
