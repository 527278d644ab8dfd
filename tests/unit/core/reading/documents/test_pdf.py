"""PDF: every line is found on its page, forms are read, locked files say what they are."""

import pypdfium2
import typst

from answerable.core.reading.documents.bounds import Limits
from answerable.core.reading.documents.model import Line
from tests.unit.core.reading.documents.reading import read
from tests.unit.core.reading.documents.samples import pdf

FIELD = b"/Type /Annot /Subtype /Widget /P 3 0 R"


def raw_pdf(*objects: bytes, root: bytes = b"") -> bytes:
    """A PDF of one page 200 by 100 points, with more objects from number 5 on; its page is object 3."""
    content = b"BT /F1 12 Tf 20 60 Td (Reply) Tj ET"
    annotations = b" ".join(b"%d 0 R" % (number + 5) for number in range(len(objects)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Annots [" + annotations + b"]"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, at)


def words_at(data: bytes, line: Line) -> str:
    """What PDFium itself finds in the rectangle of a line."""
    area = line.rectangle
    assert area is not None
    page = pypdfium2.PdfDocument(data)[line.page - 1].get_textpage()
    found = page.get_text_bounded(area.left - 1, area.bottom - 1, area.right + 1, area.top + 1)
    return " ".join(str(found).split())


def test_lines_lie_where_their_rectangles_say() -> None:
    data = pdf(pages=2)
    found = read(data, "reply.pdf")
    lines = [line for paragraph in found.paragraphs() for line in paragraph.lines]
    assert [page.number for page in found.pages] == [1, 2] and len(lines) > 20
    assert {line.page for line in lines} == {1, 2}
    assert [words_at(data, line) for line in lines] == [line.text for line in lines]
    place = next(found.places(found.text.index("Question"), found.text.index("Question") + 1))
    assert isinstance(place, Line) and place.page == 1


def test_signs_and_letters_beyond_ascii_are_read() -> None:
    data = typst.compile("It cost £500 – rôle, difficult office ☒ Yes 𝟙".encode())
    text = read(data, "reply.pdf").text
    assert "£500 – rôle, difficult office ☒ Yes" in text


def test_words_with_a_line_through_them_stay_and_are_told() -> None:
    words = """Is it provided? Yes / #strike[No]. This is #underline[underlined gypsy] and #overline[over].

#strike[The whole sentence was withdrawn] and this stays. #box(stroke: 0.4pt)[boxed] #highlight[marked]

#table(columns: 3, [Question], [Answer], [y], [1], [Yes], [gq])
#table(columns: 3, inset: 0pt, [Question], [Answer], [y], [1], [Yes], [gq])"""
    found = read(typst.compile(words.encode()), "reply.pdf")
    assert "Yes / No. This is" in found.text
    assert found.notes == (
        "Words on page 1 have a line drawn through them: “No”, “The whole sentence was withdrawn”.",
    )


def test_a_turned_page_keeps_its_own_space() -> None:
    data = raw_pdf().replace(b"/MediaBox [0 0 200 100]", b"/Rotate 90 /MediaBox [0 0 200 100]")
    found = read(data, "a.pdf")
    assert (found.pages[0].width, found.pages[0].height, found.pages[0].rotation) == (100, 200, 90)
    area = found.paragraphs()[0].rectangle
    assert area is not None and 18 < area.left < 24 and 55 < area.bottom < 64


def test_fields_of_forms_are_read_with_their_places() -> None:
    tick = b"<< " + FIELD + b" /FT /Btn /T (Provided) /V /Yes /AS /Yes /Rect [10 10 20 20] >>"
    blank = b"<< " + FIELD + b" /FT /Btn /T (Refused) /AS /Off /Rect [30 10 40 20] >>"
    words = b"<< " + FIELD + b" /FT /Tx /T (Cost) /V (500 pounds) /Rect [50 10 90 20] >>"
    form = b"/AcroForm << /Fields [5 0 R 6 0 R 7 0 R] >>"
    found = read(raw_pdf(tick, blank, words, root=form), "form.pdf")
    fields = [each for each in found.paragraphs() if each.style == "form field"]
    assert [each.text for each in fields] == ["☒ Provided", "☐ Refused", "Cost: 500 pounds"]
    assert fields[2].rectangle is not None and fields[2].rectangle.left == 50


def test_words_written_onto_a_page_are_read_and_comments_reported() -> None:
    written = b"<< /Type /Annot /Subtype /FreeText /Contents (Not held) /Rect [1 1 9 9] >>"
    comment = b"<< /Type /Annot /Subtype /Text /Contents (check with legal) /Rect [1 1 9 9] >>"
    found = read(raw_pdf(written, comment), "a.pdf")
    assert found.text == "Reply\nNot held"
    assert [each.words for each in found.hidden] == ["check with legal"]


def test_a_locked_file_says_so() -> None:
    lock = b"/Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">"
    given = b"/Encrypt << " + lock + b" >> /ID [<00> <00>]"
    data = raw_pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R " + given)
    assert read(data, "a.pdf").refused == "It is encrypted and opens only with a password."


def test_pages_past_the_bound_are_left_out_with_a_note() -> None:
    found = read(pdf(pages=3), "a.pdf", Limits(seconds=60, most_pages=2))
    assert len(found.pages) == 2 and any("3 pages" in note for note in found.notes)


def test_what_is_no_pdf_is_refused_and_a_cut_one_read_as_far_as_it_goes() -> None:
    assert read(b"%PDF-1.7 nothing", "a.pdf").refused is not None
    assert read(raw_pdf()[:-12], "a.pdf").text == "Reply"


def test_a_message_that_names_a_pdf_in_its_first_lines_is_a_message() -> None:
    found = read(b"From: a@council.example\nSubject: Re: x\n\n%PDF-1.4 is attached\n", "reply.eml")
    assert found.content_type == "message/rfc822" and "is attached" in found.text
