"""XLSX to a frame of texts with row numbers; what a spreadsheet program would choke on is refused."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any

import polars as pl
import python_calamine

from answerable.core.study.faults import LINE, Faults, quoted
from answerable.core.study.folder import MEGABYTE
from answerable.core.study.tables import RawTable, _names, _without_blank_rows

MOST_UNPACKED = 800 * MEGABYTE
MOST_CELLS = 15_000_000
MOST_COLUMNS = 500
CHUNK = 4_000_000
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


def read_xlsx(data: bytes, file: str, faults: Faults, *, sheet: str | None = None) -> RawTable | None:
    """The cells of a workbook's first filled sheet, or of the one named: dates as ISO, whole numbers plain.

    None and a fault where it is no workbook, or unpacks to more than any table has.
    """
    if not _fits(data, file, faults):
        return None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [name for name in book.sheet_names if book.get_sheet_by_name(name).total_height]
        if not sheets:
            faults.add(
                "empty_file", "The workbook is empty.", "Fill its first sheet, or remove it.", file=file
            )
            return None
        if sheet is not None and sheet not in book.sheet_names:
            known = ", ".join(book.sheet_names)
            faults.add("unknown_sheet", f"There is no sheet {quoted(sheet)}.", f"Known: {known}.", file=file)
            return None
        rows = book.get_sheet_by_name(sheet or sheets[0]).to_python(skip_empty_area=False)
    except BaseException as error:  # the library's own panics are no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        _no_workbook(file, str(error), faults)
        return None
    if len(sheets) > 1 and sheet is None:
        faults.add(
            "more_sheets",
            f"Only the sheet {quoted(sheets[0])} was read; there are {len(sheets) - 1} more.",
            "Keep the table on the first sheet and remove the others, or save it as CSV.",
            file=file,
            warning=True,
        )
    return table_of_cells(rows, file, faults)


def table_of_cells(rows: list[list[Any]], file: str, faults: Faults) -> RawTable | None:
    """Rows of a sheet as a table, the first as its header; None and a fault where there is none."""
    header = tuple(_text(cell) or "" for cell in rows[0]) if rows else ()
    header = tuple(name.strip() for name in header)
    if not any(header):
        faults.add(
            "no_header",
            "The first row is blank where the column names are expected.",
            "Remove blank rows above the header.",
            file=file,
            line=1,
        )
        return None
    schema = {name: pl.String() for name in _names(header)}
    body = [[_text(cell) for cell in row] for row in rows[1:]]
    frame = pl.DataFrame(body, schema=schema, orient="row")
    frame = frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias(LINE))
    return RawTable(file, header, _without_blank_rows(frame))


def _text(cell: Any) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\x00", "") if cell is not None else None


def _fits(data: bytes, file: str, faults: Faults) -> bool:
    """Whether a workbook unpacks to a bounded size, and its cells to a bounded rectangle."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for entry in archive.infolist():
                is_sheet = entry.filename.startswith("xl/worksheets/")
                columns = rows = 1
                tail = b""
                with archive.open(entry) as stream:
                    while chunk := stream.read(CHUNK):
                        total += len(chunk)
                        if total > MOST_UNPACKED:
                            return _too_much(file, faults)
                        if is_sheet:
                            columns, rows = _reach(tail + chunk, columns, rows)
                            tail = chunk[-40:]
                if columns > MOST_COLUMNS or columns * rows > MOST_CELLS:
                    return _too_much(file, faults)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as e:
        _no_workbook(file, str(e), faults)
        return False
    return True


def _reach(xml: bytes, columns: int, rows: int) -> tuple[int, int]:
    """The furthest column and row that cells refer to; the library lays out everything up to there."""
    for letters, digits in set(REFERENCE.findall(xml)):
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        columns, rows = max(columns, number), max(rows, int(digits))
    return columns, rows


def _too_much(file: str, faults: Faults) -> bool:
    faults.add(
        "file_too_large",
        "The workbook unpacks to far more than it should, or has a cell far away from all others.",
        "Copy the table into a new workbook, or save it as CSV UTF-8.",
        file=file,
    )
    return False


def _no_workbook(file: str, reason: str, faults: Faults) -> None:
    faults.add(
        "not_a_workbook",
        f"The file cannot be read as an XLSX workbook: {quoted(reason)}.",
        "Save it again as .xlsx without a password, or as CSV UTF-8.",
        file=file,
    )
