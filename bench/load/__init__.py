"""What the benchmark of the desk runs in processes of its own: filling a desk, and the coders at work."""
