"""The page of a round: who replied, what they said section by section, and where silence lies."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import addresses, findings
from answerable.press.bars import pair_bars, question_bar
from answerable.press.charts.dumbbell import dumbbells
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_
from answerable.press.leading import pairs
from answerable.press.pages import ratings
from answerable.press.pages.printed_parts import other_figures
from answerable.press.pages.response_parts import rates, region_bars, response_rows, response_sentence
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.structured import dataset_of
from answerable.press.view.model import BodyView, KindView, RoundState, RoundView
from answerable.press.words import capital, day, listed, number

MOST_LISTED = 600
"""Names on the page of a round that is ready; more are in the list of every body only."""


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every round, whatever there is to show of it."""
    for a_round in frame.view.rounds:
        yield Page(a_round.path, partial(render, frame, a_round))


def render(frame: Frame, a_round: RoundView) -> str:
    """One round page; a round that was not sent shows its questions instead of answers."""
    ready = a_round.state is RoundState.READY
    headline = finding(a_round)
    return frame.render(
        "round_ready.html" if ready else "round.html",
        a_round.path,
        title=headline,
        description=f"{headline}. {frame.view.study.title}.",
        crumbs=[Crumb(a_round.title)],
        structured=dataset_of(frame, a_round.path, [a_round], f"{frame.view.study.title}: {a_round.title}"),
        headline=headline,
        round=a_round,
        state=str(a_round.state),
        note=str(a_round.round.extra.get("note", "")),
        facts=facts(a_round),
        more=onward(frame, a_round),
        others=other_printed(frame, a_round),
        most_listed=MOST_LISTED,
        bodies_page=frame.view.path(addresses.bodies_page()),
        kinds=[(ready_part if ready else kind_part)(frame, a_round, kind) for kind in a_round.kinds.values()],
    )


def finding(a_round: RoundView) -> str:
    """What the round comes to, in a sentence."""
    kinds = list(a_round.kinds.values())
    if a_round.state is RoundState.READY:
        said = _("{round}: the questions are ready, and nobody has been asked yet")
        return said.format(round=a_round.title)
    asked = listed([findings.bodies_words(kind.kind, len(kind.bodies)) for kind in kinds])
    if a_round.state is RoundState.WAITING:
        said = _("{round}: {bodies} were asked, and none has replied yet")
        return said.format(round=a_round.title, bodies=asked)
    if a_round.state is RoundState.PRINTED:
        said = _("{round}: what was printed of the answers of {bodies}")
        return said.format(round=a_round.title, bodies=asked)
    replied = []
    for kind in kinds:
        if kind.response and kind.response["n_asked"]:
            of = findings.bodies_words(kind.kind, kind.response["n_asked"])
            replied.append(_("{n} of {bodies}").format(n=number(kind.response["n_replied"]), bodies=of))
    if not replied:
        return _("{round}: nobody was asked").format(round=a_round.title)
    return _("{round}: {counts} replied").format(round=a_round.title, counts=listed(replied))


def onward(frame: Frame, a_round: RoundView) -> list[Crumb]:
    """What else there is of a round: its stars, its trends, its methods."""
    made = []
    stars = ratings.page_of(frame.view, a_round)
    if stars:
        made.append(Crumb(_("Stars"), stars))
    if any(view.now.round_id == a_round.id for view in frame.view.extras.comparisons):
        made.append(Crumb(_("Trends since earlier rounds"), frame.view.path(addresses.trends_page())))
    if a_round.state is RoundState.ANSWERS and frame.view.region_paths:
        made.append(Crumb(_("Regions"), frame.view.path(addresses.regions_page())))
    made.append(Crumb(_("Methods"), frame.view.path(addresses.methods_page(a_round.id))))
    return made


