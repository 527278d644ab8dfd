"""Tables as one XLSX workbook for people: a sheet each, headings in bold that stay in view.

Answers stand as people read them, a row per body and a column per question; the long table, with
evidence and notes, is in the other formats.

Text is written as text, so nothing in a cell is ever run as a formula and nothing need be guarded. The
same tables give the same bytes: the file bears no date of its making.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import xlsxwriter

LONGEST = 32_000
"""Spreadsheets take 32,767 UTF-16 units to a cell; the CSV file has longer texts whole."""
NOT_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"
# The earliest moment that the format knows stands for none.
NO_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001
COLUMN_WIDTH = 16

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class SheetRows:
    """A table as plain values, which a forked process may write: polars may not be used there."""

    names: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "SheetRows":
        """The rows of a frame; letters that no XML holds are replaced and texts no cell holds cut."""
        text = pl.col(pl.String)
        cut = pl.when(text.str.len_chars() > LONGEST).then(text.str.slice(0, LONGEST) + "…").otherwise(text)
        clean = frame.with_columns(cut.str.replace_all(NOT_XML, "\N{REPLACEMENT CHARACTER}").name.keep())
        return cls(tuple(frame.columns), clean.rows())


BODY = ("body_id", "body_name", "region")


def answer_sheets(answers: pl.DataFrame) -> dict[str, SheetRows]:
    """The answers of each kind of body as a sheet: what was said, else the status that says why not.

    Shape:  rows of the table of answers -> per kind a row per body, and after BODY a column per question
    """
    made = {}
    columns = ["kind", "question_id", *BODY, "status", "answer", "value"]
    for (kind,), part in answers.select(columns).partition_by("kind", as_dict=True).items():
        rows = SheetRows.of(part).rows
        questions = list(dict.fromkeys(row[1] for row in rows))
        said: dict[Cell, dict[Cell, Cell]] = {}
        for _, question, body_id, name, region, status, answer, value in rows:
            given = value if value is not None else answer
            cells = said.setdefault(body_id, dict(zip(BODY, (body_id, name, region), strict=True)))
            cells[question] = (given if given is not None else status) if status == "answered" else status
        names = (*BODY, *(str(question) for question in questions))
        made[f"answers {kind}"] = SheetRows(
            names, [tuple(each.get(n) for n in names) for each in said.values()]
        )
    return made


def workbook_bytes(sheets: Mapping[str, SheetRows]) -> bytes:
    """The tables as an XLSX file.

    Shape:  columns of text, whole and other numbers, dates and yes or no; blank where there is nothing
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": NO_MOMENT})
        bold = book.add_format({"bold": True})
        for name, table in sheets.items():
            sheet = book.add_worksheet(sheet_name(name))
            sheet.freeze_panes(1, 0)
            last = max(0, len(table.names) - 1)
            sheet.set_column(0, last, COLUMN_WIDTH)
            sheet.autofilter(0, 0, len(table.rows), last)
            for column, heading in enumerate(table.names):
                sheet.write_string(0, column, heading, bold)
            _write_rows(sheet, table.rows)
    return file.getvalue()


def _write_rows(sheet: xlsxwriter.workbook.Worksheet, rows: list[tuple[Cell, ...]]) -> None:
    writers = {
        str: sheet.write_string,
        bool: sheet.write_boolean,
        int: sheet.write_number,
        float: sheet.write_number,
        date: sheet.write_datetime,
    }
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is not None:
                writers[type(cell)](number, column, cell)


def sheet_name(name: str) -> str:
    """A name as a sheet may have it: at most 31 letters, none of them forbidden."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in name)[:31]
