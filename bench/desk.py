"""The desk under coders: 50 at once on PostgreSQL, 5 on SQLite; 359 bodies, 2,000 messages.

The server is `answerable desk serve` with two processes, the coders are locust's, both on the same two cores.
Between two looks a coder thinks for three to nine seconds.
What the server's smallest screen costs in the same run stands beside. Then a wave of letters leaves by SMTP.
"""

import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from bench.desk_wave import wave
from bench.figures import Figure, WrongResult

SERVER = os.environ.get("DATABASE_URL", "postgres://root@127.0.0.1:5432/test")
SECONDS, QUICK_SECONDS = 90, 40
N_MESSAGES = 2_000
SCREENS = ("board", "inbox", "inbox, a message", "coding screen")
ANSWERABLE = str(Path(sys.executable).with_name("answerable"))
ON_POSTGRESQL_MS, ON_SQLITE_MS = 300.0, 150.0


def run() -> list[Figure]:
    """PostgreSQL where it can be reached, SQLite always, then a wave."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as folder:
        address = made_database()
        if address is None:
            print("PostgreSQL was not there: the desk is measured on SQLite only.", flush=True)
        else:
            try:
                home = Path(folder, "postgresql")
                figures += measured("PostgreSQL", home, {"DATABASE_URL": address}, 50, ON_POSTGRESQL_MS)
            finally:
                dropped_database(address)
        figures += measured("SQLite", Path(folder, "sqlite"), {}, 5, ON_SQLITE_MS)
        figures += wave(Path(folder, "wave"))
    return figures


def measured(name: str, home: Path, more: Mapping[str, str], n_coders: int, target: float) -> list[Figure]:
    """Fills a desk, serves it, lets coders loose on it, and reads what locust counted."""
    home.mkdir()
    port = free_port()
    settings = {
        **os.environ,
        "ANSWERABLE_HOME": str(home),
        "ANSWERABLE_ADDRESS": f"http://127.0.0.1:{port}",
        "BENCH_DESK": str(home / "told.json"),
        **more,
    }
    if not more:
        settings.pop("DATABASE_URL", None)
    command(settings, ANSWERABLE, "desk", "init")
    begun = time.perf_counter()
    command(settings, "-m", "bench.load.desk", settings["BENCH_DESK"], str(n_coders), str(N_MESSAGES))
    print(f"{name}: filled in {time.perf_counter() - begun:.0f} s", flush=True)
    seconds = QUICK_SECONDS if os.environ.get("BENCH_QUICK") else SECONDS
    with served(settings, port):
        rows = coders(settings, home, n_coders, seconds)
    return list(figures_of(name, rows, n_coders, target))


def figures_of(name: str, rows: Mapping[str, Mapping[str, str]], n: int, target: float) -> Iterator[Figure]:
    """p95 of each screen, with the median beside it, and what the smallest screen cost."""
    for screen in SCREENS:
        row = rows.get(screen)
        if row is None:
            raise WrongResult(f"{name}: nobody saw the {screen}")
        note = f"{row['Request Count']} looks, median {row['50%']} ms, {row['Failure Count']} failed"
        yield Figure(f"{name}, {n} coders: {screen}, p95", float(row["95%"]), "ms", target=target, note=note)
    failed = sum(int(row["Failure Count"]) for screen, row in rows.items() if screen != "Aggregated")
    yield Figure(f"{name}: looks that failed", float(failed), "", target=0)
    least = rows["baseline: health"]
    yield Figure(f"{name}: smallest screen, p95", float(least["95%"]), "ms", note=f"median {least['50%']} ms")


def coders(settings: dict[str, str], home: Path, n: int, seconds: int) -> dict[str, dict[str, str]]:
    """Locust's table by screen. The first seconds, while coders arrive, are not counted."""
    stem = home / "locust"
    arguments = ["--headless", "--only-summary", "-u", str(n), "-r", str(max(n // 5, 1)), "-t", f"{seconds}s"]
    script = str(Path(__file__).with_name("load") / "coders.py")
    more = [
        "--reset-stats",
        "-H",
        settings["ANSWERABLE_ADDRESS"],
        "--csv",
        str(stem),
        "--exit-code-on-error",
        "0",
    ]
    command(settings, "-m", "locust", "-f", script, *arguments, *more)
    with Path(f"{stem}_stats.csv").open(newline="") as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


@contextmanager
def served(settings: dict[str, str], port: int) -> Iterator[None]:
    """`answerable desk serve`, ready to answer; ended when the block ends."""
    arguments = ["desk", "serve", "--no-worker", "--processes", "2", "--threads", "4"]
    with Path(settings["ANSWERABLE_HOME"], "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, ANSWERABLE, *arguments], env=settings, stdout=log, stderr=log
        )
    try:
        for _ in range(150):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/"):
                break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(60)


def command(settings: dict[str, str], *arguments: str) -> None:
    """Runs Python with arguments; what it said is shown only where it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], env=settings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
        raise RuntimeError(f"{' '.join(arguments[:4])} ended with {done.returncode}")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def made_database() -> str | None:
    """The address of a new database on the server of DATABASE_URL; None where there is none to be reached."""
    import psycopg

    name = f"bench_desk_{os.getpid()}"
    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as server:
            server.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError:
        return None
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def dropped_database(address: str) -> None:
    """Drops the database that was made."""
    import psycopg

    name = urlsplit(address).path.strip("/")
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


if __name__ == "__main__":
    print(json.dumps([figure.cells() for figure in run()], indent=1))
