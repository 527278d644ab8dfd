"""Tests of the desk's app `mail`."""
