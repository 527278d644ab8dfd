"""Whether a page in some colours can be read, and its maps told apart: the rule that a theme must keep too.

Source: WCAG 2.2, 1.4.3 (contrast of text, 4.5:1) and 1.4.11 (of what is not text, 3:1)
"""

from collections.abc import Iterator

from answerable.press.colours import (
    CHOICE_FILLS,
    CLASS_FILLS,
    DEEP_BLUE,
    DIFFERENCE,
    LEAST_CONTRAST,
    OTHER_FILL,
    STARS,
    contrast,
)
from answerable.press.tokens import DARK, LIGHT, Tokens

TEXT_CONTRAST = 4.5
WORDS = ("ink", "quiet", "accent", "warn")
GROUNDS = ("paper", "wash")
FILLS = tuple(
    dict.fromkeys(
        [
            *(shade.fill for scheme in (STARS, DIFFERENCE) for shade in scheme.shades if not shade.pattern),
            *CHOICE_FILLS,
            *CLASS_FILLS,
            DEEP_BLUE,
            OTHER_FILL,
        ]
    )
)
"""Colours of maps that no theme changes: stars, choices, numbers and differences."""


def unreadable(tokens: Tokens) -> Iterator[tuple[str, str]]:
    """Every pair of colours that is too close, with what to do about it; nothing where all is well."""
    for mode in (LIGHT, DARK):
        yield from _words(tokens, mode)
        yield from _states(tokens, mode)
    paper = tokens.css("color.dark.paper")
    ink = tokens.css("color.light.ink")
    for fill in FILLS:
        if contrast(fill, ink) < LEAST_CONTRAST:
            yield _told(
                "color.light.ink", ink, f"the colour {fill} of maps, whose border it is", LEAST_CONTRAST, fill
            )
        if contrast(fill, paper) < LEAST_CONTRAST:
            yield _told("color.dark.paper", paper, f"the colour {fill} of maps", LEAST_CONTRAST, fill)


def _words(tokens: Tokens, mode: str) -> Iterator[tuple[str, str]]:
    """Text on both grounds, and the borders of what can be used."""
    for ground in GROUNDS:
        for name in WORDS:
            yield from _apart(tokens, f"color.{mode}.{name}", f"color.{mode}.{ground}", TEXT_CONTRAST)
    yield from _apart(tokens, f"color.{mode}.edge", f"color.{mode}.paper", LEAST_CONTRAST)


def _states(tokens: Tokens, mode: str) -> Iterator[tuple[str, str]]:
    """Any two areas may touch, so the border stands out from each of them and from the page."""
    paper, no = f"color.{mode}.paper", f"state.{mode}.no"
    for other in (f"state.{mode}.yes", no, paper):
        yield from _apart(tokens, f"state.{mode}.border", other, LEAST_CONTRAST)
    # Dots of yes stand on no; lines and marks of charts stand on the page.
    yield from _apart(tokens, f"state.{mode}.yes", no, LEAST_CONTRAST)
    yield from _apart(tokens, f"state.{mode}.yes", paper, LEAST_CONTRAST)
    if tokens.css(paper) == tokens.css(no):
        yield (
            f"“{no}” is the colour of the page, {tokens.css(no)}: a no would look like nothing at all.",
            "Choose another colour for one of them.",
        )


def _apart(tokens: Tokens, first: str, second: str, least: float) -> Iterator[tuple[str, str]]:
    a, b = tokens.css(first), tokens.css(second)
    if contrast(a, b) < least:
        yield _told(first, a, f"“{second}” ({b})", least, b)


def _told(path: str, colour: str, against: str, least: float, other: str) -> tuple[str, str]:
    # Rounded down: 4.49 must not be told as 4.5.
    ratio = int(contrast(colour, other) * 100) / 100
    return (
        f"“{path}” ({colour}) has a contrast of {ratio:g}:1 with {against}.",
        f"It needs {least:g}:1: make one of them darker or lighter.",
    )
