"""XLSX: cells as they are shown, with what is hidden told apart, read from the XML in one pass."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import PurePosixPath

from lxml import etree

from answerable.core.reading.documents.archives import Archive, DamagedPart
from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.excel_hidden import tell_book, tell_packed
from answerable.core.reading.documents.model import HiddenKind, column_letters, column_number
from answerable.core.reading.documents.number_formats import BUILT_IN, plain_number, shown, shows_nothing
from answerable.core.reading.documents.word import main_part
from answerable.core.reading.documents.writer import RawSheetCell, Writer
from answerable.core.reading.documents.xml import (
    Element,
    attribute,
    child,
    children,
    name_of,
    number,
    parse,
    refuse_dtd,
    within,
)

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_SHEETS = 500
MOST_STRINGS = 1_000_000
LONGEST_CELL = 100_000
CHECK_EVERY = 256
ERRORS_OF_XML = (etree.XMLSyntaxError, ValueError, LookupError)


@dataclass
class Book:
    """What the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str | None] = field(default_factory=list)
    from_1904: bool = False
    cells: int = 0

    def format(self, style: str) -> str | None:
        """The code of a cell style's number format; None for General."""
        at = number(style)
        return self.formats[at] if at < len(self.formats) else None


@dataclass
class Unseen:
    """What of one sheet is hidden."""

    columns: bytearray = field(default_factory=lambda: bytearray(LAST_COLUMN + 1))
    rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_at: list[int] = field(default_factory=list)  # rows as older files name them, in no order
    any_columns: bool = False
    all_rows: bool = False
    blanked: int = 0

    def hide_columns(self, first: int, last: int) -> None:
        """Marks columns as hidden."""
        first, last = max(1, first), min(last, LAST_COLUMN)
        if first <= last:
            self.columns[first : last + 1] = b"\x01" * (last + 1 - first)
            self.any_columns = True

    def hide_rows(self, first: int, last: int) -> None:
        """Marks rows as hidden; they come in order."""
        if self.rows and first <= self.rows[-1][1] + 1:
            self.rows[-1] = self.rows[-1][0], max(last, self.rows[-1][1])
        else:
            self.rows.append((first, last))

    def column(self, at: int) -> bool:
        """Whether a column is hidden."""
        return at <= LAST_COLUMN and bool(self.columns[at])

    def row(self, at: int) -> bool:
        """Whether a row is hidden."""
        found = bisect_right(self.rows, (at, LAST_ROW + 1)) - 1
        return found >= 0 and at <= self.rows[found][1]


def read_xlsx(data: bytes, writer: Writer) -> None:
    """Reads a workbook sheet by sheet. Raises: Refusal, Enough"""
    archive = Archive(data, writer.budget)
    main = main_part(archive, writer) or "xl/workbook.xml"
    if main.endswith(".bin"):
        raise Refusal("It is a binary workbook under a wrong name; it was not read.")
    content = archive.read_or_none(main, writer.limits.most_tree)
    root = parse(content, writer, main) if content else None
    if root is None:
        raise Refusal("It has no workbook that can be read.")
    folder = PurePosixPath(main).parent
    book = Book(from_1904=attribute(child(root, "workbookPr"), "date1904") in ("1", "true"))
    try:
        book.formats = list(_formats(archive, writer, f"{folder}/styles.xml"))
        book.strings = list(_strings(archive, writer, f"{folder}/sharedStrings.xml"))
        targets = _targets(archive, writer, main)
        for at, sheet in enumerate(within(child(root, "sheets"), "sheet")):
            if at >= MOST_SHEETS:
                raise Enough(f"Only the first {MOST_SHEETS} sheets were read.")
            part = targets.get(_id_of(sheet), "")
            _sheet(archive, writer, book, sheet, part)
    finally:
        tell_book(root, writer)
        tell_packed(archive, writer, str(folder))


def _id_of(sheet: Element) -> str:
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")


def _targets(archive: Archive, writer: Writer, main: str) -> dict[str, str]:
    path = PurePosixPath(main)
    name = f"{path.parent}/_rels/{path.name}.rels"
    data = archive.read_or_none(name, writer.limits.most_tree)
    root = parse(data, writer, name) if data else None
    found = {}
    for each in within(root, "Relationship"):
        target = attribute(each, "Target") or ""
        found[attribute(each, "Id") or ""] = (
            target.lstrip("/") if target.startswith("/") else f"{path.parent}/{target}"
        )
    return found


