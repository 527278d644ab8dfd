"""The maps of a question: both of a pair side by side, as areas and as equal cells, with their legends.

The in-hours map holds the geometry and the out-of-hours map uses it; both views are in the page, and
a choice without scripts shows one of them: areas on a wide screen, equal cells on a phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from answerable.core.answers import STATUS_WORDS, AnswerType, Status
from answerable.press.charts.legend import legend
from answerable.press.charts.tally import Segment
from answerable.press.colours import MISSING, Scheme, answer_scheme
from answerable.press.findings import bodies_words, reasons
from answerable.press.maps import Layer, PreparedMaps, number_classes, pattern_defs
from answerable.press.render import FAMILIES
from answerable.press.view.answers import tokens
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import KindView, QuestionView
from answerable.press.words import listed, money, number

WHEN = ("In hours", "Out of hours")
MOST_NAMED = 12


@dataclass(frozen=True)
class Explorer:
    """The maps of a page, and the patterns they need at its top."""

    html: Markup
    defs: Markup


@dataclass(frozen=True)
class Painted:
    """How one question is painted: a token for each body, and the segments of its legend."""

    shades: Mapping[str, str]
    segments: Sequence[Segment]
    why: str


def explorer(kind: KindView, views: Sequence[QuestionView], caption: str) -> Explorer | None:
    """The maps of one question or a pair; None where there are no answers of bodies to draw."""
    prepared = kind.maps
    if prepared is None or any(view.cells is None for view in views) or not kind.bodies:
        return None
    scheme, painted = paint_views(kind, views)
    heads = [
        _heading(kind, scheme, each, WHEN[n] if len(views) > 1 else "") for n, each in enumerate(painted)
    ]
    drawn = [
        [
            Markup('<div class="scroll v-{}">{}</div>').format(drawing.name, Markup(svg))
            for svg in drawing.draw(scheme, _layers(kind, views, painted, drawing.name))
        ]
        for drawing in prepared.drawings
    ]
    both = prepared.geography is not None
    body = _side_by_side(heads[0], drawn) if len(views) == 1 else _paired(heads, drawn, both)
    html = Markup('<figure class="explorer{}">{}{}<figcaption>{}</figcaption></figure>').format(
        "" if both and len(views) > 1 else " all", body, _notes(kind, prepared), caption
    )
    return Explorer(html, Markup(pattern_defs(FAMILIES, prepared.drawings)))


def _layers(
    kind: KindView, views: Sequence[QuestionView], painted: Sequence[Painted], name: str
) -> list[Layer]:
    return [
        Layer(f"{name}-{n}", WHEN[n], each.shades, why_missing(kind, view))
        for n, (view, each) in enumerate(zip(views, painted, strict=True))
    ]


def _paired(heads: Sequence[Markup], drawn: Sequence[Sequence[Markup]], both: bool) -> Markup:
    """Two questions side by side, each with its legend; a choice shows areas or equal cells."""
    parts = [Markup().join((head, *(views[n] for views in drawn))) for n, head in enumerate(heads)]
    columns = Markup().join(Markup('<div class="map-part">{}</div>').format(part) for part in parts)
    return Markup('{}<div class="maps">{}</div>').format(_toggle() if both else "", columns)


def _side_by_side(head: Markup, drawn: Sequence[Sequence[Markup]]) -> Markup:
    """One question: areas and equal cells beside each other under one legend."""
    parts = Markup().join(views[0] for views in drawn)
    return Markup('{}<div class="maps{}">{}</div>').format(head, "" if len(drawn) > 1 else " one", parts)


def paint_views(kind: KindView, views: Sequence[QuestionView]) -> tuple[Scheme, list[Painted]]:
    """The colours that all maps of a page share, and how each of its questions is painted with them."""
    if len(views) == 1 and views[0].question.is_numeric:
        return paint_numbers(kind, views[0])
    scheme = shared_scheme(views)
    painted = []
    for view in views:
        assert view.cells is not None and view.tally is not None
        states = view.cells.states
        if scheme != view.tally.scheme:
            states = tokens(scheme, view.cells.status, view.cells.answer)
        shades = {body.id: state for body, state in zip(kind.bodies, states, strict=True)}
        painted.append(Painted(shades, view.tally.segments, reasons(view.missing)))
    return scheme, painted


def paint_numbers(kind: KindView, view: QuestionView) -> tuple[Scheme, list[Painted]]:
    """A question with numbers: classes of about as many bodies each, and a hatch where there is no number."""
    assert view.cells is not None and view.tally is not None
    values = {
        body.id: value
        for body, status, value in zip(kind.bodies, view.cells.status, view.cells.value, strict=True)
        if status == ANSWERED and value is not None
    }
    say = money if view.question.answer is AnswerType.MONEY else number
    classes = number_classes(values, say)
    painted = {body.id: classes.shades.get(body.id, MISSING) for body in kind.bodies}
    in_words = view.tally.n_answered - len(values)
    why = listed(
        [part for part in (f"{in_words} in words" if in_words else "", reasons(view.missing)) if part]
    )
    segments = [
        Segment(shade.token, "no number" if shade.token == MISSING else shade.label, n)
        for shade, n in classes.scheme.legend(painted)
    ]
    return classes.scheme, [Painted(painted, segments, why)]


def shared_scheme(views: Sequence[QuestionView]) -> Scheme:
    """The colours of every option that any of these questions has."""
    tallies = [view.tally for view in views if view.tally]
    schemes = [tally.scheme for tally in tallies]
    if all(scheme == schemes[0] for scheme in schemes):
        return schemes[0]
    return answer_scheme(tuple(dict.fromkeys(option for tally in tallies for option in tally.options)))


def why_missing(kind: KindView, view: QuestionView) -> dict[str, str]:
    """Why each body without an answer has none, as the title of its area says it."""
    assert view.cells is not None
    # A body whose request was withdrawn, or that was abolished meanwhile, has an area but was not asked.
    not_asked = dict.fromkeys(kind.maps.codes if kind.maps else (), STATUS_WORDS[Status.NOT_ASKED])
    given = zip(kind.bodies, view.cells.status, strict=True)
    silent = {body.id: STATUS_WORDS[Status(status)] for body, status in given if status != ANSWERED}
    asked = {body.id for body in kind.bodies}
    return {code: words for code, words in not_asked.items() if code not in asked} | silent


def _heading(kind: KindView, scheme: Scheme, painted: Painted, when: str) -> Markup:
    asked = bodies_words(kind.kind, sum(segment.n for segment in painted.segments))
    title = Markup('<h2 class="fig-title">{}</h2>').format(when) if when else Markup()
    others = len(painted.shades) - sum(segment.n for segment in painted.segments)
    total = f"{asked} asked" + (f"; {others} not asked this, and hatched too" if others else "")
    return Markup('<div class="map-head">{}{}</div>').format(
        title, legend(scheme, painted.segments, painted.why, total, title=when or "Legend")
    )


def _toggle() -> Markup:
    return Markup(
        '<fieldset class="toggle"><legend class="hide">How the maps are drawn</legend>'
        '<label class="l-geography"><input type="radio" name="view" value="geography"> Map</label>'
        '<label class="l-hex"><input type="radio" name="view" value="hex"> Equal areas</label></fieldset>'
    )


def _notes(kind: KindView, prepared: PreparedMaps) -> Markup:
    """What the map does not show, and what is wrong with its boundaries: on the page, where it matters."""
    lines = []
    asked = {body.id: body.name for body in kind.bodies}
    lost = [asked[code] for code in prepared.without_area if code in asked]
    if prepared.geography and lost:
        more = len(lost) - MOST_NAMED
        named = [*lost[:MOST_NAMED], f"{more} more"] if more > 0 else lost
        lines.append(
            f"Without an area on the map, but among the equal areas and in the table: {listed(named)}."
        )
    lines += [f"{note.message} {note.remedy}" for note in prepared.notes]
    return Markup().join(
        Markup('<p class="warning"><b>About this map.</b> {}</p>').format(line)
        for line in dict.fromkeys(lines)
    )
