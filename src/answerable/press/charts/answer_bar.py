"""The answer bar: yes, in development, no and a hatched rest, drawn to the bodies asked.

It is the signature of the house: every page that shows answers to a question shows them through these
functions, always in this order and at this height, so that silence is as visible as speech.
"""

from markupsafe import Markup, escape

from answerable.core.answers import NO, YES
from answerable.press.charts.tally import Segment, Tally
from answerable.press.colours import MISSING, Scheme
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.maps import paint
from answerable.press.words import number, per_cent

HEIGHT, WITH_BRACKET = 18, 28
BRACKET_TOP, BRACKET_FOOT = 21.5, 26.5
ALWAYS_SAID = {YES, NO, MISSING}


def answer_bar(tally: Tally, *, label: str | None = None, own: str | None = None) -> Markup:
    """The bar alone, as inline SVG of the full width and a fixed height.

    A thin bracket under it spans the share of yes at its lowest and highest, whatever the silent bodies
    would have said; it is left out when everyone answered. `label` replaces what is read aloud; a blank one
    leaves that to words beside it. `own` is the token of one body among those counted: its piece of the bar
    gets a mark.
    """
    if not tally.n_asked:
        return Markup()
    parts, x, mark = [], 0, ""
    for segment in tally.segments:
        if segment.n:
            parts.append(_segment(tally.scheme, segment, x, tally.n_asked))
        if segment.token == own and segment.n:
            mark = _percent(2 * x + segment.n, 2 * tally.n_asked)
        x += segment.n
    if mark:
        parts.append(f'<circle class="own" cx="{mark}" cy="{HEIGHT // 2}" r="4.5"/>')
    if tally.has_yes and tally.n_rest and tally.n_answered:
        parts.append(_bracket(tally))
    # Everything but the label is a number or a word of ours; a site has tens of thousands of bars.
    said = spoken(tally) if label is None else label
    aloud = f'role="img" aria-label="{escape(said)}"' if said else 'aria-hidden="true"'
    return Markup(
        f'<svg class="bar {tally.scheme.id}" height="{WITH_BRACKET}" stroke="{tally.scheme.line}" '
        f"{aloud}>{''.join(parts)}</svg>"
    )


def answer_row(
    tally: Tally,
    name: str | Markup,
    *,
    href: str | None = None,
    when: str = "",
    twin: bool = False,
    said: Markup | None = None,
) -> Markup:
    """One bar with its words: the name, the share of those who answered, and the counts of all asked.

    `when` sets the twin of a pair apart ("out of hours"); `said` replaces the words of the share.
    """
    title = Markup('<a class="quietly" href="{}">{}</a>').format(href, name) if href else escape(name)
    if when:
        title += Markup(' <span class="when">{}</span>').format(when)
    return Markup(
        '<div class="row{}"><p class="what">{}</p><p class="say">{}</p>{}<p class="tally">{}</p></div>'
    ).format(
        " twin" if twin else "", title, said or share_words(tally), answer_bar(tally), tally_words(tally)
    )


def share_words(tally: Tally) -> Markup:
    """“93% of the 179 that answered”; of a question without a yes, how many answered."""
    if not tally.n_asked:
        return Markup('<span class="quiet">{}</span>').format(_("nobody was asked"))
    if not tally.n_answered:
        silent = _("none of the {n} answered").format(n=number(tally.n_asked))
        return Markup('<span class="quiet">{}</span>').format(silent)
    if not tally.has_yes:
        return Markup(_("<b>{n}</b> answered")).format(n=number(tally.n_answered))
    return Markup(_("<b>{share}</b> of the {n} that answered")).format(
        share=per_cent(tally.n_yes, tally.n_answered), n=number(tally.n_answered)
    )


def tally_words(tally: Tally) -> Markup:
    """“167 yes  12 no  28 no answer  of 207 asked”; further options are left out where nobody gave them.

    Blank where nobody was asked.
    """
    if not tally.n_asked:
        return Markup()
    said = [
        Markup('<span class="nb">{} {}</span>').format(number(each.n), each.words)
        for each in tally.segments
        if each.n or each.token in ALWAYS_SAID
    ]
    asked = _("of {n} asked").format(n=number(tally.n_asked))
    said.append(Markup('<span class="nb">{}</span>').format(asked))
    return Markup("&ensp; ").join(said)


def spoken(tally: Tally) -> str:
    """The bar in one sentence, bounds included, for those who cannot see it."""
    said = ", ".join(f"{number(each.n)} {each.words}" for each in tally.segments if each.n)
    asked = tally.n_asked
    sentence = ngettext("{counts}, of {n} body asked.", "{counts}, of {n} bodies asked.", asked)
    told = sentence.format(counts=said, n=number(asked))
    if tally.has_yes and tally.n_rest and tally.n_answered:
        low, high = tally.n_yes, tally.n_yes_at_most
        bounds = _(
            "Had all answered, yes would be between {n_low} ({low_share}) and {n_high} ({high_share})."
        ).format(
            n_low=number(low),
            low_share=per_cent(low, asked),
            n_high=number(high),
            high_share=per_cent(high, asked),
        )
        return f"{told} {bounds}"
    return told


def _segment(scheme: Scheme, segment: Segment, x: int, of: int) -> str:
    place = f'x="{_percent(x, of)}" width="{_percent(segment.n, of)}" height="{HEIGHT}"'
    return f"<rect {place} {paint(scheme, segment.token)}/>"


def _bracket(tally: Tally) -> str:
    low, high = _percent(tally.n_yes, tally.n_asked), _percent(tally.n_yes_at_most, tally.n_asked)
    ends = (
        (low, high, BRACKET_FOOT, BRACKET_FOOT),
        (low, low, BRACKET_TOP, BRACKET_FOOT),
        (high, high, BRACKET_TOP, BRACKET_FOOT),
    )
    lines = "".join(f'<line x1="{a}" x2="{b}" y1="{c}" y2="{d}"/>' for a, b, c, d in ends)
    return f'<g class="bound" stroke="currentColor">{lines}</g>'


def _percent(n: int, of: int) -> str:
    # A coordinate, not a statistic: three decimals are finer than any screen.
    return f"{round(n / of * 100, 3):g}%"
