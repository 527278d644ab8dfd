"""Where requests stand in law: events as `core.law` takes them, and the calendars that count days."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from math import inf
from pathlib import Path

from django.conf import settings

from answerable.core.answers import Outcome
from answerable.core.law.calendar import Calendar, make_calendar, packaged_overrides, read_overrides
from answerable.core.law.clock import Standing, standing
from answerable.core.law.complaint import Complaint, complaint_on
from answerable.core.law.life import Event, EventKind, outcome_after
from answerable.core.law.regimes import Regime, regime_named
from answerable.desk.errors import BadSetting
from answerable.desk.requests.models import Request, RequestEvent

# Late proclamations that the library does not know yet: a file in the desk's home, in the form of core's own.
OVERRIDES_FILE = "holidays.yaml"


def calendar_of(regime: Regime) -> Calendar:
    """The calendar that a regime counts by, with the desk's own corrections. Raises: BadSetting"""
    path = settings.HERE.home / OVERRIDES_FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _calendar(regime.calendar, path, changed)


@cache
def _calendar(name: str, path: Path, changed: int) -> Calendar:
    if not changed:
        return make_calendar(name)
    try:
        own = read_overrides(path.read_text(encoding="utf-8"))
    except Exception as error:
        words = f"{path} cannot be used: {error}. Due dates are not counted until it is mended."
        raise BadSetting(words) from None
    return make_calendar(name, (*packaged_overrides(), *own))


def as_events(rows: Iterable[RequestEvent]) -> tuple[Event, ...]:
    """The events that count, in order: undone ones do not. One not stored yet is the last of its day."""
    counted = sorted((row for row in rows if row.undone_at is None), key=lambda row: (row.on, row.pk or inf))
    return tuple(
        Event(EventKind(row.kind), row.on, tuple(row.sections), row.until, row.note) for row in counted
    )


def stands(request: Request, on: date) -> Standing:
    """How a request stands on a day; prefetch `events` for many. Raises: ImpossibleEvent"""
    regime = regime_named(request.round.regime)
    return standing(as_events(request.events.all()), regime, calendar_of(regime), on)


def complaint(request: Request, on: date) -> Complaint:
    """Whether a request may go to the regulator on a day. Raises: ImpossibleEvent"""
    regime = regime_named(request.round.regime)
    return complaint_on(as_events(request.events.all()), regime, calendar_of(regime), on)


def outcome_of(request: Request) -> Outcome | None:
    """What became of a request: from its events, else what an imported study said; None while never sent."""
    events = as_events(request.events.all())
    if events:
        return outcome_after(events)
    return Outcome(request.imported_outcome) if request.imported_outcome else None
