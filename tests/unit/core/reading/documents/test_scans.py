"""Scans: a page or picture that is only an image of words is called one; it is read where this is asked."""

import io
import shutil
import subprocess

import pypdfium2
import pytest
import typst
from PIL import Image

from answerable.core.reading.documents import ocr
from answerable.core.reading.documents.bounds import Limits
from answerable.core.reading.documents.model import Line
from tests.unit.core.reading.documents.reading import lines, read

LETTER = "We hold no information.\n\nIt cost £4,500 in the year.\n\nQ2. Not recorded"
SAID = ["We hold no information.", "It cost £4,500 in the year.", "Q2. Not recorded"]
ASKED = Limits(ocr_pages=3)
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="tesseract is not installed; scripts/documents.sh installs it",
)


def picture(kind: str, mode: str = "L", turn: int = 0) -> bytes:
    """A letter as a scanner sees it, at 216 dots to the inch."""
    page = pypdfium2.PdfDocument(typst.compile(f"#set text(size: 16pt)\n{LETTER}".encode()))[0]
    out = io.BytesIO()
    page.render(scale=3).to_pil().convert(mode).rotate(turn, expand=True).save(out, kind, dpi=(216, 216))
    return out.getvalue()


def scan(pages: int = 1) -> bytes:
    """Pages that are only pictures."""
    page = Image.open(io.BytesIO(picture("PNG")))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=216, save_all=True, append_images=[page] * (pages - 1))
    return out.getvalue()


def test_a_scan_is_called_one() -> None:
    found = read(scan(), "scan.pdf")
    assert found.text == "" and not found.pages[0].has_text
    assert found.notes == ("Page 1 without a text layer: a scan.",)


@needs_tesseract
def test_a_scan_is_read_where_it_is_asked_for() -> None:
    found = read(scan(), "scan.pdf", ASKED)
    assert lines(found) == SAID
    placed = [line for each in found.paragraphs() for line in each.lines]
    assert all(line.page == 1 and line.rectangle is not None for line in placed)
    # The first line stands near the top of a page of A4, and the others below it.
    tops = [line.rectangle.top for line in placed if line.rectangle]
    assert 740 < tops[0] < 800 and tops == sorted(tops, reverse=True)
    assert any("may be wrong" in note for note in found.notes)
    place = next(found.places(found.text.index("4,500"), found.text.index("4,500") + 1))
    assert isinstance(place, Line) and place.text == SAID[1]


@needs_tesseract
@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("JPEG", "L"), ("TIFF", "1")])
def test_a_picture_of_words_is_read_where_it_is_asked_for(kind: str, mode: str) -> None:
    found = read(picture(kind, mode), f"scan.{kind.lower()}", ASKED)
    assert lines(found) == SAID and found.picture is not None
    area = found.paragraphs()[0].lines[0].rectangle
    assert area is not None and found.picture.height * 0.85 < area.bottom < area.top < found.picture.height


@needs_tesseract
def test_pages_past_those_asked_for_are_left_out_with_a_note() -> None:
    found = read(scan(2), "scan.pdf", Limits(ocr_pages=1))
    assert lines(found) == SAID and any("first 1 scanned" in note for note in found.notes)


@needs_tesseract
def test_the_program_uses_one_thread_and_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, object]] = []

    def run(*command: object, **how: object) -> object:
        seen.append(how)
        raise subprocess.TimeoutExpired("tesseract", 1)

    monkeypatch.setattr(ocr.subprocess, "run", run)
    found = read(picture("PNG"), "scan.png", ASKED)
    assert seen[0]["env"]["OMP_THREAD_LIMIT"] == "1"  # type: ignore[index]
    assert 0 < seen[0]["timeout"] <= 60  # type: ignore[operator]
    assert any("too long" in note for note in found.notes)


def test_words_the_program_is_not_sure_of_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    table = "head\n" + "".join(
        f"5\t1\t1\t1\t{line}\t{at}\t{10 * at}\t5\t8\t9\t{sure}\t{word}\n"
        for line, at, sure, word in ((1, 1, 96, "Not"), (1, 2, 12, "h#ld"), (2, 1, 91, "Yes"))
    )
    done = subprocess.CompletedProcess([], 0, stdout=table.encode())
    monkeypatch.setattr(ocr.subprocess, "run", lambda *command, **how: done)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/tesseract")
    found = read(picture("PNG"), "scan.png", ASKED)
    assert lines(found) == ["Not", "Yes"]
    assert "Words in a picture were hardly legible and were left out (1)." in found.notes


def test_a_scan_without_the_program_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    for data, name in ((scan(), "scan.pdf"), (picture("PNG"), "scan.png")):
        found = read(data, name, ASKED)
        assert found.text == "" and any("tesseract-ocr" in note for note in found.notes)
