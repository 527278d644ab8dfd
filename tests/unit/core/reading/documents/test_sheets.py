"""Spreadsheets: cells as shown, at their addresses; what is hidden is reported and stays out of the text."""

import io

import openpyxl
import pytest
import xlsxwriter
from odf import office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from answerable.core.reading.documents.model import Document, HiddenKind
from tests.unit.core.reading.documents.old_files import compound_file
from tests.unit.core.reading.documents.reading import lines, read
from tests.unit.core.reading.documents.samples import excel, excel_97, rewritten

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def found_in(document: Document) -> dict[HiddenKind, str]:
    """Where each kind of hidden thing lies."""
    return {each.what: each.where for each in document.hidden}


def workbook(fill: object) -> Document:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book)  # type: ignore[operator]
    return read(out.getvalue(), "answers.xlsx")


def test_cells_have_addresses_values_and_what_is_shown() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Answers")
        sheet.write_row("B2", ["Cost", "Share", "When", "Sure"])
        for column, value, code in ((1, 1234.5, "£#,##0.00"), (2, 0.125, "0.0%"), (3, 42798, "dd mmm yyyy")):
            sheet.write(2, column, value, book.add_format({"num_format": code}))
        sheet.write_boolean("E3", True)
        sheet.write_formula("E4", "=1+1", None, 2)

    found = workbook(fill)
    assert lines(found) == ["Cost\tShare\tWhen\tSure", "£1,234.50\t12.5%\t04 Mar 2017\tTRUE", "2"]
    cells = {cell.address: cell for cell in found.sheets()[0].cells}
    assert (cells["B3"].value, cells["C3"].value, cells["E4"].formula) == (1234.5, 0.125, "1+1")
    assert cells["C3"].number_format == "0.0%"
    at = found.text.index("12.5%")
    assert [place.address for place in found.places(at, at + 5)] == ["C3"]  # type: ignore[union-attr]


def test_hidden_sheets_rows_columns_and_cells_stay_out_of_the_text() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, hidden, deep = (book.add_worksheet(name) for name in ("Answers", "Staff", "Deep"))
        for row in range(5):
            sheet.write_row(row, 0, [f"a{row}", f"b{row}", f"c{row}"])
        sheet.write(0, 3, "hush", book.add_format({"num_format": ";;;"}))
        sheet.set_column(1, 1, None, None, {"hidden": True})
        for row in (2, 3):
            sheet.set_row(row, None, None, {"hidden": True})
        hidden.write(0, 0, "Officer")
        deep.write(0, 0, "Deeper")
        hidden.hide()
        deep.very_hidden()

    found = workbook(fill)
    assert lines(found) == ["a0\tc0", "a1\tc1", "a4\tc4"]
    assert found_in(found) == {
        HiddenKind.COLUMNS: "Answers: B",
        HiddenKind.ROWS: "Answers: 3 to 4",
        HiddenKind.CELLS: "Answers",
        HiddenKind.SHEET: "Staff",
        HiddenKind.VERY_HIDDEN_SHEET: "Deep",
    }
    counts = {each.what: (each.count, each.words) for each in found.hidden}
    assert counts[HiddenKind.SHEET] == (1, "Officer") and counts[HiddenKind.ROWS][0] == 6
    assert [cell.address for cell in found.sheets()[0].hidden_cells][:2] == ["B1", "D1"]
    assert any("“Staff” is hidden" in note for note in found.notes)


def test_names_links_pivots_connections_and_comments_are_reported() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Yes"
    book.active["A1"].comment = openpyxl.comments.Comment("check this", "x")
    book.defined_names["Old"] = openpyxl.workbook.defined_name.DefinedName("Old", attr_text="Sheet!$A$1")
    out = io.BytesIO()
    book.save(out)
    link = (
        f'<externalLink xmlns="{MAIN}"><externalBook><sheetDataSet><sheetData><row><cell>'
        "<v>Officer</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    relation = (
        f'<Relationships><Relationship Id="r1" Type="{RELATION}/x" Target="file:///staff.xlsx"/>'
        "</Relationships>"
    )
    pivot = (
        f'<pivotCacheDefinition xmlns="{MAIN}" recordCount="812"><cacheSource>'
        '<worksheetSource sheet="Staff"/></cacheSource><cacheFields><cacheField name="Grade">'
        '<sharedItems><s v="Band 7"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
    )
    connection = f'<connections xmlns="{MAIN}"><connection name="HR"><dbPr/></connection></connections>'
    found = read(
        rewritten(
            out.getvalue(),
            {
                "xl/externalLinks/externalLink1.xml": link.encode(),
                "xl/externalLinks/_rels/externalLink1.xml.rels": relation.encode(),
                "xl/pivotCache/pivotCacheDefinition1.xml": pivot.encode(),
                "xl/connections.xml": connection.encode(),
                "xl/vbaProject.bin": b"x",
            },
        ),
        "answers.xlsm",
    )
    assert found.text == "Yes"
    assert found_in(found) == {
        HiddenKind.NAME: "Old",
        HiddenKind.COMMENT: "A1",
        HiddenKind.EXTERNAL_LINK: "file:///staff.xlsx",
        HiddenKind.PIVOT_CACHE: "Staff",
        HiddenKind.CONNECTION: "HR",
        HiddenKind.MACRO: "xl/vbaProject.bin",
    }
    by_kind = {each.what: each for each in found.hidden}
    assert by_kind[HiddenKind.PIVOT_CACHE].count == 812 and "Band 7" in by_kind[HiddenKind.PIVOT_CACHE].words
    assert by_kind[HiddenKind.COMMENT].words == "check this"


