"""The front page of a study: one finding, its maps, then every service by day and by night."""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import addresses, findings
from answerable.press.bars import kind_bars, pair_bars
from answerable.press.changes import since_last
from answerable.press.explorer import explorer
from answerable.press.language import gettext as _
from answerable.press.leading import lead, pairs, unpaired
from answerable.press.pages.question_parts import caption_line
from answerable.press.pages.questions import shown_views
from answerable.press.paging import Page
from answerable.press.render import Frame
from answerable.press.structured import dataset_of
from answerable.press.told import told
from answerable.press.view.model import KindView, QuestionView, RoundState, RoundView
from answerable.press.words import day, listed


def pages(frame: Frame) -> Iterable[Page]:
    """The one page."""
    path = frame.view.path("")
    yield Page(path, partial(render, frame, path))


def render(frame: Frame, path: str) -> str:
    """The front page."""
    view = frame.view
    found = lead(view)
    values: dict[str, Any] = {
        "headline": view.study.title,
        "deck": "",
        "maps": "",
        "leader": None,
        "caption": "",
        "kinds": [],
        "rounds": [round_line(each) for each in reversed(view.rounds)],
        "summary": view.study.summary,
        "signposting": str(view.study.extra.get("signposting", "")),
        "bodies": frame.view.path(addresses.find_page()),
        "kicker": "",
        "changed": since_last(frame, path),
        "structured": dataset_of(
            frame, path, view.rounds[-1:] if not found else [found[0]], view.study.title
        ),
        "see": "",
    }
    if found:
        a_round, kind, question = found
        maps = explorer(kind, shown_views(kind, question), caption_line(frame, a_round, question))
        values |= {
            "headline": findings.headline(kind, question),
            "deck": findings.deck(kind, question),
            "maps": maps.html if maps else "",
            "leader": question,
            "caption": caption_line(frame, a_round, question),
            "kinds": [kind_part(path, each) for each in a_round.kinds.values()],
            "kicker": kicker(a_round, kind),
            "see": _("See every answer") if question.cells else _("See what was printed"),
        }
        if maps:
            values["defs"] = maps.defs
            shown = shown_views(kind, question)
            values["to_scripts"] = told(frame, path, a_round, shown, caption_line(frame, a_round, question))
    description = view.study.summary or _("What public bodies answered: {title}.").format(
        title=view.study.title
    )
    return frame.render("home.html", path, title=values["headline"], description=description, **values)


def kicker(a_round: RoundView, kind: KindView) -> str:
    """Where the finding of the front page is from: the round, the bodies, and whether it is only printed."""
    said = "{round}: {bodies}"
    if a_round.state is RoundState.PRINTED:
        said = _("{round}: {bodies}, printed figures")
    return said.format(round=a_round.title, bodies=kind.kind.plural)


def kind_part(path: str, kind: KindView) -> dict[str, Any]:
    """The bars of one kind: pairs by the gap between day and night, then what was asked once."""
    return {
        "kind": kind,
        "plural": kind.kind.plural,
        "pairs": Markup().join(pair_bars(path, pair.day, pair.night) for pair in pairs(kind)),
        "single": kind_bars(path, sorted_by_share(kind)),
    }


def sorted_by_share(kind: KindView) -> list[QuestionView]:
    """Questions asked once that have a share, most yes first."""
    shares = {}
    for view in unpaired(kind):
        tally = view.shown_tally
        if tally and tally.has_yes and tally.n_answered:
            shares[view.id] = (-Fraction(tally.n_yes, tally.n_answered), view)
    return [pair[1] for pair in sorted(shares.values(), key=lambda pair: pair[0])]


def round_line(a_round: RoundView) -> dict[str, Any]:
    """One round in a line: when, who was asked, what there is."""
    asked = listed([findings.bodies_words(kind.kind, len(kind.bodies)) for kind in a_round.kinds.values()])
    sent = a_round.round.sent_on
    words = {
        RoundState.ANSWERS: _("Sent {day} to {bodies}."),
        RoundState.PRINTED: _("Sent {day} to {bodies}; only printed figures, not the answers of each body."),
        RoundState.WAITING: _("Sent {day} to {bodies}; nothing has come back yet."),
        RoundState.READY: _("Ready to send: nobody has been asked yet."),
    }
    said = words[a_round.state].format(day=day(sent) if sent else "", bodies=asked)
    return {"round": a_round, "words": said}
