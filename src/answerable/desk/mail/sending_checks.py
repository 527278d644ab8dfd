"""What speaks against sending a message when its turn has come: much can happen while it waits."""

from collections.abc import Mapping, Sequence
from typing import Any

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import Event, EventKind, State, life, next_state
from answerable.desk.clock import UNITED_KINGDOM, today
from answerable.desk.letters.models import Purpose
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.requests.models import Request

CHASING = frozenset({Purpose.ACKNOWLEDGEMENT, Purpose.REMINDER, Purpose.REVIEW, Purpose.COMPLAINT})
_EMAIL, _BOUNCED, _REMOVED = (f"body__contacts__{name}" for name in ("email", "bounced_at", "removed_at"))
_READ = (
    "state",
    "calendar_edition",
    "imported_outcome",
    "chasing_stopped_at",
    "chasing_stopped_because",
    _EMAIL,
    _BOUNCED,
    _REMOVED,
)


def held_because(message: OutgoingMessage) -> str:
    """Why a message should not leave without a person's word; nothing where it may."""
    if message.insisted or message.request_id is None:
        return ""
    # One question for all that is asked: it is put once for each letter of a wave.
    rows = list(Request.objects.filter(pk=message.request_id).order_by().values(*_READ))
    return (
        _request_moved_on(rows[0], message.logs)
        or _chasing_stopped(rows[0], message.purpose)
        or _address_is_bad(rows, message.to_address)
    )


def _request_moved_on(request: Mapping[str, Any], logs: str) -> str:
    states = life().states
    state = State(request["state"])
    if states[state].final:
        return f"The request is {states[state].words} meanwhile."
    if not logs or (request["imported_outcome"] and not request["calendar_edition"]):
        return ""  # what an import said does not count any more once the first event is logged
    try:
        next_state(state, Event(EventKind(logs), today()))
    except ImpossibleEvent:
        return f"The request is “{states[state].words}” meanwhile: “{logs.replace('_', ' ')}” cannot follow."
    return ""


def _chasing_stopped(request: Mapping[str, Any], purpose: str) -> str:
    if request["chasing_stopped_at"] is None or purpose not in CHASING:
        return ""
    because = request["chasing_stopped_because"]
    return f"Chasing this body was stopped{f': {because}' if because else ''}."


def _address_is_bad(contacts: Sequence[Mapping[str, Any]], address: str) -> str:
    known = [each for each in contacts if (each[_EMAIL] or "").casefold() == address.casefold()]
    bounced = [each[_BOUNCED] for each in known if each[_BOUNCED] is not None]
    if bounced:
        on = max(bounced).astimezone(UNITED_KINGDOM)
        return f"Mail to this address came back on {on.day} {on:%B %Y}. Correct the contact first."
    if known and all(each[_REMOVED] is not None for each in known):
        return "This address was removed from the body's contacts."
    return ""
