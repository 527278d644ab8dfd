"""The kinds of long work, by name. An app adds its own where it defines the function."""

from collections.abc import Callable
from typing import Protocol

from answerable.desk.errors import DeskError
from answerable.desk.jobs.models import Job


class Progress(Protocol):
    """Tells how far the work is."""

    def __call__(self, words: str, done: int = 0, of: int = 0) -> None:
        """Keeps the words and the counts where people see them."""


Work = Callable[[Job, Progress], dict[str, object]]
_kinds: dict[str, Work] = {}


class UnknownJob(DeskError):
    """A job of a kind that no app knows."""


def job_kind(name: str) -> Callable[[Work], Work]:
    """Registers a function that does one kind of work; it must bear being run again after a crash."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def work_of(name: str) -> Work:
    """The function of a kind. Raises: UnknownJob"""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownJob(f"No app does work of the kind “{name}”.") from None