def facts(a_round: RoundView) -> list[tuple[str, str]]:
    """When it was sent, when the count closed, under which law."""
    made = []
    if a_round.round.sent_on:
        made.append((_("Sent"), day(a_round.round.sent_on)))
    if a_round.round.cut_off:
        made.append((_("Answers counted until"), day(a_round.round.cut_off)))
    made.append((_("Law"), _(REGIMES.get(a_round.round.regime, a_round.round.regime))))
    return made


REGIMES: Mapping[str, str] = {
    "foia": N_("Freedom of Information Act 2000"),
    "eir": N_("Environmental Information Regulations 2004"),
    "foisa": N_("Freedom of Information (Scotland) Act 2002"),
}


def other_printed(frame: Frame, a_round: RoundView) -> list[dict[str, str]]:
    """Printed figures of the round that belong to no question, where its answers are not in the study."""
    if a_round.state is not RoundState.PRINTED:
        return []
    known = {(kind.kind.id, question_id) for kind in a_round.kinds.values() for question_id in kind.questions}
    return other_figures(frame.view.extras.published.get(a_round.id, ()), known)


def kind_part(frame: Frame, a_round: RoundView, kind: KindView) -> dict[str, Any]:
    """One kind: its response, its day and night, its sections of bars, its regions."""
    return {
        "kind": kind,
        "plural": kind.kind.plural,
        "bodies": findings.bodies_words(kind.kind, len(kind.bodies)),
        "response": response_sentence(kind),
        "outcomes": response_rows(kind),
        "rates": rates(kind),
        "regions": region_bars(kind),
        "dumbbells": day_and_night(a_round.path, kind),
        "sections": [
            {"title": title, "bars": section_bars(a_round.path, kind, ids)}
            for title, ids in sections(kind).items()
        ],
    }


def ready_part(frame: Frame, a_round: RoundView, kind: KindView) -> dict[str, Any]:
    """One kind of a round that was not sent: its questions, its definitions, the bodies to be asked."""
    found: dict[str, list[dict[str, Any]]] = {}
    printed = [question for question in kind.questionnaire.asked if question.parent is None]
    for question in printed:
        item = {
            "id": segment(question.id),
            "number": question.number,
            "text": question.text,
            "follow_ups": kind.questionnaire.follow_ups(question.id),
        }
        found.setdefault(question.section, []).append(item)
    return {
        "kind": kind,
        "plural": kind.kind.plural,
        "n_questions": number(len(printed)),
        "questions": [{"title": title, "entries": entries} for title, entries in found.items()],
        "definitions": kind.questionnaire.definitions,
        "to_ask": to_ask(frame, kind),
    }


def to_ask(frame: Frame, kind: KindView) -> list[BodyView]:
    """Bodies of the kind without a last day, by name: those that a round sent now would go to."""
    bodies = [body for body in frame.view.bodies if body.kind == kind.kind.id and body.closed is None]
    return sorted(bodies, key=lambda body: (body.name.casefold(), body.id))


def day_and_night(path: str, kind: KindView) -> Markup:
    """The chart of all pairs, widest gap first."""
    rows = []
    for pair in pairs(kind):
        day, night = pair.day.shown_tally, pair.night.shown_tally
        if day and night and day.has_yes and night.has_yes:
            name = Markup('<a class="quietly" href="{}">{}</a>').format(
                link(path, pair.day.path), capital(pair.day.question.name)
            )
            rows.append((name, day, night))
    return dumbbells(rows)


def sections(kind: KindView) -> dict[str, list[str]]:
    """Questions with a page by section, in printed order; twins go with the question they belong to."""
    found: dict[str, list[str]] = {}
    for view in kind.pages:
        if not view.question.pair_of:
            found.setdefault(view.question.section, []).append(view.id)
    return found


def section_bars(path: str, kind: KindView, ids: list[str]) -> Markup:
    """The bars of one section."""
    made = []
    for question_id in ids:
        view, twin = kind.questions[question_id], kind.twin(question_id)
        made.append(pair_bars(path, view, twin) if twin else question_bar(path, view))
    return Markup().join(made)
