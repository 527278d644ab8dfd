"""Tests of the desk's app `letters`."""
