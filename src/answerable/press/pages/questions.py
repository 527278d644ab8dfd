"""The page of a question: the finding, the maps, every answer, then what was asked and how to read it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import addresses, findings
from answerable.press.answers_table import answers_table
from answerable.press.charts.answer_bar import answer_bar, answer_row, share_words, tally_words
from answerable.press.charts.hours_bar import hours_bar
from answerable.press.explorer import explorer
from answerable.press.figures import question_figures
from answerable.press.language import gettext as _
from answerable.press.maps import MOST_DRAWN
from answerable.press.paged import Part, answer_pages, cut_kind, cut_view
from answerable.press.pages.embed_parts import embed_codes
from answerable.press.pages.figures import figure_links
from answerable.press.pages.joint_parts import seen_from_both_sides
from answerable.press.pages.printed_parts import printed_faults, printed_rows
from answerable.press.pages.question_parts import (
    caption_line,
    compared,
    downloads,
    follow_ups,
    number_chart,
    number_words,
)
from answerable.press.paging import Crumb, Page
from answerable.press.render import Frame
from answerable.press.told import told
from answerable.press.view.model import KindView, QuestionView, RoundState, RoundView
from answerable.press.words import capital, day, number, stop


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every question of every round that was sent; follow-ups stand on their parent's."""
    for a_round in frame.view.rounds:
        if a_round.state is RoundState.READY:
            continue
        for kind in a_round.kinds.values():
            for view in kind.pages:
                yield Page(view.path, partial(render, frame, a_round, kind, view))
                if view.cells:
                    paged = answer_pages(kind, view.path)
                    for part in paged.further:
                        yield Page(
                            paged.address(part), partial(render_part, frame, a_round, kind, view, part)
                        )


def render(frame: Frame, a_round: RoundView, kind: KindView, view: QuestionView) -> str:
    """One question page."""
    question, path = view.question, view.path
    bodies = findings.bodies_words(kind.kind)
    shown = shown_views(kind, view)
    headline = findings.headline(kind, view)
    maps = explorer(kind, shown, caption_line(frame, a_round, view))
    paged = answer_pages(kind, path)
    first = paged.parts[0]
    values: dict[str, Any] = {
        "headline": headline,
        "deck": findings.deck(kind, view),
        "round": a_round,
        "kind": kind,
        "item": view,
        "question": question,
        "bars": bars(kind, shown, view),
        "together": hours_bar(shown[0].pair, bodies) if len(shown) > 1 and shown[0].pair else "",
        "maps": maps.html if maps else "",
        "table": part_table(path, a_round, kind, view, first) if view.cells else "",
        "shown": paged.status(first, findings.bodies_words(kind.kind, len(kind.bodies))),
        "more": paged.nav(first),
        "undrawn": undrawn(kind, view) if not maps else "",
        "bodies": bodies,
        "caption": caption_line(frame, a_round, view),
        "bounds": bounds(shown),
        "regions": regions(frame, view),
        "remarks": remarks(frame, kind, view),
        "meaning": findings.meaning_lines(question),
        "twins": [each for each in shown if each is not view],
        "follow_ups": follow_ups(kind, view),
        "numbers": number_words(view) if question.is_numeric else "",
        "chart": number_chart(kind, view) if question.is_numeric else "",
        "definitions": kind.questionnaire.definitions,
        **elsewhere(frame, kind, view),
        "to_scripts": told(frame, path, a_round, shown, caption_line(frame, a_round, view)),
    }
    if maps:
        values["defs"] = maps.defs
    return frame.render(
        "question.html",
        path,
        title=headline,
        description=str(values["deck"]) or f"{headline}. {kind.kind.plural}, {a_round.title}.",
        crumbs=[Crumb(a_round.title, a_round.path), Crumb(f"{capital(question.name)} ({bodies})")],
        **values,
    )


def elsewhere(frame: Frame, kind: KindView, view: QuestionView) -> dict[str, Any]:
    """What stands beside the answers: other rounds, the other side, print, files, and pages that lead on."""
    return {
        "compared": compared(frame, view, view.path),
        "joint": seen_from_both_sides(frame, kind, view),
        "printed": printed_rows(view.printed),
        "faults": printed_faults(view.printed),
        "downloads": downloads(frame, view, view.path),
        "methods": frame.view.path(addresses.methods_page(view.round_id)),
        "beside": frame.view.path(addresses.compare_page()) if kind.bodies and view.cells else "",
        "figures": figure_links(frame, view.path, question_figures(kind, view)),
        "embeds": embed_codes(frame, kind, shown_views(kind, view)),
    }


