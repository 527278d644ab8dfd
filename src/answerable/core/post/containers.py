"""Attachments, and what is packed in those that are messages themselves: .eml, .msg, winmail.dat."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from oxmsg import Message as OutlookMessage
from tnefparse import TNEF

from answerable.core.post.charsets import clean, decode
from answerable.core.post.headers import decode_words
from answerable.core.post.structure import Part, read_structure
from answerable.core.post.types import ENDINGS, MESSAGE, OUTLOOK, ending_of, true_type
from answerable.core.post.types import TNEF as TNEF_TYPE

MOST_NESTED = 5
MOST_ATTACHMENTS = 2_000
LARGEST_UNPACKED = 200 * 1024 * 1024
LONGEST_NAME = 255

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Attachment:
    """A file in a message. `content_type` is the true type; `from_container` the file it was unpacked from.

    Units: size_bytes after decoding
    """

    filename: str
    content_type: str
    data: bytes = field(repr=False)
    from_container: str | None = None

    @property
    def size_bytes(self) -> int:
        """How large the file is."""
        return len(self.data)


@dataclass
class Unpacking:
    """What is gathered while containers are opened: notes, and how much was unpacked yet."""

    notes: list[str] = field(default_factory=list)
    bytes: int = 0
    files: int = 0

    def may_take(self, size: int) -> bool:
        """Whether one more file may be unpacked; a note says so where not."""
        self.bytes += size
        self.files += 1
        if self.bytes > LARGEST_UNPACKED or self.files > MOST_ATTACHMENTS:
            self.note("More is packed in the attachments than is unpacked; the rest was left out.")
            return False
        return True

    def note(self, words: str) -> None:
        """Adds a note once."""
        if words not in self.notes:
            self.notes.append(words)


def plain_name(name: str | None) -> str | None:
    """A file's name without its path and without what no name may hold; None where nothing is left."""
    if not name:
        return None
    last = re.split(r"[/\\]", clean(name))[-1]
    last = re.sub(r"[\x00-\x1f\x7f]+", " ", last).strip().strip('"')
    return last[:LONGEST_NAME].strip() or None


def given_name(part: Part) -> str | None:
    """The name that the sender gave a part; None where there is none."""
    return plain_name(part.disposition[1].get("filename")) or plain_name(part.parameters.get("name"))


def attachment_of(part: Part, unpacking: Unpacking) -> Iterator[Attachment]:
    """A part as a file, and after it the files packed in it."""
    name = given_name(part)
    kind = true_type(part.body, name, part.content_type)
    made = Attachment(name or made_up_name(part, kind), kind, part.body)
    if unpacking.may_take(len(part.body)):
        yield made
        yield from unpacked(made, unpacking, depth=0)


def made_up_name(part: Part, kind: str) -> str:
    """A name for a part without one: of its subject, its Content-ID or its type, with a fitting ending."""
    if kind == MESSAGE or part.content_type == MESSAGE:
        headers, _, _ = read_structure(part.body[:100_000])
        subject = plain_name(re.sub(r"[/\\]", "-", headers.text("subject") or ""))
        return f"{subject or 'message'}.eml"
    if kind == TNEF_TYPE:
        return "winmail.dat"
    identifier = (part.headers.text("content-id") or "").strip("<> ").partition("@")[0]
    stem = plain_name(identifier) or plain_name(kind.partition("/")[0]) or "part"
    if kind in ("message/delivery-status", "text/rfc822-headers"):
        stem = kind.partition("/")[2]
    ending = ENDINGS.get(kind, "bin")
    return stem if ending_of(stem) == ending else f"{stem}.{ending}"


def unpacked(container: Attachment, unpacking: Unpacking, depth: int) -> Iterator[Attachment]:
    """The files in an attached message, an Outlook item or a winmail.dat; nothing for any other file."""
    ending = ending_of(container.filename)
    is_message = container.content_type == MESSAGE or ending in ("eml", "email")
    is_outlook = container.content_type == OUTLOOK or ending in ("msg", "oft")
    is_tnef = container.content_type == TNEF_TYPE or container.filename.lower() == "winmail.dat"
    if not (is_message or is_outlook or is_tnef):
        return
    if depth >= MOST_NESTED:
        unpacking.note(f"Messages attached to messages more than {MOST_NESTED} deep were not opened.")
        return
    if not container.data.strip():
        unpacking.note(f"{container.filename} is empty.")
        return
    if is_outlook:
        inner = list(_in_outlook(container, unpacking))
    elif is_tnef:
        inner = list(_in_tnef(container, unpacking))
    else:
        inner = list(_in_message(container, unpacking))
    for each in inner:
        if unpacking.may_take(len(each.data)):
            yield each
            yield from unpacked(each, unpacking, depth + 1)


def _in_message(container: Attachment, unpacking: Unpacking) -> Iterator[Attachment]:
    from answerable.core.post.bodies import is_body

    _, parts, _ = read_structure(container.data)
    for part in parts:
        if not is_body(part):
            name = given_name(part)
            kind = true_type(part.body, name, part.content_type)
            yield Attachment(name or made_up_name(part, kind), kind, part.body, container.filename)


def _in_outlook(container: Attachment, unpacking: Unpacking) -> Iterator[Attachment]:
    item = outlook_or_none(container.data)
    if item is None:
        unpacking.note(f"{container.filename} is damaged and could not be opened.")
        return
    for given in attachments_of(item):
        name, kind, data = given
        yield Attachment(name, true_type(data, name, kind), data, container.filename)


def _in_tnef(container: Attachment, unpacking: Unpacking) -> Iterator[Attachment]:
    item = tnef_or_none(container.data)
    if item is None:
        unpacking.note(f"{container.filename} is damaged or cut short and could not be opened.")
        return
    for n, given in enumerate(item.attachments, start=1):
        data = bytes(given.data or b"")
        said = quietly(lambda given=given: given.long_filename()) or quietly(lambda given=given: given.name)
        name = plain_name(_as_text(said)) or f"attachment-{n}.bin"
        yield Attachment(name, true_type(data, name, ""), data, container.filename)


def outlook_or_none(data: bytes) -> Any | None:
    """An Outlook item; None where the bytes are none. The library raises whatever it meets."""
    try:
        item = OutlookMessage.load(BytesIO(data))
        _ = item.message_class
    except Exception:  # A hostile file can break the library anywhere; the attachment stays as it is.
        return None
    return item


def attachments_of(item: Any) -> Iterator[tuple[str, str, bytes]]:
    """The files in an Outlook item: name, declared type, bytes. One that is damaged is left out."""
    try:
        found = list(item.attachments)
    except Exception:  # As above.
        return
    for n, each in enumerate(found[:MOST_ATTACHMENTS], start=1):
        data = quietly(lambda each=each: each.file_bytes)
        if data is None:
            continue
        name = plain_name(_as_text(quietly(lambda each=each: each.file_name))) or f"attachment-{n}.bin"
        yield name, str(quietly(lambda each=each: each.mime_type) or ""), bytes(data)


def tnef_or_none(data: bytes) -> Any | None:
    """The contents of a winmail.dat; None where the bytes are none, or are cut short."""
    try:
        item = TNEF(data, do_checksum=False)
    except Exception:  # As for Outlook items.
        return None
    return item


def quietly(get: Any) -> Any | None:
    """What a call into a library gives; None where it breaks, as a hostile file can make it anywhere."""
    try:
        return get()
    except Exception:  # As for Outlook items.
        return None


def _as_text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return decode(value.rstrip(b"\x00"))[0]
    return decode_words(value.encode("utf-8", "replace")) if isinstance(value, str) else None
