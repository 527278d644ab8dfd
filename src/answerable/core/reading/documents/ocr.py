"""Words in pictures, where the program tesseract is installed; slow, so only where it is asked for."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

from answerable.core.reading.documents.bounds import Enough
from answerable.core.reading.documents.model import Rectangle
from answerable.core.reading.documents.writer import Writer, union

MISSING = "The words of scans need the program tesseract, which is not installed (on Debian: tesseract-ocr)."
POINTS_PER_INCH, DOTS_PER_INCH = 72, 200
LONGEST_SECONDS = 60.0
LEAST_CONFIDENCE = 30.0
_COLUMNS = 12


def tesseract() -> str | None:
    """Where the program is; None where it is not installed."""
    return shutil.which("tesseract")


def recognised(picture: bytes, program: str, writer: Writer) -> list[tuple[str, tuple[int, int, int, int]]]:
    """The lines in a picture with left, top, width and height in pixels; none where it cannot be read."""
    seconds = min(LONGEST_SECONDS, writer.deadline.left())
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "--dpi", str(DOTS_PER_INCH), "tsv"],
            input=picture,
            capture_output=True,
            timeout=max(0.1, seconds),
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired:
        raise Enough("Reading a picture took too long and was cut.") from None
    except OSError:
        writer.note(MISSING)
        return []
    left: list[str] = []
    lines = list(_lines(done.stdout.decode("utf-8", "replace"), left))
    if left:
        writer.note(f"Words in a picture were hardly legible and were left out ({len(left)}).")
    return lines


def _lines(table: str, left: list[str]) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """The lines of tesseract's table of words; `left` takes the words that it is not sure of at all."""
    key: tuple[str, ...] = ()
    words: list[str] = []
    areas: list[tuple[int, int, int, int]] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            sure, area = float(cells[10]), tuple(int(cell) for cell in cells[6:10])
        except ValueError:
            continue
        if sure < LEAST_CONFIDENCE:
            left.append(cells[11])
            continue
        if tuple(cells[1:5]) != key and words:
            yield " ".join(words), _around(areas)
            words, areas = [], []
        key = tuple(cells[1:5])
        words.append(cells[11])
        areas.append((area[0], area[1], area[2], area[3]))
    if words:
        yield " ".join(words), _around(areas)


def _around(areas: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    left, top = min(area[0] for area in areas), min(area[1] for area in areas)
    right = max(area[0] + area[2] for area in areas)
    bottom = max(area[1] + area[3] for area in areas)
    return left, top, right - left, bottom - top


def read_pages(document: Any, numbers: Sequence[int], program: str, writer: Writer) -> None:
    """Writes the words of pages that are scans. Raises: Enough when pages or time are used up"""
    for number in numbers[: writer.limits.ocr_pages]:
        writer.deadline.check()
        page = document[number - 1]
        width, height = page.get_size()
        scale = DOTS_PER_INCH / POINTS_PER_INCH
        pixels = width * height * scale * scale
        if pixels > writer.limits.most_pixels:
            scale *= (writer.limits.most_pixels / pixels) ** 0.5
        if pixels <= 0 or scale < 0.2:
            writer.note(f"Page {number} is too large to be read from its picture.")
            continue
        bitmap = page.render(scale=scale, grayscale=True)
        rows = bytes(bitmap.buffer)
        packed = b"".join(
            rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height)
        )
        picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + packed
        bitmap.close()
        to_page = _placing(page, bitmap.width, bitmap.height)
        lines = [(text, to_page(area)) for text, area in recognised(picture, program, writer)]
        writer.lines(lines, number, style="scan")
        if lines:
            writer.note(f"The words of page {number} were recognised from its picture and may be wrong.")
    if len(numbers) > writer.limits.ocr_pages:
        raise Enough(f"Only the first {writer.limits.ocr_pages} scanned pages were read.")


def _placing(page: Any, width: int, height: int) -> Any:
    """From pixels of a page's picture to the page's own space."""
    import pypdfium2.raw as pdfium

    def point(x: int, y: int) -> tuple[float, float]:
        across, up = pdfium.c_double(), pdfium.c_double()
        pdfium.FPDF_DeviceToPage(page, 0, 0, width, height, 0, x, y, across, up)
        return round(across.value, 2), round(up.value, 2)

    def area(given: tuple[int, int, int, int]) -> Rectangle | None:
        left, top, wide, high = given
        (x1, y1), (x2, y2) = point(left, top), point(left + wide, top + high)
        return union([Rectangle(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))])

    return area
