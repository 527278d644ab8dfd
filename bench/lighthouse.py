"""Lighthouse on single pages: the middle of a few runs, with a phone's processor and network simulated."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

VERSION = "12.8.2"
FOLDER = Path(__file__).parent / "results" / "lighthouse"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
LIMIT_S = 180
AUDITS = {
    "TTI": ("interactive", 0.001, "s"),
    "TBT": ("total-blocking-time", 1.0, "ms"),
    "CLS": ("cumulative-layout-shift", 1.0, ""),
}


@dataclass(frozen=True)
class Result:
    """What Lighthouse says of a page. Units: scores 0 to 1, TTI in seconds, TBT in milliseconds"""

    performance: float
    accessibility: float
    audits: dict[str, float]


def installed() -> Path | None:
    """The program, fetched from npm's registry once; None where it cannot be had."""
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    npm = shutil.which("npm")
    if not program.exists() and npm:
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(FOLDER)]
        done = subprocess.run([*command, f"lighthouse@{VERSION}"], capture_output=True, text=True)
        if done.returncode:
            print(done.stderr[-500:], file=sys.stderr)
    return program if program.exists() else None


def measured(program: Path, address: str, chromium: str, *, runs: int) -> Result:
    """One page, measured a few times; each figure is the middle one. Raises: RuntimeError"""
    found = [_run(program, address, chromium) for _ in range(runs)]
    return Result(
        median(each["categories"]["performance"]["score"] for each in found),
        median(each["categories"]["accessibility"]["score"] for each in found),
        {
            name: median(each["audits"][audit]["numericValue"] for each in found) * factor
            for name, (audit, factor, _) in AUDITS.items()
        },
    )


def _run(program: Path, address: str, chromium: str) -> dict:  # type: ignore[type-arg]
    command = [str(program), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command.append("--only-categories=performance,accessibility")
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, env=environment)
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed on {address}: {done.stderr[-300:]}")
    return dict(json.loads(done.stdout))
