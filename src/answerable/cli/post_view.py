"""How a message is shown at a terminal: what matters first, wrapped, and nothing that moves the terminal."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any

NARROWEST, WIDEST = 40, 100
LABEL = 10
MOST_LINES = 400
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
KINDS = {
    "delivery_failure": "delivery failure",
    "automatic_reply": "automatic reply",
    "acknowledgement": "acknowledgement",
    "notice": "notice: it asks for a step elsewhere",
    "reply": "reply",
    "unknown": "unknown",
}


def harmless(text: str) -> str:
    """A text without what would move the cursor, colour the terminal or turn the direction of writing."""
    return _HARMFUL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def width_of_terminal() -> int:
    """How many columns there are to write in."""
    columns = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    return max(NARROWEST, min(WIDEST, columns))


def lines_of(record: dict[str, Any], width: int) -> Iterator[str]:
    """A message as lines for a person."""
    yield harmless(record["file"])
    yield from _field("Kind", KINDS.get(record["kind"], record["kind"]), width)
    yield from _field("Because", record["because"], width)
    failure = record["delivery_failure"]
    if failure:
        lasting = {
            True: "for good",
            False: "for now: it is only delayed",
            None: "it does not say whether for good",
        }
        parts = [failure["address"] or "no address named", lasting[failure["permanent"]], failure["status"]]
        yield from _field("Failed", ", ".join(part for part in parts if part), width)
    yield from _field("From", _person(record["from"]), width)
    yield from _field("To", "; ".join(map(_person, record["to"])), width)
    yield from _field("Cc", "; ".join(map(_person, record["cc"])), width)
    yield from _field("Sent", _moment(record["sent_at"]), width)
    yield from _field("Subject", record["subject"], width)
    for n, each in enumerate(record["attachments"]):
        inside = f", from {each['from_container']}" if each["from_container"] else ""
        said = f"{each['filename']} ({each['content_type']}, {_size(each['size_bytes'])}{inside})"
        yield from _field("Files" if n == 0 else "", said, width)
    for n, note in enumerate(record["notes"]):
        yield from _field("Notes" if n == 0 else "", note, width)
    words = record["reply_text"]
    if words:
        yield ""
        yield from _paragraphs(words, width)
    if len(record["text"]) > len(words):
        quoted = len(record["text"].split()) - len(words.split())
        yield ""
        yield f"  [{quoted:,} words of thread, signature and notices are not shown]"


def _field(label: str, value: str | None, width: int) -> Iterator[str]:
    if not value:
        return
    plain = " ".join(harmless(value).split())
    for n, line in enumerate(textwrap.wrap(plain, width - LABEL - 2) or [""]):
        yield f"  {label if n == 0 else '':<{LABEL}}{line}".rstrip()


def _paragraphs(words: str, width: int) -> Iterator[str]:
    lines = harmless(words).replace("\t", "    ").split("\n")
    for line in lines[:MOST_LINES]:
        yield from textwrap.wrap(
            line, width - 4, initial_indent="    ", subsequent_indent="    ", drop_whitespace=True
        ) or [""]
    if len(lines) > MOST_LINES:
        yield f"    [{len(lines) - MOST_LINES:,} more lines]"


def _person(person: dict[str, str | None] | None) -> str:
    if person is None:
        return ""
    name, address = person["name"], person["address"]
    return f"{name} <{address}>" if name and address else name or address or ""


def _moment(value: str | None) -> str:
    return datetime.fromisoformat(value).strftime("%A %d %B %Y, %H:%M %z").replace(" 0", " ") if value else ""


def _size(size: int) -> str:
    for unit, step in (("MB", 1_000_000), ("KB", 1_000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} bytes"
