"""ODS: cells as they are shown, with what is hidden told apart."""

import re
from collections.abc import Iterator

from answerable.core.reading.documents.bounds import Enough
from answerable.core.reading.documents.excel import Unseen, tell_sheet
from answerable.core.reading.documents.model import HiddenKind
from answerable.core.reading.documents.opendocument import content_of, rows_of
from answerable.core.reading.documents.writer import RawSheetCell, Writer
from answerable.core.reading.documents.xml import Element, attribute, child, children, name_of, number, within

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# A filled cell or row that repeats more often than this is no table that a person typed.
MOST_REPEATS = 10_000
MOST_TREE = 64 * 1024 * 1024
MOST_SHEETS = 500
_HIDDEN = ("collapse", "filter")
_LINKED = re.compile(r"'(file:[^']{1,500})'#")


def read_ods(data: bytes, writer: Writer) -> None:
    """Reads a workbook of LibreOffice or its kin. Raises: Refusal, Enough"""
    _, root, _ = content_of(data, writer, MOST_TREE)
    unseen_styles = {
        attribute(style, "name") or ""
        for style in within(root, "style")
        if attribute(child(style, "table-properties"), "display") == "false"
    }
    book = child(child(root, "body"), "spreadsheet")
    reader = _Reader(writer)
    try:
        for at, table in enumerate(children(book, "table") if book is not None else ()):
            if at >= MOST_SHEETS:
                raise Enough(f"Only the first {MOST_SHEETS} sheets were read.")
            reader.table(table, (attribute(table, "style-name") or "") in unseen_styles)
    finally:
        _tell_book(book, writer)
        for target, count in reader.linked.items():
            writer.hide(HiddenKind.EXTERNAL_LINK, target, count)


class _Reader:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.count = 0
        self.linked: dict[str, int] = {}  # files that formulas take cells from, with how many do

    def table(self, table: Element, unseen_table: bool) -> None:
        name = attribute(table, "name") or "?"
        source = child(table, "table-source")
        if source is not None or name.startswith("'file:"):
            kept = sum(1 for _ in within(table, "p"))
            where = attribute(source, "href") or name
            self.writer.hide(HiddenKind.EXTERNAL_LINK, where, kept)
            if name.startswith("'file:"):
                return
        unseen = Unseen()
        for first, last in _hidden_columns(table):
            unseen.hide_columns(first, last)
        cells: list[RawSheetCell] = []
        cut: Enough | None = None
        try:
            self._rows(table, unseen, cells)
        except Enough as enough:
            cut = enough
        state = "hidden" if unseen_table else "visible"
        tell_sheet(self.writer, name, state, unseen, cells)
        self.writer.sheet(name, cells, visible=not unseen_table)
        if cut:
            raise cut

    def _rows(self, table: Element, unseen: Unseen, cells: list[RawSheetCell]) -> None:
        row = 1
        for element in rows_of(table, self.writer):
            times = number(attribute(element, "number-rows-repeated"), 1, least=1, most=LAST_ROW)
            hidden = attribute(element, "visibility") in _HIDDEN
            made = self._row(element, row, hidden, unseen)
            if hidden:
                unseen.hide_rows(row, row + times - 1)
            if made and times > MOST_REPEATS:
                self.writer.note(f"A row says that it repeats {times:,} times; it was read once.")
                times_read = 1
            else:
                times_read = times if made else 0
            for again in range(times_read):
                cells += [cell._replace(row=row + again) for cell in made] if again else made
                self.count += len(made)
                if self.count > self.writer.limits.most_cells:
                    raise Enough(f"Only the first {self.writer.limits.most_cells:,} cells were read.")
            row += times
            if row > LAST_ROW:
                return

    def _row(self, element: Element, row: int, hidden: bool, unseen: Unseen) -> list[RawSheetCell]:
        made: list[RawSheetCell] = []
        column = 1
        for each in element:
            name = name_of(each)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            times = number(attribute(each, "number-columns-repeated"), 1, least=1, most=LAST_COLUMN)
            value, text, formula = self._cell(each, row, column)
            if text or value is not None:
                if value is not None and value != "" and not text:
                    unseen.blanked += 1
                for at in range(column, min(column + min(times, 1_000), LAST_COLUMN + 1)):
                    out = hidden or unseen.column(at)
                    made.append(RawSheetCell(row, at, value, text, None, formula, out))
            column += times
        return made

    def _cell(
        self, each: Element, row: int, column: int
    ) -> tuple[str | float | bool | None, str, str | None]:
        lines: list[str] = []
        for part in each:
            name = name_of(part)
            if name == "p":
                lines.append("".join(_words(part)))
            elif name == "annotation":
                words = " ".join("".join(_words(line)) for line in children(part, "p"))
                self.writer.hide(HiddenKind.COMMENT, f"row {row}, column {column}", 1, words)
        text = "\n".join(lines)
        kind = attribute(each, "value-type")
        value: str | float | bool | None = text or None
        if kind in ("float", "percentage", "currency"):
            value = _float(attribute(each, "value"))
        elif kind == "date":
            value = attribute(each, "date-value")
        elif kind == "time":
            value = attribute(each, "time-value")
        elif kind == "boolean":
            value = attribute(each, "boolean-value") == "true"
        formula = attribute(each, "formula")
        if formula and "'file:" in formula:
            for target in _LINKED.findall(formula[:2_000]):
                self.linked[target] = self.linked.get(target, 0) + 1
        return value, text, formula[:2_000] if formula else None


def _words(element: Element) -> Iterator[str]:
    """The words of a paragraph in a cell."""
    yield element.text or ""
    for each in element.iter():
        if each is element:
            continue
        name = name_of(each)
        if name == "s":
            yield " " * number(attribute(each, "c"), 1, most=100)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        else:
            yield each.text or ""
        yield each.tail or ""


def _float(text: str | None) -> float | int | None:
    try:
        value = float((text or "")[:40])
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _hidden_columns(table: Element) -> Iterator[tuple[int, int]]:
    at = 1
    for column in table.iter("{*}table-column"):
        times = number(attribute(column, "number-columns-repeated"), 1, least=1, most=LAST_COLUMN)
        if attribute(column, "visibility") in _HIDDEN and at <= LAST_COLUMN:
            yield at, min(at + times - 1, LAST_COLUMN)
        at += times


def _tell_book(book: Element | None, writer: Writer) -> None:
    for each in within(book, "named-range"):
        writer.hide(
            HiddenKind.NAME, attribute(each, "name") or "", 0, attribute(each, "cell-range-address") or ""
        )
    for each in within(book, "named-expression"):
        writer.hide(HiddenKind.NAME, attribute(each, "name") or "", 0, attribute(each, "expression") or "")
    for each in within(book, "data-pilot-table"):
        writer.hide(HiddenKind.PIVOT_CACHE, attribute(each, "name") or "")
    for each in within(book, "database-source-sql"):
        writer.hide(HiddenKind.CONNECTION, attribute(each, "database-name") or "")
    for each in within(book, "cell-range-source"):
        writer.hide(HiddenKind.EXTERNAL_LINK, attribute(each, "href") or "")
