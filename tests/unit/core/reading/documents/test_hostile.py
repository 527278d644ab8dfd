"""Files made to harm: each is refused or cut with a clear note, in time, and nothing escapes."""

import io
import struct
import time
import zipfile
import zlib

import pytest
import xlsxwriter

from answerable.core.reading.documents.bounds import Limits
from answerable.core.reading.documents.model import Document
from answerable.core.reading.documents.reader import read_document
from tests.unit.core.reading.documents.reading import PATIENT, check_places, read
from tests.unit.core.reading.documents.samples import archive, excel, open_sheet, open_text, rewritten, word

MEGABYTE = 1024 * 1024
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refused(data: bytes, name: str, limits: Limits = PATIENT) -> str:
    """Why a file was refused."""
    found = read(data, name, limits)
    assert found.refused is not None and found.text == "" and found.blocks == ()
    return found.refused


def sheet_xml(rows: str, before: str = "") -> bytes:
    return f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData></worksheet>".encode()


def with_sheet(xml: bytes) -> Document:
    return read(rewritten(excel(), {"xl/worksheets/sheet1.xml": xml}), "a.xlsx")


@pytest.mark.parametrize(
    ("make", "name", "part"),
    [
        (word, "a.docx", "word/document.xml"),
        (excel, "a.xlsx", "xl/worksheets/sheet1.xml"),
        (excel, "a.xlsx", "xl/sharedStrings.xml"),
        (open_text, "a.odt", "content.xml"),
        (open_sheet, "a.ods", "content.xml"),
    ],
)
def test_parts_that_unpack_without_end_are_refused(make: object, name: str, part: str) -> None:
    bomb = rewritten(make(), {part: b"<a>" + b" " * (40 * MEGABYTE) + b"</a>"})  # type: ignore[operator]
    assert len(bomb) < MEGABYTE and "bomb" in refused(bomb, name)


def test_a_zip_of_too_much_is_refused() -> None:
    bomb = archive({f"{number}.txt": b"\x00" * (60 * MEGABYTE) for number in range(4)})
    found = read(bomb, "a.zip")
    assert all(each.document and "bomb" in (each.document.refused or "bomb") for each in found.files)
    assert "bomb" in (found.refused or "")


def test_zips_in_zips_are_opened_to_a_depth() -> None:
    data = archive({"yes.txt": b"Yes"})
    for _ in range(6):
        data = archive({"in.zip": data})
    found = read(data, "a.zip")
    depth = 0
    while found.files and found.files[0].document is not None:
        found, depth = found.files[0].document, depth + 1
    assert depth == PATIENT.most_nested and "bomb" in (found.refused or "")


def test_a_zip_that_holds_itself_in_overlapping_files_ends() -> None:
    """Many entries that all name the same packed bytes unpack to more than any of them."""
    packed = zlib.compress(b"\x00" * (9 * MEGABYTE), 9)[2:-4]
    crc = zlib.crc32(b"\x00" * (9 * MEGABYTE))
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, crc, len(packed), 9 * MEGABYTE, 1, 0)
    body, directory = local + b"a" + packed, b""
    for number in range(200):
        name = f"{number:03}".encode()
        directory += (
            struct.pack(
                "<IHHHHHHIIIHHHHHII",
                0x02014B50,
                20,
                20,
                0,
                8,
                0,
                0,
                crc,
                len(packed),
                9 * MEGABYTE,
                3,
                0,
                0,
                0,
                0,
                0,
                0,
            )
            + name
        )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 200, 200, len(directory), len(body), 0)
    read(body + directory + end, "a.zip")


