"""Tests of the desk's app `surveys`."""
