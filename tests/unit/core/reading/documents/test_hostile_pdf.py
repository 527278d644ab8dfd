"""PDFs made to harm, and long ones: what cannot be read is refused in time and says why; the rest is read."""

import time
import zlib
from collections.abc import Callable
from functools import cache

import pytest

from answerable.core.reading.documents.bounds import Limits
from answerable.core.reading.documents.reader import read_document
from tests.unit.core.reading.documents.reading import PATIENT, check_places
from tests.unit.core.reading.documents.samples import WORDS, pdf

FONT = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
WORD = b"BT /F1 12 Tf 20 60 Td (Reply) Tj ET"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R " + FONT + b" >>"
# PDFium leaves its process when it gets no more memory.
REASONS = (
    "Reading it took too long and was stopped.",
    "It broke the program that reads such files; it was not read.",
)


def written(*objects: bytes, kids: bytes = b"3 0 R", count: int = 1) -> bytes:
    """A PDF of some objects, numbered from 3 on."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count,
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, at)


def stream(data: bytes, about: bytes = b"") -> bytes:
    return b"<< /Length %d " % len(data) + about + b" >>\nstream\n" + data + b"\nendstream"


@cache
def endless() -> bytes:
    """Four hundred megabytes of drawing nothing, packed."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(b"q Q " * 250_000) for _ in range(400)) + packer.flush()


def packed_twice() -> bytes:
    data = zlib.compress(endless(), 9)
    return written(PAGE, stream(data, b"/Filter [/FlateDecode /FlateDecode]"))


def forms_in_forms() -> bytes:
    """Each of ten forms shows the next ten times."""
    about = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
    shown = [
        stream(b"/X Do " * 10, about + b"/Resources << /XObject << /X %d 0 R >> >>" % (number + 1))
        for number in range(5, 14)
    ]
    page = PAGE.replace(FONT, b"/Resources << /XObject << /X 5 0 R >> >>")
    return written(page, stream(b"/X Do " * 10), *shown, stream(WORD, about + FONT))


def deep_pages() -> bytes:
    """A tree of pages thousands deep."""
    below = [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1)
        for number in range(3, 8_000)
    ]
    return written(*below, PAGE.replace(b"4 0 R", b"8001 0 R"), stream(WORD))


@pytest.mark.parametrize(
    "make",
    [
        lambda: written(PAGE, stream(endless(), b"/Filter /FlateDecode")),
        packed_twice,
        lambda: written(PAGE, stream(b"BT /F1 1 Tf " + b"(a) Tj " * 9_000_000 + b"ET")),
        lambda: written(PAGE, stream(b"q " * 25_000_000 + WORD)),
        forms_in_forms,
    ],
    ids=["unpacks", "unpacks twice", "words", "nested", "forms"],
)
def test_a_page_without_end_is_refused_in_time(make: Callable[[], bytes]) -> None:
    data = make()
    started = time.monotonic()
    found = read_document(data, "a.pdf")
    # The bound is two seconds; the test gives a busy machine some more.
    assert time.monotonic() - started < 12
    assert found.refused in REASONS and found.text == ""


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (written(PAGE, stream(WORD), kids=b"3 0 R " * 50_000, count=50_000), "50,000 pages"),
        (written(kids=b"2 0 R 2 0 R", count=2), "damaged"),
        (deep_pages(), "damaged"),
    ],
    ids=["pages", "loop", "depth"],
)
def test_trees_of_pages_without_end_are_cut_with_a_note(data: bytes, note: str) -> None:
    started = time.monotonic()
    found = read_document(data, "a.pdf", limits=PATIENT)
    assert time.monotonic() - started < 20 and any(note in each for each in found.notes)
    assert len(found.pages) <= PATIENT.most_pages


def test_a_count_of_pages_that_lies_costs_nothing() -> None:
    found = read_document(written(PAGE, stream(WORD), count=2_000_000_000), "a.pdf", limits=PATIENT)
    assert (found.text, len(found.pages)) == ("Reply", 1)


def test_a_page_and_a_picture_that_say_they_are_huge_are_not_drawn() -> None:
    page = PAGE.replace(b"[0 0 200 100]", b"[0 0 2000000 1000000]")
    page = page.replace(FONT, b"/Resources << /XObject << /X 5 0 R >> >>")
    about = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8"
    picture = stream(endless(), about + b" /ColorSpace /DeviceGray /Filter /FlateDecode")
    data = written(page, stream(b"q 100 0 0 100 0 0 cm /X Do Q"), picture)
    started = time.monotonic()
    found = read_document(data, "a.pdf", limits=Limits(ocr_pages=1, ocr_seconds=30))
    assert time.monotonic() - started < 20 and found.text == ""
    assert "Page 1 without a text layer: a scan." in found.notes


def test_two_hundred_pages_are_read_whole_within_seconds() -> None:
    data = pdf(200)
    started = time.monotonic()
    found = read_document(data, "reply.pdf", limits=PATIENT)
    assert time.monotonic() - started < 12
    assert len(found.pages) == 200 and found.notes == () and found.text.count(WORDS[:40]) == 200 * 9
    check_places(found)
