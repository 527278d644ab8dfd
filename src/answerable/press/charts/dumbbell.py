"""Day and night on one line: two dots per question, joined by the gap between them.

Positions are percentages of the width, so that the chart reads the same on a phone; words stand outside
the picture, where they can be read and copied.
"""

from collections.abc import Iterable
from fractions import Fraction

from markupsafe import Markup

from answerable.press.charts.tally import Tally
from answerable.press.language import gettext as _
from answerable.press.words import number, per_cent

HEIGHT, MIDDLE, RADIUS = 22, 11, 6
GRID = (0, 25, 50, 75, 100)


def dumbbell_row(name: Markup, day: Tally, night: Tally) -> Markup:
    """One question: its name, the two dots, and the counts of both in words."""
    return Markup('<div class="row dumb"><p class="what">{}</p>{}<p class="tally">{}</p></div>').format(
        name,
        dumbbell(day, night),
        Markup("{}<br>{}").format(
            _("in hours {share}").format(share=_words(day)),
            _("out of hours {share}").format(share=_words(night)),
        ),
    )


def dumbbell(day: Tally, night: Tally) -> Markup:
    """The picture alone: filled for the day, open for the night, on a scale from 0 to 100%."""
    first, second = _position(day), _position(night)
    line = Markup('<line class="grid" x1="{0}%" x2="{0}%" y1="0" y2="{1}"/>')
    lines = Markup().join(line.format(x, HEIGHT) for x in GRID)
    return Markup(
        '<svg class="dumbbell answers" height="{}" role="img" aria-label="{}">{}'
        '<line class="gap" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<circle class="dot night" cx="{}" cy="{}" r="{}"/>'
        '<circle class="dot day" cx="{}" cy="{}" r="{}"/></svg>'
    ).format(
        HEIGHT,
        _("In hours {day}, out of hours {night}").format(day=_words(day), night=_words(night)),
        lines,
        first, second, MIDDLE, MIDDLE,
        second, MIDDLE, RADIUS,
        first, MIDDLE, RADIUS,
    )  # fmt: skip


def scale() -> Markup:
    """The scale under the rows, from 0 to 100%."""
    return Markup(
        '<div class="row dumb scale" aria-hidden="true"><p class="what"></p><p class="ticks">{}</p></div>'
    ).format(Markup().join(Markup("<span>{}%</span>").format(tick) for tick in (0, 50, 100)))


def dumbbells(rows: Iterable[tuple[Markup, Tally, Tally]]) -> Markup:
    """The chart of several questions; blank where none can be drawn."""
    drawn = [
        dumbbell_row(name, day, night) for name, day, night in rows if day.n_answered and night.n_answered
    ]
    return (
        Markup('<div class="dumbbells">{}{}</div>').format(Markup().join(drawn), scale())
        if drawn
        else Markup()
    )


def _position(tally: Tally) -> str:
    # A coordinate, not a statistic.
    return f"{round(float(Fraction(tally.n_yes, tally.n_answered)) * 100, 2):g}%"


def _words(tally: Tally) -> str:
    return _("{n} of {base} ({share})").format(
        n=number(tally.n_yes),
        base=number(tally.n_answered),
        share=per_cent(tally.n_yes, tally.n_answered),
    )
