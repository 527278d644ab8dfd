"""Where the text of a DOC file lies, and what its formatting says: deleted, hidden, in a table."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from answerable.core.reading.documents.model import HiddenKind

MOST_PIECES = 200_000
PAGE = 512
CLX, CHARACTER_PAGES, PARAGRAPH_PAGES = 0x01A2, 0x00FA, 0x0102
DELETED, HIDDEN, STRUCK, STRUCK_TWICE = 0x0800, 0x083C, 0x0837, 0x2A53
IN_TABLE, ENDS_ROW = 0x2416, 0x2417
LONG_TABLE, TABS = 0xD608, 0xC615
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_KINDS = {
    DELETED: HiddenKind.DELETION,
    HIDDEN: HiddenKind.TEXT,
    STRUCK: HiddenKind.STRUCK,
    STRUCK_TWICE: HiddenKind.STRUCK,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: where its bytes lie, and how many a letter takes."""

    at: int
    end: int
    width: int

    def words(self, main: bytes) -> str:
        """The letters of the piece."""
        return main[self.at : self.end].decode("cp1252" if self.width == 1 else "utf-16-le", "replace")


def pieces_of(main: bytes, table: bytes) -> list[Piece]:
    """The pieces of a text in order; none where the table of them is damaged."""
    try:
        at, size = struct.unpack_from("<II", main, CLX)
        clx = table[at : at + size]
        at = 0
        while clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if clx[at] != 2:
            return []
        (size,) = struct.unpack_from("<I", clx, at + 1)
        return list(_pieces(clx[at + 5 : at + 5 + size], len(main)))
    except (struct.error, IndexError):
        return []


def _pieces(found: bytes, most: int) -> Iterator[Piece]:
    count = min((len(found) - 4) // 12, MOST_PIECES)
    places = struct.unpack_from(f"<{count + 1}I", found)
    total = 0
    for each in range(count):
        (where,) = struct.unpack_from("<I", found, 4 * (count + 1) + 8 * each + 2)
        width = 1 if where & 0x40000000 else 2
        start = (where & 0x3FFFFFFF) // (2 if width == 1 else 1)
        letters = places[each + 1] - places[each]
        end = min(start + letters * width, most)
        if letters <= 0 or start >= end:
            continue
        total += end - start
        # Pieces that name the same bytes over and over would unfold without end.
        if total > 4 * most:
            return
        yield Piece(start, end, width)


def _pages(main: bytes, table: bytes, where: int) -> Iterator[tuple[int, bytes]]:
    """The pages of formatting that a table lists, with the number of runs on each."""
    at, size = struct.unpack_from("<II", main, where)
    found = table[at : at + size]
    count = min((len(found) - 4) // 8, len(main) // PAGE + 1)
    for each in range(count):
        (page,) = struct.unpack_from("<I", found, 4 * (count + 1) + 4 * each)
        start = (page & 0x3FFFFF) * PAGE
        body = main[start : start + PAGE]
        if len(body) == PAGE:
            yield body[PAGE - 1], body


def marks_of(main: bytes, table: bytes) -> list[tuple[int, int, HiddenKind]]:
    """Stretches of bytes whose words are deleted, hidden or struck through, in order."""
    found: list[tuple[int, int, HiddenKind]] = []
    try:
        for count, page in _pages(main, table, CHARACTER_PAGES):
            count = min(count, 101)
            places = struct.unpack_from(f"<{count + 1}I", page)
            for each in range(count):
                at = page[4 * (count + 1) + each] * 2
                if not at:
                    continue
                size = page[at]
                for code, operand in _properties(page[at + 1 : at + 1 + size]):
                    if code in _KINDS and operand[:1] == b"\x01":
                        found.append((places[each], places[each + 1], _KINDS[code]))
                        break
    except (struct.error, IndexError):
        pass
    return sorted(found, key=lambda mark: mark[:2])


def in_tables(main: bytes, table: bytes) -> tuple[set[int], set[int]]:
    """Where the marks lie that end a row of a table, and those that end a paragraph in a cell."""
    row_ends: set[int] = set()
    in_cells: set[int] = set()
    try:
        for count, page in _pages(main, table, PARAGRAPH_PAGES):
            count = min(count, 29)
            places = struct.unpack_from(f"<{count + 1}I", page)
            for each in range(count):
                at = page[4 * (count + 1) + 13 * each] * 2
                if not at:
                    continue
                size = page[at] * 2 - 1 if page[at] else page[at + 1] * 2
                start = at + 1 if page[at] else at + 2
                on = {
                    code
                    for code, value in _properties(page[start + 2 : start + size])
                    if value[:1] == b"\x01"
                }
                if not on & {IN_TABLE, ENDS_ROW}:
                    continue
                # The mark is the last letter of the paragraph, of one byte or of two.
                end = places[each + 1]
                mark = end - 1 if main[end - 1 : end] in (b"\x07", b"\r") else end - 2
                (row_ends if ENDS_ROW in on else in_cells).add(mark)
    except (struct.error, IndexError):
        pass
    return row_ends, in_cells


def _properties(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The codes of a stretch of formatting with their operands."""
    at = 0
    while at + 2 <= len(body):
        (code,) = struct.unpack_from("<H", body, at)
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            if at >= len(body):
                return
            if code == LONG_TABLE:
                size = 1 + (struct.unpack_from("<H", body, at)[0] if at + 2 <= len(body) else 0)
            else:
                size = 1 + body[at]
            yield code, body[at + 1 : at + size]
        else:
            yield code, body[at : at + size]
        at += size
