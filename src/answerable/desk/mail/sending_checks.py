"""What speaks against sending a message when its turn has come: much can happen while it waits."""

from datetime import date

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import Event, EventKind, State, life, next_state, state_after
from answerable.desk.clock import UNITED_KINGDOM, today
from answerable.desk.letters.models import Purpose
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.requests.models import Contact, Request
from answerable.desk.requests.standing import as_events

CHASING = frozenset({Purpose.ACKNOWLEDGEMENT, Purpose.REMINDER, Purpose.REVIEW, Purpose.COMPLAINT})


def held_because(message: OutgoingMessage) -> str:
    """Why a message should not leave without a person's word; nothing where it may."""
    if message.insisted or message.request is None:
        return ""
    request = message.request
    return (
        _request_moved_on(request, message.logs)
        or _chasing_stopped(request, message.purpose)
        or _address_is_bad(request, message.to_address)
    )


def _request_moved_on(request: Request, logs: str) -> str:
    states = life().states
    if states[State(request.state)].final:
        return f"The request is {states[State(request.state)].words} meanwhile."
    if not logs:
        return ""
    try:
        told = as_events(request.events.all())
        if told:
            next_state(state_after(told), Event(EventKind(logs), _day(told[-1].on)))
    except ImpossibleEvent:
        now_is = states[State(request.state)].words
        return f"The request is “{now_is}” meanwhile: “{logs.replace('_', ' ')}” cannot follow."
    return ""


def _day(last: date) -> date:
    return max(last, today())


def _chasing_stopped(request: Request, purpose: str) -> str:
    if request.chasing_stopped_at is None or purpose not in CHASING:
        return ""
    because = f": {request.chasing_stopped_because}" if request.chasing_stopped_because else ""
    return f"Chasing this body was stopped{because}."


def _address_is_bad(request: Request, address: str) -> str:
    known = list(Contact.objects.filter(body=request.body_id, email__iexact=address))
    bounced = [each.bounced_at for each in known if each.bounced_at is not None]
    if bounced:
        on = max(bounced).astimezone(UNITED_KINGDOM)
        return f"Mail to this address came back on {on.day} {on:%B %Y}. Correct the contact first."
    if known and all(each.removed_at is not None for each in known):
        return "This address was removed from the body's contacts."
    return ""
