"""Legends: every state with its swatch and its count; the counts add up to the bodies asked."""

from collections.abc import Sequence

from markupsafe import Markup

from answerable.press.charts.tally import Segment
from answerable.press.colours import MISSING, Scheme
from answerable.press.language import gettext as _
from answerable.press.maps import swatch
from answerable.press.words import capital, number


def legend(scheme: Scheme, segments: Sequence[Segment], why: str, asked: str, *, title: str) -> Markup:
    """The states of a question in a row, then what they add up to: “= 207 CCGs asked”.

    `why` says which non-answers the hatch stands for, with their counts.
    """
    items = [
        Markup('<li data-token="{}">{}<span>{} <b>{}</b>{}</span></li>').format(
            each.token,
            Markup(swatch(scheme, scheme.shade(each.token), 22, 14)),
            capital(_(each.words)),
            number(each.n),
            f" ({why})" if each.token == MISSING and each.n and why else "",
        )
        for each in segments
    ]
    return Markup('<ul class="legend" aria-label="{}">{}<li class="sum">= {}</li></ul>').format(
        title, Markup().join(items), asked
    )
