"""XLSB, Excel's binary format: values through calamine, always in a process of its own."""

from io import BytesIO

import python_calamine

from answerable.core.reading.documents.archives import Archive
from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.excel import Unseen, tell_sheet
from answerable.core.reading.documents.number_formats import plain_number
from answerable.core.reading.documents.word import tell_packed
from answerable.core.reading.documents.writer import RawSheetCell, Writer


def read_xlsb(data: bytes, writer: Writer) -> None:
    """Reads a binary workbook; hidden rows and columns cannot be told in it. Raises: Refusal, Enough"""
    archive = Archive(data, writer.budget)
    for name in archive.names:
        writer.budget.take(len(archive.read(name)) if name.endswith(".bin") else 0)
    tell_packed(archive, writer, "xl")
    writer.note("In a binary workbook hidden rows and columns cannot be told apart: its text may hold them.")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = list(book.sheets_metadata)
    except BaseException as fault:  # The library's own panics are no Exception.
        if isinstance(fault, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Refusal("It is damaged and could not be read as a workbook.") from None
    count = 0
    for about in sheets:
        writer.deadline.check()
        cells: list[RawSheetCell] = []
        rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value != "":
                    cells.append(_cell(at, column, value))
        count += len(cells)
        state = str(about.visible).rpartition(".")[2].lower()
        tell_sheet(writer, about.name, state, Unseen(), cells)
        writer.sheet(about.name, cells, visible=state == "visible")
        if count > writer.limits.most_cells:
            raise Enough(f"Only about the first {writer.limits.most_cells:,} cells were read.")


def _cell(row: int, column: int, value: object) -> RawSheetCell:
    if isinstance(value, bool):
        return RawSheetCell(row, column, value, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return RawSheetCell(row, column, value, plain_number(value))
    return RawSheetCell(row, column, str(value), str(value))
