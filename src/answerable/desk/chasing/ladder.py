"""The ladder: which next step may be proposed for which request, on a day, and why.

Each rung is a filter over kept values and events, so that counting all rungs costs a constant number of
queries; the days are counted by the calendar of the round's law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from answerable.core.law.calendar import Calendar
from answerable.core.law.clock import ClockState
from answerable.core.law.life import EventKind, State
from answerable.core.law.regimes import Regime, regime_named
from answerable.desk.chasing.models import LadderPlan
from answerable.desk.chasing.unread import unread_placements
from answerable.desk.letters.models import Purpose, WaveItem, WaveState
from answerable.desk.look.templatetags.desk import day
from answerable.desk.mail.models import IncomingState, OutgoingMessage, OutgoingState, Placement, Proposal
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.requests.standing import calendar_of, complaint
from answerable.desk.surveys.models import Round

RUNGS = (Purpose.ACKNOWLEDGEMENT, Purpose.REMINDER, Purpose.REVIEW, Purpose.COMPLAINT)
WORDS = {
    Purpose.ACKNOWLEDGEMENT: "Ask whether the letter arrived",
    Purpose.REMINDER: "Remind",
    Purpose.REVIEW: "Ask for an internal review",
    Purpose.COMPLAINT: "Complain to the regulator",
}
ONE_DAY = timedelta(days=1)
# The same few days are asked for at every look at the board.
MOST_STARTS = 500
_starts: dict[tuple[str, int, date], date] = {}


@dataclass(frozen=True)
class Rung:
    """One step, and the requests for which it may be proposed now."""

    purpose: Purpose
    words: str
    requests: "QuerySet[Request]"


def plan_of(round: Round) -> LadderPlan:
    """The plan of a round, or the defaults, not stored."""
    return LadderPlan.objects.filter(round=round).first() or LadderPlan(round=round)


def latest_start(calendar: Calendar, working_days: int, on: date) -> date:
    """The latest day from which so many working days have passed on a day."""
    start = on
    while calendar.after(start, working_days) > on:
        start -= ONE_DAY
    return start


def rungs(round: Round, on: date) -> list[Rung]:
    """Every step of the ladder with its requests, in order; nobody is on two rungs."""
    open_ones, filters = _may_be_chased(round), _filters(round, on)
    return [
        Rung(each, WORDS[each], open_ones.filter(filters[each]).order_by("position", "pk")) for each in RUNGS
    ]


def rung_counts(round: Round, on: date) -> list[tuple[Purpose, str, int]]:
    """Every step of the ladder with the number of its requests, in one query."""
    filters = _filters(round, on)
    told = _may_be_chased(round).aggregate(
        **{each.value: Count("pk", filter=filters[each]) for each in RUNGS}
    )
    return [(each, WORDS[each], told[each.value]) for each in RUNGS]


def _filters(round: Round, on: date) -> dict[Purpose, Q]:
    regime = regime_named(round.regime)
    calendar, plan = calendar_of(regime), plan_of(round)
    return {
        Purpose.ACKNOWLEDGEMENT: _unacknowledged(calendar, plan, on),
        Purpose.REMINDER: _to_remind(calendar, plan, on),
        Purpose.REVIEW: _to_review(calendar, plan, on),
        Purpose.COMPLAINT: _to_complain(regime, calendar, plan, on),
    }


def reasons(rung: Rung, on: date) -> list[tuple[Request, str]]:
    """The requests of a rung with the reason for each, in words with dates."""
    found = rung.requests.select_related("body", "round__survey").prefetch_related("events")
    return [(request, _because(rung.purpose, request, on)) for request in found]


def _may_be_chased(round: Round) -> "QuerySet[Request]":
    """Not stopped, no unread reply, and no letter on its way that a person has not seen leave."""
    on_its_way = OutgoingMessage.objects.filter(
        request=OuterRef("pk"), state__in=(OutgoingState.QUEUED, OutgoingState.CLAIMED, OutgoingState.DOUBT)
    )
    proposed = WaveItem.objects.filter(
        request=OuterRef("pk"), wave__state=WaveState.PROPOSED, left_out_because=""
    )
    # A message that waits to be placed may be the very answer that would be chased.
    may_be_theirs = Proposal.objects.filter(request=OuterRef("pk"), message__state=IncomingState.WAITING)
    return Request.objects.filter(round=round, chasing_stopped_at=None).exclude(
        Exists(unread_placements()) | Exists(on_its_way) | Exists(proposed) | Exists(may_be_theirs)
    )


def _events(*kinds: EventKind) -> "QuerySet[RequestEvent]":
    return RequestEvent.objects.filter(request=OuterRef("pk"), kind__in=kinds, undone_at=None)


def _unacknowledged(calendar: Calendar, plan: LadderPlan, on: date) -> Q:
    sent_by = latest_start(calendar, plan.acknowledge_after, on)
    asked = OutgoingMessage.objects.filter(
        request=OuterRef("pk"), purpose=Purpose.ACKNOWLEDGEMENT, state=OutgoingState.SENT
    )
    heard = Placement.objects.filter(request=OuterRef("pk"), undone_at=None)
    return (
        Q(state__in=(State.SENT, State.DELIVERED), due_on__gte=on)
        & Q(Exists(_events(EventKind.SENT).filter(on__lte=sent_by)))
        & ~Q(Exists(asked))
        & ~Q(Exists(heard))
    )


def _late(calendar: Calendar, working_days: int, on: date) -> Q:
    """Late on both readings by so many working days."""
    return Q(clock=ClockState.RUNNING, due_if_deemed_on__lte=latest_start(calendar, working_days, on))


def _to_remind(calendar: Calendar, plan: LadderPlan, on: date) -> Q:
    again = latest_start(calendar, plan.remind_again_after, on)
    return (
        _late(calendar, max(plan.remind_after, 1), on)
        & ~Q(Exists(_events(EventKind.REMINDED).filter(on__gt=again)))
        & ~_ripe(calendar, plan, on)
    )


def _ripe(calendar: Calendar, plan: LadderPlan, on: date) -> Q:
    """Reminded, and nothing has come since for the time that the plan gives."""
    reminded_by = latest_start(calendar, plan.review_after, on)
    return Q(Exists(_events(EventKind.REMINDED).filter(on__lte=reminded_by)))


def _to_review(calendar: Calendar, plan: LadderPlan, on: date) -> Q:
    return (
        _late(calendar, 1, on)
        & _ripe(calendar, plan, on)
        & ~Q(Exists(_events(EventKind.REVIEW_ASKED, EventKind.REGULATOR_COMPLAINT)))
    )


def _to_complain(regime: Regime, calendar: Calendar, plan: LadderPlan, on: date) -> Q:
    """The review is overdue; silence alone is the review's matter first, though the law would let it pass."""
    asked_by = latest_start(calendar, regime.review.at_most, on - ONE_DAY)
    return Q(state=State.REVIEW_ASKED) & Q(Exists(_events(EventKind.REVIEW_ASKED).filter(on__lte=asked_by)))


def _because(purpose: Purpose, request: Request, on: date) -> str:
    counted = [event for event in request.events.all() if event.undone_at is None]
    sent = max((event.on for event in counted if event.kind == EventKind.SENT), default=None)
    reminded = [event.on for event in counted if event.kind == EventKind.REMINDED]
    if purpose is Purpose.ACKNOWLEDGEMENT:
        return f"Sent on {day(sent)}, and nothing was heard since."
    if purpose is Purpose.REMINDER:
        again = f"; reminded on {_days(reminded)}" if reminded else ""
        since = day(request.due_if_deemed_on)
        return f"Due on {day(request.due_on)}, late on both readings since {since}{again}."
    if purpose is Purpose.REVIEW:
        return f"Due on {day(request.due_on)}; reminded on {_days(reminded)}, and nothing came."
    return complaint(request, on).because


def _days(days: Sequence[date]) -> str:
    return ", ".join(day(each) for each in days)
