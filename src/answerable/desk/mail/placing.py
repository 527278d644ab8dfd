"""Placing messages: what is certain by itself, the rest by a click; every placement can be taken back."""

import hashlib
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from answerable.core.errors import ImpossibleEvent
from answerable.core.post.placing import Placement as Found
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingMessage, IncomingState, Placement, Proposal
from answerable.desk.mail.placing_events import log_what_it_is, take_back_events
from answerable.desk.mail.receiving_fields import add_note, fit
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.surveys.models import Survey


@transaction.atomic
def place_message(
    *, message: IncomingMessage, requests: Sequence[Request], by: User | None, because: str
) -> list[Placement]:
    """Says that a message belongs to requests of one survey; where it is placed already, that stays.

    Raises: Conflict
    """
    locked = _locked(message)
    if locked.state == IncomingState.RECEIVED:
        raise Conflict("This message is still being read. Try again in a moment.")
    if not requests:
        raise Conflict("Choose at least one body that the message belongs to.")
    surveys = {each.round.survey_id for each in requests}
    if len(surveys) > 1:
        raise Conflict("These requests are of different surveys. Place the message in one survey.")
    made = [_placed(locked, each, by, because) for each in requests]
    locked.survey = requests[0].round.survey
    locked.state = IncomingState.PLACED
    locked.save()
    _refresh(message)
    return made


@transaction.atomic
def undo_placement(*, placement: Placement, by: User | None) -> None:
    """Takes a placement back, with the events that it logged. Raises: Conflict"""
    message = _locked(placement.message)
    fresh = Placement.objects.select_related("request__round__survey").get(pk=placement.pk)
    if fresh.undone_at is not None:
        raise Conflict("This was taken back before.")
    try:
        take_back_events(message=message, request=fresh.request, by=by)
    except ImpossibleEvent as error:
        raise Conflict(
            f"Something that was logged later rests on this message: {error} Take that back first."
        ) from None
    fresh.undone_at, fresh.undone_by, fresh.to_read = now(), by, False
    fresh.save(update_fields=["undone_at", "undone_by", "to_read"])
    if not _live(message).exists():
        message.state = IncomingState.DUPLICATE if message.duplicate_of_id else IncomingState.WAITING
        message.save(update_fields=["state"])
    record(
        by=by,
        verb="mail.placement_undone",
        survey=fresh.request.round.survey,
        target=message,
        words=f"Took a message back from {fresh.request.reference}.",
        details={"placement": fresh.pk},
    )


@transaction.atomic
def set_aside(*, message: IncomingMessage, survey: Survey, by: User | None) -> None:
    """Says that a message is about no request. Raises: Conflict"""
    locked = _locked(message)
    if locked.state not in {IncomingState.WAITING, IncomingState.DUPLICATE}:
        raise Conflict("Only a message that waits can be set aside. Take its placement back first.")
    locked.state, locked.seen_at = IncomingState.SET_ASIDE, locked.seen_at or now()
    locked.survey = locked.survey or survey
    locked.save(update_fields=["state", "seen_at", "survey"])
    record(by=by, verb="mail.set_aside", survey=locked.survey, target=locked, words="Set a message aside.")
    _refresh(message)


@transaction.atomic
def bring_back(*, message: IncomingMessage, by: User | None) -> None:
    """Lets a message that was set aside wait again. Raises: Conflict"""
    locked = _locked(message)
    if locked.state != IncomingState.SET_ASIDE:
        raise Conflict("This message is not set aside.")
    locked.state = IncomingState.DUPLICATE if locked.duplicate_of_id else IncomingState.WAITING
    locked.save(update_fields=["state"])
    record(
        by=by, verb="mail.brought_back", survey=locked.survey, target=locked, words="Brought a message back."
    )
    _refresh(message)


def place_as_found(*, message: IncomingMessage, found: Found) -> None:
    """Places a message that was just read, or lets it wait; it is locked by whoever calls, and saved here."""
    certain = _request_of(found)
    proposed = _propose(message, found)
    first = _said_before(message)
    if first and not (certain and not _live(first).filter(request=certain).exists()):
        message.state, message.duplicate_of, message.survey = IncomingState.DUPLICATE, first, first.survey
    elif certain and found.certain:
        message.state, message.survey = IncomingState.PLACED, certain.round.survey
        message.save()
        _placed(message, certain, None, found.certain.why)
    else:
        message.state = IncomingState.WAITING
        message.survey = message.survey or _survey_of(proposed)
    message.save()


