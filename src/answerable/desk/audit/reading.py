"""Reading the trail: filtered, and as a table that is safe to open in a spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

import polars as pl
from django.db.models import QuerySet

from answerable.desk.audit.models import AuditEvent
from answerable.desk.clock import UNITED_KINGDOM
from answerable.desk.surveys.models import Survey
from answerable.press.data.guarding import guarded_frame

COLUMNS = ("at", "actor", "verb", "target_type", "target_id", "words")
AT_ONCE = 2000


@dataclass(frozen=True)
class Wanted:
    """What of the trail is wanted; blank and None are no bound. `room` is a verb's part before the dot."""

    room: str = ""
    by: int | None = None
    first: date | None = None
    last: date | None = None
    holds: str = ""


def events_of(survey: Survey, wanted: Wanted) -> "QuerySet[AuditEvent]":
    """The events of a survey that are wanted, newest first."""
    events = AuditEvent.objects.filter(survey=survey).select_related("by")
    if wanted.room:
        events = events.filter(verb__startswith=f"{wanted.room}.")
    if wanted.by is not None:
        events = events.filter(by=wanted.by)
    if wanted.first:
        events = events.filter(at__gte=_start(wanted.first))
    if wanted.last:
        events = events.filter(at__lt=_start(wanted.last + timedelta(days=1)))
    if wanted.holds:
        events = events.filter(words__icontains=wanted.holds)
    return events


def rooms_of(survey: Survey) -> list[str]:
    """The kinds of deeds that a survey's trail knows."""
    verbs = AuditEvent.objects.filter(survey=survey).order_by().values_list("verb", flat=True).distinct()
    return sorted({verb.split(".")[0] for verb in verbs})


def as_csv(events: "QuerySet[AuditEvent]", *, with_names: bool) -> Iterator[str]:
    """A CSV in pieces. No cell begins as a formula does: a spreadsheet would reckon it."""
    rows = (_cells(event, with_names) for event in events.iterator(chunk_size=AT_ONCE))
    yield ",".join(COLUMNS) + "\n"
    while chunk := list(islice(rows, AT_ONCE)):
        frame = pl.DataFrame(chunk, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        yield guarded_frame(frame).write_csv(include_header=False)


def _cells(event: AuditEvent, with_names: bool) -> tuple[str, ...]:
    who = str(event.by) if with_names and event.by else event.actor
    return (event.at.isoformat(), who, event.verb, event.target_type, event.target_id, event.words)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UNITED_KINGDOM)
