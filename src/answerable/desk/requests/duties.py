"""What time does to requests: calendars change, clarifications stay unanswered. The tick calls these."""

from collections import defaultdict

from django.db import transaction

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.clock import ClockState
from answerable.core.law.life import EventKind
from answerable.core.law.regimes import regime_named
from answerable.desk.clock import today
from answerable.desk.requests.actions import log_event, log_moves, retell
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import calendar_of, stands

LIVE = (ClockState.RUNNING, ClockState.WAITING, ClockState.PAUSED)


def move_due_dates() -> int:
    """Counts live requests anew whose calendar has another edition now, and logs each date that moved."""
    moved = 0
    regimes = Request.objects.filter(clock__in=LIVE).values_list("round__regime", flat=True).distinct()
    for name in list(regimes.order_by("round__regime")):
        edition = calendar_of(regime_named(name)).edition
        with transaction.atomic():
            stale = (
                Request.objects.select_for_update(of=("self",))
                .filter(clock__in=LIVE, round__regime=name)
                .exclude(calendar_edition=edition)
                .select_related("round__survey")
                .prefetch_related("events")
                .order_by("pk")
            )
            by_edition: dict[str, list[Request]] = defaultdict(list)
            for request in stale:
                by_edition[request.calendar_edition].append(request)
            for requests in by_edition.values():
                moved += log_moves(requests=requests)
                for request in requests:
                    request.calendar_edition = ""  # told above: not a second time
                    retell(request=request)
    return moved


def lapse_waiting() -> int:
    """Ends requests that wait for an answer of ours past the day on which they lapse."""
    lapsed = 0
    waiting = Request.objects.filter(clock__in=(ClockState.WAITING, ClockState.PAUSED))
    for request in waiting.select_related("round__survey").prefetch_related("events"):
        ends_on = stands(request, today()).live.lapses_on
        if ends_on is None or today() <= ends_on:
            continue
        try:
            log_event(request=request, kind=EventKind.LAPSED, on=ends_on, by=None)
        except ImpossibleEvent:  # somebody answered in between
            continue
        lapsed += 1
    return lapsed
