"""Senders in processes of their own, to be killed: one process loads the desk, a fork of it does each order.

Run as a module it reads orders from its standard input, one JSON value a line, and answers each with a line
when its child has begun and another when it has ended.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Senders:
    """The forking process, from outside."""

    def __init__(self, environment: dict[str, str]) -> None:
        """Starts it in an environment; the desk is loaded once."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.functional.desk.sending_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def start(self, order: str, *given: Any) -> int:
        """Has a child begin; gives its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([order, *given]) + "\n")
        self.process.stdin.flush()
        return int(self._read()["pid"])

    def end(self, pid: int) -> Any:
        """Waits for a child; gives its answer, None where it was killed."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(["wait", pid]) + "\n")
        self.process.stdin.flush()
        return self._read()["answer"]

    def do(self, order: str, *given: Any) -> Any:
        """Has a child do something, to its end."""
        return self.end(self.start(order, *given))

    def _read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the forking process has ended"
        return json.loads(line)

    def close(self) -> None:
        """Ends the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


@contextmanager
def senders(**environment: str) -> Iterator[Senders]:
    """A forking process for a home and a database of its own."""
    base = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "ANSWERABLE_MAIL"}}
    settings = "tests.functional.desk.sending_settings"
    running = Senders({**base, "DJANGO_SETTINGS_MODULE": settings, **environment})
    try:
        yield running
    finally:
        running.close()


def kill(pid: int) -> None:
    """Ends a child without a word, as a failing machine would."""
    os.kill(pid, signal.SIGKILL)


def make_tables() -> str:
    """An empty desk."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    return connection.vendor


def queue(n: int) -> list[str]:
    """Queues letters that log their leaving; gives their Message-IDs in order."""
    from answerable.desk.mail.outbox import queue_message
    from tests.desk_factories import make_survey, open_requests

    return [
        queue_message(
            key=f"letter-{request.pk}", survey=request.round.survey, request=request, purpose="request",
            logs="sent", to_address=request.body.contacts.get().email, subject="A request", text="Please.",
            by=None,
        ).message_id
        for request in open_requests(make_survey(n_bodies=n, key=f"care-{secrets.token_hex(4)}"))
    ]  # fmt: skip


def send() -> int:
    """Sends what is due, to the end."""
    from answerable.desk.mail.sending import send_due

    return send_due(seconds=None).n_sent


def send_on_a_full_disk() -> str:
    """Sends while the database may grow no more; gives what was said."""
    from django.db import DatabaseError

    from answerable.desk.mail import sending

    sending.PAUSES = ()
    with _full_disk():
        try:
            sending.send_due(seconds=None)
        except DatabaseError as error:
            return str(error)
    return ""


@contextmanager
def _full_disk() -> Iterator[None]:
    """SQLite gets no more pages; PostgreSQL says what it says on a full disk when an event is stored."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {int(cursor.fetchone()[0])}")
            yield
            return
        cursor.execute(
            "CREATE OR REPLACE FUNCTION is_full() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION "
            "'could not extend file: the disk is full' USING ERRCODE = 'disk_full'; END $$ LANGUAGE plpgsql"
        )
        table = "desk_requests_requestevent"
        cursor.execute(
            f"CREATE TRIGGER is_full BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION is_full()"
        )
        try:
            yield
        finally:
            cursor.execute(f"DROP TRIGGER is_full ON {table}")


def end_rest() -> None:
    """Has the mail server tried at once."""
    from answerable.desk.mail.sending_pace import end_rest as end

    end()


def tell() -> dict[str, list[str]]:
    """Message-IDs by state, after the lease of every claim has run out; and how the events fit."""
    from datetime import timedelta

    from answerable.desk import clock
    from answerable.desk.mail.models import OutgoingMessage
    from answerable.desk.mail.sending_claims import LEASE, doubt_lost_claims
    from answerable.desk.requests.models import RequestEvent

    with clock.at(clock.now() + LEASE + timedelta(minutes=1)):
        doubt_lost_claims()
    told: dict[str, list[str]] = {
        "events": list(RequestEvent.objects.values_list("outgoing__message_id", flat=True))
    }
    for message_id, state in OutgoingMessage.objects.order_by("id").values_list("message_id", "state"):
        told.setdefault(state, []).append(message_id)
    return told


ORDERS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (make_tables, queue, send, send_on_a_full_disk, end_rest, tell)
}


def _serve() -> None:
    import django

    django.setup()
    pipes: dict[int, int] = {}
    for line in sys.stdin:
        order, *given = json.loads(line)
        if order == "wait":
            os.waitpid(given[0], 0)
            with os.fdopen(pipes.pop(given[0])) as pipe:
                text = pipe.read()
            _say({"answer": json.loads(text) if text else None})
            continue
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read_end)
            _child(order, given, write_end)
        os.close(write_end)
        pipes[pid] = read_end
        _say({"pid": pid})


def _child(order: str, given: list[Any], write_end: int) -> None:
    try:
        answer = ORDERS[order](*given)
        with os.fdopen(write_end, "w") as pipe:
            pipe.write(json.dumps(answer))
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve()