def place_again(*, message: IncomingMessage, found: Found, kind_before: str) -> None:
    """What a new reading says of the place, unless people had a say; the message is locked by the caller."""
    if message.state in {IncomingState.SET_ASIDE, IncomingState.DUPLICATE} or _touched(message):
        return
    certain = _request_of(found)
    live = list(_live(message).select_related("request__round__survey"))
    if [each.request_id for each in live] == (
        [certain.pk] if certain else []
    ) and message.kind == kind_before:
        _propose(message, found)
        return
    try:
        for placement in live:
            undo_placement(placement=placement, by=None)
    except Conflict as error:
        add_note(message, f"Read again, it would be placed otherwise; it was left. {error}")
        message.save(update_fields=["notes"])
        return
    message.refresh_from_db()
    place_as_found(message=message, found=found)


def _placed(message: IncomingMessage, request: Request, by: User | None, because: str) -> Placement:
    placement, is_new = Placement.objects.get_or_create(
        message=message,
        request=request,
        undone_at=None,
        defaults={"made_at": now(), "by": by, "because": fit(because, 500)},
    )
    if is_new:
        record(
            by=by,
            verb="mail.placed",
            survey=request.round.survey,
            target=message,
            words=f"Placed a message at {request.reference}.",
            details={"placement": placement.pk, "request": request.pk},
        )
        log_what_it_is(message=message, placement=placement, by=by)
    return placement


def _propose(message: IncomingMessage, found: Found) -> list[Request]:
    """Keeps the proposals, in place of those of an earlier reading."""
    message.proposals.all().delete()
    ids = [int(each.request_id) for each in found.proposed]
    requests = Request.objects.select_related("round").in_bulk(ids)
    Proposal.objects.bulk_create(
        Proposal(
            message=message,
            request=requests[int(each.request_id)],
            score=each.score,
            because=fit(each.why, 500),
        )
        for each in found.proposed
        if int(each.request_id) in requests
    )
    return list(requests.values())


def _request_of(found: Found) -> Request | None:
    """The request that is certain, where it is still there."""
    if found.certain is None:
        return None
    return Request.objects.select_related("round__survey").filter(pk=int(found.certain.request_id)).first()


def _said_before(message: IncomingMessage) -> IncomingMessage | None:
    """The first message of the same identifier with the same words."""
    if not message.message_id:
        return None
    _wait_for_others(message.message_id)
    others = IncomingMessage.objects.filter(message_id=message.message_id, text=message.text)
    unfit = (IncomingState.RECEIVED, IncomingState.DUPLICATE)
    return others.exclude(pk=message.pk).exclude(state__in=unfit).order_by("pk").first()


def _wait_for_others(message_id: str) -> None:
    """Lets one process at a time place messages of an identifier: two forms of one message come at once.

    Until the end of the transaction. SQLite has one writer at a time anyway; PostgreSQL locks the identifier.
    """
    if connection.vendor == "postgresql":
        digest = hashlib.sha256(message_id.encode()).digest()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])


def _survey_of(proposed: Sequence[Request]) -> Survey | None:
    """The survey that a waiting message belongs to: that of all its proposals, or the only one there is."""
    ids = {each.round.survey_id for each in proposed}
    some = Survey.objects.filter(pk__in=ids) if ids else Survey.objects.all()
    found = list(some[:2])
    return found[0] if len(found) == 1 else None


def _touched(message: IncomingMessage) -> bool:
    """Whether a person placed the message, took it back, or said what it is."""
    placed = Placement.objects.filter(message=message)
    by_people = placed.exclude(by=None) | placed.exclude(undone_by=None)
    return by_people.exists() or RequestEvent.objects.filter(incoming=message).exclude(by=None).exists()


def _live(message: IncomingMessage) -> QuerySet[Placement]:
    return Placement.objects.filter(message=message, undone_at=None)


def _locked(message: IncomingMessage) -> IncomingMessage:
    return IncomingMessage.objects.select_for_update().get(pk=message.pk)


def _refresh(message: IncomingMessage) -> None:
    message.refresh_from_db()
