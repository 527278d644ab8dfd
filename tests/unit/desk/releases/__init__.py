"""Tests of the desk's app `releases`."""
