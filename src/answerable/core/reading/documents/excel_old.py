"""XLS, Excel's format until 2007: its records read one by one, with what is hidden told apart."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.compound import Compound
from answerable.core.reading.documents.excel import Unseen, ranges_of, tell_sheet
from answerable.core.reading.documents.excel_strings import shared_strings, short_text, text_at
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.number_formats import BUILT_IN, plain_number, shown, shows_nothing
from answerable.core.reading.documents.writer import RawSheetCell, Writer

BOF, EOF, BOUNDSHEET, FILEPASS, SST, CONTINUE = 0x0809, 0x000A, 0x0085, 0x002F, 0x00FC, 0x003C
FORMAT, XF, DATEMODE, NAME, SUPBOOK, CODEPAGE = 0x041E, 0x00E0, 0x0022, 0x0018, 0x01AE, 0x0042
ROW, COLINFO, PIVOT, COMMENT, DEFAULT_ROW = 0x0208, 0x007D, 0x00B0, 0x001C, 0x0225
NUMBER, RK, MULRK, FORMULA, STRING = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0207
LABEL, LABELSST, BOOLERR, RSTRING = 0x0204, 0x00FD, 0x0205, 0x00D6
BIFF8 = 0x0600
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
CHECK_EVERY = 5_000
_DRIVE = re.compile("\x01\x01([A-Za-z])")
Record = tuple[int, int, bytes]


@dataclass
class _Book:
    """What the sheets of a workbook share."""

    version: int = BIFF8
    codec: str = "cp1252"
    from_1904: bool = False
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int, int]] = field(default_factory=list)

    def code(self, style: int) -> str | None:
        """The code of a cell style's number format; None for General."""
        at = self.styles[style] if style < len(self.styles) else 0
        code = self.codes.get(at) or BUILT_IN.get(at, "General")
        return None if code == "General" else code


def read_xls(data: bytes, writer: Writer) -> None:
    """Reads a workbook of the older format. Raises: Refusal, Enough"""
    compound = Compound(data)
    stream = compound.read("Workbook") or compound.read("Book")
    if stream is None:
        if "encryptedpackage" in compound.names:
            raise Refusal("It is encrypted and opens only with a password.")
        raise Refusal("It has no workbook that can be read.")
    if any(name.startswith("_vba_project_cur") for name in compound.names):
        writer.hide(HiddenKind.MACRO, "_VBA_PROJECT_CUR")
        writer.note("It carries macros, which were not run.")
    pivots = [name for name in compound.names if name.startswith("_sx_db_cur/")]
    book = _globals(stream, writer)
    reader = _Reader(book, writer)
    for name, at, state in book.sheets:
        reader.sheet(stream, name, at, state)
    for name in pivots:
        writer.hide(HiddenKind.PIVOT_CACHE, name, _pivot_records(compound.read(name) or b""))
        writer.note(
            "A pivot table carries a copy of the rows of its source, which were left out of the text."
        )
    if not book.sheets:
        raise Refusal("It has no sheets that can be read.")


def _records(stream: bytes, at: int, writer: Writer) -> Iterator[Record]:
    """Records from a place on: where each lies, its kind, its bytes. Raises: Enough"""
    count = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        count += 1
        if count % CHECK_EVERY == 0:
            writer.deadline.check()


def _globals(stream: bytes, writer: Writer) -> _Book:
    book = _Book()
    strings: list[bytes] | None = None
    for at, kind, body in _records(stream, 0, writer):
        if strings is not None and kind == CONTINUE:
            strings.append(body)
            continue
        if strings is not None and kind != CONTINUE:
            book.strings, strings = shared_strings(strings, writer), None
        try:
            if kind == SST:
                strings = [body]
            elif kind == EOF:
                break
            else:
                _global(book, kind, body, writer, at)
        except (struct.error, IndexError):
            writer.note("A part of the workbook is damaged; it was read as far as it goes.")
    if strings is not None:
        book.strings = shared_strings(strings, writer)
    return book


