"""One ordinary file of each type, written by the programs' own libraries, to be read, damaged and timed."""

import io
import zipfile
from datetime import date
from functools import cache

import docx
import typst
import xlsxwriter
import xlwt
from odf import table, text
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet, OpenDocumentText

from tests.unit.core.reading.documents.old_files import outlook_item, winmail, word_97

WORDS = "Thank you for your request. The service is provided by the trust, in hours and out of hours."
RTF = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset2 Symbol;}}
{\header\pard Council\par}\pard Dear [name],\par {\listtext\pard 1.\tab}First: \'a3500 \u8211- yes\par
{\v hidden}{\deleted gone}{\strike not }shown\par \trowd\cellx9\cellx99\pard\intbl Q1\cell Yes\cell\row
\trowd\intbl Q2\cell No {\field{\*\fldinst LINK "x"}{\fldrslt here}}\cell\row
\pard End{\footnote note}\par}"""
HTML = """<html><head><title>t</title></head><body><h1>Answers</h1><p>Dear [name],<br>it cost &pound;5.</p>
<ol start=3><li>three<li>four</ol><table><tr><th rowspan=2>Q<td>A</tr><tr><td>B</tr></table>
<p style="display: none">unseen</p><input type=checkbox checked> Yes</body></html>"""
MESSAGE = b"""From: FOI Team <foi@council.example>\r\nTo: us@survey.example\r\nSubject: Reply\r
Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nPlease see the file.\r
--b\r\nContent-Type: text/csv; name="answers.csv"\r\n\r\nQuestion,Answer\r\n1,Yes\r\n--b--\r\n"""
CSV = "Question,Answer,Note\r\n" + "".join(f'{n},Yes,"in hours, £{n}"\r\n' for n in range(40))


def pdf(pages: int = 2) -> bytes:
    """A letter of some pages with a table."""
    body = f"{WORDS}\n\n#table(columns: 2, [Question], [Answer], [1], [Yes])\n\n" + f"{WORDS}\n\n" * 8
    made: bytes = typst.compile(("#pagebreak()\n".join([f"= Reply\n{body}"] * pages)).encode())
    return made


def word(paragraphs: int = 12) -> bytes:
    """A letter with a numbered list and a table."""
    document = docx.Document()
    document.add_heading("Reply", 1)
    for number in range(paragraphs):
        document.add_paragraph(f"{WORDS} {number}", style="List Number" if number % 2 else None)
    cells = document.add_table(3, 2).rows
    for row in cells:
        row.cells[0].text, row.cells[1].text = "Question", "Yes"
    return _saved(document)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def excel(rows: int = 40) -> bytes:
    """A workbook with a hidden column, a hidden sheet and numbers in formats."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        dates, shares = (book.add_format({"num_format": code}) for code in ("dd/mm/yyyy", "0.0%"))
        sheet, hidden = book.add_worksheet("Answers"), book.add_worksheet("Staff")
        for row in range(rows):
            sheet.write_row(row, 0, [f"Question {row}", "Yes", row, row / 7])
            sheet.write(row, 4, 42_000 + row, dates)
            sheet.write(row, 5, row / 100, shares)
        sheet.set_column(1, 1, None, None, {"hidden": True})
        hidden.write(0, 0, "unseen")
        hidden.hide()
    return out.getvalue()


def excel_97(rows: int = 40) -> bytes:
    """A workbook of the older format, with the same."""
    book = xlwt.Workbook()
    sheet, hidden = book.add_sheet("Answers"), book.add_sheet("Staff")
    dates = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row in range(rows):
        for column, value in enumerate((f"Question {row} – £", "Yes", row, row / 7)):
            sheet.write(row, column, value)
        sheet.write(row, 4, date(2017, 3, 4), dates)
    sheet.col(1).hidden = True
    hidden.write(0, 0, "unseen")
    hidden.visibility = 2
    return _saved(book)


def open_text(paragraphs: int = 12) -> bytes:
    """A letter of LibreOffice's kind with a list and a table."""
    document = OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text="Reply"))
    listed = text.List()
    for number in range(paragraphs):
        document.text.addElement(text.P(text=f"{WORDS} {number}"))
        item = text.ListItem()
        item.addElement(text.P(text=f"Point {number}"))
        listed.addElement(item)
    document.text.addElement(listed)
    document.text.addElement(_open_table("Table", 3))
    return _written(document)


def _open_table(name: str, rows: int) -> table.Table:
    made = table.Table(name=name)
    for number in range(rows):
        row = table.TableRow()
        for words in (f"Question {number}", "Yes"):
            cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=words))
            row.addElement(cell)
        made.addElement(row)
    return made


def _written(document: OpenDocument) -> bytes:
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def open_sheet(rows: int = 40) -> bytes:
    """A workbook of LibreOffice's kind."""
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(_open_table("Answers", rows))
    return _written(document)


def word_2003() -> bytes:
    """A letter of the older format with a table and a deletion."""
    return word_97(f"Dear [name]\r{WORDS}\rQ\x07A\x07\x1d1\x07not Yes\x07\x1dEnd\r", deleted="not ")


def archive(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return out.getvalue()


def rewritten(data: bytes, changes: dict[str, bytes]) -> bytes:
    """An archive with some files put in or put in others' places."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    return archive(files | changes)


@cache
def samples() -> dict[str, bytes]:
    """A file of each type by its name."""
    return {
        "reply.pdf": pdf(),
        "reply.docx": word(),
        "reply.doc": word_2003(),
        "reply.odt": open_text(),
        "reply.rtf": RTF,
        "answers.xlsx": excel(),
        "answers.xls": excel_97(),
        "answers.ods": open_sheet(),
        "answers.csv": CSV.encode("cp1252"),
        "reply.html": HTML.encode(),
        "reply.txt": f"{WORDS}\n\n{WORDS}".encode(),
        "reply.eml": MESSAGE,
        "reply.msg": outlook_item("Reply", WORDS),
        "winmail.dat": winmail(WORDS.encode(), b"answers.csv", CSV.encode()),
        "reply.zip": archive({"answers.csv": CSV.encode(), "in/reply.rtf": RTF}),
    }
