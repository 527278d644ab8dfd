"""kill -9 during a freeze leaves a whole release or none; three workers at once ask for what is due once."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.desk.releasing_process import Releasers, releasers

KILLS, KILLS_OF_A_SOAK = 4, 200


def killed_freezes(desk: Releasers, kills: int) -> int:
    """Kills freezes at random points; gives how many of them were recorded all the same."""
    assert desk.do("freeze", "first") == "first"
    began = time.monotonic()
    assert desk.do("freeze", "second") == "second"
    takes = time.monotonic() - began
    dice = random.Random(20260701)
    for n in range(kills):
        child = desk.start("freeze", f"killed-{n}")
        time.sleep(dice.uniform(0, takes * 1.1))
        os.kill(child, signal.SIGKILL)
        desk.end(child)
    assert desk.do("freeze", "last") == "last"
    told = desk.do("tell")
    assert all(version == inside and in_trail for version, inside, in_trail in told)
    assert [each[0] for each in told[:2]] == ["first", "second"]
    assert told[-1] == ["last", "last", True]
    return len(told) - 3


def ask_at_once(desk: Releasers) -> None:
    """Three workers look at the schedule, three times each, all at the same moment."""
    asked = [desk.start("due") for _ in range(3)]
    assert sum(sum(desk.end(each)) for each in asked) == 1


def test_killed_on_sqlite(tmp_path: Path) -> None:
    with releasers(ANSWERABLE_HOME=str(tmp_path)) as desk:
        assert desk.do("make") == "sqlite"
        assert 0 <= killed_freezes(desk, KILLS) < KILLS
        ask_at_once(desk)


def test_killed_on_postgresql(tmp_path: Path, new_database: Callable[[], str]) -> None:
    with releasers(ANSWERABLE_HOME=str(tmp_path), DATABASE_URL=new_database()) as desk:
        assert desk.do("make") == "postgresql"
        assert 0 <= killed_freezes(desk, KILLS) < KILLS
        ask_at_once(desk)


@pytest.mark.soak
def test_killed_many_times(tmp_path: Path, new_database: Callable[[], str]) -> None:
    for url in ("", new_database()):
        home = tmp_path / ("postgres" if url else "sqlite")
        home.mkdir()
        with releasers(ANSWERABLE_HOME=str(home), **({"DATABASE_URL": url} if url else {})) as desk:
            desk.do("make")
            killed_freezes(desk, KILLS_OF_A_SOAK)
