"""Benchmarks: `python -m bench NAME...` or `python -m bench all`; a module here with `run()` is one."""
