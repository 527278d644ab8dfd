"""Files written into a text as uuencoded blocks: found, decoded as far as they go, taken out of the text."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_BLOCKS = 500
LONGEST_GAP = 400
MOST_BAD_LINES = 20_000
_BEGIN = re.compile(rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,300}?)[ \t]*\r?$")
_END = re.compile(rb"(?m)^end[ \t]*\r?$")
_LINE = re.compile(rb"[ -`]{1,100}")


@dataclass(frozen=True)
class Block:
    """One file in a text: its name as written, its bytes, where it stands, and whether it is whole."""

    name: bytes
    data: bytes
    start: int
    end: int
    whole: bool


def blocks(text: bytes) -> Iterator[Block]:
    """The blocks in a text, in order. A block without an end ends where its lines do."""
    if b"begin " not in text:
        return
    begins = list(islice(_BEGIN.finditer(text), MOST_BLOCKS))
    at = 0
    next_end = -1
    for n, begin in enumerate(begins):
        if begin.start() < at:
            continue
        first = begin.end() + 1
        following = begins[n + 1].start() if n + 1 < len(begins) else len(text)
        if next_end < first:
            found = _END.search(text, first)
            next_end = found.start() if found else len(text)
        end = next_end if next_end < following else None
        data, stop, lines, bad = _decoded(text, first, end)
        if not lines and end is None:
            continue
        if end is not None and stop == end:
            stop = text.find(b"\n", end)
            stop = len(text) if stop < 0 else stop + 1
        at = stop
        yield Block(begin[1], data, begin.start(), stop, end is not None and not bad)


def whole_block(body: bytes) -> bytes:
    """The file in a part that is declared to be nothing but one block, with or without its first line."""
    found = next(blocks(body), None)
    if found is not None:
        return found.data
    data, _, lines, _ = _decoded(body, 0, None)
    return data if lines else body


def without_blocks(text: bytes, found: list[Block]) -> bytes:
    """The text without its blocks."""
    kept, at = [], 0
    for block in found:
        kept.append(text[at : block.start])
        at = block.end
    return b"".join([*kept, text[at:]])


def _decoded(text: bytes, start: int, end: int | None) -> tuple[bytes, int, int, int]:
    """The bytes of a block, where the text goes on after it, how many lines it had, and how many were bad.

    With a known end bad lines are passed over; without one the first line that is none ends the block.
    """
    made = bytearray()
    at, lines, bad, gap = start, 0, 0, 0
    limit = len(text) if end is None else end
    while at < limit:
        stop = text.find(b"\n", at, limit)
        stop = limit if stop < 0 else stop
        line = text[at:stop].rstrip(b"\r")
        if not line.strip() or line == b"`":
            if end is None and lines:
                break
        elif _LINE.fullmatch(line) and (some := _line(line)) is not None:
            made += some
            lines, gap = lines + 1, 0
        elif end is None:
            break
        else:
            bad, gap = bad + 1, gap + 1
            made += _line(line[:100], anyway=True) or b""
            if gap > LONGEST_GAP or bad > MOST_BAD_LINES:
                return bytes(made), at, lines, bad
        at = stop + 1
    return bytes(made), min(at, limit), lines, bad


def _line(line: bytes, *, anyway: bool = False) -> bytes | None:
    """One line decoded; None for one that is none, unless it is to be decoded as far as it goes anyway."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    # Some programs cut the blanks at the end of a line, or count wrongly.
    wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
    if not anyway and abs(len(line) - 1 - wanted) > max(4, wanted // 2):
        return None
    plain = bytes(byte if 32 <= byte <= 96 else 32 for byte in line[: wanted + 1])
    try:
        return binascii.a2b_uu(plain.ljust(wanted + 1))
    except (binascii.Error, ValueError):
        return None
