"""Trends: every question that two rounds share, drawn where its wording allows, and a page for each."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.core.measures.mcnemar import McNemarTest
from answerable.core.questions import Comparability
from answerable.press import addresses
from answerable.press.bars import other_words
from answerable.press.charts.answer_bar import answer_row
from answerable.press.charts.slopes import slope_chart
from answerable.press.findings import bodies_words
from answerable.press.pages.printed_parts import printed_faults
from answerable.press.pages.trend_parts import (
    GROUPS,
    base_sentence,
    body_links,
    headline,
    is_significant,
    outside_panel,
    panel_sentence,
    panel_table,
    reason,
    share_of,
    short_panel,
    slopes,
    steps,
    wordings,
)
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame, version_words
from answerable.press.view.comparisons import ComparisonView
from answerable.press.words import capital, listed, number


def pages(frame: Frame) -> Iterable[Page]:
    """The overview and a page for each comparison; nothing where no question compares with another."""
    found = frame.view.extras.comparisons
    if not found:
        return
    path = frame.view.path(addresses.trends_page())
    yield Page(path, partial(render_index, frame, path))
    for view in found:
        yield Page(view.path, partial(render, frame, view))


def render_index(frame: Frame, path: str) -> str:
    """All comparisons, by how far they can be compared."""
    found = frame.view.extras.comparisons
    title = finding(found)
    return frame.render(
        "trends.html",
        path,
        title=title,
        description=overview(found),
        crumbs=[Crumb("Trends")],
        headline=title,
        deck=overview(found),
        groups=[group for each in Comparability if (group := group_part(path, found, each))],
        methods=[
            (each.title, frame.view.path(addresses.methods_page(each.id)))
            for each in frame.view.rounds
            if any(view.now.round_id == each.id for view in found)
        ],
    )


def finding(found: Sequence[ComparisonView]) -> str:
    """How many questions can be compared and how many changed by the test, in a sentence."""
    rounds = list(dict.fromkeys(each for view in found for each in (view.then.round_id, view.now.round_id)))
    span = listed(rounds)
    trends = [view for view in found if view.is_trend]
    tested = [view for view in trends if view.row is not None and view.row["gained"] is not None]
    if not trends:
        return f"{span}: no question can be compared between the rounds"
    if not tested:
        n = len(trends)
        verb = "question can" if n == 1 else "questions can"
        return f"{span}: {number(n)} {verb} be set beside each other, {number(len(found) - n)} cannot"
    n = sum(is_significant(view) for view in tested)
    of = f"{number(n) if n else 'none'} of the {number(len(tested))} questions that can be compared"
    return f"{span}: {of} changed significantly by the {McNemarTest.name} test"


def overview(found: Sequence[ComparisonView]) -> str:
    """What the overview holds, in a sentence or two."""
    n_trends = sum(view.is_trend for view in found)
    hard = len(found) - n_trends
    parts = [f"{number(len(found))} questions of one round stand beside one of an earlier round."]
    parts.append(
        f"{number(n_trends)} of them are worded alike enough to be compared, {number(hard)} are not."
    )
    if any(view.row is not None and view.row["gained"] is not None for view in found):
        parts.append(
            "A change is tested on bodies that answered both times, at the 5% level, question by question."
        )
    elif n_trends:
        parts.append(
            "The answers of each body are not in this study: the shares are those that were printed."
        )
    return " ".join(parts)


def group_part(path: str, found: Sequence[ComparisonView], each: Comparability) -> dict[str, Any] | None:
    """The comparisons of one degree, kind by kind."""
    mine = [view for view in found if view.link.comparability is each]
    if not mine:
        return None
    kinds: dict[str, list[ComparisonView]] = {}
    for view in mine:
        kinds.setdefault(view.after.kind.plural, []).append(view)
    return {
        "id": str(each),
        "title": GROUPS[each],
        "is_trend": each is not Comparability.HARD,
        "kinds": [
            {"plural": capital(plural), "tiles": [tile(path, view) for view in views]}
            for plural, views in kinds.items()
        ],
    }


def tile(path: str, view: ComparisonView) -> dict[str, Any]:
    """One comparison on the overview: a slope where it may be drawn, else two bars."""
    chart = slope_chart(slopes(view, with_panel=False), view.then.round_id, view.now.round_id)
    return {
        "name": capital(view.now.question.name),
        "path": view.path,
        "chart": chart,
        "bars": "" if chart else bars(path, view),
        "bases": [base_short(each) for each in (view.then, view.now)],
        "panel": short_panel(view),
        "marked": is_significant(view),
    }


def base_short(view: Any) -> str:
    """One cross-section in a few words: “2016: 169 of 179”."""
    tally = view.shown_tally
    if tally is not None and tally.has_yes and tally.n_answered:
        return f"{view.round_id}: {number(tally.n_yes)} of {number(tally.n_answered)}"
    share = share_of(view)
    return f"{view.round_id}: {share}, printed without counts" if share else f"{view.round_id}: not printed"


def bars(path: str, view: ComparisonView) -> Markup:
    """Both rounds as answer bars, the earlier first; words where there is nothing to draw."""
    made = []
    for n, each in enumerate((view.then, view.now)):
        tally, href = each.shown_tally, link(path, each.path)
        if tally is not None:
            made.append(answer_row(tally, Markup("{}").format(each.round_id), href=href, twin=n > 0))
        else:
            made.append(
                Markup(
                    '<div class="row{}"><p class="what"><a class="quietly" href="{}">{}</a></p>'
                    '<p class="say">{}</p></div>'
                ).format(" twin" if n else "", href, each.round_id, other_words(each))
            )
    return Markup().join(made)


def render(frame: Frame, view: ComparisonView) -> str:
    """One comparison."""
    path, title = view.path, headline(view)
    bodies = bodies_words(view.after.kind)
    drawn = slopes(view, with_panel=True)
    sentences = [
        base_sentence(view.then, bodies_words(view.before.kind)),
        base_sentence(view.now, bodies),
    ]
    index = frame.view.path(addresses.trends_page())
    return frame.render(
        "trend.html",
        path,
        title=title,
        description=" ".join(sentences),
        crumbs=[
            Crumb("Trends", index),
            Crumb(
                f"{capital(view.now.question.name)} ({bodies}), {view.then.round_id} to {view.now.round_id}"
            ),
        ],
        headline=title,
        deck=" ".join(sentences),
        item=view,
        reason=reason(view),
        chart=slope_chart(drawn, view.then.round_id, view.now.round_id),
        dashed=drawn[1] if len(drawn) > 1 else None,
        bars=bars(path, view),
        panel=panel_sentence(view),
        table=panel_table(view),
        outside=outside_panel(view),
        gained=body_links(path, view.gained),
        lost=body_links(path, view.lost),
        n_gained=len(view.gained),
        n_lost=len(view.lost),
        steps=steps(view),
        wordings=wordings(view),
        faults=[
            f"{each.round_id}: {fault}"
            for each in (view.then, view.now)
            for fault in printed_faults(each.printed)
        ],
        caption=f"{version_words(frame.view)} Licence: {frame.view.study.licence}."
        + (" Simulated study." if frame.view.study.simulated else ""),
        known=view.row is not None,
    )
