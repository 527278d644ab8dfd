"""What has to be read before a wave is approved: per letter, in words, and whether it stops the letter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from answerable.core.errors import Fault, ImpossibleEvent
from answerable.core.law.cost import PlacedRequest, aggregation_warnings
from answerable.core.law.life import Event, EventKind, State, next_state
from answerable.core.law.regimes import regime_named
from answerable.desk.letters.models import Purpose, WaveItem, WaveState
from answerable.desk.look.templatetags.desk import day
from answerable.desk.requests.models import Contact, Request, RequestEvent
from answerable.desk.requests.standing import calendar_of
from answerable.desk.surveys.models import Round

# The event of a request's life that the leaving of each letter is.
LOGS: dict[str, EventKind | None] = {
    Purpose.REQUEST: EventKind.SENT,
    Purpose.ACKNOWLEDGEMENT: None,
    Purpose.REMINDER: EventKind.REMINDED,
    Purpose.REVIEW: EventKind.REVIEW_ASKED,
    Purpose.COMPLAINT: EventKind.REGULATOR_COMPLAINT,
    Purpose.CLARIFICATION: EventKind.CLARIFICATION_ANSWERED,
}


class Warned(TypedDict):
    """A warning as it is kept."""

    rule: str
    words: str
    stops: bool


@dataclass(frozen=True)
class About:
    """What a letter is: whose request, to which address, and what filling it told."""

    request: Request
    to_address: str
    faults: Sequence[Fault]
    item_id: int | None = None


def wave_warnings(
    a_round: Round,
    purpose: str,
    letters: Sequence[About],
    contacts: Mapping[int, Contact],
    *,
    on: date,
    due_on: date,
) -> dict[int, list[Warned]]:
    """The warnings of each letter by request; a constant number of queries."""
    to_many = Counter(about.to_address.casefold() for about in letters if about.to_address)
    together = _aggregated(a_round, purpose, letters, on)
    elsewhere = _elsewhere(purpose, letters)
    found = {}
    for about in letters:
        contact = contacts.get(about.request.body_id)
        found[about.request.pk] = [
            *_of_text(about),
            *_of_address(about, contact, to_many),
            *_of_body(about.request, on, due_on),
            *_of_standing(about.request, purpose, elsewhere),
            *(_warn("aggregation", words) for words in together.get(about.request.pk, ())),
        ]
    return found


def _warn(rule: str, words: str, *, stops: bool = False) -> Warned:
    return {"rule": rule, "words": words, "stops": stops}


def _of_text(about: About) -> list[Warned]:
    return [
        _warn(fault.rule, f"{fault.place()}: {fault.message} {fault.remedy}", stops=True)
        for fault in about.faults
    ]


def _of_address(about: About, contact: Contact | None, to_many: Counter[str]) -> list[Warned]:
    if not about.to_address:
        return [_warn("missing_contact", "There is no address to write to. Add a contact.", stops=True)]
    warned = []
    n = to_many[about.to_address.casefold()]
    if n > 1:
        words = f"{n} bodies of this wave have this address: one team may answer for all of them."
        warned.append(_warn("duplicate_address", words))
    if contact and contact.email == about.to_address and contact.bounced_at:
        words = f"A message to this address came back on {day(contact.bounced_at)}. Look for a better one."
        warned.append(_warn("bounced_address", words))
    return warned


def _of_body(request: Request, on: date, due_on: date) -> list[Warned]:
    body = request.body
    if body.closed is not None and body.closed < on:
        words = f"The body closed on {day(body.closed)}. Write to its successor."
        return [_warn("body_closed", words, stops=True)]
    if body.opened is not None and body.opened > on:
        return [_warn("body_not_open", f"The body opens on {day(body.opened)} only.", stops=True)]
    if body.closed is not None and body.closed < due_on:
        words = f"The body closes on {day(body.closed)}, before an answer is due on {day(due_on)}."
        return [_warn("body_closing", words)]
    return []


def _of_standing(request: Request, purpose: str, elsewhere: Mapping[int, int]) -> list[Warned]:
    warned = []
    if request.pk in elsewhere:
        words = f"It is in another proposed wave too (wave {elsewhere[request.pk]}): only one can be sent."
        warned.append(_warn("in_two_waves", words))
    if purpose == Purpose.REQUEST:
        if request.imported_sent_on or request.state not in {State.DRAFT, State.BOUNCED}:
            words = f"A first letter was sent or is on its way (the request is {_words(request.state)})."
            warned.append(_warn("sent_before", words, stops=True))
        return warned
    if request.chasing_stopped_at is not None:
        words = f"Chasing was stopped for this body: {request.chasing_stopped_because or 'no reason given'}."
        warned.append(_warn("chasing_stopped", words, stops=True))
    kind = LOGS[purpose]
    try:
        if kind is not None and not request.imported_sent_on:
            next_state(State(request.state), Event(kind, date.min))
    except ImpossibleEvent:
        words = f"The request is {_words(request.state)} now, so this letter no longer fits."
        warned.append(_warn("not_now", words, stops=True))
    return warned


def _words(state: str) -> str:
    return state.replace("_", " ")


def _elsewhere(purpose: str, letters: Sequence[About]) -> dict[int, int]:
    """Requests that stand in another proposed wave of the purpose, with its number."""
    rows = WaveItem.objects.filter(
        request__in=[about.request.pk for about in letters],
        wave__purpose=purpose,
        wave__state=WaveState.PROPOSED,
        left_out_because="",
    ).exclude(pk__in=[about.item_id for about in letters if about.item_id])
    return dict(rows.values_list("request_id", "wave_id"))


def _aggregated(a_round: Round, purpose: str, letters: Sequence[About], on: date) -> dict[int, list[str]]:
    """Which new requests a body may cost together with those of other rounds of the survey, in words."""
    regime = regime_named(a_round.regime)
    if purpose != Purpose.REQUEST or regime.aggregation is None:
        return {}
    survey = a_round.survey
    who = survey.sender_organisation or survey.sender_name or survey.publisher

    def placed(request: Request, received_on: date, name: str) -> PlacedRequest:
        return PlacedRequest(name, request.body.body_id, who, survey.key, received_on, survey.key)

    ids = {about.request.body.body_id for about in letters}
    own = {about.request.pk for about in letters}
    earlier = [
        placed(request, received_on, f"{request.reference} ({request.round.key})")
        for request, received_on in _sent_before(a_round, ids, own)
    ]
    proposed = [placed(about.request, on, str(about.request.pk)) for about in letters]
    found: dict[int, list[str]] = {}
    for warning in aggregation_warnings(proposed, earlier, regime, calendar_of(regime)):
        others = [name for name in warning.with_ids if not name.isdecimal()]
        if others:
            found.setdefault(int(warning.request_id), []).append(warning.words)
    return found


def _sent_before(a_round: Round, body_ids: set[str], own: set[int]) -> list[tuple[Request, date]]:
    rows = (
        Request.objects.filter(round__survey=a_round.survey, body__body_id__in=body_ids)
        .exclude(pk__in=own)
        .select_related("body", "round")
    )
    kept = {row.pk: row for row in rows}
    sent = dict(
        RequestEvent.objects.filter(request__in=kept, kind=EventKind.SENT, undone_at=None)
        .order_by("on")
        .values_list("request_id", "on")
    )
    dated = [(row, sent.get(pk) or row.imported_sent_on) for pk, row in kept.items()]
    return [(row, when) for row, when in dated if when is not None]
