"""The words of a PDF page by page, as far as a reader of it sees them; whatever hides words is told.

Words under a black box are still in the file: whoever wrote the box meant to remove them. A copy made from
the words would lay them bare, so a file with such words is not copied at all.
"""

import ctypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from answerable.core.post.redaction.model import MOST_TEXT, Withheld

MOST_PAGES = 500
MOST_OBJECTS = 20_000
MOST_COMPARED = 3_000_000
COVERED = 0.5
OPAQUE = 200
NEARLY_WHITE = 245
DARK = 90
MOST_ODD = 0.05
SMALLEST_LETTERS = 1.2  # points
INVISIBLE = (3, 7)  # text render modes that paint nothing


class CannotCopy(Exception):
    """No copy can be made of a file; the words say why."""


@dataclass(frozen=True)
class Pages:
    """The words of each page, blank for a picture of one, and what was left out."""

    texts: tuple[str, ...]
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True)
class _Painted:
    """Something on a page, in the order in which it was painted."""

    box: tuple[float, float, float, float]
    is_text: bool
    covers: bool = False
    white: bool = False


def read_pages(data: bytes, where: str) -> Pages:
    """The words of a PDF. Raises: CannotCopy where it is damaged, locked, too long, or hides words"""
    try:
        import pypdfium2
    except ImportError:
        raise CannotCopy("PDF files are read by an extra: pip install 'answerable[reading]'") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except (pypdfium2.PdfiumError, ValueError):
        raise CannotCopy("it is damaged or locked with a password") from None
    try:
        return _all_pages(document, where)
    except pypdfium2.PdfiumError:
        raise CannotCopy("it is damaged") from None
    finally:
        document.close()


def _all_pages(document: Any, where: str) -> Pages:
    if len(document) > MOST_PAGES:
        raise CannotCopy(f"it has more than {MOST_PAGES} pages")
    texts: list[str] = []
    pictures = notes = 0
    for number in range(len(document)):
        page = document[number]
        on_page, images = _painted(page)
        if _hides_words(on_page, page.get_mediabox(), page.get_cropbox()):
            raise CannotCopy("words in it are hidden, perhaps blacked out: a copy would lay them bare")
        pictures += images
        notes += _annotations(page)
        words = page.get_textpage()
        texts.append(words.get_text_range().replace("\r\n", "\n").replace("\ufffe", ""))
        words.close()
        page.close()
        if sum(map(len, texts)) > MOST_TEXT:
            raise CannotCopy(f"it has more than {MOST_TEXT:,} characters and was not looked through")
    if not any(text.strip() for text in texts):
        raise CannotCopy("it has no words that can be read: it is a scan, or empty")
    if not _can_be_read("".join(texts)):
        raise CannotCopy(
            "its letters cannot be told from their shapes, so its words cannot be looked through"
        )
    scans = sum(not text.strip() for text in texts)
    files = document.count_attachments()
    left_out = (
        (pictures, "pictures", "pictures are not looked through"),
        (notes, "notes, links or form fields", "they are not looked through"),
        (scans, "pages without words", "they are blank, or pictures"),
        (files, "attached files", "they are not looked through"),
    )
    return Pages(tuple(texts), tuple(Withheld(where, what, why, n) for n, what, why in left_out if n))


def _can_be_read(text: str) -> bool:
    """Whether the letters of a text are letters: fonts without a table of them give codes instead."""
    said = [each for each in text if not each.isspace()]
    odd = sum(each == "\ufffd" or unicodedata.category(each) in ("Cc", "Co", "Cn") for each in said)
    return odd <= MOST_ODD * len(said)


def _painted(page: Any) -> tuple[list[_Painted], int]:
    import pypdfium2.raw as raw

    found: list[_Painted] = []
    images = 0
    for n, each in enumerate(page.get_objects(max_depth=8)):
        if n >= MOST_OBJECTS:
            raise CannotCopy("its pages are too intricate to be looked through")
        if each.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(each.raw) in INVISIBLE or _in_layer(each):
                raise CannotCopy("words in it are hidden, perhaps those of a scan: they cannot be relied on")
            left, bottom, right, top = each.get_bounds()
            if 0 < top - bottom < SMALLEST_LETTERS and 0 < right - left < SMALLEST_LETTERS * 20:
                raise CannotCopy("words in it are too small to be seen: a copy would lay them bare")
            color = _fill(each)
            found.append(
                _Painted(each.get_bounds(), True, white=min(color[:3]) >= NEARLY_WHITE or color[3] < 20)
            )
        elif each.type == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
            found.append(_Painted(each.get_bounds(), False, covers=True))
        elif each.type == raw.FPDF_PAGEOBJ_PATH:
            mode, stroked = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(each.raw, ctypes.byref(mode), ctypes.byref(stroked))
            color = _fill(each)
            # A thick line covers words as well as a box does.
            width = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(each.raw, ctypes.byref(width))
            covers = (mode.value != raw.FPDF_FILLMODE_NONE and color[3] >= OPAQUE) or (
                bool(stroked.value) and width.value >= 4
            )
            dark = min(color[:3]) < NEARLY_WHITE
            if covers:
                found.append(_Painted(_widened(each.get_bounds(), width.value), False, True, white=not dark))
        elif each.type == raw.FPDF_PAGEOBJ_SHADING:
            found.append(_Painted(each.get_bounds(), False, covers=True))
    return found, images


