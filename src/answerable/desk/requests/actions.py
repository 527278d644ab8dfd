"""What changes requests: events that are logged and undone, never edited."""

import secrets
import string
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from answerable.core.law.life import EventKind
from answerable.core.law.regimes import regime_named
from answerable.desk.audit.trail import record
from answerable.desk.clock import now, today
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingMessage, OutgoingMessage
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.requests.standing import calendar_of, stands
from answerable.desk.surveys.models import PublicBody, Round

# Letters of both cases would be lost on the way: some mail systems write addresses small.
TOKEN_LETTERS = string.ascii_lowercase + string.digits
TOKEN_LENGTH = 20


@transaction.atomic
def log_event(
    *,
    request: Request,
    kind: EventKind,
    on: date,
    by: User | None,
    sections: Sequence[str] = (),
    until: date | None = None,
    note: str = "",
    outgoing: OutgoingMessage | None = None,
    incoming: IncomingMessage | None = None,
) -> RequestEvent:
    """Logs something that happened to a request.

    Raises: ImpossibleEvent where it cannot follow; nothing is logged then
    """
    locked = Request.objects.select_for_update().select_related("round__survey").get(pk=request.pk)
    event = RequestEvent.objects.create(
        request=locked,
        kind=kind,
        on=on,
        logged_at=now(),
        by=by,
        sections=list(sections),
        until=until,
        note=note,
        outgoing=outgoing,
        incoming=incoming,
    )
    retell(request=locked)
    request.refresh_from_db(fields=("state", "due_on", "due_if_deemed_on", "calendar_edition"))
    record(
        by=by,
        verb=f"request.{kind}",
        survey=locked.round.survey,
        target=locked,
        words=f"{locked.reference}: {str(kind).replace('_', ' ')} on {on:%Y-%m-%d}.",
        details={"event": event.pk, "sections": list(sections)},
    )
    return event


@transaction.atomic
def undo_event(*, event: RequestEvent, by: User | None) -> None:
    """Takes an event back: it stays in the log and no longer counts. Raises: Conflict, ImpossibleEvent"""
    locked = Request.objects.select_for_update().select_related("round__survey").get(pk=event.request_id)
    fresh = RequestEvent.objects.get(pk=event.pk)
    if fresh.undone_at is not None:
        raise Conflict("This was taken back before.")
    fresh.undone_at, fresh.undone_by = now(), by
    fresh.save(update_fields=["undone_at", "undone_by"])
    retell(request=locked)
    record(
        by=by,
        verb="request.undone",
        survey=locked.round.survey,
        target=locked,
        words=f"{locked.reference}: took back “{fresh.kind.replace('_', ' ')}” of {fresh.on:%Y-%m-%d}.",
        details={"event": fresh.pk},
    )


def retell(*, request: Request) -> None:
    """Computes the kept state and due dates of a request again. Raises: ImpossibleEvent"""
    told = stands(request, today())
    due = told.live.due
    request.state = told.state
    request.due_on = due.due_on if due else None
    request.due_if_deemed_on = due.if_deemed_received_next_working_day if due else None
    request.calendar_edition = calendar_of_request(request)
    request.save(update_fields=["state", "due_on", "due_if_deemed_on", "calendar_edition"])


def calendar_of_request(request: Request) -> str:
    """The edition of the calendar that a request's dates are counted by."""
    return calendar_of(regime_named(request.round.regime)).edition


@transaction.atomic
def open_request(*, round: Round, body: PublicBody, by: User | None, position: int | None = None) -> Request:
    """The request to a body in a round, made as a draft where there is none yet."""
    there = Request.objects.filter(round=round, body=body).first()
    if there is not None:
        return there
    request = Request.objects.create(
        round=round, body=body, position=position, token=make_token(), reference=make_reference(round)
    )
    record(
        by=by,
        verb="request.opened",
        survey=round.survey,
        target=request,
        words=f"Opened {request.reference}.",
    )
    return request


def make_token() -> str:
    """An unguessable local part of an address: a hundred bits."""
    return "r-" + "".join(secrets.choice(TOKEN_LETTERS) for _ in range(TOKEN_LENGTH))


def make_reference(round: Round) -> str:
    """A reference to be quoted by people: letters of the survey, and digits that say nothing of others."""
    letters = "".join(word[0] for word in round.survey.key.split("-") if word)[:4].upper() or "Q"
    while True:
        reference = f"{letters}-{secrets.randbelow(9_000_000) + 1_000_000}"
        if not Request.objects.filter(reference=reference).exists():
            return reference
