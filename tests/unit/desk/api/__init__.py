"""Tests of the desk's app `api`."""