def _formats(archive: Archive, writer: Writer, name: str) -> Iterator[str | None]:
    """The code of the number format of each cell style; None for General."""
    data = archive.read_or_none(name, writer.limits.most_tree)
    root = parse(data, writer, name) if data else None
    own = {
        attribute(each, "numFmtId"): (attribute(each, "formatCode") or "General")[:300]
        for each in within(root, "numFmt")
    }
    for each in within(child(root, "cellXfs"), "xf"):
        at = attribute(each, "numFmtId")
        code = own.get(at) or BUILT_IN.get(number(at), "General")
        yield None if code == "General" else code


def _strings(archive: Archive, writer: Writer, name: str) -> Iterator[str]:
    if name not in archive.names:
        return
    try:
        data = archive.read(name)
    except DamagedPart:
        writer.note("The words of the workbook are damaged; some cells are blank.")
        return
    for count, element in enumerate(elements(data, writer, name, ("si",))):
        if count >= MOST_STRINGS:
            writer.note("The workbook has more words than are read.")
            return
        yield _words(element)[:LONGEST_CELL]


def _words(element: Element) -> str:
    """The words of a string, without the readings that East Asian scripts add."""
    if len(element) == 1 and name_of(element[0]) == "t":
        return element[0].text or ""
    parts = []
    for each in element:
        name = name_of(each)
        if name == "t":
            parts.append(each.text or "")
        elif name == "r":
            parts += [inner.text or "" for inner in children(each, "t")]
    return "".join(parts)


