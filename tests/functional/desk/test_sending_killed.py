"""kill -9 of senders at random points: no letter is lost, none is sent twice, what nobody knows is in doubt.

Each on SQLite and on PostgreSQL, where one answers at DATABASE_URL or on the loopback.
"""

import os
import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

import psycopg
import pytest
from psycopg import sql

from tests.functional.desk.sending_process import Senders, kill, senders
from tests.functional.desk.sending_server import DROP, MailServer, mail_server

POSTGRES = os.environ.get("DATABASE_URL") or "postgres://root@127.0.0.1:5432/postgres"


@contextmanager
def own_database() -> Iterator[str]:
    """A database for one test; the test is skipped, saying so, where there is no PostgreSQL."""
    name = f"test_sender_{secrets.token_hex(5)}"
    try:
        keeper = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"PostgreSQL was not there: {error}")
    with keeper:
        keeper.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield POSTGRES.rpartition("/")[0] + f"/{name}"
        finally:
            keeper.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass
class Desk:
    """A desk of its own with a forking process for its senders, its mail server, and all it ever queued."""

    senders: Senders
    server: MailServer
    queued: list[str] = field(default_factory=list)
    n_doubt: int = 0

    def queue(self, n: int) -> None:
        """Queues letters."""
        self.queued += self.senders.do("queue", n)

    def new_doubts(self) -> int:
        """Checks that every letter came once or is in doubt; gives how many doubts are new."""
        told = self.senders.do("tell")
        sent, doubt, received = told.get("sent", []), told.get("doubt", []), self.server.ids
        assert set(told) <= {"sent", "doubt", "events"}
        assert len(received) == len(set(received)), "a letter was sent twice"
        assert set(received) | set(doubt) == set(self.queued), "a letter was lost"
        assert set(sent) <= set(received), "a letter counts as sent that never came"
        assert sorted(told["events"]) == sorted(sent), "events and states differ"
        before, self.n_doubt = self.n_doubt, len(doubt)
        return self.n_doubt - before


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An empty desk on one of the databases."""
    with ExitStack() as stack:
        server = stack.enter_context(mail_server())
        given = {"ANSWERABLE_HOME": str(tmp_path_factory.mktemp("home")), "ANSWERABLE_MAIL": server.url}
        given |= {"ANSWERABLE_PACE": "60000", "ANSWERABLE_LOG": "json"}
        if request.param == "postgresql":
            given["DATABASE_URL"] = stack.enter_context(own_database())
        running = stack.enter_context(senders(**given))
        assert running.do("make_tables") == request.param
        yield Desk(running, server)


def kill_at_random(desk: Desk, n_kills: int, luck: random.Random) -> int:
    """Starts senders and kills each at a random moment after it has reached the server; counts true kills."""
    n_killed = 0
    for _ in range(n_kills):
        n_before = desk.server.n_lines
        pid = desk.senders.start("send")
        wait_until(partial(_has_more_lines, desk.server, n_before))
        time.sleep(luck.uniform(0, 0.04))
        kill(pid)
        n_killed += desk.senders.end(pid) is None
    return n_killed


def _has_more_lines(server: MailServer, n: int) -> bool:
    return server.n_lines > n


def wait_until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits for something to become true."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "nothing happened"
        time.sleep(0.001)


def run_kills(desk: Desk, n_kills: int, n_letters: int) -> None:
    """Kills senders ten at a time, with letters for all of them to be at."""
    seed = int(os.environ.get("KILLS_SEED") or secrets.randbelow(10**6))
    luck = random.Random(seed)
    for _ in range(0, n_kills, 10):
        desk.queue(n_letters)
        assert kill_at_random(desk, 10, luck) == 10, f"a sender was done too soon (seed {seed})"
        desk.senders.do("send")
        # A sender has one letter at a time: a kill cannot leave more than that in doubt.
        assert desk.new_doubts() <= 10, f"seed {seed}"


def test_ten_kills_lose_nothing_and_repeat_nothing(desk: Desk) -> None:
    run_kills(desk, 10, 60)


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing_and_repeat_nothing(desk: Desk) -> None:
    run_kills(desk, 200, 100)


def test_three_workers_at_once_send_each_letter_once(desk: Desk) -> None:
    desk.queue(40)
    pids = [desk.senders.start("send") for _ in range(3)]
    assert sum(desk.senders.end(pid) for pid in pids) == 40
    assert desk.new_doubts() == 0


def test_three_workers_at_once_one_killed_and_a_bad_line(desk: Desk) -> None:
    n_before = len(desk.server.taken)
    desk.queue(40)
    desk.server.fails("ANSWER", DROP, times=2)
    pids = [desk.senders.start("send") for _ in range(3)]
    wait_until(lambda: len(desk.server.taken) > n_before + 8)
    kill(pids[0])
    for pid in pids:
        desk.senders.end(pid)
    desk.senders.do("send")
    assert desk.new_doubts() in {2, 3}


def test_a_full_disk_leaves_one_doubt_at_most_and_nothing_half_done(desk: Desk) -> None:
    desk.queue(40)
    n_before = len(desk.server.taken)
    assert "full" in desk.senders.do("send_on_a_full_disk")
    for _ in range(3):
        desk.senders.do("send_on_a_full_disk")
    # Letters may leave as long as they can be noted; after the first that cannot, the others have a rest.
    noted = desk.senders.do("tell").get("sent", [])
    assert len(set(desk.server.ids[n_before:]) - set(noted)) <= 1
    assert len(desk.server.taken) - n_before < 40
    desk.senders.do("end_rest")
    desk.senders.do("send")
    assert desk.new_doubts() <= 1
