"""Attachments, and what is packed in those that are messages themselves: .eml, .msg, winmail.dat."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.core.post.charsets import clean, decode
from answerable.core.post.headers import split_head
from answerable.core.post.outlook_items import open_item
from answerable.core.post.structure import MOST_PIECES, Part, Spent, read_structure
from answerable.core.post.tnef import unpack_tnef
from answerable.core.post.types import ENDINGS, MESSAGE, OUTLOOK, ending_of, true_type
from answerable.core.post.types import TNEF as TNEF_TYPE
from answerable.core.post.uuencoded import blocks

MOST_NESTED = 6
MOST_ATTACHMENTS = 2_000
LARGEST_UNPACKED = 200 * 1024 * 1024
LONGEST_NAME = 255
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_STEMS = {
    "message/delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "text/rfc822-headers": "rfc822-headers",
    "application/pgp-signature": "signature",
    "application/pkcs7-signature": "smime",
    "application/x-pkcs7-signature": "smime",
}


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
    spent: Spent = field(default_factory=Spent)

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
    last = re.split(r"[/\\]", clean(name.strip()))[-1]
    last = _NOT_IN_NAMES.sub(" ", last).strip().strip('"').strip()
    if len(last) > LONGEST_NAME:
        ending = f".{ending_of(last)}" if ending_of(last) else ""
        last = last[: LONGEST_NAME - len(ending)].strip() + ending[:LONGEST_NAME]
    return None if last in ("", ".", "..") else last


def given_name(part: Part) -> str | None:
    """The name that the sender gave a part; None where there is none."""
    return plain_name(part.disposition[1].get("filename")) or plain_name(part.parameters.get("name"))


def attachment_of(part: Part, unpacking: Unpacking) -> Iterator[Attachment]:
    """A part as a file, and after it the files packed in it."""
    made = as_file(part, None)
    if unpacking.may_take(len(part.body)):
        yield made
        yield from unpacked(made, unpacking, depth=0)


def as_file(part: Part, container: str | None) -> Attachment:
    """A part as a file, named by the sender or by what it is."""
    name = given_name(part)
    declared = part.content_type
    if declared == MESSAGE and _is_message(part.body):
        kind = MESSAGE
    else:
        kind = true_type(part.body, name, declared)
    return Attachment(name or made_up_name(part, kind), kind, part.body, container)


def _is_message(data: bytes) -> bool:
    """Whether bytes begin as a message does: what is attached under a subject is often called anything."""
    return re.match(rb"\s{0,20}(?:>?From [^\n]{0,300}\n)?[!-9;-~]{1,80}[ \t]*:", data[:600]) is not None


def made_up_name(part: Part, kind: str) -> str:
    """A name for a part without one: of its subject, its Content-ID or its type, with a fitting ending."""
    if kind == MESSAGE or part.content_type == MESSAGE:
        headers, _, _ = split_head(part.body[:100_000])
        subject = plain_name(re.sub(r"[/\\]", "-", headers.text("subject") or ""))
        return f"{(subject or 'message')[: LONGEST_NAME - 4]}.eml"
    if kind == TNEF_TYPE:
        return "winmail.dat"
    identifier = (part.headers.text("content-id") or "").strip("<> ").partition("@")[0]
    stem = plain_name(identifier) or _STEMS.get(kind) or plain_name(kind.partition("/")[0]) or "part"
    ending = ENDINGS.get(kind, "bin")
    has = ending_of(stem)
    same = bool(has) and (has == ending or ENDINGS.get(true_type(b"", stem, ""), "?") == ending)
    return stem if same else f"{stem}.{ending}"


def unpacked(container: Attachment, unpacking: Unpacking, depth: int) -> Iterator[Attachment]:
    """The files in an attached message, an Outlook item or a winmail.dat; nothing for any other file."""
    ending = ending_of(container.filename)
    is_tnef = container.content_type == TNEF_TYPE or container.filename.lower() == "winmail.dat"
    is_outlook = container.content_type == OUTLOOK or ending in ("msg", "oft")
    is_message = container.content_type == MESSAGE or ending in ("eml", "email")
    if not (is_message or is_outlook or is_tnef):
        return
    if depth >= MOST_NESTED:
        unpacking.note(f"Messages attached to messages more than {MOST_NESTED} deep were not opened.")
        return
    if not container.data.strip():
        unpacking.note(f"{container.filename} is empty.")
        return
    if is_tnef:
        inner = _in_tnef(container, unpacking)
    elif is_outlook and not (is_message and container.content_type == MESSAGE):
        inner = _in_outlook(container, unpacking)
    else:
        inner = _in_message(container, unpacking)
    for each in inner:
        if not unpacking.may_take(len(each.data)):
            return
        yield each
        yield from unpacked(each, unpacking, depth + 1)


def _in_message(container: Attachment, unpacking: Unpacking) -> Iterator[Attachment]:
    from answerable.core.post.bodies import is_body

    _, parts, notes = read_structure(container.data, unpacking.spent)
    if unpacking.spent.pieces > MOST_PIECES:
        unpacking.note(notes[-1])
    for part in parts:
        if not is_body(part):
            yield as_file(part, container.filename)
        elif part.content_type == "text/plain":
            for block in blocks(part.body):
                name = plain_name(decode(block.name)[0]) or "attachment.bin"
                yield Attachment(name, true_type(block.data, name, ""), block.data, container.filename)


def _in_outlook(container: Attachment, unpacking: Unpacking) -> Iterator[Attachment]:
    item = open_item(container.data)
    if item is None:
        unpacking.note(f"{container.filename} is damaged or cut short and could not be opened.")
        return
    for note in item.notes:
        unpacking.note(f"{container.filename}: {note}")
    for file in item.files:
        name = (
            plain_name(file.name) or f"attachment.{ENDINGS.get(true_type(file.data, None, file.kind), 'bin')}"
        )
        yield Attachment(name, true_type(file.data, name, file.kind), file.data, container.filename)


def _in_tnef(container: Attachment, unpacking: Unpacking) -> Iterator[Attachment]:
    packed = unpack_tnef(container.data)
    if packed is None:
        unpacking.note(f"{container.filename} is damaged or cut short and could not be opened.")
        return
    if not packed.files and not packed.words.strip():
        unpacking.note(f"{container.filename} holds nothing, or is cut short.")
    for file in packed.files:
        kind = true_type(file.data, plain_name(file.name), "")
        name = plain_name(file.name) or f"attachment.{ENDINGS.get(kind, 'bin')}"
        yield Attachment(name, kind, file.data, container.filename)