def _global(book: _Book, kind: int, body: bytes, writer: Writer, at: int) -> None:
    if kind == BOF and at == 0:
        (book.version,) = struct.unpack_from("<H", body)
    elif kind == FILEPASS:
        raise Refusal("It is encrypted and opens only with a password.")
    elif kind == CODEPAGE:
        (page,) = struct.unpack_from("<H", body)
        book.codec = {0x8001: "cp1252", 0x8000: "mac_roman", 1200: "cp1252"}.get(page, f"cp{page}")
    elif kind == DATEMODE:
        book.from_1904 = body[:1] == b"\x01"
    elif kind == FORMAT:
        (key,) = struct.unpack_from("<H", body)
        wide = book.version >= BIFF8
        book.codes[key] = text_at(body, 2)[0] if wide else short_text(body, 2, book.codec)
    elif kind == XF:
        book.styles.append(struct.unpack_from("<HH", body)[1])
    elif kind == BOUNDSHEET:
        place, state, what = struct.unpack_from("<IBB", body)
        name = text_at(body, 6, short=True)[0] if book.version >= BIFF8 else short_text(body, 6, book.codec)
        if what == 0 or state & 3:
            book.sheets.append((name, place, state & 3))
    elif kind == NAME and book.version >= BIFF8:
        flags, _, length = struct.unpack_from("<HBB", body)
        wide = bool(body[14] & 1) if len(body) > 14 else False
        raw = body[15 : 15 + length * (2 if wide else 1)]
        built_in = flags & 0x20
        if not built_in:
            words = raw.decode("utf-16-le" if wide else "latin-1", "replace")
            writer.hide(HiddenKind.NAME, f"{words} (hidden)" if flags & 1 else words)
    elif kind == SUPBOOK and len(body) > 4 and body[2:4] not in (b"\x01\x04", b"\x01\x3a"):
        words = text_at(body, 2)[0]
        if words.strip("\x00\x01\x02\x03 "):
            writer.hide(HiddenKind.EXTERNAL_LINK, _path(words))


