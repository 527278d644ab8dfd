"""The parts of a message: boundaries, encodings and nesting, read as far as they go.

Source: RFC 2045 and 2046. Written anew because the parser of the standard library recurses with the nesting
and cannot be bounded in parts; this one is one pass over the bytes and keeps what is damaged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.core.post.headers import Headers, parameters, parse_headers, unbase64, unquoted_printable

MOST_PARTS = 2_000
MOST_DEPTH = 30
_BLANK_LINE = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n|\r\n\n")
_FIRST_FIELD = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_FROM_LINE = re.compile(rb"\A(>?From [^\r\n]*(\r\n|\n|\r))+")
_SOFT_BREAK = re.compile(rb"=[ \t]*(\r\n|\n|\r)")
_BLANKS_BEFORE_END = re.compile(rb"(?<![ \t])[ \t]+(?=\r\n|\n|\r|\Z)")


@dataclass(frozen=True)
class Part:
    """A part that holds no others: its own head, its type as declared, and its bytes, decoded.

    `within` are the multipart types around it, outermost first; `last_of_alternatives` and `number` say where
    it stands among its neighbours, from 0.
    """

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    body: bytes
    within: tuple[str, ...] = ()
    number: int = 0
    group: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """The value and parameters of Content-Disposition."""
        return parameters(self.headers.raw("content-disposition"))


@dataclass
class _Reading:
    """What is gathered on the way: notes, and how many parts there are yet."""

    notes: list[str] = field(default_factory=list)
    parts: int = 0

    def note(self, words: str) -> None:
        if words not in self.notes and len(self.notes) < 50:
            self.notes.append(words)


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """The head and the body of a message or a part. Without a head everything is body."""
    if raw[:1] in (b"\n", b"\r"):
        return b"", raw.lstrip(b"\r\n") if raw[:2] != b"\r\n" else raw[2:]
    first = raw.find(b"\n")
    if not _FIRST_FIELD.match(raw) and not (first >= 0 and _FIRST_FIELD.match(raw[first + 1 :][:300])):
        return b"", raw
    found = _BLANK_LINE.search(raw)
    if found is None:
        return raw, b""
    return raw[: found.start()], raw[found.end() :]


def read_structure(raw: bytes) -> tuple[Headers, list[Part], list[str]]:
    """The head of a message, its leaves in order, and notes on what was damaged."""
    reading = _Reading()
    head, body = split_head(_FROM_LINE.sub(b"", raw, count=1))
    headers, notes = parse_headers(head)
    for words in notes:
        reading.note(words)
    leaves = list(_leaves(headers, body, (), 0, (), reading))
    return headers, leaves, reading.notes


def _leaves(
    headers: Headers,
    body: bytes,
    within: tuple[str, ...],
    number: int,
    group: tuple[int, ...],
    reading: _Reading,
) -> Iterator[Part]:
    # A stack of our own: the depth of a message is its sender's choice.
    stack: list[tuple[Headers, bytes, tuple[str, ...], int, tuple[int, ...]]] = [
        (headers, body, within, number, group)
    ]
    while stack:
        headers, body, within, number, group = stack.pop()
        declared, given = parameters(headers.raw("content-type"))
        children = _children(declared, given, body, within, reading)
        if children is None:
            reading.parts += 1
            if reading.parts > MOST_PARTS:
                reading.note(f"Only the first {MOST_PARTS} parts were read.")
                return
            yield _leaf(headers, declared, given, body, within, number, group)
            continue
        around = (*within, declared)
        inner = (*group, number)
        for n, child in reversed(list(enumerate(children))):
            head, content = split_head(child)
            sub, notes = parse_headers(head)
            for words in notes:
                reading.note(words)
            stack.append((sub, content, around, n, inner))


def _children(
    declared: str, given: dict[str, str], body: bytes, within: tuple[str, ...], reading: _Reading
) -> list[bytes] | None:
    """The parts within a multipart; None for a leaf."""
    if not declared.startswith("multipart/"):
        return None
    if len(within) >= MOST_DEPTH:
        reading.note(f"Parts nested more than {MOST_DEPTH} deep were left as they are.")
        return None
    boundary = given.get("boundary", "").strip() or given.get("boundary", "")
    marks = [boundary.encode("utf-8", "replace")] if boundary else _guessed_boundary(body)
    if not marks:
        reading.note("A message in parts names no boundary.")
        return None
    found = _between(body, marks[0])
    if found is None and (other := _guessed_boundary(body)):
        found = _between(body, other[0])
        reading.note("The boundary of the parts is not the one that was named.")
    if found is None:
        reading.note("A message in parts has no boundary in it.")
        return None
    parts, ended = found
    if not ended:
        reading.note("The last boundary is missing: the message may be cut short.")
    if len(parts) > MOST_PARTS:
        reading.note(f"Only the first {MOST_PARTS} parts were read.")
    return parts[:MOST_PARTS]


def _between(body: bytes, boundary: bytes) -> tuple[list[bytes], bool] | None:
    """What stands between boundary lines, and whether the last one is there; None where none is."""
    line = re.compile(rb"(?:\A|\r\n|\n|\r)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\n|\r|\Z)")
    starts: list[tuple[int, int]] = []
    ended = False
    for found in line.finditer(body):
        starts.append((found.start(), found.end()))
        if found[1]:
            ended = True
            break
    if not starts:
        return None
    parts = []
    for n, (_, end) in enumerate(starts):
        if n + 1 == len(starts):
            if ended:
                break
            stop = len(body)
        else:
            stop = starts[n + 1][0]
        parts.append(_past_line_end(body, end, stop))
    return [part for part in parts if part or len(parts) == 1], ended


def _past_line_end(body: bytes, start: int, stop: int) -> bytes:
    if start >= stop:
        return b""
    if body[start : start + 2] == b"\r\n":
        start += 2
    elif body[start : start + 1] in (b"\n", b"\r"):
        start += 1
    return body[start:stop]


_ANY_BOUNDARY = re.compile(rb"(?:\A|\n)--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\n(?=[A-Za-z-]{1,60}:)")


def _guessed_boundary(body: bytes) -> list[bytes]:
    found = _ANY_BOUNDARY.search(body)
    return [found[1]] if found else []


def _leaf(
    headers: Headers,
    declared: str,
    given: dict[str, str],
    body: bytes,
    within: tuple[str, ...],
    number: int,
    group: tuple[int, ...],
) -> Part:
    encoding = parameters(headers.raw("content-transfer-encoding"))[0].strip("\"'")
    notes: list[str] = []
    if encoding == "base64":
        body, bad = unbase64(body)
        if bad:
            notes.append("A part in base64 is damaged or cut short; it was decoded as far as it goes.")
    elif encoding == "quoted-printable":
        body = unquoted_printable(_SOFT_BREAK.sub(b"", _BLANKS_BEFORE_END.sub(b"", body)))
    elif encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        pass  # The block names a file of its own: whoever reads the text finds it there.
    elif encoding not in ("", "7bit", "8bit", "binary"):
        notes.append(f"The encoding “{encoding[:40]}” is not known; the part was left as it is.")
    default = "message/rfc822" if within and within[-1] == "multipart/digest" else "text/plain"
    kind = declared if declared.count("/") == 1 and not declared.startswith("/") else default
    return Part(headers, kind, given, body, within, number, group, tuple(notes))
