"""What a placed message means for its request: the little that is sure by itself, and what a person says."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import EventKind
from answerable.core.law.regimes import regime_named
from answerable.core.post.kinds import Kind
from answerable.desk.audit.trail import record
from answerable.desk.clock import day_of, now
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingMessage, Placement
from answerable.desk.mail.receiving_fields import add_note
from answerable.desk.people.models import User
from answerable.desk.requests.actions import log_event, undo_event
from answerable.desk.requests.models import Contact, Request, RequestEvent

# What a message that came in may be for its request, in the order in which people are offered it.
SAYABLE = (
    EventKind.ANSWERED,
    EventKind.PARTLY_ANSWERED,
    EventKind.REFUSED,
    EventKind.NOT_HELD,
    EventKind.CLARIFICATION_ASKED,
    EventKind.ACKNOWLEDGED,
    EventKind.HOLDING_REPLY,
    EventKind.EXTENDED,
    EventKind.FEES_NOTICE,
    EventKind.TRANSFERRED,
    EventKind.REVIEW_ANSWERED,
    EventKind.DECISION_NOTICE,
    EventKind.BOUNCED,
    EventKind.DELIVERED,
)
# An old message that is uploaded counts from the day it was sent, if that can be.
OLDEST_UPLOAD = timedelta(days=3 * 365)
DELIVERED_BECAUSE = "a part that says it was delivered"


def log_what_it_is(*, message: IncomingMessage, placement: Placement, by: User | None) -> None:
    """Logs what a message is where that needs no judgement; else a person is to read it.

    An event that cannot follow is not logged; the message stays placed and says why, for a person to see.
    """
    kind = _sure_event(message)
    to_read = message.kind in {Kind.REPLY, Kind.NOTICE, Kind.UNKNOWN, ""}
    if kind is not None:
        try:
            event = log_event(
                request=placement.request, kind=kind, on=day_it_came(message), by=by, incoming=message
            )
        except ImpossibleEvent as error:
            add_note(message, f"{placement.request.reference}: nothing was logged. {error}")
            message.save(update_fields=["notes"])
            to_read = True
        else:
            if event.kind == EventKind.BOUNCED:
                _mark_contact(message, placement.request)
    if to_read:
        Placement.objects.filter(pk=placement.pk).update(to_read=True)
        placement.to_read = True


def _sure_event(message: IncomingMessage) -> EventKind | None:
    if message.kind == Kind.DELIVERY_FAILURE:
        return EventKind.BOUNCED if message.failure_is_permanent else None
    if message.kind == Kind.ACKNOWLEDGEMENT:
        return EventKind.DELIVERED if message.because == DELIVERED_BECAUSE else EventKind.ACKNOWLEDGED
    return None


def day_it_came(message: IncomingMessage) -> date:
    """The day on which a message counts as come: that of its receipt; of an upload that of its sending."""
    sent = message.sent_at
    if (
        message.came_by == "upload"
        and sent is not None
        and message.received_at - OLDEST_UPLOAD < sent <= message.received_at
    ):
        return day_of(sent)
    return day_of(message.received_at)


def _mark_contact(message: IncomingMessage, request: Request) -> None:
    """Marks the address that does not exist, so that nobody writes there again."""
    if message.failed_address:
        Contact.objects.filter(
            body__survey_id=request.body.survey_id,
            body__body_id=request.body.body_id,
            email__iexact=message.failed_address,
        ).update(bounced_at=message.received_at)


def take_back_events(*, message: IncomingMessage, request: Request, by: User | None) -> None:
    """Takes back what was logged on a request through a message, the last first. Raises: ImpossibleEvent"""
    events = RequestEvent.objects.filter(request=request, incoming=message, undone_at=None)
    for event in events.order_by("-on", "-pk"):
        undo_event(event=event, by=by)
        _unmark_contact(event, message)


def _unmark_contact(event: RequestEvent, message: IncomingMessage) -> None:
    if event.kind == EventKind.BOUNCED:
        Contact.objects.filter(email__iexact=message.failed_address, bounced_at=message.received_at).update(
            bounced_at=None
        )


@transaction.atomic
def say_what_it_is(
    *,
    message: IncomingMessage,
    request: Request,
    kind: EventKind,
    on: date,
    by: User,
    sections: Sequence[str] = (),
    until: date | None = None,
    note: str = "",
) -> RequestEvent:
    """A person says what a placed message is for its request.

    Raises: Conflict, UnknownName for a ground of refusal that the law has not, ImpossibleEvent
    """
    placement = _placement(message, request)
    if kind not in SAYABLE:
        raise Conflict(f"A message that came in cannot be “{kind.replace('_', ' ')}”.")
    regime = regime_named(request.round.regime)
    for section in sections:
        regime.refusal(section)
    event = log_event(
        request=request,
        kind=kind,
        on=on,
        by=by,
        sections=sections,
        until=until,
        note=note,
        incoming=message,
    )
    if kind == EventKind.BOUNCED:
        _mark_contact(message, request)
    placement.to_read = False
    placement.save(update_fields=["to_read"])
    return event


@transaction.atomic
def unsay(*, event: RequestEvent, by: User) -> None:
    """Takes back what a person said of a message; where nothing else was said, it is to be read again.

    Raises: Conflict, ImpossibleEvent
    """
    message = event.incoming
    if message is None:
        raise Conflict("This was not said of a message.")
    placement = _placement(message, event.request)
    undo_event(event=event, by=by)
    _unmark_contact(event, message)
    others = RequestEvent.objects.filter(request=event.request, incoming=message, undone_at=None)
    if not others.exists():
        placement.to_read = True
        placement.save(update_fields=["to_read"])


@transaction.atomic
def mark_read(*, message: IncomingMessage, request: Request, to_read: bool, by: User) -> None:
    """Says that a message changes nothing at its request, or is to be read after all. Raises: Conflict"""
    placement = _placement(message, request)
    placement.to_read = to_read
    placement.save(update_fields=["to_read"])
    if to_read or not Placement.objects.filter(message=message, undone_at=None, to_read=True).exists():
        message.seen_at = None if to_read else now()
        message.save(update_fields=["seen_at"])
    record(
        by=by,
        verb="mail.to_read" if to_read else "mail.read",
        survey=request.round.survey,
        target=message,
        words=f"{request.reference}: a message {'is to be read' if to_read else 'was read; nothing to log'}.",
        details={"placement": placement.pk},
    )


def _placement(message: IncomingMessage, request: Request) -> Placement:
    found = (
        Placement.objects.select_for_update().filter(message=message, request=request, undone_at=None).first()
    )
    if found is None:
        raise Conflict("This message is not placed there any more.")
    return found
