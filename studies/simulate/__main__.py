"""Makes the simulated study: `python -m studies.simulate [--out DIR] [--scale N] [--seed N]`."""

import argparse
from pathlib import Path

from studies.simulate import SEED, simulate
from studies.simulate.source import REAL

PACKAGED = REAL.with_name(f"{REAL.name}-simulated")


def main() -> None:
    """Reads the options and writes the study."""
    parser = argparse.ArgumentParser(
        prog="python -m studies.simulate", description="Make the simulated study."
    )
    parser.add_argument("--out", type=Path, default=PACKAGED, help="the folder to write; its name is the id")
    parser.add_argument("--scale", type=int, default=1, help="how many times as many bodies")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    simulate(out=options.out, scale=options.scale, seed=options.seed)
    print(f"Wrote {options.out}")


if __name__ == "__main__":
    main()
