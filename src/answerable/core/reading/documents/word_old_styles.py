"""The styles and lists of a DOC file: which paragraphs are headings, and how their lists count.

Source: [MS-DOC], Word Binary File Format: STSH, PlfLst, PlfLfo, LVL
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from answerable.core.reading.documents.word_numbers import LEVELS, Counted, Level, Numbering
from answerable.core.reading.documents.word_old_sprms import properties

STYLES, LISTS, OVERRIDES = 0x00A2, 0x02E2, 0x02EA
LIST, LIST_LEVEL, OUTLINE = 0x460B, 0x260A, 0x2640
MOST_STYLES, MOST_LISTS = 4_095, 5_000
NO_STYLE = 0x0FFF
_HEAD_OF_LIST, _HEAD_OF_LEVEL, _HEAD_OF_OVERRIDE = 28, 28, 16
_LAST_LIST = 0x07FE
_COUNTS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """What the formatting of a paragraph, or of a style, says of headings and lists; None where nothing."""

    outline: int | None = None
    list_id: int | None = None
    level: int | None = None


SHAPELESS = Shape()


@dataclass(frozen=True, slots=True)
class _Style:
    heading: int
    base: int
    shape: Shape


def shape_of(body: bytes) -> Shape:
    """The shape that a stretch of formatting gives."""
    outline, list_id, level = None, None, None
    for code, value in properties(body):
        if code == LIST and len(value) == 2:
            list_id = int.from_bytes(value, "little")
        elif code == LIST_LEVEL and value:
            level = min(value[0], LEVELS - 1)
        elif code == OUTLINE and value:
            outline = value[0]
    return Shape(outline, list_id, level)


class OldStyles:
    """The styles of a DOC file and its lists, which count as paragraphs go by."""

    def __init__(self, main: bytes, table: bytes) -> None:
        try:
            self._styles = dict(_styles(_part(main, table, STYLES)))
        except (struct.error, IndexError):
            self._styles = {}
        try:
            self._numbering = Numbering.of(*_lists(main, table))
        except (struct.error, IndexError):
            self._numbering = Numbering.of({}, {})

    def heading(self, style: int, own: Shape) -> int:
        """The level of a heading; 0 for none."""
        if own.outline is not None:
            return own.outline + 1 if own.outline < LEVELS else 0
        for each in self._chain(style):
            if each.heading:
                return each.heading
            if each.shape.outline is not None:
                return each.shape.outline + 1 if each.shape.outline < LEVELS else 0
        return 0

    def label(self, style: int, own: Shape) -> str | None:
        """The number of the next paragraph with such formatting; None where it has none."""
        list_id, level, by_style = own.list_id, own.level, None
        at = style
        for each in self._chain(style):
            if list_id is None and each.shape.list_id is not None:
                list_id, by_style = each.shape.list_id, str(at)
                level = each.shape.level if level is None else level
            at = each.base
        if list_id is None or not 1 <= list_id <= _LAST_LIST:
            return None
        if level is None and by_style is None:
            level = 0
        return self._numbering.label(str(list_id), level, by_style)

    def _chain(self, key: int) -> Iterator[_Style]:
        seen: set[int] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = self._styles[key].base


def _part(main: bytes, table: bytes, where: int, *, to_end: bool = False) -> bytes:
    at, size = struct.unpack_from("<II", main, where)
    if not size:
        return b""
    return table[at:] if to_end else table[at : at + size]


def _styles(found: bytes) -> Iterator[tuple[int, _Style]]:
    if not found:
        return
    (head,) = struct.unpack_from("<H", found)
    count, base_size = struct.unpack_from("<HH", found, 2)
    at = 2 + head
    for number in range(min(count, MOST_STYLES)):
        (size,) = struct.unpack_from("<H", found, at)
        body = found[at + 2 : at + 2 + size]
        at += 2 + size + (size & 1)
        if len(body) < base_size + 4:
            continue
        kind, base = struct.unpack_from("<HH", body)
        sti, is_paragraph, base = kind & 0x0FFF, base & 0x000F == 1, base >> 4
        if not is_paragraph:
            continue
        (letters,) = struct.unpack_from("<H", body, base_size)
        place = base_size + 2 + 2 * letters + 2
        place += place & 1
        shape = SHAPELESS
        if place + 4 <= len(body):
            (length,) = struct.unpack_from("<H", body, place)
            shape = shape_of(body[place + 4 : place + 2 + length])
        yield number, _Style(sti if 1 <= sti <= LEVELS else 0, base, shape)


def _lists(main: bytes, table: bytes) -> tuple[dict[str, dict[int, Level]], dict[str, Counted]]:
    """The patterns of lists by their identity, and the lists that paragraphs name, by number from 1."""
    patterns: dict[str, dict[int, Level]] = {}
    found = _part(main, table, LISTS, to_end=True)
    if not found:
        return {}, {}
    (count,) = struct.unpack_from("<H", found)
    count = min(count, MOST_LISTS)
    at = 2 + _HEAD_OF_LIST * count
    for number in range(count):
        place = 2 + _HEAD_OF_LIST * number
        (identity,) = struct.unpack_from("<i", found, place)
        linked = struct.unpack_from("<9H", found, place + 8)
        levels: dict[int, Level] = {}
        for level in range(1 if found[place + 26] & 1 else LEVELS):
            levels[level], at = _level(found, at, linked[level])
        patterns[str(identity)] = levels
    return patterns, dict(_overrides(_part(main, table, OVERRIDES)))


def _level(found: bytes, at: int, linked: int) -> tuple[Level, int]:
    """A level of a list, and where the next begins."""
    start, counts, flags = struct.unpack_from("<iBB", found, at)
    letters_size, paragraph_size, restart = struct.unpack_from("<BBB", found, at + 24)
    at += _HEAD_OF_LEVEL + letters_size + paragraph_size
    (length,) = struct.unpack_from("<H", found, at)
    text = found[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    # In the text of a level the signs 0 to 8 stand for the numbers of the levels.
    text = "".join(f"%{ord(sign) + 1}" if sign < "\x09" else sign for sign in text[:100])
    return (
        Level(
            max(0, min(start, 1_000_000)),
            _COUNTS.get(counts, "decimal"),
            text,
            restart if flags & 8 else None,
            bool(flags & 4),
            str(linked) if linked != NO_STYLE else None,
        ),
        at + 2 + 2 * length,
    )


def _overrides(found: bytes) -> Iterator[tuple[str, Counted]]:
    if not found:
        return
    (count,) = struct.unpack_from("<I", found)
    count = min(count, MOST_LISTS)
    at = 4 + _HEAD_OF_OVERRIDE * count
    for number in range(count):
        place = 4 + _HEAD_OF_OVERRIDE * number
        (identity,) = struct.unpack_from("<i", found, place)
        made = Counted(str(identity))
        at += 4
        for _ in range(min(found[place + 12], LEVELS)):
            if at + 8 > len(found):
                break
            start, flags = struct.unpack_from("<iI", found, at)
            at += 8
            level = min(flags & 15, LEVELS - 1)
            if flags & 32:
                made.levels[level], at = _level(found, at, NO_STYLE)
            if flags & 16:
                made.starts[level] = max(0, min(start, 1_000_000))
        yield str(number + 1), made
