"""The status board: one row per body, filters with their counts, the day's mail, how far everything is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from answerable.core.law.clock import ClockState
from answerable.core.law.life import State
from answerable.desk.chasing.unread import unread_placements
from answerable.desk.clock import UNITED_KINGDOM
from answerable.desk.coding.models import Answer
from answerable.desk.mail.models import IncomingMessage, OutgoingMessage, OutgoingState, Placement
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.surveys.models import Question, Round, Survey

PER_PAGE = 60
ORDERS = {
    "due": (F("due_if_deemed_on").asc(nulls_last=True), "body__name", "pk"),
    "name": ("body__name", "pk"),
    "heard": (F("heard_at").desc(nulls_last=True), "body__name", "pk"),
}


@dataclass(frozen=True)
class Show:
    """A filter of the board: its words, and what it means in words for the list's head."""

    key: str
    words: str
    meaning: str


SHOWS = (
    Show("all", "All bodies", "every body asked in this round"),
    Show("unread", "Reply to be read", "a message came in that nobody has said the meaning of"),
    Show("late", "Late", "the time has run out, however the day of receipt is counted"),
    Show("one", "Late on one reading", "late if receipt was the day of sending, not if it was the day after"),
    Show("running", "Time runs", "sent, and still in time"),
    Show("ours", "Waits for us", "bounced, a question of theirs, or a fee"),
    Show("answered", "Answered", "answered, in whole or in part"),
    Show("closed", "Refused or not held", "refused, not held, transferred, withdrawn or lapsed"),
    Show("disputed", "Review or complaint", "an internal review or the regulator"),
    Show("unsent", "Not sent", "the letter has not left"),
    Show("stopped", "Not chased", "a person stopped the chasing"),
)


def _meant(key: str, on: date) -> Q:
    running = Q(clock=ClockState.RUNNING)
    disputed = (State.REVIEW_ASKED, State.REVIEW_ANSWERED, State.REGULATOR_COMPLAINT, State.DECISION_NOTICE)
    closed = (State.REFUSED, State.NOT_HELD, State.TRANSFERRED, State.WITHDRAWN, State.LAPSED)
    meanings = {
        "all": Q(),
        "unread": Q(is_unread=True),
        "late": running & Q(due_if_deemed_on__lt=on),
        "one": running & Q(due_on__lt=on, due_if_deemed_on__gte=on),
        "running": running & Q(due_on__gte=on),
        "ours": Q(state=State.BOUNCED) | Q(clock__in=(ClockState.WAITING, ClockState.PAUSED)),
        "answered": Q(state__in=(State.ANSWERED, State.PARTLY_ANSWERED)),
        "closed": Q(state__in=closed),
        "disputed": Q(state__in=disputed),
        "unsent": Q(state__in=(State.DRAFT, State.QUEUED)),
        "stopped": Q(chasing_stopped_at__isnull=False),
    }
    return meanings[key]


@dataclass(frozen=True)
class Chosen:
    """What the address asks for; unknown values fall back to the first."""

    show: str
    kind: str
    region: str
    words: str
    order: str
    page: int

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Chosen":
        """What a query string asks for."""
        show, order, page = query.get("show", ""), query.get("order", ""), query.get("page", "1")
        return cls(
            show=show if show in {each.key for each in SHOWS} else "all",
            kind=query.get("kind", "")[:40],
            region=query.get("region", "")[:200],
            words=query.get("q", "").strip()[:100],
            order=order if order in ORDERS else "due",
            page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        )


def requests_of(round: Round) -> "QuerySet[Request]":
    """The requests of a round with what the board shows of each."""
    placed = Placement.objects.filter(request=OuterRef("pk"), undone_at=None)
    heard = placed.order_by().values("request").annotate(last=Max("message__received_at")).values("last")
    return Request.objects.filter(round=round).annotate(
        is_unread=Exists(unread_placements()), heard_at=Subquery(heard)
    )


