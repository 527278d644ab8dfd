"""Where the text of a DOC file lies, and what its formatting says: deleted, hidden, in a table."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from answerable.core.reading.documents.grids import Edge, RawRow
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.word_old_sprms import LONG_TABLE, properties
from answerable.core.reading.documents.word_old_styles import SHAPELESS, Shape, shape_of

MOST_PIECES = 200_000
PAGE = 512
# Where the notes are called in the text, and where each begins in its own part of it.
FOOTNOTES, FOOTNOTE_TEXTS, ENDNOTES, ENDNOTE_TEXTS = 0x00AA, 0x00B2, 0x020A, 0x0212
TEXT_LENGTH, FOOTNOTE_LENGTH, OTHER_LENGTHS = 0x4C, 0x50, (0x54, 0x58, 0x5C)
MOST_NOTES, MOST_CELLS = 10_000, 64
CLX, CHARACTER_PAGES, PARAGRAPH_PAGES = 0x01A2, 0x00FA, 0x0102
DELETED, HIDDEN, STRUCK, STRUCK_TWICE = 0x0800, 0x083C, 0x0837, 0x2A53
IN_TABLE, ENDS_ROW = 0x2416, 0x2417
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
                for code, operand in properties(page[at + 1 : at + 1 + size]):
                    if code in _KINDS and operand[:1] == b"\x01":
                        found.append((places[each], places[each + 1], _KINDS[code]))
                        break
    except (struct.error, IndexError):
        pass
    return sorted(found, key=lambda mark: mark[:2])


@dataclass(frozen=True, slots=True)
class Formed:
    """The formatting of a paragraph. `edges` are those of the cells of the row that it ends."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    shape: Shape = SHAPELESS
    row: bytes = b""


PLAIN = Formed()


def paragraphs_of(main: bytes, table: bytes) -> dict[int, Formed]:
    """The formatting of paragraphs by where the mark lies that ends each; plain ones are left out."""
    found: dict[int, Formed] = {}
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
                made = _formed(page[start : start + size])
                if made == PLAIN:
                    continue
                # The mark is the last letter of the paragraph, of one byte or of two.
                end = places[each + 1]
                mark = end - 1 if main[end - 1 : end] in (b"\x07", b"\r") else end - 2
                found[mark] = made
    except (struct.error, IndexError):
        pass
    return found


def _formed(body: bytes) -> Formed:
    if len(body) < 2:
        return PLAIN
    in_table, ends_row, row = False, False, b""
    for code, value in properties(body[2:]):
        if code == IN_TABLE:
            in_table = value[:1] == b"\x01"
        elif code == ENDS_ROW:
            ends_row = value[:1] == b"\x01"
        elif code == LONG_TABLE:
            row = value
    style = int.from_bytes(body[:2], "little")
    return Formed(style, in_table, ends_row, shape_of(body[2:]), row)


def notes_of(main: bytes, table: bytes) -> dict[int, int]:
    """The numbers of notes by place in the text: where each is called, and where its own words begin."""
    try:
        foot, end = _places(main, table, FOOTNOTES, 2), _places(main, table, ENDNOTES, 2)
        lengths = [max(0, struct.unpack_from("<i", main, at)[0]) for at in (TEXT_LENGTH, FOOTNOTE_LENGTH)]
        others = sum(max(0, struct.unpack_from("<i", main, at)[0]) for at in OTHER_LENGTHS)
        numbers = {place: number for number, place in enumerate(sorted({*foot, *end}), start=1)}
        found = dict(numbers)
        for calls, where, begin in (
            (foot, FOOTNOTE_TEXTS, lengths[0]),
            (end, ENDNOTE_TEXTS, sum(lengths) + others),
        ):
            for call, place in zip(calls, _places(main, table, where, 0), strict=False):
                found[begin + place] = numbers[call]
        return found
    except (struct.error, IndexError):
        return {}


def _places(main: bytes, table: bytes, where: int, width: int) -> list[int]:
    """The places that a table lists, without the last, which only ends it."""
    at, size = struct.unpack_from("<II", main, where)
    found = table[at : at + size]
    count = min(max(0, (len(found) - 4) // (4 + width)), MOST_NOTES)
    return list(struct.unpack_from(f"<{count}I", found)) if count else []


def row_of(words: list[str], body: bytes) -> RawRow:
    """A row of a table with the edges of its cells, as the formatting of its last mark gives them."""
    try:
        count = body[1]
        if count != len(words) or count > MOST_CELLS:
            return RawRow(words)
        sides = struct.unpack_from(f"<{count + 1}h", body, 2)
        edges = []
        for each in range(count):
            at = 2 + 2 * (count + 1) + 20 * each
            (flags,) = struct.unpack_from("<H", body, at) if at + 2 <= len(body) else (0,)
            edges.append(Edge(sides[each + 1], bool(flags & 2), flags & 0x60 == 0x20))
        return RawRow(words, sides[0], tuple(edges))
    except (struct.error, IndexError):
        return RawRow(words)
