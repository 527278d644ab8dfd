"""The maps of a question: both of a pair side by side, as areas and as equal cells, with their legends.

The in-hours map holds the geometry and the out-of-hours map uses it, and so does the map of their
difference. All views are in the page, and a choice without scripts shows one of them: areas on a wide
screen, equal cells on a phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from answerable.core.answers import STATUS_WORDS, AnswerType, Status
from answerable.press.charts.legend import legend
from answerable.press.charts.tally import Segment
from answerable.press.colours import DIFFERENCE, MISSING, Scheme, answer_scheme
from answerable.press.difference import NOT_ASKED, Difference, difference, difference_note
from answerable.press.findings import bodies_words, reasons
from answerable.press.language import gettext as _
from answerable.press.maps import Drawing, Layer, PreparedMaps, number_classes, pattern_defs
from answerable.press.region_maps import region_figure
from answerable.press.render import FAMILIES
from answerable.press.view.answers import tokens
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import KindView, QuestionView
from answerable.press.words import listed, money, number

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


def when() -> tuple[str, str]:
    """What the two maps of a pair are called."""
    return _("In hours"), _("Out of hours")


def explorer(kind: KindView, views: Sequence[QuestionView], caption: str) -> Explorer | None:
    """The maps of one question or a pair; None where there are no answers of bodies to draw."""
    prepared = kind.maps
    if any(view.cells is None for view in views) or not kind.bodies:
        return None
    if prepared is None:
        regions = region_figure(kind, views, caption)
        return Explorer(*regions) if regions else None
    scheme, painted = paint_views(kind, views)
    heads = [
        _heading(kind, scheme, each, when()[n] if len(views) > 1 else "") for n, each in enumerate(painted)
    ]
    drawn = draw_views(kind, views, scheme, painted)
    both = prepared.geography is not None
    apart = _difference(kind, views, prepared.drawings[0])
    body = _side_by_side(heads[0], drawn) if len(views) == 1 else _paired(heads, drawn, both, apart)
    html = Markup('<figure class="explorer{}">{}{}<figcaption>{}</figcaption></figure>').format(
        "" if both and len(views) > 1 else " all", body, _notes(kind, prepared), caption
    )
    return Explorer(html, Markup(pattern_defs(FAMILIES, prepared.drawings)))


def draw_views(
    kind: KindView, views: Sequence[QuestionView], scheme: Scheme, painted: Sequence[Painted]
) -> list[list[Markup]]:
    """Every drawing of a kind in its own scroll region, one map for each question in each."""
    assert kind.maps is not None
    reasons_why = [why_missing(kind, view) for view in views]
    geography = kind.maps.geography
    drawn = []
    for drawing in kind.maps.drawings:
        layers = [
            Layer(
                f"{drawing.name}-{n}",
                when()[n] if len(views) > 1 else view.question.name.rstrip("?."),
                each.shades,
                why,
                counted(kind, each.segments),
                not_counted(kind, view, drawing),
            )
            for n, (view, each, why) in enumerate(zip(views, painted, reasons_why, strict=True))
        ]
        # The areas say of a body what its cell would say again.
        untitled = frozenset(geography.codes) if geography and drawing is not geography else frozenset()
        drawn.append([_scroll(drawing, svg) for svg in drawing.draw(scheme, layers, untitled=untitled)])
    return drawn


def _scroll(drawing: Drawing, svg: str) -> Markup:
    return Markup('<div class="scroll v-{}">{}</div>').format(drawing.name, Markup(svg))


def counted(kind: KindView, segments: Sequence[Segment]) -> str:
    """The counts of a legend in words, and the bodies asked that they add up to."""
    said = ", ".join(f"{_(segment.words)}: {number(segment.n)}" for segment in segments if segment.n)
    asked = bodies_words(kind.kind, sum(segment.n for segment in segments))
    return _("{counts}; {bodies} asked").format(counts=said, bodies=asked)


def not_counted(kind: KindView, view: QuestionView, drawing: Drawing) -> dict[str, str]:
    """Bodies of a drawing that are hatched although no legend counts them: they were not asked this."""
    assert view.cells is not None
    asked = {body.id for body in kind.bodies}
    apart = dict.fromkeys((code for code in drawing.codes if code not in asked), "")
    if not view.question.is_numeric and NOT_ASKED in view.cells.status:
        pairs = zip(kind.bodies, view.cells.status, strict=True)
        apart |= {body.id: "" for body, status in pairs if status == NOT_ASKED}
    return apart


def _paired(heads: Sequence[Markup], drawn: Sequence[Sequence[Markup]], both: bool, apart: Markup) -> Markup:
    """Two questions side by side, each with its legend; a choice shows areas, equal cells or difference."""
    parts = [Markup().join((head, *(views[n] for views in drawn))) for n, head in enumerate(heads)]
    columns = Markup().join(Markup('<div class="map-part">{}</div>').format(part) for part in parts)
    toggle = _toggle(both, bool(apart)) if both or apart else ""
    return Markup('{}<div class="maps">{}</div>{}').format(toggle, columns, apart)


def _side_by_side(head: Markup, drawn: Sequence[Sequence[Markup]]) -> Markup:
    """One question: areas and equal cells beside each other under one legend."""
    parts = Markup().join(views[0] for views in drawn)
    return Markup('{}<div class="maps{}">{}</div>').format(head, "" if len(drawn) > 1 else " one", parts)


def _difference(kind: KindView, views: Sequence[QuestionView], drawing: Drawing) -> Markup:
    """Day and night in one map, with its own legend; blank where there are not two to compare."""
    found = difference(kind, views)
    if found is None:
        return Markup()
    title = _("Difference")
    total = _("{bodies} asked; {n} answered both").format(
        bodies=bodies_words(kind.kind, found.n_asked), n=number(found.n_answered)
    )
    head = Markup('<div class="map-head"><h2 class="fig-title">{}</h2>{}</div>').format(
        _("In and out of hours"), legend(DIFFERENCE, found.segments, "", total, title=title)
    )
    layer = difference_layer(kind, found, drawing)
    return Markup('<div class="v-difference">{}{}<p class="small quiet">{}</p></div>').format(
        head,
        Markup('<div class="scroll">{}</div>').format(Markup(drawing.draw_again(DIFFERENCE, layer))),
        difference_note(),
    )


def difference_layer(kind: KindView, found: Difference, drawing: Drawing) -> Layer:
    """The difference as a map of a drawing whose geometry stands on the same page."""
    drawn = set(drawing.codes)
    apart = {code: token for code, token in found.shades.items() if code not in drawn}
    apart |= dict.fromkeys((code for code in drawing.codes if code not in found.shades), "")
    return Layer(
        "difference-2",
        _("Difference"),
        found.shades,
        found.words,
        counted(kind, found.segments),
        apart,
    )


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
        [
            part
            for part in (
                _("{n} in words").format(n=number(in_words)) if in_words else "",
                reasons(view.missing),
            )
            if part
        ]
    )
    segments = [
        Segment(shade.token, _("no number") if shade.token == MISSING else shade.label, n)
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


def _heading(kind: KindView, scheme: Scheme, painted: Painted, name: str) -> Markup:
    asked = bodies_words(kind.kind, sum(segment.n for segment in painted.segments))
    title = Markup('<h2 class="fig-title">{}</h2>').format(name) if name else Markup()
    others = len(painted.shades) - sum(segment.n for segment in painted.segments)
    total = _("{bodies} asked").format(bodies=asked)
    if others:
        more = _("{n} not asked this, and hatched too").format(n=number(others))
        total = f"{total}; {more}"
    return Markup('<div class="map-head">{}{}</div>').format(
        title, legend(scheme, painted.segments, painted.why, total, title=name or _("Legend"))
    )


def _toggle(both: bool, apart: bool) -> Markup:
    """The choice of a view; nothing is chosen at first, as what stands first depends on the screen."""
    choices = [("geography", _("Map"))] if both else []
    choices += [("hex", _("Equal areas"))] + ([("difference", _("Difference"))] if apart else [])
    labels = Markup().join(
        Markup('<label class="l-{}"><input type="radio" name="view" value="{}"> {}</label>').format(
            value, value, words
        )
        for value, words in choices
    )
    return Markup('<fieldset class="toggle"><legend class="hide">{}</legend>{}</fieldset>').format(
        _("How the maps are drawn"), labels
    )


def _notes(kind: KindView, prepared: PreparedMaps) -> Markup:
    """What the map does not show, and what is wrong with its boundaries: on the page, where it matters."""
    lines = []
    asked = {body.id: body.name for body in kind.bodies}
    lost = [asked[code] for code in prepared.without_area if code in asked]
    if prepared.geography and lost:
        more = len(lost) - MOST_NAMED
        named = [*lost[:MOST_NAMED], _("{n} more").format(n=number(more))] if more > 0 else lost
        lines.append(
            _("Without an area on the map, but among the equal areas and in the table: {names}.").format(
                names=listed(named)
            )
        )
    lines += [f"{note.message} {note.remedy}" for note in prepared.notes]
    return Markup().join(
        Markup('<p class="warning"><b>{}</b> {}</p>').format(_("About this map."), line)
        for line in dict.fromkeys(lines)
    )
