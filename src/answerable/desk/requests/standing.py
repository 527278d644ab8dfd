"""Where requests stand in law: events of the records as `core.law` takes them, calendars read once."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from answerable.core.answers import Outcome
from answerable.core.law.calendar import Calendar, make_calendar
from answerable.core.law.clock import Standing, standing
from answerable.core.law.life import Event, EventKind, outcome_after
from answerable.core.law.regimes import Regime, regime_named
from answerable.desk.requests.models import Request, RequestEvent


@cache
def _calendar(name: str) -> Calendar:
    return make_calendar(name)


def calendar_of(regime: Regime) -> Calendar:
    """The calendar that a regime counts by."""
    return _calendar(regime.calendar)


def as_events(rows: Iterable[RequestEvent]) -> tuple[Event, ...]:
    """The events that count, in order: undone ones do not."""
    counted = sorted((row for row in rows if row.undone_at is None), key=lambda row: (row.on, row.pk))
    return tuple(
        Event(EventKind(row.kind), row.on, tuple(row.sections), row.until, row.note) for row in counted
    )


def stands(request: Request, on: date) -> Standing:
    """How a request stands on a day; prefetch `events` for many. Raises: ImpossibleEvent"""
    regime = regime_named(request.round.regime)
    return standing(as_events(request.events.all()), regime, calendar_of(regime), on)


def outcome_of(request: Request) -> Outcome | None:
    """What became of a request: from its events, else what an imported study said; None while never sent."""
    events = as_events(request.events.all())
    if events:
        return outcome_after(events)
    return Outcome(request.imported_outcome) if request.imported_outcome else None
