"""A message as one JSON object: every key always there, what is absent null or an empty list."""

from typing import Any

from answerable.core.post.message import Message
from answerable.core.post.people import Person

KEYS = (
    "file", "kind", "may_reply", "delivery_failure", "from", "to", "cc", "delivered_to", "subject", "sent_at",
    "message_id", "in_reply_to", "references", "text", "reply_text", "attachments", "notes", "because",
)  # fmt: skip
"""The keys of a record, in the order in which they are printed."""


def as_record(message: Message, file: str) -> dict[str, Any]:
    """The object that `answerable post --format json` prints of one message."""
    failure = message.delivery_failure
    return {
        "file": file,
        "kind": str(message.kind),
        "may_reply": message.may_reply,
        "delivery_failure": {
            "permanent": failure.permanent,
            "address": failure.address,
            "status": failure.status,
        }
        if failure
        else None,
        "from": _person(message.sender) if message.sender else None,
        "to": [_person(each) for each in message.to],
        "cc": [_person(each) for each in message.cc],
        "delivered_to": list(message.delivered_to),
        "subject": message.subject,
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "text": message.text,
        "reply_text": message.reply_text,
        "attachments": [
            {
                "filename": each.filename,
                "content_type": each.content_type,
                "size_bytes": each.size_bytes,
                "from_container": each.from_container,
            }
            for each in message.attachments
        ],
        "notes": list(message.notes),
        "because": message.because,
    }


def _person(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "address": person.address}
