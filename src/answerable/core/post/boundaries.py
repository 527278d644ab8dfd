"""What stands between the boundaries of a multipart. Found by plain search, so that nothing here is slow.

Source: RFC 2046 s.5.1; missing and wrong boundaries are read as they are meant
"""

import re

MOST_PARTS = 2_000
MOST_CANDIDATES = 20_000
_BLANKS = re.compile(rb"[ \t]*")
_ANY_BOUNDARY = re.compile(rb"(?:\A|\n)--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\n(?=[A-Za-z-]{1,60}:|\r?\n)")
_NEXT_IS_FIELD = re.compile(rb"[ \t]*\r?\n[Cc]ontent-[A-Za-z-]{2,40}:")


def guessed_boundary(body: bytes) -> bytes | None:
    """The first line that looks like a boundary, for a multipart that names none or another."""
    found = _ANY_BOUNDARY.search(body[:2_000_000])
    return found[1] if found else None


def between(body: bytes, boundary: bytes) -> tuple[list[bytes], bool] | None:
    """What stands between boundary lines, and whether the last one is there; None where none is."""
    parts: list[bytes] = []
    start: int | None = None
    seen = ended = False
    for begin, end, closing in _lines(body, boundary):
        seen = True
        if start is not None:
            parts.append(body[start:begin])
        start = None if closing else end
        ended = closing
        if len(parts) > MOST_PARTS:
            break
    if not seen:
        return None
    if start is not None and len(parts) <= MOST_PARTS:
        parts.append(body[start:])
    return [part for part in parts if part] or parts[:1], ended


def _lines(body: bytes, boundary: bytes) -> list[tuple[int, int, bool]]:
    """Where boundary lines begin (with the line end before them), where what follows does, which close."""
    mark = b"--" + boundary
    found: list[tuple[int, int, bool]] = []
    at = -1
    for _ in range(MOST_CANDIDATES):
        at = body.find(mark, at + 1)
        if at < 0 or len(found) > 2 * MOST_PARTS:
            break
        if at and body[at - 1] != 10:
            continue
        after = at + len(mark)
        closing = body[after : after + 2] == b"--"
        end = _BLANKS.match(body, after + 2 * closing).end()  # type: ignore[union-attr]  # matches anything
        if end < len(body) and body[end] not in b"\r\n":
            continue
        begin = at - 1 - (body[at - 2 : at - 1] == b"\r") if at else 0
        if body[end : end + 1] == b"\r":
            end += 1
        if body[end : end + 1] == b"\n":
            end += 1
        # A last boundary with a part right after it was none.
        again = closing and _NEXT_IS_FIELD.match(body, after + 2)
        found.append((max(begin, 0), end, closing and not again))
    return found
