"""What was read from a file: its text, and where in the file each piece of it stands.

Every block knows where it lies in the text of the whole document (`start` to `end`), so that evidence can be
kept as two numbers and be shown again on the page, in the table or in the cell it came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class HiddenKind(StrEnum):
    """What a file can hold that nobody sees who opens it."""

    SHEET = "hidden sheet"
    VERY_HIDDEN_SHEET = "very hidden sheet"
    ROWS = "hidden rows"
    COLUMNS = "hidden columns"
    CELLS = "cells formatted to show nothing"
    PIVOT_CACHE = "pivot cache"
    NAME = "defined name"
    EXTERNAL_LINK = "external link"
    CONNECTION = "data connection"
    COMMENT = "comment"
    TEXT = "hidden text"
    DELETION = "tracked deletion"
    STRUCK = "struck-through words"
    MACRO = "macro"
    EMBEDDED = "embedded file"


@dataclass(frozen=True)
class Hidden:
    """Something hidden in a file: where, how many (rows, cells, records), and its words as far as known.

    The words are for the person who reads the reply, not for publication: hidden sheets and pivot caches are
    how personal data leak.
    """

    what: HiddenKind
    where: str
    count: int = 0
    words: str = ""


@dataclass(frozen=True)
class Rectangle:
    """An area of a page.

    Units: points (1/72 inch) in the page's own space, as PDF counts: x to the right, y upwards, from the
    lower left corner of the media box, before the page is turned. For a picture: pixels of the picture,
    with y upwards in the same way.
    """

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Page:
    """A page of a PDF, counted from 1. `has_text` is False for a scan without OCR.

    Units: points as the page is shown, so already turned; rotation in degrees clockwise
    """

    number: int
    width: float
    height: float
    rotation: int = 0
    has_text: bool = True


@dataclass(frozen=True)
class Line:
    """A line as it stands on a page."""

    text: str
    start: int
    end: int
    page: int
    rectangle: Rectangle | None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; in the document's text its list number comes before its words.

    `level` is the level of a heading, 0 for none. `style` says what else it is: header, footer, footnote,
    text box, form field. `lines` are there for what has pages.
    """

    text: str
    start: int
    end: int
    list_number: str | None = None
    level: int = 0
    style: str | None = None
    page: int | None = None
    rectangle: Rectangle | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a table in a text, by row and column from 1, over as many of both as it spans."""

    text: str
    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Table:
    """A table in a text: in the document's text a row is a line, with tabs between cells."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    n_rows: int
    n_columns: int

    def rows(self) -> list[list[Cell]]:
        """The cells by row."""
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return [found[number] for number in sorted(found)]


class SheetCell(NamedTuple):
    """A filled cell of a spreadsheet. `value` is what is stored, `shown` what a reader of the sheet sees.

    `number_format` is the format's own code. A formula is kept as words and never worked out: `value` is the
    result that the file carries. A hidden cell has no place in the text: its start and end are -1.
    """

    sheet: str
    row: int
    column: int
    value: str | float | int | bool | None
    shown: str
    start: int
    end: int
    number_format: str | None = None
    formula: str | None = None

    @property
    def address(self) -> str:
        """The cell's name, such as B7."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or the one of a CSV file. Hidden cells are not in the document's text."""

    name: str
    cells: tuple[SheetCell, ...]
    hidden_cells: tuple[SheetCell, ...]
    start: int
    end: int
    visible: bool = True

    def rows(self) -> list[list[SheetCell]]:
        """The visible cells by row."""
        found: dict[int, list[SheetCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return [found[number] for number in sorted(found)]


Block = Paragraph | Table | Sheet


@dataclass(frozen=True)
class Picture:
    """What a picture says of its size, unread. Units: pixels"""

    width: int
    height: int


@dataclass(frozen=True)
class Packed:
    """A file in a file. `document` is None where it is only listed, as files of messages are."""

    filename: str
    content_type: str
    size_bytes: int
    document: "Document | None" = None


@dataclass(frozen=True)
class Document:
    """A file that was read, as far as it could be.

    `content_type` is the true type. `refused` says in a sentence why nothing was read, None otherwise.
    `notes` say what was left out, repaired or cut; `hidden` what a reader of the file would not see.
    """

    filename: str
    content_type: str
    text: str = field(repr=False, default="")
    blocks: tuple[Block, ...] = field(repr=False, default=())
    notes: tuple[str, ...] = ()
    refused: str | None = None
    hidden: tuple[Hidden, ...] = ()
    pages: tuple[Page, ...] = field(repr=False, default=())
    files: tuple[Packed, ...] = ()
    picture: Picture | None = None

    def sheets(self) -> list[Sheet]:
        """The sheets of a workbook."""
        return [each for each in self.blocks if isinstance(each, Sheet)]

    def tables(self) -> list[Table]:
        """The tables of a text."""
        return [each for each in self.blocks if isinstance(each, Table)]

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of a text."""
        return [each for each in self.blocks if isinstance(each, Paragraph)]

    def places(self, start: int, end: int) -> Iterator[Paragraph | Line | Cell | SheetCell]:
        """The smallest pieces that a stretch of the text touches: lines, cells, else paragraphs; in order."""
        for block in self.blocks:
            if block.start < end and start < block.end:
                inner = block.lines or (block,) if isinstance(block, Paragraph) else block.cells
                yield from (each for each in inner if each.start < end and start < each.end)


def column_letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column by its name: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
