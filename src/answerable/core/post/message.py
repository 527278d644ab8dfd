"""One raw message read: bytes in, values out, whatever the bytes are.

Nothing in this module fails for any input: what is damaged is read as far as it goes and noted. Time grows
with the size of the message, and sizes are bounded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from answerable.core.post.bodies import Bodies, read_bodies
from answerable.core.post.bounces import STATUS_TYPES, DeliveryFailure, delivery_failure
from answerable.core.post.containers import Attachment
from answerable.core.post.dates import date_or_none
from answerable.core.post.encoded import decode_words
from answerable.core.post.headers import Headers
from answerable.core.post.kinds import (
    Kind,
    automatic,
    empty_return_path,
    is_away,
    is_notice,
    may_reply,
)
from answerable.core.post.people import Person, people, sender
from answerable.core.post.quoting import own_words
from answerable.core.post.receipts import is_receipt, plain_marks
from answerable.core.post.structure import read_structure

LARGEST_MESSAGE = 100 * 1024 * 1024
MOST_IDENTIFIERS = 1_000
MOST_OF_PEOPLE = 250_000
# Folding may have put a blank into a long one.
_IDENTIFIER = re.compile(r"<([^<>]{1,1000})>")


@dataclass(frozen=True)
class Message:
    """What a raw message says.

    `because` is the header or the words that decided its kind; `text` is the whole body and `reply_text` the
    sender's own words in it; `notes` say what was missing, repaired, guessed or left out.
    """

    kind: Kind
    because: str
    may_reply: bool
    delivery_failure: DeliveryFailure | None
    sender: Person | None
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    delivered_to: tuple[str, ...]
    subject: str | None
    sent_at: datetime | None
    message_id: str | None
    in_reply_to: str | None
    references: tuple[str, ...]
    text: str
    reply_text: str
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...]


def read_message(raw: bytes) -> Message:
    """The message in some bytes, as a mail server stored them; a leading mbox line is allowed."""
    notes: list[str] = []
    if len(raw) > LARGEST_MESSAGE:
        notes.append(f"Only the first {LARGEST_MESSAGE // 1024 // 1024} MB were read.")
        raw = raw[:LARGEST_MESSAGE]
    headers, parts, damage = read_structure(raw)
    bodies = read_bodies(headers, parts)
    return judged(headers, bodies, [*notes, *damage])


def judged(headers: Headers, bodies: Bodies, notes: Sequence[str]) -> Message:
    """A message from its head and its bodies: what kind it is, and who wrote what to whom."""
    said = list(notes)
    who, faults = sender(headers.raw("from"))
    said += faults
    reply_to, _ = sender(headers.raw("reply-to"))
    to, cc = (_people(headers, name, said) for name in ("to", "cc"))
    subject = headers.text("subject")
    text = bodies.text
    words = own_words(text)
    kind, because, failure = _kind(headers, bodies, who, subject or "", text, words)
    sent_at = date_or_none(headers.text("date"))
    if sent_at is None:
        said.append("There is no date that can be read." if "date" in headers else "There is no date.")
    if who is None:
        said.append("There is nobody it is from.")
    said += [each for each in bodies.notes if each not in said]
    if not text:
        said.append("There is no body text.")
    return Message(
        kind=kind,
        because=because,
        may_reply=may_reply(headers, kind, who, reply_to),
        delivery_failure=failure,
        sender=who,
        to=to,
        cc=cc,
        delivered_to=_delivered_to(headers),
        subject=subject,
        sent_at=sent_at,
        message_id=next(iter(identifiers(headers.raw("message-id"))), None),
        in_reply_to=next(iter(identifiers(headers.raw("in-reply-to"))), None),
        references=tuple(identifiers(headers.raw("references"))),
        text=text,
        reply_text=words,
        attachments=bodies.attachments,
        notes=tuple(dict.fromkeys(said)),
    )


def _kind(
    headers: Headers, bodies: Bodies, who: Person | None, subject: str, text: str, words: str
) -> tuple[Kind, str, DeliveryFailure | None]:
    named = f"{who.name or ''} {who.address or ''}" if who else ""
    empty = empty_return_path(headers)
    text, words = plain_marks(text), plain_marks(words)
    failure = delivery_failure(headers, bodies.own_parts, text, words, named, empty)
    if failure is not None:
        return Kind.DELIVERY_FAILURE, failure[1], failure[0]
    own = words or text
    receipt = is_receipt(subject, own, _files_that_tell(bodies)) or _report_of_receipt(bodies)
    machine = automatic(headers, subject, own)
    if machine and not (receipt and not is_away(subject, own)):
        return Kind.AUTOMATIC_REPLY, machine, None
    if notice := is_notice(subject, own):
        return Kind.NOTICE, notice, None
    if receipt:
        return Kind.ACKNOWLEDGEMENT, receipt, None
    if text.strip() or bodies.attachments:
        return Kind.REPLY, "it has words or attachments, and nothing shows anything else", None
    return Kind.UNKNOWN, "there is nothing to judge by", None


_CARDS = frozenset(
    {
        "text/vcard",
        "text/x-vcard",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }
)


def _files_that_tell(bodies: Bodies) -> list[str]:
    """The names of the files that may hold an answer: not a signature's pictures, nor cards and seals."""
    pictures = {
        id(part.body)
        for part in bodies.own_parts
        if part.content_type.startswith("image/")
        and ("content-id" in part.headers or part.disposition[0] != "attachment")
    }
    return [
        each.filename
        for each in bodies.attachments
        if id(each.data) not in pictures and each.content_type not in _CARDS
    ]


def _report_of_receipt(bodies: Bodies) -> str | None:
    """A report that a message was delivered or shown to its reader, which programs send by themselves."""
    for part in bodies.own_parts:
        if "multipart/report" not in part.within:
            continue
        if part.content_type in STATUS_TYPES:
            return "a part that says it was delivered"
        if (
            part.content_type == "message/disposition-notification"
            and b"displayed" in part.body[:5_000].lower()
        ):
            return "a part that says it was read"
    return None


def _people(headers: Headers, name: str, notes: list[str]) -> tuple[Person, ...]:
    found: list[Person] = []
    for value in _some(headers.all_raw(name)):
        some, faults = people(value)
        found += some
        notes += [each for each in faults if each not in notes]
    return tuple(found)


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    found: dict[str, None] = {}
    names = ("delivered-to", "x-original-to", "envelope-to")
    for value in _some([value for name, value in headers.fields if name in names]):
        found |= {person.address: None for person in people(value)[0] if person.address}
    return tuple(found)


def _some(values: Sequence[bytes]) -> Iterator[bytes]:
    """The first fields of many, as far as people are read from them."""
    left = MOST_OF_PEOPLE
    for value in values:
        left -= len(value)
        if left < 0:
            return
        yield value


def identifiers(value: bytes | None) -> list[str]:
    """The message identifiers in a field, without their brackets, in order."""
    if value is None:
        return []
    text = decode_words(value)
    found = ["".join(each.group(1).split()) for each in _IDENTIFIER.finditer(text)]
    if not found:
        words = [word.strip("<>,;\"'") for word in text.split()]
        found = [word for word in words if "@" in word] or (words if len(words) == 1 else [])
    return list(dict.fromkeys(each for each in found if each))[:MOST_IDENTIFIERS]


def with_note(message: Message, note: str) -> Message:
    """The message with one more note."""
    return replace(message, notes=(*message.notes, note))
