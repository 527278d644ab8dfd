"""Everything the pages show, computed once per study and held as plain values, so that no page computes."""
