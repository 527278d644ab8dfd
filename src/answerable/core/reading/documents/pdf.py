"""PDF: the lines of each page with their rectangles, the fields of forms, and notes on scans."""

from collections.abc import Iterator
from ctypes import c_double, c_ushort, create_string_buffer
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from answerable.core.reading.documents.bounds import Enough, Refusal
from answerable.core.reading.documents.model import HiddenKind, Page, Rectangle
from answerable.core.reading.documents.pdf_struck import struck_words
from answerable.core.reading.documents.writer import Writer, union

MOST_MARKS = 2_000  # annotations of a page
MOST_CHARACTERS = 500_000  # of a page
MOST_QUOTED = 20
LARGEST_SIDE = 100_000.0
WIDGET_TEXTS = frozenset(
    (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
)
WIDGET_TICKS = frozenset((pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON))
WORDS = {
    pdfium.FPDF_ANNOT_FREETEXT: "annotation",
    pdfium.FPDF_ANNOT_TEXT: "comment",
}

PlacedLine = tuple[str, Rectangle | None]


def read_pdf(data: bytes, writer: Writer) -> None:
    """Reads a PDF page by page. Raises: Refusal where it is locked or no PDF; Enough"""
    start = data[:1024].find(b"%PDF-")
    try:
        document = pypdfium2.PdfDocument(data[start:] if start > 0 else data)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Refusal("It is encrypted and opens only with a password.") from None
        raise Refusal("It is damaged and could not be opened as a PDF.") from None
    form = _form(document, writer)
    count = len(document)
    for number in range(1, min(count, writer.limits.most_pages) + 1):
        writer.deadline.check()
        _page(document, number, form, writer)
    _tell_files(document, writer)
    scans = [page.number for page in writer.pages if not page.has_text]
    if scans:
        _read_scans(document, scans, writer)
    if count > writer.limits.most_pages:
        raise Enough(f"It has {count:,} pages; only the first {writer.limits.most_pages:,} were read.")


def _form(document: Any, writer: Writer) -> Any | None:
    kind = document.get_formtype()
    if kind in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        writer.note("It is a form in Adobe's own format (XFA); its fields may be missing.")
    if kind == pdfium.FORMTYPE_NONE:
        return None
    document.init_forms()
    return document.formenv


def _page(document: Any, number: int, form: Any | None, writer: Writer) -> None:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        writer.note(f"Page {number} is damaged and could not be read.")
        return
    try:
        width, height = page.get_size()
        text_page = page.get_textpage()
        lines = list(_lines(text_page))
        for paragraph in _paragraphs(lines):
            writer.lines(paragraph, number)
        _tell_struck(struck_words(page, text_page, lines), number, writer)
        _marks(page, number, form, writer)
        turned = page.get_rotation()
    except pypdfium2.PdfiumError:
        writer.note(f"Page {number} is damaged; it was read as far as it goes.")
        return
    size = min(width, LARGEST_SIDE), min(height, LARGEST_SIDE)
    writer.pages.append(Page(number, *size, turned, has_text=bool(lines) or not _has_pictures(page)))


def _tell_struck(found: list[str], number: int, writer: Writer) -> None:
    """The words stay in the text: what a line through them means is for a person to judge."""
    if found:
        listed = ", ".join(f"“{words}”" for words in found[:MOST_QUOTED]) + (
            " and more" if len(found) > MOST_QUOTED else ""
        )
        writer.note(f"Words on page {number} have a line drawn through them: {listed}.")


def _has_pictures(page: Any) -> bool:
    for at in range(min(pdfium.FPDFPage_CountObjects(page), 200)):
        kind = pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at))
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_PATH):
            return True
    return False


def _lines(text_page: Any) -> Iterator[PlacedLine]:
    """The lines of a page in the order of the file, each with the area it covers."""
    count = min(text_page.count_chars(), MOST_CHARACTERS)
    if count <= 0:
        return
    buffer = (c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    # Places count in units of UTF-16; beyond the first plane a character is two.
    wide = not text.isascii() and any(letter > "\uffff" for letter in text)
    at = 0
    for raw in text.split("\n"):
        length = len(raw.encode("utf-16-le")) // 2 if wide else len(raw)
        words = _mended(raw)
        if words:
            lead = len(raw) - len(raw.lstrip())
            first = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, at + lead)
            last = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, at + len(raw.rstrip()) - 1)
            yield words, _area(text_page, first, last) if 0 <= first <= last else None
        at += length + 1


def _mended(raw: str) -> str:
    """A line as it reads: a hyphen at its end is a hyphen again, stretched spaces are one."""
    words = raw.replace("\ufffe", "-").replace("\x02", "-").replace("\u00ad", "-").replace("\xa0", " ")
    return " ".join(words.replace("\x00", "").split())


