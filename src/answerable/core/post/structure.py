"""The parts of a message: boundaries, encodings and nesting, read as far as they go.

Source: RFC 2045 and 2046. Written anew because the parser of the standard library recurses with the nesting
and cannot be bounded in parts; this one keeps a stack of its own and keeps what is damaged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.core.post.boundaries import MOST_PARTS, between, guessed_boundary
from answerable.core.post.encoded import unbase64, unquoted_body
from answerable.core.post.headers import Headers, split_head
from answerable.core.post.parameters import parameters
from answerable.core.post.uuencoded import whole_block

MOST_DEPTH = 30
MOST_PIECES = 20_000
MOST_SCANNED = 400_000_000
MOST_NOTES = 50
LEADING = 10_000
_FROM_LINE = re.compile(rb"\A(?:>?From [^\r\n]*+\r?\n)++")
_NOBODY = re.compile(rb"\A>?From (?:MAILER-DAEMON|<>)[ \t\r\n]", re.I)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+*-]{1,150}")
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_BASE64 = frozenset({"base64", "base-64", "b64"})
_QUOTED = frozenset({"quoted-printable", "quotedprintable", "qp"})
_PLAIN = frozenset({"", "7bit", "8bit", "7-bit", "8-bit", "binary", "none", "7bits", "8bits", "utf-8"})


@dataclass(frozen=True)
class Part:
    """A part that holds no others: its own head, its type as declared, and its bytes, decoded.

    `within` are the multipart types around it, outermost first; `group` and `number` say where it stands
    among its neighbours, from 0.
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
class Spent:
    """How many parts, and parts of parts, were looked into yet in one message and all attached to it."""

    pieces: int = 0


@dataclass
class _Reading:
    """What is gathered on the way: notes, how many parts there are yet, how many bytes were searched."""

    spent: Spent
    notes: list[str] = field(default_factory=list)
    parts: int = 0
    scanned: int = 0

    def note(self, words: str) -> None:
        if words not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(words)


@dataclass(frozen=True)
class _Piece:
    """A part not yet looked into."""

    headers: Headers
    body: bytes
    within: tuple[str, ...] = ()
    number: int = 0
    group: tuple[int, ...] = ()


def read_structure(raw: bytes, spent: Spent | None = None) -> tuple[Headers, list[Part], list[str]]:
    """The head of a message, its leaves in order, and notes on what was damaged."""
    reading = _Reading(spent or Spent())
    nobody = _NOBODY.match(raw) is not None
    headers, body, notes = split_head(_with_line_ends(raw, reading))
    if nobody and "return-path" not in headers:
        # The line of a mailbox stands for the envelope where no field does.
        headers = Headers((("return-path", b"<>"), *headers.fields))
    for words in notes:
        reading.note(words)
    return headers, list(_leaves(_Piece(headers, body), reading)), reading.notes


def _with_line_ends(raw: bytes, reading: _Reading) -> bytes:
    """The message without what stands before its head, and with line ends that are some."""
    if b"\r\r\n" in raw[:LEADING]:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    if raw[:1] in (b"\r", b"\n"):
        from_head = raw[:LEADING].lstrip(b"\r\n")
        _, body, _ = split_head(from_head)
        if len(body) < len(from_head):
            reading.note("Empty lines stand before the head.")
            raw = raw[min(len(raw), LEADING) - len(from_head) :]
    return _FROM_LINE.sub(b"", raw, count=1)


def _leaves(whole: _Piece, reading: _Reading) -> Iterator[Part]:
    # A stack of our own: the depth of a message is its sender's choice.
    stack = [whole]
    while stack:
        piece = stack.pop()
        reading.spent.pieces += 1
        if reading.spent.pieces > MOST_PIECES:
            reading.note("There are very many parts in parts; the rest was left out.")
            return
        declared, given = parameters(piece.headers.raw("content-type"))
        children = _children(declared, given, piece, reading)
        if children is None:
            leaf = _leaf(declared, given, piece)
            if declared.startswith("multipart/") and not leaf.body.strip():
                continue
            reading.parts += 1
            if reading.parts > MOST_PARTS:
                reading.note(f"Only the first {MOST_PARTS} parts were read.")
                return
            yield leaf
            continue
        around, inner = (*piece.within, declared), (*piece.group, piece.number)
        below = []
        for n, child in enumerate(children):
            headers, body, notes = split_head(child)
            for words in notes:
                reading.note(words)
            below.append(_Piece(headers, body, around, n, inner))
        stack += reversed(below)


def _children(declared: str, given: dict[str, str], piece: _Piece, reading: _Reading) -> list[bytes] | None:
    """The parts within a multipart; None for a leaf."""
    if not declared.startswith("multipart/"):
        return None
    body = piece.body
    reading.scanned += len(body)
    if len(piece.within) >= MOST_DEPTH or reading.scanned > MOST_SCANNED:
        reading.note("Parts are nested too deep; the innermost were left as they are.")
        return None
    boundary = (given.get("boundary", "").rstrip() or given.get("boundary", "")).encode("utf-8", "replace")
    found = between(body, boundary) if boundary else None
    if found is None and boundary and boundary.strip() != boundary:
        found = between(body, boundary.strip())
    if found is None and (other := guessed_boundary(body)):
        found = between(body, other)
        reading.note("The boundary of the parts is not the one that was named." if boundary else _NO_NAME)
    if found is None:
        if body.strip():
            reading.note("A message in parts has no boundary in it.")
        return None
    parts, ended = found
    if not ended:
        reading.note("The last boundary is missing: the message may be cut short.")
    if len(parts) > MOST_PARTS:
        reading.note(f"Only the first {MOST_PARTS} parts were read.")
    return parts[:MOST_PARTS]


_NO_NAME = "A message in parts names no boundary."


def _leaf(declared: str, given: dict[str, str], piece: _Piece) -> Part:
    encoding = parameters(piece.headers.raw("content-transfer-encoding"))[0]
    body = piece.body
    notes: list[str] = []
    if encoding in _BASE64:
        decoded, bad = unbase64(body)
        if bad and not decoded and body.strip():
            notes.append("A part that is called base64 is none; it was left as it is.")
        else:
            body = decoded
            notes += ["A part in base64 is damaged or cut short; it was decoded as far as it goes."] * bad
    elif encoding in _QUOTED:
        body = unquoted_body(body)
    elif encoding in _UU:
        body = whole_block(body)
    elif encoding not in _PLAIN:
        notes.append(f"The encoding “{encoding[:40]}” is not known; the part was left as it is.")
    in_digest = bool(piece.within) and piece.within[-1] == "multipart/digest"
    kind = declared if _TYPE.fullmatch(declared) else "message/rfc822" if in_digest else "text/plain"
    if kind.startswith("multipart/"):
        # Without boundaries its words are all there is; nested too deep it is kept as a file.
        kind = "text/plain" if len(piece.within) < MOST_DEPTH else "application/octet-stream"
    return Part(piece.headers, kind, given, body, piece.within, piece.number, piece.group, tuple(notes))
