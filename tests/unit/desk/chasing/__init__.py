"""Tests of the desk's app `chasing`."""
