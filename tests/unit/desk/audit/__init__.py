"""Tests of the desk's app `audit`."""
