"""Slopes: a share in two rounds, joined by a line, every end labelled; never drawn across a hard break.

A line is told from another by its dashes and its marks, so that grey paper loses nothing. Sizes are CSS
pixels and the picture is not scaled, so that the words keep their size on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from answerable.press.language import gettext as _
from answerable.press.words import number, per_cent

WIDTH, HEIGHT = 270, 150
TOP, BOTTOM = 16, 126
LEFT, RIGHT = 46, 224
LEAST_GAP = 14.0


@dataclass(frozen=True)
class End:
    """One end of a line: an exact share with the words for it, and its counts in words.

    Without counts the share was printed bare: its mark stays hollow, for nothing can check it.
    """

    share: Fraction
    label: str
    counts: str = ""

    @classmethod
    def of(cls, n: int, base: int) -> "End":
        """From counts; of no base there is no end to draw. Raises: RefusedPercentage"""
        return cls(
            Fraction(n, base or 1),
            per_cent(n, base),
            _("{n} of {base}").format(n=number(n), base=number(base)),
        )

    @property
    def height(self) -> float:
        """Where it stands: a coordinate, not a statistic."""
        return round(BOTTOM - float(self.share) * (BOTTOM - TOP), 1)


@dataclass(frozen=True)
class Slope:
    """One line between two rounds and what it stands for; a second line is dashed."""

    name: str
    start: End
    end: End
    dashed: bool = False


def slope_chart(slopes: Sequence[Slope], before: str, after: str) -> Markup:
    """The lines of one question on a scale from 0 to 100%; blank without any."""
    if not slopes:
        return Markup()
    said = "; ".join(spoken(slope, before, after) for slope in slopes)
    starts = labels([slope.start for slope in slopes], LEFT - 9, "end")
    ends = labels([slope.end for slope in slopes], RIGHT + 9, "start")
    lines = Markup().join(_line(slope) for slope in slopes)
    return Markup(
        '<svg class="slope" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="frame" d="M{} {}H{}M{} {}H{}M{} {}H{}"/>{}{}{}'
        '<text class="round" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="round" x="{}" y="{}" text-anchor="middle">{}</text></svg>'
    ).format(
        WIDTH, HEIGHT, WIDTH, HEIGHT, said,
        LEFT, TOP, RIGHT, LEFT, (TOP + BOTTOM) // 2, RIGHT, LEFT, BOTTOM, RIGHT,
        lines, starts, ends,
        LEFT, HEIGHT - 6, before,
        RIGHT, HEIGHT - 6, after,
    )  # fmt: skip


def spoken(slope: Slope, before: str, after: str) -> str:
    """One line in words: “all that answered: 77% in 2016 (116 of 151), 81% in 2017 (128 of 158)”."""
    ends = ((slope.start, before), (slope.end, after))
    told = [
        _("{share} in {round} ({counts})").format(
            share=end.label, round=when, counts=end.counts or _("printed without counts")
        )
        for end, when in ends
    ]
    return f"{slope.name}: {', '.join(told)}"


def labels(ends: Sequence[End], x: int, anchor: str) -> Markup:
    """The percentages at one end, pushed apart where they would lie over one another, in their order."""
    said = {end.label: end.height for end in ends}
    placed = spread(sorted(said.values()))
    order = sorted(said, key=lambda words: said[words])
    return Markup().join(
        Markup('<text x="{}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y + 4.5, anchor, words)
        for words, y in zip(order, placed, strict=True)
    )


def spread(heights: Sequence[float]) -> list[float]:
    """Heights at least a line apart, moved as little as it takes and kept within the picture.

    Shape:  ascending heights -> as many, ascending
    """
    made = list(heights)
    for i in range(1, len(made)):
        made[i] = max(made[i], made[i - 1] + LEAST_GAP)
    beyond = made[-1] - BOTTOM if made else 0.0
    if beyond > 0:
        made[-1] = float(BOTTOM)
        for i in range(len(made) - 2, -1, -1):
            made[i] = min(made[i], made[i + 1] - LEAST_GAP)
    return made


def _line(slope: Slope) -> Markup:
    y1, y2 = slope.start.height, slope.end.height
    marks = Markup().join(
        Markup('<circle{} cx="{}" cy="{}" r="{}"/>').format(
            "" if end.counts else Markup(' class="bare"'), x, end.height, 4 if slope.dashed else 5
        )
        for end, x in ((slope.start, LEFT), (slope.end, RIGHT))
    )
    return Markup('<g class="{}"><line x1="{}" y1="{}" x2="{}" y2="{}"/>{}</g>').format(
        "dashed" if slope.dashed else "whole", LEFT, y1, RIGHT, y2, marks
    )