def chosen_requests(round: Round, chosen: Chosen, on: date) -> "QuerySet[Request]":
    """The requests that the address asks for, in its order."""
    found = requests_of(round)
    if chosen.kind:
        found = found.filter(body__kind__key=chosen.kind)
    if chosen.region:
        found = found.filter(body__region=chosen.region)
    if chosen.words:
        found = found.filter(
            Q(body__name__icontains=chosen.words)
            | Q(reference__iexact=chosen.words)
            | Q(body__body_id__iexact=chosen.words)
            | Q(their_reference__icontains=chosen.words)
        )
    return found.filter(_meant(chosen.show, on)).order_by(*ORDERS[chosen.order])


def page_of(round: Round, chosen: Chosen, on: date) -> "Page[Any]":
    """One page of the board, each row with how many of its questions are coded."""
    coded = (
        Answer.objects.filter(round=round, body=OuterRef("body"))
        .order_by()
        .values("body")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = (
        chosen_requests(round, chosen, on)
        .annotate(n_coded=Coalesce(Subquery(coded, output_field=IntegerField()), 0))
        .select_related("body__kind")
    )
    return Paginator(rows, PER_PAGE).get_page(chosen.page)


def happened(requests: Iterable[Request]) -> dict[int, list[tuple[str, date]]]:
    """What happened to some requests: kind and day of each event that counts, by request, in order."""
    told: dict[int, list[tuple[str, date]]] = {}
    rows = RequestEvent.objects.filter(request__in=[each.pk for each in requests], undone_at=None)
    for request, kind, on in rows.order_by("on", "pk").values_list("request_id", "kind", "on"):
        told.setdefault(request, []).append((kind, on))
    return told


def counts(round: Round, on: date) -> dict[str, int]:
    """How many requests each filter shows, in one query."""
    told = requests_of(round).aggregate(
        **{show.key: Count("pk", filter=_meant(show.key, on)) for show in SHOWS if show.key != "all"},
        all=Count("pk"),
    )
    return {key: int(n) for key, n in told.items()}


def asked_of(round: Round) -> dict[int, int]:
    """How many questions each kind of body (by primary key) is asked."""
    asked = Question.objects.filter(questionnaire__round=round, derived=None)
    return dict(asked.values_list("questionnaire__kind").annotate(n=Count("pk")).order_by())


@dataclass(frozen=True)
class Progress:
    """How far sending and coding are, and what came in today."""

    n_sent: int
    n_queued: int
    n_doubt: int
    n_failed: int
    n_to_code: int
    n_coded: int
    n_in_tray: int
    came_today: Mapping[str, int]


def progress(survey: Survey, round: Round, on: date) -> Progress:
    """Sending, coding and the day's mail, in a constant number of queries."""
    start = datetime.combine(on, time(0), tzinfo=UNITED_KINGDOM)
    out = dict(
        OutgoingMessage.objects.filter(survey=survey, request__round=round)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    came = dict(
        IncomingMessage.objects.filter(survey=survey, received_at__gte=start)
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by()
    )
    per_kind = asked_of(round)
    bodies = dict(
        Request.objects.filter(round=round).values_list("body__kind").annotate(n=Count("pk")).order_by()
    )
    return Progress(
        n_sent=out.get(OutgoingState.SENT, 0),
        n_queued=out.get(OutgoingState.QUEUED, 0) + out.get(OutgoingState.CLAIMED, 0),
        n_doubt=out.get(OutgoingState.DOUBT, 0),
        n_failed=out.get(OutgoingState.FAILED, 0),
        n_to_code=sum(n * per_kind.get(kind, 0) for kind, n in bodies.items()),
        n_coded=Answer.objects.filter(round=round, question__derived=None).count(),
        n_in_tray=IncomingMessage.objects.filter(survey=survey, state="waiting").count(),
        came_today=came,
    )
