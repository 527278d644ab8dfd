"""What is read from a raw message, as a record can hold it: cut, and nothing that a database refuses."""

import re
from collections.abc import Iterable
from typing import Any

import answerable
from answerable.core.post.containers import Attachment
from answerable.core.post.message import Message, read_message
from answerable.core.post.outlook import is_outlook, read_outlook
from answerable.core.post.types import MESSAGE
from answerable.desk.mail.models import IncomingMessage

LONGEST_TEXT = 2_000_000
MOST_NOTES = 100
LONGEST_NOTE = 500
# An index of PostgreSQL holds no more than 2,700 bytes, four for a letter at worst.
LONGEST_IDENTIFIER = 640
_REFUSED = re.compile("[\x00\ud800-\udfff]")
# What a reader sees whole when opening it. All else may hold rows about people, in view or hidden.
_OPEN_TO_VIEW = frozenset(
    {
        "application/pdf",
        "application/msword",
        "application/rtf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
        "text/plain",
        "text/html",
        "text/markdown",
        "text/vcard",
        "text/calendar",
        "text/rfc822-headers",
        "message/delivery-status",
        "message/disposition-notification",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }
)


def read_raw(raw: bytes) -> Message | None:
    """The message in some bytes, whether mail or an Outlook item; None for an item that cannot be opened."""
    return read_outlook(raw) if is_outlook(raw) else read_message(raw)


def fit(text: str | None, longest: int) -> str:
    """A text that any database takes, cut to a length."""
    return _REFUSED.sub("\ufffd", text or "")[:longest]


def fields_of(message: Message) -> dict[str, Any]:
    """The fields of the record of a message that come from reading it."""
    failure = message.delivery_failure
    notes = list(message.notes)
    if len(message.text) > LONGEST_TEXT:
        notes.append(f"Only the first {LONGEST_TEXT:,} letters of the text are kept here; the raw has all.")
    return {
        "kind": fit(message.kind, 30),
        "because": fit(message.because, 500),
        "sender_name": fit(message.sender.name if message.sender else "", 300),
        "sender_address": fit(message.sender.address if message.sender else "", 320),
        "subject": fit(message.subject, 1000),
        "sent_at": message.sent_at,
        "message_id": fit(message.message_id, LONGEST_IDENTIFIER),
        "in_reply_to": fit(message.in_reply_to, LONGEST_IDENTIFIER),
        "text": fit(message.text, LONGEST_TEXT),
        "reply_text": fit(message.reply_text, LONGEST_TEXT),
        "failed_address": fit(failure.address if failure else "", 320),
        "failure_is_permanent": failure.permanent if failure else None,
        "notes": noted(notes),
        "read_with": f"answerable {answerable.__version__}"[:40],
    }


def noted(notes: Iterable[str]) -> list[str]:
    """Notes as they are kept: each once, cut, not too many."""
    return list(dict.fromkeys(fit(each, LONGEST_NOTE) for each in notes))[:MOST_NOTES]


def add_note(message: IncomingMessage, note: str) -> None:
    """Adds a note to a message's record, which is not saved here."""
    message.notes = noted([*message.notes, note])


def must_be_looked_at(file: Attachment) -> bool:
    """Whether a person has to look before a file may be used: it may hold more about people than it shows."""
    kind = file.content_type
    if kind == MESSAGE or kind.startswith("message/"):
        return False
    return kind not in _OPEN_TO_VIEW and not kind.startswith("image/")
