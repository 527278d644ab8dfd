"""A desk that was made once, and a database of PostgreSQL where there is a server."""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.functional.desk.desk_processes import desk_from_nothing

POSTGRES = "postgres://root@127.0.0.1:5432/postgres"


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a desk just made. Tests copy it and change nothing in it."""
    home = tmp_path_factory.mktemp("made") / "home"
    done = desk_from_nothing(home, "init")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def new_database() -> Iterator[Callable[[], str]]:
    """Makes empty databases of PostgreSQL, gives their addresses, and drops them at the end."""
    psycopg = pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")
    given = os.environ.get("DATABASE_URL", "")
    server = given if given.startswith("postgres") else POSTGRES
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"PostgreSQL is not there ({server}): {error}")
    names: list[str] = []

    def make() -> str:
        names.append(f"desk_{secrets.token_hex(6)}")
        connection.execute(f'CREATE DATABASE "{names[-1]}"')
        return urlsplit(server)._replace(path=f"/{names[-1]}").geturl()

    yield make
    for name in names:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.close()
