"""Requests of a whole wave: opened, queued and taken back together, with few queries however many."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from answerable.core.law.life import Event, EventKind, State, next_state
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.people.models import User
from answerable.desk.requests.actions import make_reference, make_token
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.surveys.models import PublicBody, Round


@transaction.atomic
def open_requests(*, round: Round, bodies: Iterable[PublicBody], by: User | None) -> list[Request]:
    """The requests to bodies in a round, in their order; made as drafts where there are none yet."""
    wanted = list(bodies)
    there = {
        request.body_id: request
        for request in Request.objects.filter(round=round, body__in=[body.pk for body in wanted])
    }
    lacking = [body for body in wanted if body.pk not in there]
    references: set[str] = set()
    while len(references) < len(lacking):
        references.add(make_reference(round))
    made = Request.objects.bulk_create(
        Request(round=round, body=body, position=body.position, token=make_token(), reference=reference)
        for body, reference in zip(lacking, references, strict=True)
    )
    for request in made:
        there[request.body_id] = request
    if made:
        record(
            by=by,
            verb="requests.opened",
            survey=round.survey,
            target=round,
            words=f"Opened {len(made)} requests.",
            details={"requests": [request.pk for request in made]},
        )
    for body in wanted:
        there[body.pk].body, there[body.pk].round = body, round
    return [there[body.pk] for body in wanted]


@transaction.atomic
def log_queued(
    *, requests: Sequence[Request], messages: Mapping[int, OutgoingMessage], on: date, by: User | None
) -> None:
    """Logs that the first letters of drafts wait in the outbox; `messages` by request. The rows are locked.

    Raises: ImpossibleEvent
    """
    for request in requests:
        next_state(State(request.state), Event(EventKind.QUEUED, on))
    instant = now()
    events = RequestEvent.objects.bulk_create(
        RequestEvent(
            request=request,
            kind=EventKind.QUEUED,
            on=on,
            logged_at=instant,
            by=by,
            outgoing=messages[request.pk],
        )
        for request in requests
    )
    Request.objects.filter(pk__in=[request.pk for request in requests]).update(state=State.QUEUED)
    for request, event in zip(requests, events, strict=True):
        record(
            by=by,
            verb="request.queued",
            survey=request.round.survey,
            target=request,
            words=f"{request.reference}: queued on {on:%Y-%m-%d}.",
            details={"event": event.pk},
        )


@transaction.atomic
def take_back_queued(*, requests: Sequence[Request], by: User | None) -> int:
    """Requests whose letters were taken out of the outbox before they left are drafts again."""
    queued = [request for request in requests if request.state == State.QUEUED]
    ids = [request.pk for request in queued]
    RequestEvent.objects.filter(request__in=ids, kind=EventKind.QUEUED, undone_at=None).update(
        undone_at=now(), undone_by=by
    )
    Request.objects.filter(pk__in=ids).update(state=State.DRAFT)
    for request in queued:
        record(
            by=by,
            verb="request.undone",
            survey=request.round.survey,
            target=request,
            words=f"{request.reference}: taken out of the outbox before it left.",
        )
    return len(ids)
