"""What changes requests: events that are logged and undone, never edited."""

import secrets
import string
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date

from django.db import transaction

from answerable.core.law.calendar import Calendar
from answerable.core.law.clock import Standing, standing
from answerable.core.law.life import EventKind
from answerable.core.law.moved import LiveRequest, moved_due_dates
from answerable.core.law.regimes import regime_named
from answerable.desk.audit.trail import record
from answerable.desk.clock import now, today
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingMessage, OutgoingMessage
from answerable.desk.people.models import User
from answerable.desk.requests.models import CalendarEdition, MovedDueDate, Request, RequestEvent
from answerable.desk.requests.standing import as_events, calendar_of, stands
from answerable.desk.surveys.models import PublicBody, Round

# Letters of both cases would be lost on the way: some mail systems write addresses small.
TOKEN_LETTERS = string.ascii_lowercase + string.digits
TOKEN_LENGTH = 20


_KEPT = ("state", "clock", "due_on", "due_if_deemed_on", "calendar_edition")


def log_event(
    *,
    request: Request | int,
    kind: EventKind,
    on: date,
    by: User | None,
    sections: Sequence[str] = (),
    until: date | None = None,
    note: str = "",
    outgoing: OutgoingMessage | None = None,
    incoming: IncomingMessage | None = None,
) -> RequestEvent:
    """Logs something that happened to a request, which may be given by its id.

    Raises: ImpossibleEvent where it cannot follow; that is seen before anything is written
    """
    event = RequestEvent(
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
    # Inside a transaction of the caller there is nothing that a savepoint would have to take back.
    with nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic():
        pk = request if isinstance(request, int) else request.pk
        locked = event.request = Request.objects.select_for_update().select_related("round").get(pk=pk)
        regime = regime_named(locked.round.regime)
        calendar = calendar_of(regime)
        stood = standing(as_events([*locked.events.all(), event]), regime, calendar, today())
        event.save(force_insert=True)
        _keep_standing(locked, stood, calendar)
        record(
            by=by,
            verb=f"request.{kind}",
            survey=locked.round.survey_id,
            target=locked,
            words=f"{locked.reference}: {str(kind).replace('_', ' ')} on {on:%Y-%m-%d}.",
            details={"event": event.pk, "sections": list(sections)},
        )
    if isinstance(request, Request):
        for name in _KEPT:
            setattr(request, name, getattr(locked, name))
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
    """Computes the kept state and due dates of a request again; a due date that a calendar moved is logged.

    Raises: ImpossibleEvent
    """
    _keep_standing(request, stands(request, today()), calendar_of(regime_named(request.round.regime)))


def _keep_standing(request: Request, stood: Standing, calendar: Calendar) -> None:
    if request.calendar_edition != calendar.edition:
        if request.calendar_edition:
            log_moves(requests=[request])
        keep_edition(calendar)
    told = stood.live
    request.state, request.clock = told.state, told.clock
    request.due_on = told.due.due_on if told.due else None
    request.due_if_deemed_on = told.due.if_deemed_received_next_working_day if told.due else None
    request.calendar_edition = calendar.edition
    request.save(update_fields=_KEPT)


def keep_edition(calendar: Calendar) -> str:
    """Keeps the holidays of a calendar under the name of its edition, which it returns."""
    if not CalendarEdition.objects.filter(edition=calendar.edition).exists():
        CalendarEdition.objects.get_or_create(
            edition=calendar.edition,
            defaults={
                "name": calendar.name,
                "holidays": {day.isoformat(): words for day, words in calendar.holidays.items()},
                "seen_at": now(),
            },
        )
    return calendar.edition


def log_moves(*, requests: Sequence[Request]) -> int:
    """Logs the due dates of live requests that another edition of their calendar has moved; returns how many.

    The requests were counted by one edition; call `retell` on each afterwards.
    """
    first = requests[0]
    regime = regime_named(first.round.regime)
    kept = CalendarEdition.objects.filter(edition=first.calendar_edition).first()
    new = calendar_of(regime)
    if kept is None:
        return 0
    days = {date.fromisoformat(day): words for day, words in kept.holidays.items()}
    old = Calendar(kept.name, kept.edition, new.first, new.last, days)
    live = [LiveRequest(str(each.pk), as_events(each.events.all()), regime) for each in requests]
    moves = moved_due_dates(live, {new.name: old}, {new.name: new})
    by_id = {str(each.pk): each for each in requests}
    for move in moves:
        request = by_id[move.request_id]
        MovedDueDate.objects.create(
            request=request,
            moved_at=now(),
            before=move.before,
            after=move.after,
            from_edition=move.from_edition,
            to_edition=move.to_edition,
            because=list(move.because),
        )
        record(
            by=None,
            verb="request.due_date_moved",
            survey=request.round.survey,
            target=request,
            words=f"{request.reference}: the due date moved from {move.before} to {move.after}.",
            details={"because": list(move.because), "edition": move.to_edition},
        )
    return len(moves)


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


@transaction.atomic
def stop_chasing(*, request: Request, because: str, by: User | None) -> None:
    """No step of the ladder is proposed for this request any more. Raises: Conflict"""
    locked = Request.objects.select_for_update().select_related("round__survey").get(pk=request.pk)
    if locked.chasing_stopped_at is not None:
        raise Conflict("Chasing was stopped here before.")
    locked.chasing_stopped_at, locked.chasing_stopped_because = now(), because[:300]
    locked.save(update_fields=["chasing_stopped_at", "chasing_stopped_because"])
    _told_of_chasing(locked, by, "stopped")


@transaction.atomic
def resume_chasing(*, request: Request, by: User | None) -> None:
    """Steps of the ladder are proposed for this request again."""
    locked = Request.objects.select_for_update().select_related("round__survey").get(pk=request.pk)
    locked.chasing_stopped_at, locked.chasing_stopped_because = None, ""
    locked.save(update_fields=["chasing_stopped_at", "chasing_stopped_because"])
    _told_of_chasing(locked, by, "resumed")


def _told_of_chasing(request: Request, by: User | None, what: str) -> None:
    record(
        by=by,
        verb=f"request.chasing_{what}",
        survey=request.round.survey,
        target=request,
        words=f"{request.reference}: chasing {what}.",
    )