def test_a_workbook_of_openpyxl_reads_as_it_was_written() -> None:
    book = openpyxl.Workbook()
    for row in range(1, 30):
        book.active.append([f"Q{row}", row, "Yes"])
    out = io.BytesIO()
    book.save(out)
    assert lines(read(out.getvalue(), "a.xlsx")) == [f"Q{row}\t{row}\tYes" for row in range(1, 30)]


def test_xls_says_the_same_as_xlsx() -> None:
    new, old = read(excel(), "a.xlsx"), read(excel_97(), "a.xls")
    assert [cell.shown for cell in old.sheets()[0].cells if cell.column == 3] == [
        cell.shown for cell in new.sheets()[0].cells if cell.column == 3
    ]
    assert lines(old)[0] == "Question 0 – £\t0\t0\t04/03/2017"
    assert found_in(old) == {HiddenKind.COLUMNS: "Answers: B", HiddenKind.VERY_HIDDEN_SHEET: "Staff"}


def test_a_locked_xls_says_so() -> None:
    records = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00\x06\x00" + bytes(6)
    found = read(compound_file({"Workbook": records}), "a.xls")
    assert found.refused == "It is encrypted and opens only with a password."


def _cell(words: str, **about: str) -> table.TableCell:
    cell = table.TableCell(valuetype=about.pop("valuetype", "string"), **about)
    cell.addElement(text.P(text=words))
    return cell


def test_ods_is_read_as_shown_with_what_it_hides() -> None:
    document = OpenDocumentSpreadsheet()
    unseen = style.Style(name="unseen", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    sheet, staff = table.Table(name="Answers"), table.Table(name="Staff", stylename="unseen")
    sheet.addElement(table.TableColumn())
    sheet.addElement(table.TableColumn(visibility="collapse", numbercolumnsrepeated="2"))
    rows = [table.TableRow(), table.TableRow(visibility="filter"), table.TableRow(numberrowsrepeated="2")]
    for each in ("a", "b", "c", "d"):
        rows[0].addElement(_cell(each))
    noted = _cell("12.5%", valuetype="percentage", value="0.125")
    note = office.Annotation()
    note.addElement(text.P(text="rounded"))
    noted.addElement(note)
    rows[1].addElement(_cell("gone"))
    rows[2].addElement(noted)
    empty = table.TableRow(numberrowsrepeated="1048000")
    empty.addElement(table.TableCell(numbercolumnsrepeated="16384"))
    for row in (*rows, empty):
        sheet.addElement(row)
    row = table.TableRow()
    row.addElement(_cell("Officer"))
    staff.addElement(row)
    for each in (sheet, staff):
        document.spreadsheet.addElement(each)
    out = io.BytesIO()
    document.write(out)
    found = read(out.getvalue(), "a.ods")
    assert lines(found) == ["a\td", "12.5%", "12.5%"]
    assert found.sheets()[0].cells[2].value == 0.125 and found.sheets()[0].cells[3].address == "A4"
    assert found_in(found) == {
        HiddenKind.COMMENT: "row 3, column 1",
        HiddenKind.COLUMNS: "Answers: B to C",
        HiddenKind.ROWS: "Answers: 2",
        HiddenKind.SHEET: "Staff",
    }


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        ("Q;A;N\n1;Yes;£5, ok\n", "cp1252"),
        ("Q\tA\tN\r\n1\tYes\t£5, ok\r\n", "utf-16"),
        ("Q,A,N\n1,Yes,£5, ok\n".replace("£5, ok", '"£5, ok"'), "utf-8-sig"),
    ],
)
def test_csv_finds_its_separator_and_charset(words: str, charset: str) -> None:
    found = read(words.encode(charset), "answers.csv")
    assert [cell.shown for cell in found.sheets()[0].cells] == ["Q", "A", "N", "1", "Yes", "£5, ok"]
    assert found.sheets()[0].cells[5].address == "C2"