def render_part(frame: Frame, a_round: RoundView, kind: KindView, view: QuestionView, part: Part) -> str:
    """A further page of the table of every answer; what the answers come to stands on the question's page."""
    paged = answer_pages(kind, view.path)
    path, bodies = paged.address(part), findings.bodies_words(kind.kind)
    name = f"{capital(view.question.name)} ({bodies})"
    title = _("{name}: every answer, page {page} of {pages}").format(
        name=name, page=number(part.number), pages=number(len(paged.parts))
    )
    headline = findings.headline(kind, view)
    return frame.render(
        "part.html",
        path,
        title=title,
        description=f"{headline}. {findings.deck(kind, view)}",
        crumbs=[Crumb(a_round.title, a_round.path), Crumb(name, view.path), Crumb(number(part.number))],
        headline=title,
        finding=headline,
        whole=view.path,
        shown=paged.status(part, findings.bodies_words(kind.kind, len(kind.bodies))),
        table=part_table(path, a_round, kind, view, part),
        more=paged.nav(part, "answers"),
        downloads=downloads(frame, view, path)[:2],
        caption=caption_line(frame, a_round, view),
    )


def part_table(path: str, a_round: RoundView, kind: KindView, view: QuestionView, part: Part) -> Markup:
    """The rows of one page of the table of every answer."""
    shown = [cut_view(each, part) for each in shown_views(kind, view)]
    return answers_table(path, cut_kind(kind, part), shown, table_caption(kind, view, a_round))


def undrawn(kind: KindView, view: QuestionView) -> str:
    """Why there is no map, where there are too many bodies for one and regions cannot stand for them."""
    if len(kind.bodies) <= MOST_DRAWN or view.cells is None:
        return ""
    bodies = findings.bodies_words(kind.kind, len(kind.bodies))
    return _(
        "{bodies} are too many to draw one by one, so there is no map: the table has every answer."
    ).format(bodies=bodies)


def shown_views(kind: KindView, view: QuestionView) -> list[QuestionView]:
    """The question and its twin, in hours first, whichever of the two the page is about."""
    question = view.question
    if question.pair_of and question.pair_of in kind.questions:
        return [kind.questions[question.pair_of], view]
    twin = kind.twin(question.id)
    return [view, twin] if twin else [view]


def bars(kind: KindView, shown: list[QuestionView], view: QuestionView) -> Markup:
    """The answer bars of the page: one, or two for a pair."""
    rows = []
    for n, each in enumerate(shown):
        if each.shown_tally is None:
            continue
        name = capital(shown[0].question.name) if n == 0 else ""
        when = "" if len(shown) == 1 else (_("in hours"), _("out of hours"))[n]
        rows.append(answer_row(each.shown_tally, Markup("{}").format(name), when=when, twin=n > 0))
    return Markup().join(rows)


def regions(frame: Frame, view: QuestionView) -> list[dict[str, Any]]:
    """The answer bar of each region."""
    rows = frame.view.extras.tables.regions.get((view.round_id, view.kind, view.id), ())
    return [
        {"name": name, "bar": answer_bar(tally), "said": share_words(tally), "tally": tally_words(tally)}
        for name, tally in rows
    ]


def remarks(frame: Frame, kind: KindView, view: QuestionView) -> list[str]:
    """What bodies added unasked under a question: counts, and the only honest base."""
    return [
        _("{remark} Said by {n} of the {bodies} that answered.").format(
            remark=stop(row["text"]),
            n=number(row["n_remarked"]),
            bodies=findings.bodies_words(kind.kind, row["n_base"]),
        )
        for row in frame.view.extras.remarks.get((view.round_id, view.kind), ())
        if row["of"] == view.id and row["n_remarked"]
    ]


def bounds(shown: list[QuestionView]) -> list[str]:
    """What silence could change in each share of the page."""
    when = (_("in hours"), _("out of hours")) if len(shown) > 1 else ("",)
    pairs = zip(shown, when, strict=True)
    said = [findings.bounds_sentence(view.shown_tally, words) for view, words in pairs if view.shown_tally]
    return [sentence for sentence in said if sentence]


def table_caption(kind: KindView, view: QuestionView, a_round: RoundView) -> str:
    """What the table is, for those who reach it first."""
    if a_round.round.cut_off is None:
        return _("Every {body} that was asked.").format(body=kind.kind.short)
    return _("Every {body} that was asked, answers as at {day}.").format(
        body=kind.kind.short, day=day(a_round.round.cut_off)
    )
