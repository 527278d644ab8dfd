"""kill -9 of the receiver at random points: no message is lost, none is received twice."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SERVER = "postgres://root@127.0.0.1:5432/postgres"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of its own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'desk.sqlite3'}"
        return
    given = os.environ.get("DATABASE_URL", "")
    parts = urlsplit(given if given.startswith("postgres") else SERVER)
    name = f"killed_{secrets.token_hex(6)}"
    try:
        server = psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL on 127.0.0.1 (set DATABASE_URL)")
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(database: str, home: Path, kills: int, longest: float) -> dict[str, object]:
    folder = home / "mail"
    folder.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "ANSWERABLE_HOME": str(home),
        "ANSWERABLE_SECRET_KEY": "only for tests " * 4,
        "DATABASE_URL": database,
    }
    program = [sys.executable, "-m", "tests.functional.desk.receiving_killed"]
    done = subprocess.run(
        [*program, str(kills), str(folder), str(longest)],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60 + 3 * kills,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    counted: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return counted


def _check(counted: dict[str, object]) -> None:
    assert counted == {
        "sent": 8,
        "kept": 8,
        "lost": 0,
        "placements": 8,
        "placed_requests": 8,
        "receipts": 4,
        "states": ["placed"],
        "files": 4,
        "damaged_files": 0,
    }


def test_receiver_killed_ten_times_loses_and_doubles_nothing(database: str, tmp_path: Path) -> None:
    _check(_run(database, tmp_path, 10, 0.25))


@pytest.mark.soak
def test_receiver_killed_two_hundred_times_loses_and_doubles_nothing(database: str, tmp_path: Path) -> None:
    _check(_run(database, tmp_path, 200, 0.4))
