"""Figures for other sites: one file each, without scripts and without anything fetched from anywhere."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from importlib.resources import files

from markupsafe import Markup

from answerable.press import findings
from answerable.press.charts.legend import legend
from answerable.press.colours import DIFFERENCE
from answerable.press.difference import difference, difference_note
from answerable.press.explorer import (
    counted,
    difference_layer,
    not_counted,
    paint_views,
    when,
    why_missing,
)
from answerable.press.language import gettext as _
from answerable.press.maps import Drawing, Layer, map_css, pattern_defs, state_css
from answerable.press.maps.coarser import coarser
from answerable.press.pages.embed_parts import BAR, DIFFERENCE_VIEW, HEX, address, way_words, ways
from answerable.press.pages.question_parts import caption_line
from answerable.press.pages.questions import bars, shown_views
from answerable.press.paging import Page, link
from answerable.press.render import FAMILIES, Frame, environment
from answerable.press.tokens import Tokens, themed, tokens
from answerable.press.view.model import KindView, QuestionView, RoundState, RoundView

COARSE, STEP = "coarse map", 2
_SPACE = re.compile(r"\s+")
_CODE = re.compile(r' data-(?:code|state)="[^"]*"')


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every way in which a question or a pair can be shown elsewhere."""
    for a_round in frame.view.rounds:
        if a_round.state is RoundState.READY:
            continue
        for kind in a_round.kinds.values():
            for view in kind.pages:
                for way in ways(kind, view, shown_views(kind, view)):
                    path = address(frame, view, way)
                    yield Page(path, partial(render, frame, a_round, kind, view, way))


def render(frame: Frame, a_round: RoundView, kind: KindView, view: QuestionView, way: str) -> str:
    """One figure as a page that needs nothing else."""
    path, study = address(frame, view, way), frame.view.study
    headline = findings.headline(kind, view)
    drawing = drawing_of(kind, way)
    site = frame.site.address
    return (
        environment()
        .get_template("embed.html")
        .render(
            lang=frame.language,
            title=f"{headline} ({way_words(way)}) – {study.title}",
            headline=headline,
            deck=findings.deck(kind, view),
            css=Markup(style_sheet(tokens())),
            canonical=f"{site}/{view.path}" if site else "",
            defs=Markup(pattern_defs(FAMILIES, [drawing] if drawing else [])),
            figure=figure(kind, view, way, drawing),
            note=difference_note() if way == DIFFERENCE_VIEW else "",
            caption=caption_line(frame, a_round, view),
            simulated=_("Simulated study: invented bodies and invented answers.") if study.simulated else "",
            full=f"{site}/{view.path}" if site else link(path, view.path),
            house=study.title,
            publisher=study.publisher,
        )
    )


def drawing_of(kind: KindView, way: str) -> Drawing | None:
    """What a way of showing a question is drawn on, made small once; None for a bar."""
    if kind.maps is None or way == BAR:
        return None
    if way == HEX or kind.maps.geography is None:
        return kind.maps.hexes
    if COARSE not in kind.kept:
        kind.kept[COARSE] = coarser(kind.maps.geography, STEP)
    drawing: Drawing = kind.kept[COARSE]
    return drawing


def figure(kind: KindView, view: QuestionView, way: str, drawing: Drawing | None) -> Markup:
    """The picture, with legends that count."""
    views = shown_views(kind, view)
    if drawing is None:
        return bars(kind, views, view)
    if way == DIFFERENCE_VIEW:
        return difference_map(kind, views, drawing)
    return maps(kind, views, drawing)


def maps(kind: KindView, views: Sequence[QuestionView], drawing: Drawing) -> Markup:
    """A map for each question, under its legend; the second uses the areas of the first."""
    scheme, painted = paint_views(kind, views)
    names = when() if len(views) > 1 else (_("Legend"),)
    layers = [
        Layer(
            f"m{n}", name, each.shades, why_missing(kind, shown), counted(kind, each.segments),
            not_counted(kind, shown, drawing),
        )
        for n, (name, shown, each) in enumerate(zip(names, views, painted, strict=False))
    ]  # fmt: skip
    drawn = [bare(svg) for svg in drawing.draw(scheme, layers, embed=False, titles=False)]
    parts = []
    for name, each, svg in zip(names, painted, drawn, strict=False):
        asked = findings.bodies_words(kind.kind, sum(segment.n for segment in each.segments))
        total = _("{bodies} asked").format(bodies=asked)
        head = Markup("<h2>{}</h2>").format(name) if len(views) > 1 else Markup()
        items = legend(scheme, each.segments, each.why, total, title=name)
        parts.append(Markup("<div>{}{}{}</div>").format(head, items, svg))
    return Markup('<div class="maps">{}</div>').format(Markup().join(parts))


def difference_map(kind: KindView, views: Sequence[QuestionView], drawing: Drawing) -> Markup:
    """Day and night in one map."""
    found = difference(kind, views)
    assert found is not None
    total = _("{bodies} asked").format(bodies=findings.bodies_words(kind.kind, found.n_asked))
    items = legend(DIFFERENCE, found.segments, "", total, title=_("Difference"))
    [svg] = drawing.draw(DIFFERENCE, [difference_layer(kind, found, drawing)], embed=False, titles=False)
    return Markup('<div class="maps"><div>{}{}</div></div>').format(items, bare(svg))


def bare(svg: str) -> Markup:
    """A map without what only scripts read."""
    return Markup(_CODE.sub("", svg))


@lru_cache(maxsize=4)
def style_sheet(of: Tokens) -> str:
    """The little that an embedded figure needs of the look of the house; it stands in the file itself."""
    own = (files("answerable.press") / "static" / "embed.css").read_text(encoding="utf-8")
    with themed(of):
        return f"{of.root_css}{_SPACE.sub(' ', own).strip()}{map_css()}{state_css()}"
