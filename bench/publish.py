"""Publishing the demonstration, and a simulated country of ten times the bodies.

The plain way beside it renders the same pages one after another in one process, with templates that are
compiled anew for each page: what a script that grew by itself would do.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from answerable.core.study.reading import read_study
from answerable.packaged import packaged_studies
from answerable.press import render
from answerable.press.options import Options
from answerable.press.site import all_pages, make_frames, publish
from bench.figures import Figure, WrongResult

MOST_SECONDS, MOST_TIMES, TIMES, TURNS = 5.0, 10.5, 10, 3
SAMPLE = 12
ROOT = Path(__file__).resolve().parents[1]


def quickest(studies: list[Path], folder: Path, turns: int) -> tuple[float, int]:
    """Seconds of the quickest of a few publications, and how many files one has."""
    times, files = [], 0
    for turn in range(turns):
        started = perf_counter()
        report = publish(studies, folder / f"site-{turn}", options=Options(images=False))
        times.append(perf_counter() - started)
        if files not in (0, report.pages):
            raise WrongResult(f"{report.pages} files, and {files} the time before")
        files = report.pages
    return min(times), files


def simulated(folder: Path, scale: int) -> Path:
    """The simulated study with so many times the bodies; its maker is a script beside the studies."""
    out = folder / f"country-{scale}" / "country"
    command = [sys.executable, "-m", "studies.simulate", "--out", str(out), "--scale", str(scale)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return out


def plain_seconds(studies: list[Path]) -> float:
    """What all pages would take the plain way, from every twelfth of them."""
    started = perf_counter()
    pages = all_pages(make_frames([read_study(path) for path in studies]))
    fixed = perf_counter() - started
    started = perf_counter()
    for page in pages[::SAMPLE]:
        render.environment.cache_clear()
        page.render()
    return fixed + (perf_counter() - started) * len(pages) / len(pages[::SAMPLE])


def run() -> list[Figure]:
    """Measures the demonstration, the growth with the bodies, and the plain way on the demonstration."""
    turns = 1 if os.environ.get("BENCH_QUICK") else TURNS
    demo = list(packaged_studies())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, files = quickest(demo, folder, turns)
        print(f"demonstration: {files} files in {seconds:.2f} s", flush=True)
        one, few = quickest([simulated(folder, 1)], folder / "one", turns)
        ten, many = quickest([simulated(folder, TIMES)], folder / "ten", turns)
        print(f"simulated: {few} files in {one:.2f} s; {TIMES} times the bodies: {many} files in {ten:.2f} s")
    plain = plain_seconds(demo)
    return [
        Figure("publish the demonstration", seconds, "s", target=MOST_SECONDS, note=f"{files} files"),
        Figure("publish, 10 times the bodies", ten / one, "times", target=MOST_TIMES, note=f"{ten:.1f} s"),
        Figure("publish, the plain way over ours", plain / seconds, "times", note=f"{plain:.1f} s"),
    ]