class _Reader:
    """Reads the sheets of a workbook one after the other."""

    def __init__(self, book: _Book, writer: Writer) -> None:
        self.book, self.writer = book, writer
        self.count = 0
        self.awaited: tuple[int, int, int] | None = None

    def sheet(self, stream: bytes, name: str, at: int, state: int) -> None:
        unseen = Unseen()
        cells: list[RawSheetCell] = []
        cut: Enough | None = None
        try:
            for place, kind, body in _records(stream, at, self.writer):
                if kind == EOF or (kind == BOF and place != at):
                    break
                try:
                    self._record(kind, body, unseen, cells, name)
                except (struct.error, IndexError):
                    self.writer.note("A part of a sheet is damaged; it was read as far as it goes.")
                if len(cells) + self.count > self.writer.limits.most_cells:
                    raise Enough(f"Only the first {self.writer.limits.most_cells:,} cells were read.")
        except Enough as enough:
            cut = enough
        self.count += len(cells)
        unseen.rows = ranges_of(sorted(set(unseen.hidden_at)))
        rows = set(unseen.hidden_at)
        cells = [
            cell._replace(hidden=cell.row in rows or unseen.column(cell.column))
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.column))
        ]
        said = {0: "visible", 2: "veryhidden"}.get(state, "hidden")
        tell_sheet(self.writer, name, said, unseen, cells)
        self.writer.sheet(name, cells, visible=state == 0)
        if cut:
            raise cut

    def _record(self, kind: int, body: bytes, unseen: Unseen, cells: list[RawSheetCell], name: str) -> None:
        if kind == ROW:
            (row,) = struct.unpack_from("<H", body)
            (flags,) = struct.unpack_from("<H", body, 12)
            if flags & 0x20:
                unseen.hidden_at.append(row + 1)
        elif kind == COLINFO:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1 or width == 0:
                unseen.hide_columns(first + 1, min(last, 255) + 1)
        elif kind == PIVOT:
            self.writer.hide(HiddenKind.PIVOT_CACHE, f"pivot table on {name}")
        elif kind == COMMENT:
            row, column = struct.unpack_from("<HH", body)
            self.writer.hide(HiddenKind.COMMENT, f"{name}: row {row + 1}, column {column + 1}", 1)
        elif kind == STRING and self.awaited is not None:
            row, column, style = self.awaited
            self.awaited = None
            wide = self.book.version >= BIFF8
            words = text_at(body, 0)[0] if wide else short_text(body, 0, self.book.codec, two=True)
            self._add(cells, unseen, row, column, style, words)
        else:
            for row, column, style, value in self._values(kind, body):
                self._add(cells, unseen, row, column, style, value)

    def _values(self, kind: int, body: bytes) -> Iterator[tuple[int, int, int, str | float | bool]]:
        if kind not in (NUMBER, RK, MULRK, FORMULA, LABEL, LABELSST, BOOLERR, RSTRING):
            return
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == NUMBER:
            yield row, column, style, struct.unpack_from("<d", body, 6)[0]
        elif kind == RK:
            yield row, column, style, _rk(struct.unpack_from("<I", body, 6)[0])
        elif kind == MULRK:
            for at in range((len(body) - 6) // 6):
                each, packed = struct.unpack_from("<HI", body, 4 + 6 * at)
                yield row, column + at, each, _rk(packed)
        elif kind == LABELSST:
            (at,) = struct.unpack_from("<I", body, 6)
            yield row, column, style, self.book.strings[at] if at < len(self.book.strings) else ""
        elif kind in (LABEL, RSTRING):
            wide = self.book.version >= BIFF8
            words = text_at(body, 6)[0] if wide else short_text(body, 6, self.book.codec, two=True)
            yield row, column, style, words
        elif kind == BOOLERR:
            yield row, column, style, ERRORS.get(body[6], "#?") if body[7] else bool(body[6])
        elif body[12:14] != b"\xff\xff":
            yield row, column, style, struct.unpack_from("<d", body, 6)[0]
        elif body[6] == 0:
            self.awaited = row, column, style
        elif body[6] in (1, 2):
            yield row, column, style, bool(body[8]) if body[6] == 1 else ERRORS.get(body[8], "#?")

    def _add(
        self,
        cells: list[RawSheetCell],
        unseen: Unseen,
        row: int,
        column: int,
        style: int,
        value: str | float | bool,
    ) -> None:
        code = self.book.code(style)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        if value == "" or value != value:
            return
        if code is not None and shows_nothing(code):
            text = ""
            unseen.blanked += 1
        elif isinstance(value, bool):
            text = "TRUE" if value else "FALSE"
        elif isinstance(value, str):
            text = value
        else:
            text = shown(value, code, from_1904=self.book.from_1904) if code else plain_number(value)
        cells.append(RawSheetCell(row + 1, column + 1, value, text, code))


def _path(words: str) -> str:
    """A path as Excel packs it: signs stand for what parts its folders, and for a drive or a server."""
    path = _DRIVE.sub(r"\1:/", words.replace("\x01\x01@", "//")).replace("\x01", "")
    return "".join("/" if sign in "\x02\x03" else "../" if sign == "\x04" else sign for sign in path)


def _rk(packed: int) -> float:
    """A number as Excel packs it in four bytes."""
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed & 0xFFFFFFFC))[0] >> 2)
    else:
        (value,) = struct.unpack("<d", b"\x00\x00\x00\x00" + struct.pack("<I", packed & 0xFFFFFFFC))
    return value / 100 if packed & 1 else value


def _pivot_records(stream: bytes) -> int:
    """How many rows a pivot cache says it holds."""
    if len(stream) >= 8 and struct.unpack_from("<H", stream)[0] == 0x00C6:
        return int(struct.unpack_from("<I", stream, 4)[0])
    return 0