@pytest.mark.parametrize("count", [20_000, 70_000])
def test_a_zip_of_very_many_files_is_not_opened(count: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for number in range(count):
            opened.writestr(zipfile.ZipInfo(f"{number}"), b"")
    assert "10,000 files" in refused(out.getvalue(), "a.zip")
    assert "10,000 files" in refused(out.getvalue(), "a.docx")


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    ("make", "name", "part"),
    [
        (word, "a.docx", "word/document.xml"),
        (word, "a.docx", "word/styles.xml"),
        (excel, "a.xlsx", "xl/worksheets/sheet1.xml"),
        (excel, "a.xlsx", "xl/workbook.xml"),
        (open_text, "a.odt", "content.xml"),
        (open_sheet, "a.ods", "content.xml"),
    ],
)
def test_entities_are_refused(make: object, name: str, part: str, doctype: bytes) -> None:
    data = make()  # type: ignore[operator]
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        xml = opened.read(part)
    _, _, body = xml.partition(b"?>")
    for charset in ("utf-8", "utf-16", "utf-7"):
        changed = (doctype + body.replace(b"</", b"&d;</", 1)).decode().encode(charset)
        if charset != "utf-16":
            changed = f'<?xml version="1.0" encoding="{charset}"?>'.encode() + changed
        found = read(rewritten(data, {part: changed}), name)
        assert "root:" not in found.text and "haha" not in found.text
        if charset != "utf-7":
            assert "entities" in (found.refused or "")


def test_entities_in_html_reach_nothing() -> None:
    found = read(OUTSIDE + b"<html><body><p>Yes &a; &amp;</p></body></html>", "a.html")
    assert "root:" not in found.text and "Yes" in found.text


@pytest.mark.parametrize("depth", [150, 5_000, 200_000])
def test_xml_nested_without_end_is_refused(depth: int) -> None:
    tables = "<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth
    limits = Limits(seconds=60, most_tree=200 * MEGABYTE, most_ratio=100_000)
    assert "nested" in refused(rewritten(word(), {"word/document.xml": body(tables)}), "a.docx", limits)


def test_rich_text_and_html_nested_without_end_end() -> None:
    assert "nested" in refused(b"{\\rtf1 " + b"{" * 100_000 + b"x", "a.rtf")
    deep = b"<html><body>" + b"<div><table><tr><td>" * 50_000 + b"Yes"
    assert read(deep, "a.html").refused is None


def test_a_sheet_that_says_it_is_endless_is_as_large_as_what_it_holds() -> None:
    edges = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    found = with_sheet(sheet_xml(edges, '<dimension ref="A1:XFD1048576"/>'))
    assert [cell.address for cell in found.sheets()[0].cells] == ["A1", "XFD1048576"]


def test_an_ods_that_repeats_a_cell_without_end_is_cut() -> None:
    with zipfile.ZipFile(io.BytesIO(open_sheet(1))) as opened:
        xml = opened.read("content.xml")
    cell, row = b"<table:table-cell ", b"<table:table-row"
    xml = xml.replace(cell, cell + b'table:number-columns-repeated="16384" ', 1)
    xml = xml.replace(row, row + b' table:number-rows-repeated="9999"', 1)
    found = read(rewritten(open_sheet(1), {"content.xml": xml}), "a.ods")
    assert any("200,000 cells" in note for note in found.notes)
    assert len(found.sheets()[0].cells) < 250_000


def test_formulas_are_words_and_never_worked_out() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_formula("A1", '=WEBSERVICE("http://x.example")&1+1', None, "kept")
    (cell,) = read(out.getvalue(), "a.xlsx").sheets()[0].cells
    assert cell.shown == "kept" and "WEBSERVICE" in (cell.formula or "")


def test_a_picture_that_says_it_is_huge_is_not_opened() -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    assert "60,000 x 60,000" in refused(png, "a.png", Limits(ocr_pages=1))


def test_a_file_past_the_largest_size_is_not_read() -> None:
    assert "larger than 1 MB" in refused(b"x" * (MEGABYTE + 1), "a.txt", Limits(most_bytes=MEGABYTE))


def test_an_empty_file_says_so() -> None:
    assert refused(b"", "a.pdf") == "It is empty." == refused(b"\x00" * 9, "a.docx")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.docx", "a.html", "a.txt", "a.rtf"])
