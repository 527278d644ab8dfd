"""Gathers the blocks of a document, each with its place in the text of the whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from answerable.core.post.charsets import clean
from answerable.core.reading.documents.bounds import Budget, Enough
from answerable.core.reading.documents.model import (
    Block,
    Cell,
    Document,
    Hidden,
    HiddenKind,
    Line,
    Packed,
    Page,
    Paragraph,
    Picture,
    Rectangle,
    Sheet,
    SheetCell,
    Table,
)

MOST_NOTES = 200
MOST_HIDDEN = 2_000
LONGEST_WORDS = 500
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufdd0\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\u2028|\u2029")


def plain(text: str) -> str:
    """A text with plain line ends and without control characters or lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return clean(_CONTROLS.sub("", _LINE_ENDS.sub("\n", text)))


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a table before it has a place in the text."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


class RawSheetCell(NamedTuple):
    """A cell of a sheet before it has a place in the text."""

    row: int
    column: int
    value: str | float | int | bool | None
    shown: str
    number_format: str | None = None
    formula: str | None = None
    hidden: bool = False


class Writer:
    """What a reader of one file writes to; it holds what was read even when reading ends early."""

    def __init__(self, filename: str, content_type: str, budget: Budget) -> None:
        self.filename, self.content_type, self.budget = filename, content_type, budget
        self.limits, self.deadline = budget.limits, budget.deadline
        self.blocks: list[Block] = []
        self.pages: list[Page] = []
        self.files: list[Packed] = []
        self.hidden: list[Hidden] = []
        self.picture: Picture | None = None
        self._notes: dict[str, None] = {}
        self._pieces: list[str] = []
        self._at = 0
        self.cells = 0
        self._kept: list[object] = []

    def keep(self, tree: object) -> None:
        """Holds a tree until the writer ends: a child leaves without taking it down node by node."""
        self._kept.append(tree)

    def note(self, words: str) -> None:
        """Adds a note once."""
        if len(self._notes) < MOST_NOTES:
            self._notes.setdefault(words)

    def hide(self, what: HiddenKind, where: str, count: int = 0, words: str = "") -> None:
        """Adds something hidden that was found."""
        if len(self.hidden) < MOST_HIDDEN:
            found = Hidden(what, plain(where)[:LONGEST_WORDS], count, plain(words)[:LONGEST_WORDS])
            self.hidden.append(found)
        else:
            self.note("More is hidden in the file than is listed.")

    def paragraph(
        self,
        text: str,
        *,
        list_number: str | None = None,
        level: int = 0,
        style: str | None = None,
    ) -> None:
        """Adds a paragraph; nothing where it is blank."""
        text = plain(text).strip("\n")
        if not text.strip():
            return
        start = self._new_block()
        number = plain(list_number).strip() if list_number else None
        if number:
            self._say(f"{number} ")
        self._say(text)
        self.blocks.append(Paragraph(text, start, self._at, number or None, level, style))

    def lines(
        self, lines: Sequence[tuple[str, Rectangle | None]], page: int, *, style: str | None = None
    ) -> None:
        """Adds a paragraph of lines that have a place on a page."""
        said = [(text, area) for raw, area in lines if (text := plain(raw).strip())]
        if not said:
            return
        start = self._new_block()
        placed: list[Line] = []
        for number, (text, area) in enumerate(said):
            self._say("\n" if number else "")
            at = self._at
            self._say(text)
            placed.append(Line(text, at, self._at, page, area))
        whole = "\n".join(line.text for line in placed)
        area = union([line.rectangle for line in placed])
        self.blocks.append(
            Paragraph(whole, start, self._at, style=style, page=page, rectangle=area, lines=tuple(placed))
        )

    def table(self, cells: Sequence[RawCell]) -> None:
        """Adds a table, its cells sorted by row and column; nothing where all are blank."""
        cells = sorted(cells, key=lambda cell: (cell.row, cell.column))
        if not any(cell.text.strip() for cell in cells):
            return
        start = self._new_block()
        placed: list[Cell] = []
        row, column = cells[0].row, 0
        for cell in cells:
            self._count_cell()
            if cell.row != row:
                self._say("\n")
            elif column:
                self._say("\t")
            row, column = cell.row, cell.column
            at = self._at
            text = plain(cell.text).strip()
            self._say(text)
            placed.append(Cell(text, at, self._at, row, column, cell.row_span, cell.column_span))
        n_rows = max(cell.row + cell.row_span - 1 for cell in placed)
        n_columns = max(cell.column + cell.column_span - 1 for cell in placed)
        self.blocks.append(Table(tuple(placed), start, self._at, n_rows, n_columns))

    def sheet(self, name: str, cells: Sequence[RawSheetCell], *, visible: bool = True) -> None:
        """Adds a sheet: its visible cells go into the text row by row, its hidden ones stay beside it."""
        name = plain(name)
        start = self._new_block(late=True) if visible and cells else self._at
        shown: list[SheetCell] = []
        unseen: list[SheetCell] = []
        row, at, size = 0, self._at, self._at
        say = self._pieces.append
        for cell in cells:
            text = plain(cell.shown)
            size += len(text)
            if size > self.limits.most_text:
                self.note("The text is very long; the end of it was left out.")
                break
            if cell.hidden or not visible or not text:
                unseen.append(_placed(cell, name, text, -1, -1))
                continue
            if row:
                say("\n" if cell.row != row else "\t")
                at += 1
            row = cell.row
            say(text)
            shown.append(_placed(cell, name, text, at, at + len(text)))
            at += len(text)
        self._at = at
        self.blocks.append(Sheet(name, tuple(shown), tuple(unseen), start, self._at, visible))

    def finish(self, refused: str | None = None) -> Document:
        """The document as far as it was written; without its blocks where it was refused."""
        if refused:
            self.blocks, self._pieces = [], []
        return Document(
            filename=self.filename,
            content_type=self.content_type,
            text="".join(self._pieces),
            blocks=tuple(self.blocks),
            notes=tuple(self._notes),
            refused=refused,
            hidden=tuple(self.hidden),
            pages=tuple(self.pages),
            files=tuple(self.files),
            picture=self.picture,
        )

    def _count_cell(self) -> None:
        self.cells += 1
        if self.cells > self.limits.most_cells:
            raise Enough(f"Only the first {self.limits.most_cells:,} cells of tables were read.")

    def _new_block(self, *, late: bool = False) -> int:
        """Where the next block begins. `late`: what is gathered already is written past the deadline too."""
        if not late:
            self.deadline.check()
        if self._at > self.limits.most_text:
            raise Enough("The text is very long; the end of it was left out.")
        if self._pieces:
            self._say("\n")
        return self._at

    def _say(self, text: str) -> None:
        self._pieces.append(text)
        self._at += len(text)


def _placed(cell: RawSheetCell, name: str, text: str, start: int, end: int) -> SheetCell:
    return SheetCell(
        name, cell.row, cell.column, cell.value, text, start, end, cell.number_format, cell.formula
    )


def union(areas: Sequence[Rectangle | None]) -> Rectangle | None:
    """The smallest area around all; None where there are none."""
    known = [area for area in areas if area is not None]
    if not known:
        return None
    return Rectangle(
        min(area.left for area in known),
        min(area.bottom for area in known),
        max(area.right for area in known),
        max(area.top for area in known),
    )
