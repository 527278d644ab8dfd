"""Which request a message answers. A wrong certain placement is the worst outcome, so certainty is earned.

Certain are, in this order: the request's own address with its unguessable token; a thread that names one of
the messages sent for it, continued by the body asked or returned by a mail system; its reference, from a
sender of the body asked. Whatever two signs disagree on, and all that rests on likeness, is proposed to a
person; so is what comes on an old thread after the body was asked again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from answerable.core.post.asked import SHARED_DOMAINS, Found, Request, Requests, plain_address, plain_domain
from answerable.core.post.headers import Headers
from answerable.core.post.kinds import Kind
from answerable.core.post.likeness import MOST_PROPOSED, Proposal, aware, likely
from answerable.core.post.message import Message, identifiers
from answerable.core.post.people import people
from answerable.core.post.structure import read_structure

LONGEST_SEARCHED = 200_000
LONGEST_HEAD = 100_000
MOST_RETURNED = 20
MOST_WRITTEN = 200
ALSO_NAMED = 0.6
LONG_AFTER = timedelta(days=30)
_WRITTEN = re.compile(r"[\w.+-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ID_LINE = re.compile(r"(?mi)^[ \t>]{0,20}message-id:[ \t]*\n?[ \t>]{0,20}<([^<>\s]{1,500})>")

__all__ = ["Placement", "Proposal", "Request", "Requests", "place"]


@dataclass(frozen=True)
class Placement:
    """Where a message belongs: `certain` names a request and why; else what is proposed; else nothing.

    Beside a certain request, `proposed` are others that the message names too: it may answer for several.
    """

    certain: Proposal | None = None
    proposed: tuple[Proposal, ...] = ()

    @property
    def is_unplaced(self) -> bool:
        """Whether there is nothing even to propose."""
        return self.certain is None and not self.proposed


@dataclass(frozen=True)
class _Sign:
    """Requests that something in a message names, and how to say it."""

    ids: frozenset[str] = frozenset()
    why: str = ""

    @property
    def one(self) -> str | None:
        return next(iter(self.ids)) if len(self.ids) == 1 else None


def place(message: Message, requests: Requests | Sequence[Request]) -> Placement:
    """The request that a message answers: certain, proposed with scores, or unplaced.

    Shape:  one message, any number of requests -> one placement; proposals best first
    Units:  scores 0 to 1; only what is certain has 1
    """
    known = requests if isinstance(requests, Requests) else Requests(tuple(requests))
    addressed = _by_address(message, known)
    nearest, thread = _by_thread(message, known)
    subject = _referred(message, known, message.subject or "", "subject")
    own = _referred(message, known, message.reply_text[:LONGEST_SEARCHED], "text")
    files = _in_names_of_files(message, known)
    if addressed.ids or nearest.ids:
        return _by_name(message, known, addressed, nearest, thread, (subject, own, files))
    quoted = _referred(message, known, message.text[:LONGEST_SEARCHED], "text")
    every = _Sign(
        subject.ids | own.ids | quoted.ids | files.ids, subject.why or own.why or quoted.why or files.why
    )
    chosen = known.by_id[every.one] if every.one else None
    if chosen and _is_from_body(message, chosen):
        # A reference in the quoted thread alone may be that of an older request to the same body.
        said_now = bool(subject.ids or own.ids)
        if said_now or (quoted.ids and _of_sender(message, known) == {chosen.id}):
            return Placement(Proposal(chosen.id, 1.0, every.why))
    written = _addresses_in(message, known)
    return Placement(proposed=likely(message, known, every.ids | written.ids, every.why or written.why))


def _by_name(
    message: Message,
    known: Requests,
    addressed: _Sign,
    nearest: _Sign,
    thread: _Sign,
    said: tuple[_Sign, _Sign, _Sign],
) -> Placement:
    """What address and thread say together. Whoever disagrees brings it before a person."""
    subject, own, files = said
    first, second = (addressed, nearest) if addressed.ids else (nearest, _Sign())
    together = first.ids & second.ids if second.ids else first.ids
    chosen = next(iter(together)) if len(together) == 1 else None
    if chosen is None or first.one is None:
        why = "several signs name different requests" if not together else "several requests are named"
        return _doubtful(message, known, [first, second, thread], why)
    if not addressed.ids and thread.ids != {chosen}:
        return _doubtful(message, known, [nearest, thread], "the thread names several requests")
    named = subject.ids | own.ids
    if (named and chosen not in named) or (subject.ids and chosen not in subject.ids):
        why = f"the {'subject' if subject.ids else 'text'} has the reference of another request"
        return _doubtful(message, known, [first, second, subject, own], why)
    if not addressed.ids and message.kind is not Kind.DELIVERY_FAILURE:
        doubt = _of_stranger(message, known, known.by_id[chosen], nearest)
        if doubt:
            return doubt
    if chosen not in named and message.kind is not Kind.DELIVERY_FAILURE:
        again = _asked_again(message, known, known.by_id[chosen])
        if again.ids:
            why = "the body was asked again since"
            return _doubtful(message, known, [first, second, again], why, sender_counts=False)
    also = [_Sign(each.ids - {chosen}, each.why) for each in (subject, own, files)]
    return Placement(Proposal(chosen, 1.0, first.why), _also(also))


def _of_stranger(message: Message, known: Requests, chosen: Request, nearest: _Sign) -> Placement | None:
    """A thread can be forwarded: whoever goes on with it must be of the body that was asked."""
    if _is_from_body(message, chosen) or plain_domain(_domain(message)) in _domains_sent_to(chosen):
        return None
    others = _of_sender(message, known)
    if others:
        other = _Sign(others, "it comes from the body asked")
        return _doubtful(
            message, known, [nearest, other], "the sender belongs to another body that was asked"
        )
    return _doubtful(message, known, [nearest], "the sender is not known to belong to the body asked")


def _asked_again(message: Message, known: Requests, chosen: Request) -> _Sign:
    """Later requests to the same body, sent before this message: people answer on old threads."""
    if chosen.sent_at is None or message.sent_at is None:
        return _Sign()
    after, until = aware(chosen.sent_at) + LONG_AFTER, aware(message.sent_at)
    same = frozenset[str]().union(
        *(known.by_sent_to.get(each.strip().lower(), frozenset()) for each in chosen.sent_to),
        *(known.by_domain.get(plain_domain(each), frozenset()) for each in chosen.domains),
    )
    later = frozenset(
        one
        for one in same - {chosen.id}
        if (sent := known.by_id[one].sent_at) is not None and after < aware(sent) <= until
    )
    return _Sign(later, "a later request to the same body")


def _also(signs: Sequence[_Sign]) -> tuple[Proposal, ...]:
    """Other requests that a message names too: one reply can answer for several bodies."""
    found: dict[str, Proposal] = {}
    for sign in signs:
        for request_id in sorted(sign.ids):
            found.setdefault(request_id, Proposal(request_id, ALSO_NAMED, f"{sign.why}; it may answer both"))
    return tuple(found.values())[:MOST_PROPOSED]


def _in_names_of_files(message: Message, known: Requests) -> _Sign:
    names = " \n ".join((each.filename or "")[:200] for each in message.attachments[:MOST_RETURNED])
    return _referred(message, known, names.replace("_", " "), "attachment")


def _addresses_in(message: Message, known: Requests) -> _Sign:
    """Requests whose own address stands in the text, as in a quoted thread: for a person to see."""
    if not known.by_address:
        return _Sign()
    found: set[str] = set()
    for address in islice(_WRITTEN.finditer(message.text[:LONGEST_SEARCHED]), MOST_WRITTEN):
        found |= known.by_address.get(address[0].lower(), frozenset())
    return _Sign(frozenset(found), "its text has the address made for the request")


def _by_address(message: Message, known: Requests) -> _Sign:
    """The requests to whose own address a message was sent, exactly as it was made."""
    given = [each.address for each in (*message.to, *message.cc) if each.address]
    found: set[str] = set()
    why = ""
    for address in dict.fromkeys((*message.delivered_to, *given)):
        ids = known.by_address.get(plain_address(address))
        if ids:
            found |= ids
            why = why or f"it was sent to {address}"
    return _Sign(frozenset(found), why)


def _by_thread(message: Message, known: Requests) -> tuple[_Sign, _Sign]:
    """The requests that a thread names: those of the nearest message known, and those of all of it."""
    nearest = _Sign()
    every: set[str] = set()
    returned = _returned(message, known)
    answered = [message.in_reply_to] if message.in_reply_to else []
    for name in [*answered, *reversed(message.references)]:
        ids = known.by_message.get(name.strip("<> "), frozenset())
        if ids and not nearest.ids:
            nearest = _Sign(ids, f"it answers the message {name}")
        every |= ids
    if returned.ids and not nearest.ids:
        nearest = returned
    return nearest, _Sign(frozenset(every) | returned.ids, "the thread goes back to it")


def _returned(message: Message, known: Requests) -> _Sign:
    """The requests whose message came back in a report of non-delivery."""
    if message.kind is not Kind.DELIVERY_FAILURE:
        return _Sign()
    named: list[str] = []
    addresses: list[str] = []
    for file in islice(message.attachments, MOST_RETURNED):
        if file.content_type in ("message/rfc822", "text/rfc822-headers"):
            headers, _, _ = read_structure(file.data[:LONGEST_HEAD])
            named += identifiers(headers.raw("message-id"))
            addresses += _writers(headers)
    # Reports in words only carry the message, or its head, below them.
    named += islice((each[1] for each in _ID_LINE.finditer(message.text[:LONGEST_HEAD])), MOST_RETURNED)
    ids = frozenset[str]().union(*(known.by_message.get(name, frozenset()) for name in named))
    if not ids:
        ids = frozenset[str]().union(*(known.by_address.get(each.lower(), frozenset()) for each in addresses))
    return _Sign(ids, "it returns a message sent for this request")


def _writers(headers: Headers) -> list[str]:
    fields = (headers.raw("from"), headers.raw("reply-to"))
    return [each.address for value in fields for each in people(value)[0] if each.address]


def _referred(message: Message, known: Requests, text: str, where: str) -> _Sign:
    """The requests whose reference stands in a text as a word of its own."""
    found: set[str] = set()
    said: Found | None = None
    for each in known.references_in(text):
        ids = known.by_reference[each.runs]
        of_body = frozenset(one for one in ids if _is_from_body(message, known.by_id[one]))
        # A reference that bodies made means that body's request only: two bodies may count alike.
        if of_body or each.runs in known.own_references:
            found |= of_body or ids
            said = said or each
    return _Sign(frozenset(found), f"its {where} has the reference {said.words}" if said else "")


def _doubtful(
    message: Message, known: Requests, signs: Sequence[_Sign], why: str, *, sender_counts: bool = True
) -> Placement:
    """Every request that a sign names: the sender's own first, then by the strength of the sign."""
    proposals: dict[str, Proposal] = {}
    of_sender = _of_sender(message, known) if sender_counts else frozenset[str]()
    for strength, sign in zip((0.9, 0.8, 0.7, 0.6), (each for each in signs if each.ids), strict=False):
        for request_id in sorted(sign.ids):
            mine = of_sender == {request_id}
            score = 0.92 if mine else round(strength / len(sign.ids) ** 0.5, 3)
            proposals.setdefault(request_id, Proposal(request_id, score, f"{sign.why}; {why}"))
    best = sorted(proposals.values(), key=lambda each: -each.score)
    return Placement(proposed=tuple(best[:MOST_PROPOSED]))


def _of_sender(message: Message, known: Requests) -> frozenset[str]:
    """The requests to the body that a message comes from."""
    address = (message.sender.address or "").lower() if message.sender else ""
    return known.of_domain(_domain(message)) | known.by_sent_to.get(address, frozenset())


def _domain(message: Message) -> str:
    return message.sender.domain if message.sender else ""


def _is_from_body(message: Message, request: Request) -> bool:
    """Whether a message comes from the body that was asked, by its domain or the very address written to."""
    address = (message.sender.address or "").lower() if message.sender else ""
    if address and address in {each.strip().lower() for each in request.sent_to}:
        return True
    domain = plain_domain(_domain(message))
    every = (plain_domain(each) for each in (*request.domains, *request.later_domains))
    own = frozenset(every) - SHARED_DOMAINS - {""}
    # Where nothing is known of its domains, that of an address written to is the body's.
    own = own or _domains_sent_to(request) - SHARED_DOMAINS
    return any(domain == each or domain.endswith("." + each) for each in own)


def _domains_sent_to(request: Request) -> frozenset[str]:
    return frozenset(plain_domain(each.rpartition("@")[2]) for each in request.sent_to) - {""}
