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

from tests.dovecot import dovecot

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


def _program(name: str, database: str, home: Path, *arguments: object, **more: str) -> dict[str, object]:
    """What a program beside this file prints at its end."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "ANSWERABLE_HOME": str(home),
        "ANSWERABLE_SECRET_KEY": "only for tests " * 4,
        "DATABASE_URL": database,
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-m", f"tests.functional.desk.{name}", *map(str, arguments)],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    counted: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return counted


def _run(database: str, home: Path, kills: int, longest: float) -> dict[str, object]:
    folder = home / "mail"
    folder.mkdir()
    return _program("receiving_killed", database, home, kills, folder, longest, 1)


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


def test_fetchers_killed_and_three_at_once_lose_and_double_nothing(database: str, tmp_path: Path) -> None:
    with dovecot() as server:
        server.deliver("killed")
        folder = server.home / "mail" / "killed" / "new"
        inbox = {"ANSWERABLE_INBOX": server.url("killed")}
        _check(_program("receiving_killed", database, tmp_path, 4, folder, 0.3, 3, **inbox))


def test_two_forms_of_a_message_read_at_the_same_instant_are_placed_once(
    database: str, tmp_path: Path
) -> None:
    assert _program("receiving_twins", database, tmp_path, 12) == {
        "ended": [0, 0],
        "states": {"duplicate": 12, "placed": 12},
        "placements": 12,
        "receipts": 12,
    }
