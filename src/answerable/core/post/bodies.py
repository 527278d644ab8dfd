"""The text of a message and its attachments, told apart among its parts."""

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.core.post.charsets import decode
from answerable.core.post.containers import (
    Attachment,
    Unpacking,
    attachment_of,
    given_name,
    plain_name,
    tnef_or_none,
)
from answerable.core.post.headers import Headers
from answerable.core.post.html_text import html_as_text
from answerable.core.post.structure import Part
from answerable.core.post.types import TNEF, true_type

LONGEST_TEXT = 5_000_000
_REALLY_HTML = re.compile(r"\A\s{0,500}(<!doctype html|<html[\s>])", re.I)
_UU_BEGIN = re.compile(r"(?m)^begin [0-7]{3,4} ([^\n]{1,200})$")
_UU_LINE = re.compile(r"[ -`]{1,90}")
_BLANK_LINES = re.compile(r"\n{4,}")


@dataclass(frozen=True)
class Bodies:
    """What a message holds: its text, its files, notes, and the parts that are its own."""

    text: str
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...]
    own_parts: tuple[Part, ...]


def is_body(part: Part) -> bool:
    """Whether a part is text of the message itself: plain or HTML, nameless, not called an attachment."""
    if part.content_type not in ("text/plain", "text/html"):
        return False
    if part.disposition[0] == "attachment" or given_name(part):
        return False
    in_report = bool(part.within) and part.within[-1] == "multipart/report"
    return not (in_report and part.number > 1)


def read_bodies(headers: Headers, parts: Sequence[Part]) -> Bodies:
    """Text and attachments of a message, in order."""
    unpacking = Unpacking()
    notes = [note for part in parts for note in part.notes]
    chosen = set(map(id, _chosen(parts, headers.hints)))
    texts: list[str] = []
    files: list[Attachment] = []
    for part in parts:
        if id(part) in chosen:
            text, note, in_text = read_text(part, headers.hints)
            texts.append(text)
            files += in_text
            notes += [note] if note else []
        elif not is_body(part):
            files += attachment_of(part, unpacking)
    if not any(text.strip() for text in texts):
        texts += [text for each in files if (text := _text_in(each))][:1]
    text = "\n".join(text.strip("\n") for text in texts if text.strip())
    notes += unpacking.notes
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        notes.append("The text is very long; the end of it was left out.")
    return Bodies(text, tuple(files), tuple(dict.fromkeys(notes)), tuple(parts))


def _chosen(parts: Sequence[Part], hints: tuple[str, ...]) -> Iterator[Part]:
    """Parts whose text is read: of alternatives the plain one, else the HTML."""
    groups: dict[tuple[object, ...], list[Part]] = {}
    for number, part in enumerate(parts):
        if is_body(part):
            groups.setdefault(_alternatives(part) or ("alone", number), []).append(part)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
            continue
        plain = [each for each in group if each.content_type == "text/plain" and each.body.strip()]
        yield from plain or [each for each in group if each.content_type == "text/html"] or group[:1]


def _alternatives(part: Part) -> tuple[object, ...] | None:
    """Which set of alternatives a part belongs to; None for one that has none."""
    for depth in range(len(part.within) - 1, -1, -1):
        if part.within[depth] == "multipart/alternative":
            return part.group[: depth + 1]
    return None


def read_text(part: Part, hints: tuple[str, ...]) -> tuple[str, str | None, list[Attachment]]:
    """The text of a body part, a note on its charset, and files that were in the text as uuencoded blocks."""
    charset = part.parameters.get("charset")
    if part.content_type == "text/html" and not charset:
        found = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,40})", part.body[:2_000], re.I)
        charset = found[1].decode("ascii") if found else None
    text, note = decode(part.body[: 2 * LONGEST_TEXT], charset, hints)
    if charset is None and part.body.isascii():
        note = None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.content_type == "text/html" or _REALLY_HTML.match(text):
        return html_as_text(text), note, []
    text, files = without_uuencoded(text)
    return _BLANK_LINES.sub("\n\n\n", text), note, files


def without_uuencoded(text: str) -> tuple[str, list[Attachment]]:
    """A text without its uuencoded blocks, and the files in them; bad lines are decoded as far as they go."""
    if "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[Attachment] = []
    at = 0
    for begin in _UU_BEGIN.finditer(text):
        if begin.start() < at:
            continue
        data, end, lines = _uu_block(text, begin.end() + 1)
        if lines == 0:
            continue
        kept.append(text[at : begin.start()])
        name = plain_name(begin[1]) or "attachment.bin"
        files.append(Attachment(name, true_type(data, name, ""), data))
        at = end
    return "".join([*kept, text[at:]]), files


def _uu_block(text: str, start: int) -> tuple[bytes, int, int]:
    """The bytes of a block, where the text goes on after it, and how many lines it had."""
    made = bytearray()
    at, lines = start, 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop].rstrip("\r")
        if line.strip() == "end":
            return bytes(made), min(stop + 1, len(text)), max(lines, 1)
        if line in ("", "`", " "):
            if not lines:
                break
        elif not _UU_LINE.fullmatch(line):
            break
        else:
            made += _uu_line(line)
            lines += 1
        at = stop + 1
    return bytes(made), min(at, len(text)), lines


def _uu_line(line: str) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some programs cut the blanks at the end of a line, or count them wrongly.
        wanted = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[: wanted + 1].ljust(wanted + 1))
        except (binascii.Error, ValueError):
            return b""


def _text_in(file: Attachment) -> str:
    """The body that Outlook packed in a winmail.dat."""
    if file.content_type != TNEF and file.filename.lower() != "winmail.dat":
        return ""
    item = tnef_or_none(file.data)
    if item is None:
        return ""
    for name, is_html in (("body", False), ("htmlbody", True)):
        try:
            value = getattr(item, name, None)
        except Exception:  # The library computes these when they are asked for.
            continue
        text = decode(value)[0] if isinstance(value, bytes) else value if isinstance(value, str) else ""
        if text.strip("\x00 \r\n\t"):
            plain = text.replace("\r\n", "\n").strip("\x00")
            return html_as_text(plain) if is_html else plain
    return ""
