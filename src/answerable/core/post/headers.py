"""The head of a message: where it ends, and its fields in order."""

import re
from dataclasses import dataclass
from functools import cached_property

from answerable.core.post.encoded import charsets_named, decode_words

MOST_FIELDS = 2_000
LONGEST_VALUE = 100_000
LONGEST_HEAD = 4_000_000
LOOK_AHEAD = 40
MOST_BAD_LINES = 200

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_KNOWN = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|sender|reply-to|message-id|in-reply-to|references|mime-version"
    rb"|content-[a-z-]{2,40}|received|return-path|delivered-to|envelope-to|precedence|importance|auto-submitted"
    rb"|thread-[a-z]{2,20}|user-agent|dkim-signature|arc-[a-z-]{2,40}|x-[!-9;-~]{1,80})[ \t]*:",
    re.I,
)
_FROM_LINE = re.compile(rb">?From [^\r\n]*")


@dataclass(frozen=True)
class Headers:
    """The fields of a head, in order. Values are raw bytes; names are lower case."""

    fields: tuple[tuple[str, bytes], ...]

    @cached_property
    def _first(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name, value in self.fields:
            # A field that is blank gives way to one of the same name that is not.
            if not found.get(name, b"").strip():
                found[name] = value
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def raw(self, name: str) -> bytes | None:
        """The first field of a name as it stands; None where there is none."""
        return self._first.get(name)

    def all_raw(self, name: str) -> list[bytes]:
        """Every field of a name, in order."""
        return [value for each, value in self.fields if each == name]

    def text(self, name: str) -> str | None:
        """The first field of a name, decoded; None where there is none or it is blank."""
        value = self._first.get(name)
        return decode_words(value) or None if value is not None else None

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Charsets that encoded words of this head name: what else in the message may be in them."""
        found: dict[str, None] = {}
        for _, value in self.fields:
            if b"=?" in value:
                found |= dict.fromkeys(charsets_named(value.decode("latin-1")))
        return tuple(found)[:20]


def parse_headers(block: bytes) -> tuple[Headers, list[str]]:
    """The fields of a block that is nothing but a head, and notes on lines that are none."""
    fields: list[tuple[str, list[bytes]]] = []
    bad, _ = _gather(block, fields, to_the_end=True)
    return _made(fields), [_bad_lines(bad)] if bad else []


def split_head(raw: bytes) -> tuple[Headers, bytes, list[str]]:
    """The head of a message or a part, its body, and notes. Without a head everything is body.

    The head ends at an empty line, or where lines stand that are no fields and no field follows.
    """
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return Headers(()), raw[2:] if raw[:1] == b"\r" else raw[1:], []
    end, past = _blank_line(raw)
    fields: list[tuple[str, list[bytes]]] = []
    bad, stop = _gather(raw[: min(end, LONGEST_HEAD)], fields, to_the_end=False)
    notes = [_bad_lines(bad)] if bad else []
    if len(fields) >= MOST_FIELDS or end > LONGEST_HEAD:
        notes.append("The head is very long; the end of it was left out.")
    if any(sum(map(len, parts)) > LONGEST_VALUE for _, parts in fields):
        notes.append("A field of the head is very long; the end of it was left out.")
    if stop is not None:
        if fields:
            notes.append("No empty line parts the head from the body.")
        return _made(fields), raw[stop:], notes
    return _made(fields), raw[past:], notes


def _made(fields: list[tuple[str, list[bytes]]]) -> Headers:
    return Headers(tuple((name, b"\n".join(parts)[:LONGEST_VALUE]) for name, parts in fields))


def _bad_lines(bad: int) -> str:
    return f"{bad} lines of the head are no fields." if bad > 1 else "A line of the head is no field."


def _blank_line(raw: bytes) -> tuple[int, int]:
    """Where the first empty line begins and where what follows it does."""
    places = [(at, at + len(mark)) for mark in (b"\n\n", b"\n\r\n") if (at := raw.find(mark)) >= 0]
    return min(places, default=(len(raw), len(raw)))


def _gather(
    block: bytes, fields: list[tuple[str, list[bytes]]], *, to_the_end: bool
) -> tuple[int, int | None]:
    """Fills in the fields of a head; returns how many lines are none, and where the body begins instead."""
    bad = at = 0
    lines = block.split(b"\n")
    for n, line in enumerate(lines):
        start, at = at, at + len(line) + 1
        line = line.rstrip(b"\r")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif found := _FIELD.match(line):
            if len(fields) >= MOST_FIELDS:
                break
            fields.append((found[1].decode("ascii").lower(), [found[2]]))
        elif line.strip() and not _FROM_LINE.fullmatch(line):
            if not to_the_end and (bad >= MOST_BAD_LINES or not _goes_on(lines, n, bool(fields))):
                return bad, start
            bad += 1
            if fields:
                fields[-1][1].append(b" " + line)
    return bad, None


def _goes_on(lines: list[bytes], n: int, in_head: bool) -> bool:
    """Whether a line that is no field stands in a head all the same: known fields follow it."""
    if in_head and lines[n].startswith(b"=?"):
        return True
    return any(_KNOWN.match(line) for line in lines[n + 1 : n + LOOK_AHEAD])
