"""Reading the table of somebody's spreadsheet: CSV, XLSX or ODS, as texts with their row numbers."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import python_calamine

from answerable.core.errors import Fault, InputFaults
from answerable.core.study.faults import LINE, Faults
from answerable.core.study.folder import MEGABYTE
from answerable.core.study.sheets import read_xlsx, table_of_cells
from answerable.core.study.tables import RawTable, read_csv

LARGEST = 100 * MEGABYTE
LARGEST_ODS_CONTENT = 200 * MEGABYTE
# A filled cell that is repeated this often is no survey: the file would unfold into all of memory.
MOST_REPEATS = 100_000
_REPEATS = re.compile(rb'number-(columns|rows)-repeated="(\d+)"')
_ENDS = {b"columns": b"</table:table-cell>", b"rows": b"</table:table-row>"}


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column name, blank as ""."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """One table: the file's name for faults, its header, its rows without the blank ones."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(data: bytes, file: str, *, known: Sequence[str] = (), sheet: str | None = None) -> Sheet:
    """The table in a CSV, XLSX or ODS file; `known` column names settle which separator a CSV has.

    `sheet` names the sheet of a workbook; without it, the first that is not empty.
    Raises: InputFaults
    """
    faults = Faults()
    ending = PurePath(file).suffix.lower()
    table: RawTable | None = None
    if len(data) > LARGEST:
        message = f"The file is larger than {LARGEST // MEGABYTE} MB."
        faults.add("file_too_large", message, "Leave out columns that are not mapped.", file=file)
    elif ending in (".csv", ".tsv", ".txt"):
        table = read_csv(data, file, known, faults)
    elif ending in (".xlsx", ".xlsm"):
        table = read_xlsx(data, file, faults, sheet=sheet)
    elif ending == ".ods":
        table = _read_ods(data, file, faults, sheet)
    else:
        message = f"“{ending or file}” is no kind of table that can be read."
        faults.add("unknown_format", message, "Save it as CSV, XLSX or ODS.", file=file)
    if table is None or faults.any_errors:
        raise InputFaults(faults.listed())
    return _sheet(table)


def _sheet(table: RawTable) -> Sheet:
    frame = table.frame
    lines = frame[LINE].to_list()
    columns = [frame[name].fill_null("").to_list() for name in frame.columns if name != LINE]
    rows = tuple(
        Row(line, dict(zip(table.header, cells, strict=True)))
        for line, *cells in zip(lines, *columns, strict=True)
    )
    return Sheet(table.file, table.header, rows)


def _read_ods(data: bytes, file: str, faults: Faults, sheet: str | None) -> RawTable | None:
    if not _ods_fits(data, file, faults):
        return None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        filled = [name for name in book.sheet_names if book.get_sheet_by_name(name).total_height]
        if not filled or (sheet is not None and sheet not in book.sheet_names):
            raise InputFaults([_no_sheet(file, sheet, book.sheet_names)])
        rows = book.get_sheet_by_name(sheet or filled[0]).to_python(skip_empty_area=False)
    except InputFaults:
        raise
    except BaseException as error:  # the library's own panics are no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        _not_ods(file, faults)
        return None
    return table_of_cells(rows, file, faults)


def _no_sheet(file: str, sheet: str | None, there: Sequence[str]) -> Fault:
    if sheet is None:
        return Fault("empty_file", "The workbook is empty.", "Fill its first sheet.", file=file)
    return Fault("unknown_sheet", f"There is no sheet “{sheet}”.", f"Known: {', '.join(there)}.", file=file)


def _ods_fits(data: bytes, file: str, faults: Faults) -> bool:
    """Whether an ODS unpacks to a bounded size, and none of its filled cells repeats without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as stream:
            content = stream.read(LARGEST_ODS_CONTENT + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ):
        _not_ods(file, faults)
        return False
    if len(content) > LARGEST_ODS_CONTENT or _unfolds(content):
        faults.add(
            "file_too_large",
            "The spreadsheet unfolds into far more cells than it should.",
            "Copy the table into a new spreadsheet, or save it as CSV UTF-8.",
            file=file,
        )
        return False
    return True


def _unfolds(content: bytes) -> bool:
    """Whether a cell or row with text in it says that it repeats more often than any survey has rows."""
    for found in _REPEATS.finditer(content):
        if len(found[2]) > len(str(MOST_REPEATS)) or int(found[2]) > MOST_REPEATS:
            close = content.find(b">", found.end())
            if content[close - 1 : close] == b"/":
                continue
            end = content.find(_ENDS[found[1]], close)
            if b"<text" in content[close : end if end >= 0 else len(content)]:
                return True
    return False


def _not_ods(file: str, faults: Faults) -> None:
    faults.add(
        "not_a_workbook",
        "The file cannot be read as an ODS spreadsheet.",
        "Save it again as .ods without a password, or as CSV UTF-8.",
        file=file,
    )
