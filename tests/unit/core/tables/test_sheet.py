"""Workbooks and text files become tables; a damaged one is a fault, never a crash."""

import io
from functools import cache

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from answerable.core.errors import InputFaults
from answerable.core.tables.sheet import read_sheet

ROWS = (("Authority", "Log"), *((f"E{number}", "yes" if number % 3 else "no") for number in range(40)))


@cache
def xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@cache
def ods() -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    for cells in ROWS:
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def test_xlsx_is_read_from_the_sheet_named() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("About").write(0, 0, "Nothing here")
        book.add_worksheet("Data").write_row(0, 0, ["Authority", "Spend"])
        book.worksheets()[1].write_row(1, 0, ["E1", 1200])
    sheet = read_sheet(out.getvalue(), "table.xlsx", sheet="Data")
    assert sheet.header == ("Authority", "Spend")
    assert [row.cells["Spend"] for row in sheet.rows] == ["1200"]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_workbook_is_read(ending: str) -> None:
    sheet = read_sheet(xlsx() if ending == "xlsx" else ods(), f"table.{ending}")
    assert [(row.cells["Authority"], row.cells["Log"]) for row in sheet.rows] == list(ROWS[1:])
    assert [row.line for row in sheet.rows] == list(range(2, len(ROWS) + 1))


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.ods", "t.pdf", "t"])
@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"PK\x03\x04broken", b"a\n" * 10])
def test_broken_file_is_a_fault_or_a_table_never_a_crash(name: str, data: bytes) -> None:
    try:
        read_sheet(data, name)
    except InputFaults as error:
        assert all(fault.remedy for fault in error.faults)


@given(st.sampled_from(["xlsx", "ods"]), st.data())
def test_damaged_workbook_is_a_fault_or_a_table_never_a_crash(ending: str, draw: st.DataObject) -> None:
    whole = xlsx() if ending == "xlsx" else ods()
    damaged = bytearray(whole)
    for _ in range(draw.draw(st.integers(1, 5))):
        damaged[draw.draw(st.integers(0, len(whole) - 1))] = draw.draw(st.integers(0, 255))
    end = draw.draw(st.sampled_from([len(whole), draw.draw(st.integers(0, len(whole)))]))
    try:
        read_sheet(bytes(damaged[:end]), f"table.{ending}")
    except InputFaults as error:
        assert all(fault.remedy and fault.file == f"table.{ending}" for fault in error.faults)


def test_ods_with_damaged_contents_is_a_fault() -> None:
    whole = ods()
    at = whole.index(b"content.xml") + 60
    with pytest.raises(InputFaults):
        read_sheet(whole[:at] + bytes(200) + whole[at + 200 :], "table.ods")