def test_reading_past_its_time_is_cut_with_a_note_and_keeps_what_it_has(name: str) -> None:
    words = "Yes, in hours. " * 10
    makers = {
        "a.xlsx": lambda: excel(4_000),
        "a.csv": lambda: b"Yes,No\n" * 50_000,
        "a.docx": lambda: word(600),
        "a.html": lambda: b"<html><body>" + f"<p>{words}</p>".encode() * 20_000,
        "a.txt": lambda: (words + "\n\n").encode() * 20_000,
        "a.rtf": lambda: b"{\\rtf1 " + b"Yes\\par " * 40_000,
    }
    found = read_document(makers[name](), name, limits=Limits(seconds=0.003))
    assert found.refused is None and any("too long" in note for note in found.notes)


def test_text_without_end_is_cut() -> None:
    found = read(b"Yes\n\n" * 5_000, "a.txt", Limits(seconds=60, most_text=1_000))
    assert len(found.text) < 2_100 and any("very long" in note for note in found.notes)


def test_names_that_lead_elsewhere_stay_names() -> None:
    found = read(archive({"../../etc/passwd": b"Yes", "C:\\x\n.txt": b"No"}), "a.zip")
    assert [each.document.text for each in found.files if each.document] == ["Yes", "No"]


def test_a_locked_zip_lists_its_files() -> None:
    data = bytearray(archive({"staff.txt": b"Officer"}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    found = read(bytes(data), "a.zip")
    assert [(each.filename, each.document) for each in found.files] == [("staff.txt", None)]
    assert any("password" in note for note in found.notes)


def slow_files() -> dict[str, bytes]:
    """Files that are cheap to make and dear to read."""
    cells = "".join(f'<c s="{number % 99}"><v>{number}</v></c>' for number in range(100_000))
    columns = "".join(f'<col min="1" max="16384" hidden="1" w="{number}"/>' for number in range(20_000))
    merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>Yes</w:t></w:r></w:p></w:tc></w:tr>"
    runs = "".join(f"<w:r><w:t>{number}</w:t></w:r>" for number in range(300_000))
    shared = f"<sst {MAIN}><si><t>{'Yes, in hours. ' * 6_000}</t></si></sst>".encode()
    same = sheet_xml('<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * 60_000)
    with zipfile.ZipFile(io.BytesIO(open_text())) as opened:
        content = opened.read("content.xml")
    spaces = b"<text:p>" + b'<text:s text:c="1000"/>' * 100_000 + b"</text:p></office:text>"
    return {
        "columns.xlsx": rewritten(
            excel(), {"xl/worksheets/sheet1.xml": sheet_xml(f"<row>{cells}</row>", f"<cols>{columns}</cols>")}
        ),
        "same.xlsx": rewritten(excel(), {"xl/worksheets/sheet1.xml": same, "xl/sharedStrings.xml": shared}),
        "merged.docx": rewritten(word(), {"word/document.xml": body(f"<w:tbl>{merged * 20_000}</w:tbl>")}),
        "runs.docx": rewritten(word(), {"word/document.xml": body(f"<w:p>{runs}</w:p>")}),
        "blank.docx": rewritten(word(), {"word/document.xml": body("<w:p/>" * 1_000_000)}),
        "spaces.odt": rewritten(open_text(), {"content.xml": content.replace(b"</office:text>", spaces)}),
        "groups.rtf": b"{\\rtf1 " + b"{\\b x}" * 500_000,
        "bytes.rtf": b"{\\rtf1 " + b"\\'e9" * 1_000_000,
        "paragraphs.html": b"<html><body>" + b"<p>x" * 700_000,
        "spans.html": b"<html><table>" + b"<tr><td rowspan=999 colspan=1>x<td rowspan=999>y</tr>" * 30_000,
        "quotes.csv": b'"a,' * 3_000_000,
        "wide.csv": b"a," * 5_000_000,
        "lines.txt": b"a\n \n" * 3_000_000,
    }


def body(xml: str) -> bytes:
    return f"<w:document {WORD}><w:body>{xml}</w:body></w:document>".encode()


def test_what_is_dear_to_read_ends_in_time() -> None:
    """The bound is two seconds; the test gives a busy machine some more."""
    for name, data in slow_files().items():
        started, used = time.monotonic(), time.process_time()
        found = read_document(data, name)
        assert time.process_time() - used < 2.5, name
        assert time.monotonic() - started < 12, name
        check_places(found)
        assert len(found.text) < 21_000_000, name