def elements(data: bytes, writer: Writer, part: str, names: tuple[str, ...]) -> Iterator[Element]:
    """Elements of a large part one by one, each forgotten after its use. Raises: Refusal, Enough"""
    refuse_dtd(data)
    wanted = tuple("{*}" + name for name in names)
    try:
        walk = etree.iterparse(
            BytesIO(data),
            events=("end",),
            tag=wanted,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for count, (_, element) in enumerate(walk):
            if count % CHECK_EVERY == 0:
                writer.deadline.check()
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except ERRORS_OF_XML as fault:
        if "depth" in str(fault).lower():
            raise Refusal("Its XML is nested without end; it was not read.") from None
        writer.note(f"{part} is damaged; it was read as far as it goes.")


def _sheet(archive: Archive, writer: Writer, book: Book, sheet: Element, part: str) -> None:
    name = attribute(sheet, "name") or "?"
    state = (attribute(sheet, "state") or "visible").lower()
    unseen = Unseen()
    cells: list[RawSheetCell] = []
    cut: Enough | None = None
    try:
        data = archive.read(part)
        for element in elements(data, writer, part, ("row", "col", "sheetFormatPr")):
            kind = name_of(element)
            if kind == "row":
                _row(element, book, unseen, cells)
                if book.cells > writer.limits.most_cells:
                    raise Enough(f"Only the first {writer.limits.most_cells:,} cells were read.")
            elif kind == "col":
                _column(element, unseen)
            elif attribute(element, "zeroHeight") in ("1", "true"):
                unseen.all_rows = True
    except DamagedPart:
        writer.note(f"The sheet “{name}” is missing or damaged.")
    except Enough as enough:
        cut = enough
    tell_sheet(writer, name, state, unseen, cells)
    writer.sheet(name, cells, visible=state == "visible")
    if cut:
        raise cut


def _column(element: Element, unseen: Unseen) -> None:
    if attribute(element, "hidden") in ("1", "true") or attribute(element, "width") in ("0", "0.0"):
        first = number(attribute(element, "min"), 1, least=1, most=LAST_COLUMN)
        unseen.hide_columns(first, number(attribute(element, "max"), first, least=1, most=LAST_COLUMN))


def _row(element: Element, book: Book, unseen: Unseen, cells: list[RawSheetCell]) -> None:
    said = element.get("r")
    row = number(said, (cells[-1].row if cells else 0) + 1, least=1, most=LAST_ROW)
    flag = element.get("hidden")
    hidden = flag in ("1", "true") or element.get("ht") in ("0", "0.0")
    hidden = hidden or (unseen.all_rows and flag is None and element.get("customHeight") is None)
    if hidden:
        unseen.hide_rows(row, row)
    some_columns = unseen.any_columns
    column = 0
    for each in element:
        place = each.get("r")
        column = _column_of(place) if place else column + 1
        if not 1 <= column <= LAST_COLUMN:
            continue
        out_of_sight = hidden or (some_columns and unseen.column(column))
        cell = _cell(each, row, column, out_of_sight, book)
        if cell is not None:
            if not cell.shown and cell.value not in (None, ""):
                unseen.blanked += 1
            cells.append(cell)
            book.cells += 1


@lru_cache(maxsize=4096)
def _column_of_letters(letters: str) -> int:
    return column_number(letters) if letters.isascii() and letters.isalpha() and len(letters) <= 3 else 0


def _column_of(place: str) -> int:
    """The column of an address such as AB12; 0 where it has none."""
    return _column_of_letters(place[:12].rstrip("0123456789").upper())


def _cell(element: Element, row: int, column: int, hidden: bool, book: Book) -> RawSheetCell | None:
    raw, formula, inline = None, None, None
    for each in element:
        name = str(each.tag)
        if name.endswith("}v"):
            raw = each.text
        elif name.endswith("}f"):
            formula = (each.text or "")[:2_000] or None
        elif name.endswith("}is"):
            inline = _words(each)
    style = element.get("s")
    code = book.format(style) if style else None
    if raw is None and inline is None:
        return None if formula is None else RawSheetCell(row, column, None, "", code, formula, hidden)
    value = inline if inline is not None else _value(element.get("t"), raw or "", book)
    if value == "" and formula is None:
        return None
    if code is None and isinstance(value, str):
        return RawSheetCell(row, column, value, value[:LONGEST_CELL], None, formula, hidden)
    return RawSheetCell(row, column, value, _shown(value, code, book.from_1904), code, formula, hidden)


def _value(kind: str | None, raw: str, book: Book) -> str | float | int | bool:
    if kind == "s":
        at = number(raw, -1, least=-1)
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return raw.strip() == "1"
    return raw if kind in ("str", "e", "d") else _number(raw)


def _number(raw: str) -> float | int | str:
    try:
        value = float(raw[:40])
    except ValueError:
        return raw[:LONGEST_CELL]
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _shown(value: str | float | int | bool | None, code: str | None, from_1904: bool) -> str:
    if code is not None and shows_nothing(code):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    if value is None:
        return ""
    return plain_number(value) if code is None else shown(value, code, from_1904=from_1904)


def tell_sheet(writer: Writer, name: str, state: str, unseen: Unseen, cells: list[RawSheetCell]) -> None:
    """Reports what of a sheet is hidden, with how many filled cells that holds."""
    if state != "visible":
        very = state == "veryhidden"
        writer.hide(
            HiddenKind.VERY_HIDDEN_SHEET if very else HiddenKind.SHEET, name, len(cells), _first(cells)
        )
        writer.note(f"The sheet “{name}” is hidden and was left out of the text ({len(cells)} filled cells).")
    if unseen.any_columns:
        columns = [at for at in range(1, LAST_COLUMN + 1) if unseen.columns[at]]
        listed = _ranges(ranges_of(columns), column_letters)
        inside = [cell for cell in cells if unseen.column(cell.column)]
        writer.hide(HiddenKind.COLUMNS, f"{name}: {listed}", len(inside), _first(inside))
        if inside:
            writer.note(f"Hidden columns of “{name}” were left out of the text: {listed}.")
    if unseen.rows:
        listed = _ranges(unseen.rows, str)
        inside = [cell for cell in cells if unseen.row(cell.row)]
        writer.hide(HiddenKind.ROWS, f"{name}: {listed}", len(inside), _first(inside))
        if inside:
            writer.note(f"Hidden rows of “{name}” were left out of the text: {listed}.")
    if unseen.blanked:
        writer.hide(HiddenKind.CELLS, name, unseen.blanked)


def _first(cells: list[RawSheetCell]) -> str:
    return " | ".join(cell.shown for cell in cells[:20] if cell.shown)


def ranges_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in order as ranges."""
    found: list[tuple[int, int]] = []
    for each in numbers:
        if found and each == found[-1][1] + 1:
            found[-1] = found[-1][0], each
        else:
            found.append((each, each))
    return found


def _ranges(found: Sequence[tuple[int, int]], name: Callable[[int], str]) -> str:
    """Rows or columns as a person says them: 3, 7 to 90."""
    said = [name(first) if first == last else f"{name(first)} to {name(last)}" for first, last in found[:30]]
    return ", ".join(said) + (" and more" if len(found) > 30 else "")
