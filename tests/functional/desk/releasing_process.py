"""Freezing in processes of their own, to be killed: one process loads the desk, a fork of it does each order.

Run as a module it reads orders from its standard input, one JSON list a line, and answers each with a line.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Releasers:
    """The forking process, from outside."""

    def __init__(self, environment: dict[str, str]) -> None:
        """Starts it in an environment; the desk is loaded once."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.functional.desk.releasing_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def start(self, order: str, *given: Any) -> int:
        """Has a child begin; gives its process id."""
        return int(self._ask(order, *given)["pid"])

    def end(self, pid: int) -> Any:
        """Waits for a child; gives its answer, None where it was killed."""
        return self._ask("wait", pid)["answer"]

    def do(self, order: str, *given: Any) -> Any:
        """Has a child do something, to its end."""
        return self.end(self.start(order, *given))

    def _ask(self, *order: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        """Ends the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


@contextmanager
def releasers(**environment: str) -> Iterator[Releasers]:
    """A forking process for a home and a database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    running = Releasers({**kept, "DJANGO_SETTINGS_MODULE": "answerable.desk.settings", **environment})
    try:
        yield running
    finally:
        running.close()


def make() -> str:
    """A desk with a survey that was coded and is due to be frozen; gives the sort of its database."""
    from datetime import timedelta

    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from answerable.desk.clock import now
    from tests.desk_tables import run_what_is_no_table
    from tests.unit.desk.releases.coded import coded_survey, served

    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    settings.MIGRATION_MODULES = {}
    run_what_is_no_table()
    survey, _ = coded_survey(key="care")
    served(survey, every_days=14, next_at=now() - timedelta(hours=1))
    return connection.vendor


def freeze(version: str) -> str:
    """Freezes a release, to the end."""
    from answerable.desk.releases.actions import freeze_survey
    from answerable.desk.surveys.models import Survey

    survey = Survey.objects.get(key="care")
    return freeze_survey(survey=survey, version=version, as_at="2026-07-01", by=None).version


def tell() -> list[tuple[str, str, bool]]:
    """Each release with the version in its own release.json, and whether the trail tells it once."""
    from answerable.desk.audit.models import AuditEvent
    from answerable.desk.releases.models import Release
    from answerable.desk.releases.packing import files_of

    found = []
    for each in Release.objects.select_related("file").order_by("pk"):
        inside = json.loads(files_of(each)["release.json"])["version"]
        told = AuditEvent.objects.filter(verb="release.frozen", target_id=str(each.pk)).count()
        found.append((each.version, inside, told == 1))
    return found


def due() -> list[int]:
    """Does what is due by the schedule; gives how many freezes were asked for."""
    from answerable.desk.releases.schedule import run_due

    return [run_due().n_freezes for _ in range(3)]


ORDERS = {"make": make, "freeze": freeze, "tell": tell, "due": due}


def _child(order: str, given: list[Any], pipe: int) -> None:
    answer: Any = None
    try:
        answer = ORDERS[order](*given)
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    with os.fdopen(pipe, "w") as out:
        json.dump(answer, out)
    os._exit(0)


def main() -> None:
    """Takes orders until there are no more."""
    import django

    django.setup()
    pipes: dict[int, int] = {}
    for line in sys.stdin:
        order, *given = json.loads(line)
        if order == "wait":
            os.waitpid(given[0], 0)
            with os.fdopen(pipes.pop(given[0])) as read:
                text = read.read()
            print(json.dumps({"answer": json.loads(text) if text else None}), flush=True)
            continue
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            _child(order, given, writer)
        os.close(writer)
        pipes[pid] = reader
        print(json.dumps({"pid": pid}), flush=True)


if __name__ == "__main__":
    main()
