"""Words of a PDF with a line drawn through them: a PDF keeps them as words and the line as a drawing."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from ctypes import c_float, c_ushort
from typing import Any

import pypdfium2.raw as pdfium

from answerable.core.reading.documents.model import Rectangle

MOST_OBJECTS = 20_000  # of a page
MOST_STROKES = 500
MOST_FOUND = 200
MOST_LETTERS = 200
# A stroke lies between these parts of a line's height: an underline lies below.
LOWEST, HIGHEST = 0.3, 0.7
# It is thin, and ends with the words: the edge of a table goes on beyond them.
THICKEST, SHORTEST, BEYOND = 2.5, 3.0, 2.0
# Letters that a stroke only touches are not struck.
WITHIN = 0.6


def struck_words(page: Any, text_page: Any, lines: Sequence[tuple[str, Rectangle | None]]) -> list[str]:
    """The words that lines are drawn through, in the order of the page's lines. Units: points"""
    strokes = sorted(_strokes(page), key=_middle)
    found: list[str] = []
    if not strokes:
        return found
    heights = [_middle(stroke) for stroke in strokes]
    for _, area in lines:
        if area is None:
            continue
        tall = area.top - area.bottom
        first = bisect_left(heights, area.bottom + LOWEST * tall)
        last = bisect_right(heights, area.bottom + HIGHEST * tall)
        for stroke in sorted(strokes[first:last], key=lambda each: each.left):
            if stroke.left < area.left - BEYOND or stroke.right > area.right + BEYOND:
                continue
            words = _words(text_page, stroke.left, stroke.right, area)
            # Some programs draw the sign _ as a line, which touches one letter.
            if len(words) > 1:
                found.append(words)
            if len(found) >= MOST_FOUND:
                return found
    return found


def _middle(stroke: Rectangle) -> float:
    return (stroke.bottom + stroke.top) / 2


def _strokes(page: Any) -> Iterator[Rectangle]:
    """The thin level lines that are drawn on a page."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    count = 0
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            continue
        if top.value - bottom.value <= THICKEST and right.value - left.value >= SHORTEST:
            yield Rectangle(left.value, bottom.value, right.value, top.value)
            count += 1
            if count >= MOST_STROKES:
                return


def _words(text_page: Any, left: float, right: float, area: Rectangle) -> str:
    buffer = (c_ushort * (MOST_LETTERS + 1))()
    sides = (left + WITHIN, area.top, right - WITHIN, area.bottom)
    count = pdfium.FPDFText_GetBoundedText(text_page, *sides, buffer, MOST_LETTERS)
    return " ".join(
        bytes(buffer)[: 2 * max(0, count)].decode("utf-16-le", "replace").replace("\x00", "").split()
    )
