"""All measures of 40,000 bodies x 100 questions x 10 rounds, beside plain pandas on the same input.

Each side runs in a process of its own, so that neither pays for the other's memory. Preparing the input
is not timed, but it is held: the peak counts it. The results must be identical, count by count.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

from answerable.core.measures.grid import Grids
from answerable.core.measures.numbers import number_summaries
from answerable.core.measures.pairs import paired_hours
from answerable.core.measures.remarks import remark_counts
from answerable.core.measures.response import response_rates
from answerable.core.measures.shares import measure_table
from answerable.core.measures.trends import trends
from bench.figures import Figure, WrongResult
from bench.machine import forget_peak_memory, peak_memory_gb
from bench.synthetic import N_QUESTIONS, make_study

FULL, QUICK = (40_000, 10), (2_000, 3)
MOST_SECONDS, MOST_GB = 10.0, 3.0
SHARES_CLOSE = 1e-9
COMPARED = {
    "measures": ["round", "question"],
    "by_region": ["round", "question", "group"],
    "by_type": ["round", "question", "group"],
    "pairs": ["round", "question"],
    "response": ["round"],
    "numbers": ["round", "question"],
    "trends": ["round", "question"],
}


def run() -> list[Figure]:
    """Both sides in turn; refuses if they differ. The size can be set by BENCH_BODIES and BENCH_ROUNDS."""
    bodies, rounds = QUICK if os.environ.get("BENCH_QUICK") else FULL
    bodies = int(os.environ.get("BENCH_BODIES", bodies))
    rounds = int(os.environ.get("BENCH_ROUNDS", rounds))
    n_answers = bodies * N_QUESTIONS * rounds
    print(
        f"{bodies:,} bodies x {N_QUESTIONS} questions x {rounds} rounds = {n_answers:,} answers", flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (_side(name, bodies, rounds, Path(folder)) for name in ("ours", "pandas"))
        rows = compare(Path(folder))
    print(f"identical: {rows:,} rows of results")
    what = f"measures of {n_answers:,} answers"
    note = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in ours["stages"].items())
    return [
        Figure(what, ours["seconds"], "s", target=MOST_SECONDS, note=note),
        Figure(f"{what}: peak memory", ours["peak_gb"], "GB", target=MOST_GB),
        Figure("the same in plain pandas", theirs["seconds"], "s"),
        Figure("the same in plain pandas: peak memory", theirs["peak_gb"], "GB"),
        Figure("ratio", theirs["seconds"] / ours["seconds"]),
    ]


def _side(name: str, bodies: int, rounds: int, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.measures", name, str(bodies), str(rounds), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{name:7} {told['seconds']:7.2f} s, peak {told['peak_gb']:.2f} GB", flush=True)
    return told


def our_measures(study: Any) -> tuple[dict[str, pl.DataFrame], dict[str, float]]:
    """Every measure, counted from grids that are made once; and how long each took."""
    grids = Grids(study)
    stages = {
        "grids": lambda: list(grids),
        "measures": lambda: measure_table(study, grids=grids),
        "by_region": lambda: measure_table(study, ["region"], grids=grids),
        "by_type": lambda: measure_table(study, ["type"], grids=grids),
        "pairs": lambda: paired_hours(study, grids=grids),
        "response": lambda: response_rates(study, grids=grids),
        "numbers": lambda: number_summaries(study, grids=grids),
        "remarks": lambda: remark_counts(study, grids=grids),
        "trends": lambda: trends(study, grids=grids),
    }
    results, seconds = {}, {}
    for name, stage in stages.items():
        started = time.perf_counter()
        results[name] = stage()
        seconds[name] = time.perf_counter() - started
    tables = {name: frame for name, frame in results.items() if isinstance(frame, pl.DataFrame)}
    return tables, seconds


def _ours(bodies: int, rounds: int, folder: Path) -> dict[str, Any]:
    study = make_study(bodies, rounds)
    forget_peak_memory()
    started = time.perf_counter()
    tables, stages = our_measures(study)
    told = {"seconds": time.perf_counter() - started, "peak_gb": peak_memory_gb(), "stages": stages}
    renamed = {
        "by_region": {"region": "group"},
        "by_type": {"type": "group"},
        "trends": {"to_round": "round"},
    }
    for name, frame in tables.items():
        frame.rename(renamed.get(name, {})).write_parquet(folder / f"ours-{name}.parquet")
    return told


def _pandas(bodies: int, rounds: int, folder: Path) -> dict[str, Any]:
    from bench.measures_pandas import as_pandas, pandas_measures

    study = make_study(bodies, rounds)
    answers = as_pandas(study)
    for a_round in study.rounds:
        object.__setattr__(a_round, "answers", None)
    forget_peak_memory()
    started = time.perf_counter()
    tables = pandas_measures(study, answers)
    told = {"seconds": time.perf_counter() - started, "peak_gb": peak_memory_gb()}
    for name, frame in tables.items():
        pl.from_pandas(frame, nan_to_null=True).write_parquet(folder / f"pandas-{name}.parquet")
    return told


def compare(folder: Path) -> int:
    """How many rows of results were compared. Raises: WrongResult where the two sides differ"""
    rows = 0
    for name, keys in COMPARED.items():
        theirs = pl.read_parquet(folder / f"pandas-{name}.parquet")
        if "group" not in keys:
            theirs = theirs.drop("group", strict=False)
        ours = pl.read_parquet(folder / f"ours-{name}.parquet").select(theirs.columns)
        ours, theirs = (frame.sort(keys) for frame in (ours, theirs))
        if ours.height != theirs.height:
            raise WrongResult(f"{name}: {ours.height} rows, plain pandas has {theirs.height}")
        for column in theirs.columns:
            mine, other = ours[column], theirs[column]
            if mine.dtype.is_float():
                # Shares are the same division; p-values and sums may differ in the last place.
                same = (mine - other).abs() <= SHARES_CLOSE * (1 + other.abs())
                differ = (~same).fill_null(True) & ~(mine.is_null() & other.is_null())
            else:
                differ = mine.ne_missing(other.cast(mine.dtype))
            if differ.any():
                first = ours.filter(differ).head(1).to_dicts(), theirs.filter(differ).head(1).to_dicts()
                raise WrongResult(f"{name}, column {column}: {first[0]}, plain pandas has {first[1]}")
        rows += ours.height
    return rows


def main() -> None:
    """One side in this process; the last line it prints is what it measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=["ours", "pandas"])
    parser.add_argument("bodies", type=int)
    parser.add_argument("rounds", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    side = _ours if given.side == "ours" else _pandas
    print(json.dumps(side(given.bodies, given.rounds, given.folder)))


if __name__ == "__main__":
    main()