def _area(text_page: Any, first: int, last: int) -> Rectangle | None:
    count = pdfium.FPDFText_CountRects(text_page, first, last - first + 1)
    left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    found: list[Rectangle | None] = []
    for at in range(min(count, 500)):
        if pdfium.FPDFText_GetRect(text_page, at, left, top, right, bottom):
            found.append(Rectangle(*(round(side.value, 2) for side in (left, bottom, right, top))))
    return union(found)


def _paragraphs(lines: list[PlacedLine]) -> Iterator[list[PlacedLine]]:
    """Lines that follow each other closely, below one another, are one paragraph."""
    gathered: list[PlacedLine] = []
    for line in lines:
        if gathered and not _follows(gathered[-1][1], line[1]):
            yield gathered
            gathered = []
        gathered.append(line)
    if gathered:
        yield gathered


def _follows(above: Rectangle | None, below: Rectangle | None) -> bool:
    if above is None or below is None:
        return False
    tall = max(above.top - above.bottom, below.top - below.bottom, 1.0)
    gap = above.bottom - below.top
    return -tall < gap < 0.7 * tall and below.left < above.right and above.left < below.right


def _marks(page: Any, number: int, form: Any | None, writer: Writer) -> None:
    """Fields of forms and words written onto a page, which are no part of its text."""
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_MARKS)):
        writer.deadline.check()
        mark = pdfium.FPDFPage_GetAnnot(page, at)
        if not mark:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(mark)
            if kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
                _field(mark, number, form, writer)
            elif kind in WORDS:
                words = _mended(_value(mark, b"Contents"))
                if words and kind == pdfium.FPDF_ANNOT_FREETEXT:
                    writer.lines([(words, _mark_area(mark))], number, style=WORDS[kind])
                elif words:
                    writer.hide(HiddenKind.COMMENT, f"page {number}", 1, words)
        finally:
            pdfium.FPDFPage_CloseAnnot(mark)


def _field(mark: Any, number: int, form: Any, writer: Writer) -> None:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, mark)
    name = _said(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, mark) or _said(
        pdfium.FPDFAnnot_GetFormFieldName, form, mark
    )
    words = ""
    if kind in WIDGET_TICKS:
        tick = "☒" if pdfium.FPDFAnnot_IsChecked(form, mark) else "☐"
        export = _said(pdfium.FPDFAnnot_GetFormFieldExportValue, form, mark)
        radio = kind == pdfium.FPDF_FORMFIELD_RADIOBUTTON and export
        words = f"{tick} {name}: {export}" if radio else f"{tick} {name}"
    elif kind in WIDGET_TEXTS:
        value = " ".join(_said(pdfium.FPDFAnnot_GetFormFieldValue, form, mark).split())
        words = f"{name}: {value}" if value else ""
    if words.strip():
        writer.lines([(words, _mark_area(mark))], number, style="form field")


def _said(function: Any, form: Any, mark: Any) -> str:
    size = min(function(form, mark, None, 0), 1_000_000)
    if size <= 2:
        return ""
    buffer = create_string_buffer(size + 2)
    function(form, mark, pdfium.cast(buffer, pdfium.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\x00")


def _value(mark: Any, key: bytes) -> str:
    size = min(pdfium.FPDFAnnot_GetStringValue(mark, key, None, 0), 1_000_000)
    if size <= 2:
        return ""
    buffer = create_string_buffer(size + 2)
    pdfium.FPDFAnnot_GetStringValue(mark, key, pdfium.cast(buffer, pdfium.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\x00")


def _mark_area(mark: Any) -> Rectangle | None:
    area = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(mark, area):
        return None
    return Rectangle(*(round(side, 2) for side in (area.left, area.bottom, area.right, area.top)))


def _tell_files(document: Any, writer: Writer) -> None:
    count = pdfium.FPDFDoc_GetAttachmentCount(document)
    if count > 0:
        writer.hide(HiddenKind.EMBEDDED, "attached to the PDF", count)
        writer.note(f"Files are attached inside it ({count}), which were not opened.")


def _read_scans(document: Any, scans: list[int], writer: Writer) -> None:
    from answerable.core.reading.documents.ocr import MISSING, read_pages, tesseract

    listed = ", ".join(str(number) for number in scans[:20]) + (" and more" if len(scans) > 20 else "")
    words = "Page" if len(scans) == 1 else "Pages"
    writer.note(f"{words} {listed} without a text layer: a scan.")
    if not writer.limits.ocr_pages:
        return
    program = tesseract()
    if program is None:
        writer.note(MISSING)
        return
    read_pages(document, scans, program, writer)
