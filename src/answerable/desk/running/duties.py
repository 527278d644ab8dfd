"""What a tick of the desk does: one list, each duty by its dotted name, each guarded from the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.module_loading import import_string

from answerable.desk.running.leases import do_duty


@dataclass(frozen=True)
class Task:
    """A duty: the function that does it, how often at most, and the lane that it waits in.

    A slow mail server holds up its own lane and no other.
    """

    name: str
    does: str
    every: timedelta
    lane: str = "desk"

    def work(self) -> object:
        """Does it."""
        do: Callable[[], object] = import_string(f"answerable.desk.{self.does}")
        return do()


SECONDS, MINUTES, HOURS = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

TASKS = (
    Task("send", "mail.sending.send_due", 2 * SECONDS, "sending"),
    Task("fetch", "mail.fetching.fetch_all", 60 * SECONDS, "fetching"),
    Task("read", "mail.receiving.read_all_waiting", 10 * SECONDS, "fetching"),
    Task("jobs", "jobs.retrying.take_up_stopped", 20 * SECONDS),
    Task("calendars", "requests.duties.move_due_dates", HOURS),
    Task("lapse", "requests.duties.lapse_waiting", HOURS),
    Task("releases", "releases.schedule.run_due", MINUTES),
    Task("forms", "forms.handing_in.deliver_waiting", MINUTES, "fetching"),
    Task("clean_up", "running.cleaning.clean_up", 6 * HOURS),
)
LANES = tuple(dict.fromkeys(task.lane for task in TASKS))


@dataclass(frozen=True)
class Done:
    """What became of a duty: `trouble` is blank when it went well, None when another worker has it."""

    name: str
    trouble: str | None


def tick(*, holder: str, lane: str | None = None, at_once: bool = False) -> list[Done]:
    """Does what is due, of one lane or of all. `at_once` does not wait for the time of each to come."""
    return [Done(task.name, _do(task, holder, at_once)) for task in _of(lane)]


def do_named(name: str, *, holder: str) -> Done:
    """Does one duty now. Raises: KeyError where there is none of this name"""
    task = {task.name: task for task in TASKS}[name]
    return Done(name, _do(task, holder, at_once=True))


def _of(lane: str | None) -> Iterable[Task]:
    return (task for task in TASKS if lane is None or task.lane == lane)


def _do(task: Task, holder: str, at_once: bool) -> str | None:
    every = timedelta(0) if at_once else task.every
    return do_duty(task.work, name=task.name, holder=holder, every=every)
