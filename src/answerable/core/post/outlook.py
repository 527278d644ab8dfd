"""Outlook items given as files of their own (.msg, .oft), read as the message they hold."""

from collections.abc import Mapping

from answerable.core.post.bodies import Bodies
from answerable.core.post.charsets import clean, decode
from answerable.core.post.containers import (
    Attachment,
    Unpacking,
    attachments_of,
    outlook_or_none,
    quietly,
    unpacked,
)
from answerable.core.post.headers import Headers
from answerable.core.post.html_text import html_as_text
from answerable.core.post.message import Message, judged
from answerable.core.post.types import true_type

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_outlook(raw: bytes) -> bool:
    """Whether bytes are a compound file, as Outlook saves items in."""
    return raw.startswith(COMPOUND)


def read_outlook(raw: bytes) -> Message | None:
    """The message in an Outlook item; None where the bytes hold none."""
    item = outlook_or_none(raw)
    if item is None:
        return None
    unpacking = Unpacking()
    files: list[Attachment] = []
    for name, kind, data in attachments_of(item):
        made = Attachment(name, true_type(data, name, kind), data)
        if unpacking.may_take(len(data)):
            files += [made, *unpacked(made, unpacking, depth=0)]
    text = quietly(lambda: item.body) or ""
    if not text.strip() and (html := quietly(lambda: item.html_body)):
        text = html_as_text(decode(html)[0] if isinstance(html, bytes) else str(html))
    plain = clean(str(text).replace("\r\n", "\n").strip("\n\x00"))
    bodies = Bodies(plain, tuple(files), tuple(unpacking.notes), ())
    return judged(_headers(item), bodies, [])


def _headers(item: object) -> Headers:
    """The head that the message came with; what an item without one knows of itself instead."""
    given = quietly(lambda: dict(item.message_headers))  # type: ignore[attr-defined]
    found: dict[str, bytes] = {}
    if isinstance(given, Mapping):
        for name, value in given.items():
            found.setdefault(str(name).strip().lower(), str(value).encode("utf-8", "replace"))
    for name, get in (
        ("subject", lambda: item.subject),  # type: ignore[attr-defined]
        ("from", lambda: item.sender),  # type: ignore[attr-defined]
        ("to", lambda: ", ".join(f'"{each.name}" <{each.email_address}>' for each in item.recipients)),  # type: ignore[attr-defined]
        ("date", lambda: item.sent_date.isoformat()),  # type: ignore[attr-defined]
    ):
        if not found.get(name):
            value = quietly(get)
            if value:
                found[name] = str(value).encode("utf-8", "replace")
    return Headers(tuple(found.items()))
