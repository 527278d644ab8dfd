"""Tests of the desk's app `jobs`."""
