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
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.pages.printed_parts import printed_faults
from answerable.press.pages.trend_movers import GAINED, LOST, first_movers
from answerable.press.pages.trend_parts import (
    GROUPS,
    base_sentence,
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
from answerable.press.pages.trend_replies import early_and_late, who_answered
from answerable.press.pages.wording_marks import is_marked
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
        crumbs=[Crumb(_("Trends"))],
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
    n_all, n_trends, n_tested = len(found), len(trends), len(tested)
    if not trends:
        return _("{rounds}: no question can be compared between the rounds").format(rounds=span)
    if not tested:
        return ngettext(
            "{rounds}: {n} question can be set beside each other, {others} cannot",
            "{rounds}: {n} questions can be set beside each other, {others} cannot",
            n_trends,
        ).format(rounds=span, n=number(n_trends), others=number(n_all - n_trends))
    n = sum(is_significant(view) for view in tested)
    words = {"rounds": span, "n": number(n), "tested": number(n_tested), "test": McNemarTest.name}
    if not n:
        return _(
            "{rounds}: none of the {tested} questions that can be compared changed significantly "
            "by the {test} test"
        ).format(**words)
    return _(
        "{rounds}: {n} of the {tested} questions that can be compared changed significantly "
        "by the {test} test"
    ).format(**words)


def overview(found: Sequence[ComparisonView]) -> str:
    """What the overview holds, in a sentence or two."""
    n_trends = sum(view.is_trend for view in found)
    parts = [
        ngettext(
            "{n} question of one round stands beside one of an earlier round.",
            "{n} questions of one round stand beside one of an earlier round.",
            len(found),
        ).format(n=number(len(found))),
        _("{n} of them are worded alike enough to be compared, {others} are not.").format(
            n=number(n_trends), others=number(len(found) - n_trends)
        ),
    ]
    if any(view.row is not None and view.row["gained"] is not None for view in found):
        parts.append(
            _("A change is tested on bodies that answered both times, at the 5% level, question by question.")
        )
    elif n_trends:
        parts.append(
            _("The answers of each body are not in this study: the shares are those that were printed.")
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
        "title": _(GROUPS[each]),
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
        return _("{round}: {n} of {base}").format(
            round=view.round_id, n=number(tally.n_yes), base=number(tally.n_answered)
        )
    share = share_of(view)
    if share:
        return _("{round}: {share}, printed without counts").format(round=view.round_id, share=share)
    return _("{round}: not printed").format(round=view.round_id)


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
            Crumb(_("Trends"), index),
            Crumb(
                _("{question} ({bodies}), {then} to {now}").format(
                    question=capital(view.now.question.name),
                    bodies=bodies,
                    then=view.then.round_id,
                    now=view.now.round_id,
                )
            ),
        ],
        headline=title,
        deck=" ".join(sentences),
        item=view,
        reason=reason(view),
        chart=slope_chart(drawn, view.then.round_id, view.now.round_id),
        dashed=drawn[1] if len(drawn) > 1 else None,
        bars=bars(path, view),
        **panel_parts(path, view),
        steps=steps(view),
        wordings=wordings(view),
        reworded=is_marked(view.then.question.wording, view.now.question.wording),
        faults=[
            f"{each.round_id}: {fault}"
            for each in (view.then, view.now)
            for fault in printed_faults(each.printed)
        ],
        who=who_answered(frame.view.extras, view),
        timing=early_and_late(frame.view.extras, view),
        caption=caption(frame),
        known=view.row is not None,
    )


def panel_parts(path: str, view: ComparisonView) -> dict[str, Any]:
    """The matched panel, its test, who is not in it, and the bodies that moved."""
    return {
        "panel": panel_sentence(view),
        "table": panel_table(view),
        "outside": outside_panel(view),
        "gained": first_movers(path, view, GAINED),
        "lost": first_movers(path, view, LOST),
        "n_gained": number(len(view.gained)),
        "n_lost": number(len(view.lost)),
    }


def caption(frame: Frame) -> str:
    """Version, licence and whether the study is invented."""
    study = frame.view.study
    licence = _("Licence: {licence}.").format(licence=study.licence)
    simulated = _("Simulated study.") if study.simulated else ""
    return " ".join(filter(None, (version_words(frame.view), licence, simulated)))
