"""How numbers are spread: columns that start at zero, with the median marked and every end labelled."""

from collections.abc import Callable, Sequence
from math import ceil, floor, log10

from markupsafe import Markup

from answerable.press.language import gettext as _

COLUMNS = 24
HEIGHT = 90
ROOM_ABOVE = 16
NICE_STEPS = (1, 2, 2.5, 5, 10)


def histogram(values: Sequence[float], median: float, say: Callable[[float], str], what: str) -> Markup:
    """Columns of equal width from zero, or from the least where a number is below it; one body each unit.

    Positions across are percentages, so that the chart fits any width; `say` writes a number, `what` says
    what is counted. Blank without at least two different numbers.
    """
    if len(set(values)) < 2:
        return Markup()
    low, step, n = bins(min(values), max(values))
    counts = [0] * n
    for value in values:
        counts[min(int((value - low) / step), n - 1)] += 1
    top = max(counts)
    width = 100 / n
    columns = Markup().join(
        Markup('<rect x="{:.3f}%" y="{:.1f}" width="{:.3f}%" height="{:.1f}"/>').format(
            i * width, ROOM_ABOVE + HEIGHT * (1 - count / top), width, HEIGHT * count / top
        )
        for i, count in enumerate(counts)
        if count
    )
    middle = (median - low) / (step * n) * 100
    label = _("{what}: from {least} to {most}, median {median}.").format(
        what=what, least=say(min(values)), most=say(max(values)), median=say(median)
    )
    anchor, dx = ("start", 5) if middle < 60 else ("end", -5)
    foot = HEIGHT + ROOM_ABOVE
    return Markup(
        '<div class="histogram"><svg height="{}" role="img" aria-label="{}"><g class="columns-of">{}</g>'
        '<line class="ax" x1="0" x2="100%" y1="{}" y2="{}"/>'
        '<line class="median" x1="{:.3f}%" x2="{:.3f}%" y1="0" y2="{}"/>'
        '<text x="{:.3f}%" dx="{}" y="11" text-anchor="{}">{}</text></svg>'
        '<p class="ticks"><span>{}</span><span>{}</span></p></div>'
    ).format(
        foot + 1, label, columns,
        foot, foot,
        middle, middle, foot,
        middle, dx, anchor, _("median {median}").format(median=say(median)),
        say(low), say(low + step * n),
    )  # fmt: skip


def bins(least: float, most: float) -> tuple[float, float, int]:
    """Where the columns start, how wide each is in a round number, and how many there are."""
    low = min(0.0, least)
    rough = (most - low) / COLUMNS
    size = 10.0 ** floor(log10(rough))
    step = next(nice * size for nice in NICE_STEPS if nice * size >= rough)
    start = floor(low / step) * step
    return start, step, max(1, ceil((most - start) / step) + ((most - start) % step == 0))
