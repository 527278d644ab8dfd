"""Tests of the desk's app `forms`."""
