"""Runs benchmarks by name, or all of them; prints the machine first and one table of figures last.

A benchmark is a module of this folder with a function `run() -> list[Figure]`. `BENCH_QUICK=1` asks them
for a reduced size. The measures run last, so that the ratio to plain pandas is the last line.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import bench
from bench.figures import Figure, WrongResult, table
from bench.machine import describe

LAST = "measures"
RATIO = "ratio"


def benchmarks() -> dict[str, Callable[[], list[Figure]]]:
    """The benchmarks of this folder by name, measures last."""
    found = {}
    for module in iter_modules(bench.__path__):
        if module.name != "__main__":
            run = getattr(import_module(f"bench.{module.name}"), "run", None)
            if callable(run):
                found[module.name] = run
    return dict(sorted(found.items(), key=lambda item: (item[0] == LAST, item[0])))


def main(names: list[str]) -> int:
    """Runs the benchmarks named; 1 if one gave a wrong result, 2 if there is none of a name."""
    known = benchmarks()
    chosen = list(known) if names in ([], ["all"]) else names
    unknown = [name for name in chosen if name not in known]
    if unknown:
        print(f"There is no benchmark “{unknown[0]}”. Known: {', '.join(known)}, all.", file=sys.stderr)
        return 2
    print(describe(), flush=True)
    figures: list[Figure] = []
    failed = False
    for name in chosen:
        print(f"\n== {name}", flush=True)
        try:
            figures += known[name]()
        except WrongResult as wrong:
            failed = True
            print(f"wrong result: {wrong}", file=sys.stderr)
    print("\n" + table([figure for figure in figures if figure.name != RATIO]))
    for figure in figures:
        if figure.name == RATIO:
            print(f"{RATIO} {figure.value:.2f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
