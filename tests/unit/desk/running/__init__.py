"""Tests of the desk's app `running`."""