def _widened(box: tuple[float, float, float, float], width: float) -> tuple[float, float, float, float]:
    half = width / 2 if width >= 4 else 0.0
    return box[0] - half, box[1] - half, box[2] + half, box[3] + half


def _fill(each: Any) -> tuple[int, int, int, int]:
    import pypdfium2.raw as raw

    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(each.raw, *map(ctypes.byref, parts)):
        return 0, 0, 0, 255
    return parts[0].value, parts[1].value, parts[2].value, parts[3].value


def _in_layer(each: Any) -> bool:
    """Whether something is painted only while a layer is switched on."""
    import pypdfium2.raw as raw

    for n in range(max(0, raw.FPDFPageObj_CountMarks(each.raw))):
        mark = raw.FPDFPageObj_GetMark(each.raw, n)
        name = (ctypes.c_ushort * 32)()
        size = ctypes.c_ulong()
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(size)):
            letters = bytes(name)[: max(0, size.value - 2)].decode("utf-16-le", "replace")
            if letters == "OC":
                return True
    return False


def _annotations(page: Any) -> int:
    import pypdfium2.raw as raw

    count = int(raw.FPDFPage_GetAnnotCount(page.raw))
    for n in range(min(count, MOST_OBJECTS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, n)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        covers = _covers(annotation, kind)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in (
            raw.FPDF_ANNOT_REDACT,
            raw.FPDF_ANNOT_SQUARE,
            raw.FPDF_ANNOT_STAMP,
            raw.FPDF_ANNOT_POLYGON,
        ):
            covers = True
        if covers:
            raise CannotCopy(
                "a box was laid over a page, perhaps to black words out: a copy would lay them bare"
            )
        if kind in (raw.FPDF_ANNOT_INK, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_LINE):
            raise CannotCopy("words in it were struck out or drawn over: a copy would lay them bare")
    return count


def _covers(annotation: Any, kind: int) -> bool:
    """Whether a note hides the words under it: a shape, words on a ground, a highlighter made black."""
    import pypdfium2.raw as raw

    if kind in (raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYLINE):
        return True
    if kind not in (raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_FREETEXT) or not raw.FPDFAnnot_HasKey(
        annotation, b"C"
    ):
        return False
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFAnnot_GetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *map(ctypes.byref, parts))
    dark = not known or max(each.value for each in parts[:3]) <= DARK
    return dark or kind == raw.FPDF_ANNOT_FREETEXT


def _hides_words(painted: Sequence[_Painted], media: Sequence[float], crop: Sequence[float]) -> bool:
    """Whether words lie under something painted later, off the page, or are white on white."""
    texts = [(n, each) for n, each in enumerate(painted) if each.is_text]
    covers = [(n, each) for n, each in enumerate(painted) if each.covers]
    if len(texts) * len(covers) > MOST_COMPARED:
        raise CannotCopy("its pages are too intricate to be looked through")
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    for n, text in texts:
        if _shared(text.box, (left, bottom, right, top)) < COVERED:
            return True
        if any(m > n and _shared(text.box, cover.box) >= COVERED for m, cover in covers):
            return True
        below = any(m < n and not cover.white and _shared(text.box, cover.box) > 0.3 for m, cover in covers)
        if text.white and not below:
            return True
    return False


def _shared(box: Sequence[float], other: Sequence[float]) -> float:
    """How much of a box lies within another. Units: share of its area, 0 to 1"""
    width, height = max(box[2] - box[0], 0.1), max(box[3] - box[1], 0.1)
    across = min(box[0] + width, other[2]) - max(box[0], other[0])
    down = min(box[1] + height, other[3]) - max(box[1], other[1])
    return max(0.0, across) * max(0.0, down) / (width * height)
