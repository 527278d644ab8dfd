"""Tests of the desk's app `coding`."""
