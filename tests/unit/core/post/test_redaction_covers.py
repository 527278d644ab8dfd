"""Words that were hidden by hand, in Word and PDF: a copy made of the words must not lay them bare."""

import ctypes
from io import BytesIO

import docx
import pypdfium2
import pypdfium2.raw as raw
import pytest

from answerable.core.post.containers import Attachment
from answerable.core.post.redaction.model import PublishedFile, What, Withheld
from answerable.core.post.redaction.publishing import publish_file
from tests.unit.core.post.offices import PERSON, a_pdf, a_word, everything, saved, with_parts

RUN = "<w:r><w:t>We hold 40 records.</w:t></w:r>"
SECRET = "a zorblatt"


def a_document(properties: str) -> Attachment:
    base = docx.Document()
    base.add_paragraph("We hold 40 records.")
    hidden = f"<w:r><w:rPr>{properties}</w:rPr><w:t>{SECRET}</w:t></w:r>{RUN}"
    return a_word(with_parts(saved(base), {}, (RUN, hidden)))


@pytest.mark.parametrize(
    "properties",
    [
        "<w:highlight w:val='black'/>",
        "<w:shd w:val='clear' w:fill='000000'/>",
        "<w:shd w:val='clear' w:fill='1F1F1F'/>",
        "<w:color w:val='FFFFFF'/>",
        "<w:color w:val='FBFBFB'/>",
        "<w:color w:val='auto' w:themeColor='background1'/>",
        "<w:sz w:val='2'/>",
    ],
)
def test_words_that_cannot_be_read_in_word_stay_behind_and_are_told(properties: str) -> None:
    copy = publish_file(a_document(properties))
    assert isinstance(copy, PublishedFile)
    assert "zorblatt" not in everything(copy.data) and "We hold 40 records." in copy.text
    assert [each.text for each in copy.removals if each.what is What.HIDDEN] == [SECRET]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:highlight w:val='yellow'/>",
        "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='000000'/>",
        "<w:shd w:val='clear' w:fill='auto'/>",
        "<w:color w:val='FF0000'/>",
        "<w:sz w:val='16'/>",
    ],
)
def test_words_that_can_be_read_in_word_stay(properties: str) -> None:
    copy = publish_file(a_document(properties))
    assert isinstance(copy, PublishedFile) and SECRET in copy.text


def noted(kind: int, colour: tuple[int, int, int] | None) -> Attachment:
    """A PDF with a note of a kind and a colour laid over its page."""
    document = pypdfium2.PdfDocument(a_pdf("We hold 40 records.").data)
    page = document[0]
    note = raw.FPDFPage_CreateAnnot(page.raw, kind)
    raw.FPDFAnnot_SetRect(note, ctypes.byref(raw.FS_RECTF(50, 800, 400, 700)))
    if colour is not None:
        raw.FPDFAnnot_SetColor(note, raw.FPDFANNOT_COLORTYPE_Color, *colour, 255)
    raw.FPDFPage_CloseAnnot(note)
    made = BytesIO()
    document.save(made)
    return Attachment("x.pdf", "application/pdf", made.getvalue())


@pytest.mark.parametrize(
    ("kind", "colour"),
    [
        (raw.FPDF_ANNOT_HIGHLIGHT, (0, 0, 0)),
        (raw.FPDF_ANNOT_HIGHLIGHT, (40, 40, 60)),
        (raw.FPDF_ANNOT_FREETEXT, (255, 255, 255)),
        (raw.FPDF_ANNOT_CIRCLE, None),
        (raw.FPDF_ANNOT_SQUARE, None),
    ],
)
def test_a_note_that_covers_words_withholds_a_pdf(kind: int, colour: tuple[int, int, int] | None) -> None:
    made = publish_file(noted(kind, colour))
    assert isinstance(made, Withheld) and "box" in made.why


@pytest.mark.parametrize(
    ("kind", "colour"), [(raw.FPDF_ANNOT_HIGHLIGHT, (255, 255, 0)), (raw.FPDF_ANNOT_TEXT, (0, 0, 0))]
)
def test_a_note_that_covers_nothing_is_left_out(kind: int, colour: tuple[int, int, int]) -> None:
    made = publish_file(noted(kind, colour))
    assert isinstance(made, PublishedFile) and "We hold 40 records." in made.text


def test_a_pdf_with_words_too_small_to_be_seen_is_withheld() -> None:
    made = publish_file(a_pdf(f"We hold 40 records. #text(size: 0.4pt)[{PERSON}]"))
    assert isinstance(made, Withheld) and "small" in made.why


def test_a_pdf_whose_letters_have_no_table_is_withheld() -> None:
    data = a_pdf("We hold 40 records.").data
    assert b"/ToUnicode" in data
    made = publish_file(Attachment("x.pdf", "application/pdf", data.replace(b"/ToUnicode", b"/XoUnicode")))
    assert isinstance(made, Withheld) and "letters" in made.why
