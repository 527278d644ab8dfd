"""Methods of each round: who was asked, how it was counted, what was changed after the fact and why."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from answerable import __version__
from answerable.press import addresses, findings
from answerable.press.language import gettext as _
from answerable.press.pages.method_parts import (
    STATUS_MEANINGS,
    SUCCESSION_RULES,
    asked_sentence,
    change_counts,
    comparison_rows,
    derived,
    fault_rows,
    flag_counts,
    law_words,
    recodes,
    remark_rows,
    unreported,
)
from answerable.press.pages.ratings import page_of
from answerable.press.pages.response_parts import rates, response_rows
from answerable.press.paging import Crumb, Page
from answerable.press.render import Frame, simulated_words, version_words
from answerable.press.view.model import KindView, RoundState, RoundView
from answerable.press.words import capital, day, listed


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every round, sent or not."""
    for a_round in frame.view.rounds:
        path = frame.view.path(addresses.methods_page(a_round.id))
        yield Page(path, partial(render, frame, a_round, path))


def render(frame: Frame, a_round: RoundView, path: str) -> str:
    """How one round was done."""
    extras, study = frame.view.extras, frame.view.study
    compared = [view for view in extras.comparisons if view.now.round_id == a_round.id]
    headline = _("How the round of {round} was asked and counted")
    if a_round.state is RoundState.READY:
        headline = _("How the round of {round} will be asked and counted")
    headline = headline.format(round=a_round.title)
    description = _("Who was asked, when, under which law, and how the answers were counted. {title}.")
    return frame.render(
        "methods.html",
        path,
        title=headline,
        description=description.format(title=study.title),
        crumbs=[Crumb(a_round.title, a_round.path), Crumb(_("Methods"))],
        headline=headline,
        deck=deck(a_round),
        round=a_round,
        state=str(a_round.state),
        facts=facts(frame, a_round),
        note=str(a_round.round.extra.get("note", "")),
        kinds=[kind_part(frame, path, a_round, kind) for kind in a_round.kinds.values()],
        statuses=[(_(name), _(meaning)) for name, meaning in STATUS_MEANINGS],
        compared=comparison_rows(path, compared),
        successions=[(_(what), _(rule)) for what, rule in SUCCESSION_RULES]
        if any(view.is_trend for view in compared)
        else (),
        changes=change_counts(frame, compared),
        ratings=page_of(frame.view, a_round),
        faults=fault_rows(path, a_round, extras.published.get(a_round.id, ())),
        flags=flag_counts(frame, a_round),
        how_simulated=simulated_words() if study.simulated else "",
        sources=[str(source) for source in source_list(frame)],
        software=_("Made with Answerable {version}. {release}").format(
            version=__version__, release=version_words(frame.view)
        ),
        data=frame.view.path(addresses.data_page()),
    )


def deck(a_round: RoundView) -> str:
    """The round in a sentence."""
    kinds = [kind.kind.plural for kind in a_round.kinds.values()]
    if a_round.state is RoundState.READY:
        said = _("Questions to {bodies}, ready and not sent. Written from their definitions.")
        return said.format(bodies=listed(kinds))
    return _(
        "A census of {bodies}: all of them were asked, and not all answered. "
        "What follows is written from the definitions in the study, not by hand."
    ).format(bodies=listed(kinds))


def facts(frame: Frame, a_round: RoundView) -> list[tuple[str, str]]:
    """When and under which law."""
    made = []
    if a_round.round.sent_on:
        made.append((_("Sent"), day(a_round.round.sent_on)))
    if a_round.round.cut_off:
        made.append(
            (_("Answers counted until"), _("the end of {day}").format(day=day(a_round.round.cut_off)))
        )
    made.append((_("Law"), law_words(frame, a_round)))
    return made


def kind_part(frame: Frame, path: str, a_round: RoundView, kind: KindView) -> dict[str, Any]:
    """One kind: who was asked, who replied, what was coded otherwise, worked out, volunteered or left out."""
    response = kind.response
    return {
        "id": kind.kind.id,
        "plural": capital(kind.kind.plural),
        "bodies": findings.bodies_words(kind.kind),
        "asked": asked_sentence(a_round, kind, int(response["not_eligible"]) if response else 0),
        "outcomes": response_rows(kind),
        "rates": rates(kind),
        "recodes": recodes(kind),
        "derived": derived(kind),
        "remarks": remark_rows(frame.view.extras.remarks.get((a_round.id, kind.kind.id), ())),
        "definitions": [
            (capital(name.replace("-", " ")), words) for name, words in kind.questionnaire.definitions.items()
        ],
        "unreported": unreported(path, kind),
    }


def source_list(frame: Frame) -> Iterable[object]:
    """Where the study's facts are from, as its own file says."""
    sources = frame.view.study.extra.get("sources", ())
    return sources if isinstance(sources, list | tuple) else [sources]
