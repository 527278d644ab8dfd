"""Bodies whose answers are coded while nobody has said what their reply is: the log still has them silent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import EventKind, outcome_after
from answerable.core.study.link_requests import SAYS_NOTHING, SILENT
from answerable.desk.chasing.forms import EventForm
from answerable.desk.coding.models import Answer
from answerable.desk.mail.models import Placement
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.requests.standing import as_events
from answerable.desk.surveys.models import PublicBody, Round, Survey

REPLIES = (EventKind.ANSWERED, EventKind.PARTLY_ANSWERED, EventKind.REFUSED, EventKind.NOT_HELD)


@dataclass(frozen=True)
class Unsaid:
    """A request of which answers are coded and no reply is noted, and the last message placed at it."""

    request: Request
    message: int | None


def unsaid_of(survey: Survey) -> tuple[Unsaid, ...]:
    """Every such request of a survey, in a constant number of queries."""
    return _silent(Request.objects.filter(round__survey=survey))


def unsaid_at(round: Round, body: PublicBody) -> Unsaid | None:
    """The request of one body, where that is so."""
    return next(iter(_silent(Request.objects.filter(round=round, body=body))), None)


def _silent(requests: QuerySet[Request]) -> tuple[Unsaid, ...]:
    coded = Answer.objects.filter(round=OuterRef("round"), body=OuterRef("body"))
    logged = RequestEvent.objects.filter(request=OuterRef("pk"), undone_at=None)
    placed = Placement.objects.filter(undone_at=None).order_by("pk")
    # What was imported without an event here is told by its own row of requests.csv.
    rows = (
        requests.filter(Exists(coded.exclude(status__in=SAYS_NOTHING)), Exists(logged))
        .select_related("body", "round")
        .prefetch_related("events", Prefetch("placements", queryset=placed, to_attr="live"))
        .order_by("round__position", "position", "pk")
    )
    found = []
    for request in rows:
        try:
            outcome = outcome_after(as_events(request.events.all()))
        except ImpossibleEvent:
            continue
        if outcome in SILENT:
            live = request.live
            found.append(Unsaid(request, live[-1].message_id if live else None))
    return tuple(found)


class ReplyForm(EventForm):
    """What the reply of a body was: in full, in part, a refusal, or that they do not hold it."""

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        """Offers the kinds of reply that can follow."""
        super().__init__(*args, request=request, **kwargs)
        field: Any = self.fields["kind"]
        words = dict(field.choices)
        field.choices = [(kind.value, words[kind.value]) for kind in REPLIES if kind.value in words]
        field.label = "Their reply"
        del self.fields["until"], self.fields["note"]
