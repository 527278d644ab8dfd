"""Texts as a page shows them, with the words that decisions rest on marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from answerable.desk.coding.texts import WINDOW


@dataclass(frozen=True)
class Mark:
    """A stretch of a text that a decision on a question rests on."""

    start: int
    end: int
    key: str
    name: str


@dataclass(frozen=True)
class Shown:
    """A text, or a window of a long one: its words with marks, and where they begin in the whole."""

    words: SafeString
    base: int
    before: int | None
    after: int | None


def shown(text: str, marks: Sequence[Mark], base: int = 0) -> Shown:
    """A text to be shown from a place on, marked."""
    base = max(0, min(base, max(0, len(text) - 1)))
    end = min(len(text), base + WINDOW)
    return Shown(
        marked(text, marks, base, end),
        base,
        max(0, base - WINDOW) if base else None,
        end if end < len(text) else None,
    )


def marked(text: str, marks: Sequence[Mark], base: int, end: int) -> SafeString:
    """The letters of a text from `base` to `end`, none added; stretches that are marked lie in <mark>."""
    inside = [each for each in marks if each.start < end and base < each.end]
    edges = sorted(
        {base, end, *(min(max(edge, base), end) for each in inside for edge in (each.start, each.end))}
    )
    pieces = []
    for start, stop in pairwise(edges):
        over = [each for each in inside if each.start < stop and start < each.end]
        piece = text[start:stop]
        if over:
            keys, names = " ".join(each.key for each in over), "; ".join(each.name for each in over)
            pieces.append(format_html('<mark data-for="{}" title="{}">{}</mark>', keys, names, piece))
        else:
            pieces.append(format_html("{}", piece))
    return format_html_join("", "{}", ((piece,) for piece in pieces))
