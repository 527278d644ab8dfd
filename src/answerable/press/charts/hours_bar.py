"""Day and night taken together: how many bodies say yes to both, to one, or to neither."""

from markupsafe import Markup

from answerable.core.measures.pairs import Hours
from answerable.press.charts.answer_bar import HEIGHT
from answerable.press.charts.legend import legend
from answerable.press.charts.tally import Segment
from answerable.press.colours import DIFFERENCE, MISSING
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.maps import paint
from answerable.press.view.model import Record
from answerable.press.words import number

WORDS = {
    Hours.BOTH: ("both", N_("both")),
    Hours.HOURS_ONLY: ("hours_only", N_("in hours only")),
    Hours.OUT_OF_HOURS_ONLY: ("ooh_only", N_("out of hours only")),
    Hours.NEITHER: ("neither", N_("neither")),
    Hours.UNKNOWN: (MISSING, N_("unknown")),
}


def hours_bar(pair: Record, bodies: str) -> Markup:
    """The bar of one pair with its legend, drawn to all asked; blank where nobody answered both.

    A body counts as not known unless it answered both questions; an answer other than yes is not yes.
    """
    if not pair["n_both_answered"]:
        return Markup()
    segments = [Segment(token, _(words), pair[str(hours)]) for hours, (token, words) in WORDS.items()]
    asked, x, rects = pair["n_asked"], 0, []
    for segment in segments:
        if segment.n:
            rects.append(
                Markup('<rect x="{:.3f}%" width="{:.3f}%" height="{}" {}/>').format(
                    x / asked * 100, segment.n / asked * 100, HEIGHT, Markup(paint(DIFFERENCE, segment.token))
                )
            )
        x += segment.n
    said = ", ".join(f"{number(segment.n)} {segment.words}" for segment in segments)
    total = _("{n} {bodies} asked; {n_both} answered both").format(
        n=number(asked), bodies=bodies, n_both=number(pair["n_both_answered"])
    )
    title = _("Day and night together")
    return Markup(
        '<div class="together"><p class="fig-title small">{}</p>'
        '<svg class="bar {}" height="{}" stroke="{}" role="img" aria-label="{}">{}</svg>{}</div>'
    ).format(
        title,
        DIFFERENCE.id,
        HEIGHT,
        DIFFERENCE.line,
        _("{counts}, of {n} asked").format(counts=said, n=number(asked)),
        Markup().join(rects),
        legend(DIFFERENCE, segments, "", total, title=title),
    )
