"""The desk's clock: the only place in the package that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

# Access law counts days as they are in the United Kingdom, wherever the machine stands.
UNITED_KINGDOM = ZoneInfo("Europe/London")

_set: ContextVar[datetime | None] = ContextVar("the time that tests set", default=None)


def now() -> datetime:
    """This instant, with its zone."""
    return _set.get() or timezone.now()


def today() -> date:
    """Today's date in the United Kingdom."""
    return now().astimezone(UNITED_KINGDOM).date()


def day_of(instant: datetime) -> date:
    """The date in the United Kingdom at an instant."""
    return instant.astimezone(UNITED_KINGDOM).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """What runs within takes this for now: for tests, and for building the demonstration."""
    token = _set.set(instant)
    try:
        yield
    finally:
        _set.reset(token)
