"""The page of a body: what it is, its stars, every answer in every round, its peers and kin."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.charts.locator import Land, locator
from answerable.press.language import gettext as _
from answerable.press.pages.body_ledger import Place, ledger
from answerable.press.pages.body_parts import (
    MOST_KIN,
    contact_sentence,
    kin_rows,
    request_words,
    star_line,
    tally_sentence,
    voice,
    what_became,
    what_it_is,
)
from answerable.press.pages.letters import email_of, letter_path, letter_round
from answerable.press.paging import Crumb, Page, link
from answerable.press.peers import peers_of
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.kin import Family
from answerable.press.view.model import BodyView, KindView, QuestionView, RoundState, RoundView
from answerable.press.words import capital, day, joined, listed, lower

LAND = "land"  # key among the pieces that pages of a kind share


def pages(frame: Frame) -> Iterable[Page]:
    """A page for every row of the register, whether or not it was ever asked."""
    for body in frame.view.bodies:
        yield Page(body.path, partial(render, frame, body))


def render(frame: Frame, body: BodyView) -> str:
    """One body."""
    view, path = frame.view, body.path
    family = view.extras.family(body)
    parts = [part for part in (round_part(frame, body, each) for each in reversed(view.rounds)) if part]
    kind = view.study.body_kinds.get(body.kind)
    plural = kind.plural if kind else body.kind
    sentence, became = what_it_is(frame, body), what_became(path, body, family)
    return frame.render(
        "body.html",
        path,
        title=body.name,
        description=" ".join(
            filter(None, [became.striptags(), sentence, *(part["tally"] for part in parts)])
        ),
        crumbs=[Crumb(capital(plural), view.path(addresses.bodies_page())), Crumb(body.name)],
        body=body,
        compare=beside(path, frame, body) if any(part["ledger"] for part in parts) else "",
        plural=plural,
        sentence=sentence,
        became=became,
        stars=Markup().join(part["stars"] for part in parts if part["stars"]),
        rounds=parts,
        locator=where(view.rounds, body),
        facts=facts(frame, body),
        before=kin_rows(path, family.before, forward=False),
        after=kin_rows(path, family.after, forward=True),
        flags=flag_lines(frame, body),
        writing=writing(frame, body, family),
        never=never_words(frame, body) if not any(part["asked"] for part in parts) else "",
        contact=contact_sentence(view.study.contact, view.study.publisher),
        signposting=str(view.study.extra.get("signposting", "")),
        id_page=view.path(addresses.id_page(body.id)),
    )


def beside(path: str, frame: Frame, body: BodyView) -> str:
    """The page that sets bodies beside each other, with this one chosen."""
    return f"{link(path, frame.view.path(addresses.compare_page()))}?b={body.slug}"


def facts(frame: Frame, body: BodyView) -> list[tuple[str, Any]]:
    """What the register says of a body, as far as it says it."""
    study, row = frame.view.study, body.row
    made: list[tuple[str, Any]] = [(_("Code"), body.id)]
    if row["ods_code"]:
        made.append((_("NHS code"), row["ods_code"]))
    if body.region:
        there = link(body.path, frame.view.region_paths[body.region])
        made.append((_("Region"), Markup('<a href="{}">{}</a>').format(there, body.region)))
    if row["type"]:
        made.append((_("Type"), row["type"]))
    made += [(title, row[name]) for name, title in study.body_attributes.items() if row.get(name)]
    if row["official_name"] and row["official_name"] != body.name:
        made.append((_("Official name"), row["official_name"]))
    if email := email_of(row["email"]):
        made.append((_("Email"), Markup('<a href="mailto:{0}">{0}</a>').format(email)))
    if row["url"] and str(row["url"]).startswith(("https://", "http://")):
        made.append((_("Website"), Markup('<a href="{0}">{0}</a>').format(row["url"])))
    return made


def where(rounds: Iterable[RoundView], body: BodyView) -> Markup:
    """A small map of where it lies, from the latest round that has boundaries."""
    for a_round in reversed(tuple(rounds)):
        kind = a_round.kinds.get(body.kind)
        if kind and kind.maps and kind.maps.geography and body.path in kind.places:
            if LAND not in kind.kept:
                kind.kept[LAND] = Land.of(kind.maps.geography)
            return locator(kind.kept[LAND], body.id, body.name)
    return Markup()


def flag_lines(frame: Frame, body: BodyView) -> list[tuple[str, str]]:
    """Answers that do not fit together, the latest round first."""
    return [
        (a_round.title, row["words"])
        for a_round in reversed(frame.view.rounds)
        for row in frame.view.extras.flags.get((a_round.id, body.id), ())
        if body.kind in a_round.kinds and body.path in a_round.kinds[body.kind].places
    ]


def never_words(frame: Frame, body: BodyView) -> str:
    """Why a body was never asked, where that can be told from its dates."""
    sent = [each for each in frame.view.rounds if each.round.sent_on and body.kind in each.kinds]
    if not sent:
        return _("Bodies of this kind have not been asked in any round yet.")
    named = listed([f"{each.title} ({day(each.round.sent_on)})" for each in sent if each.round.sent_on])
    said = _("It was not there when the questions were sent: {rounds}. So it has no answers of its own.")
    return said.format(rounds=named)


def writing(frame: Frame, body: BodyView, family: Family) -> Markup:
    """The way to the letters about what it said; of a body never asked, about those that came before it."""
    view, here = frame.view, body.path
    about = letter_round(view, body)
    if about:
        said = _(
            '<a href="{address}">Write about this</a>: two letters with what it said in {round}, '
            "for you to change."
        )
        return Markup(said).format(address=link(here, letter_path(view, body)), round=about.title)
    before = [kin.body for kin in family.before if letter_round(view, kin.body)]
    named = [
        Markup('<a href="{}">{}</a>').format(link(here, letter_path(view, each)), each.name)
        for each in before[:MOST_KIN]
    ]
    return (
        Markup(_("Write about what was said before it: {bodies}.")).format(bodies=joined(named))
        if named
        else Markup()
    )


def round_part(frame: Frame, body: BodyView, a_round: RoundView) -> dict[str, Any] | None:
    """What there is of one body in one round; None where it has nothing to do with it."""
    kind = a_round.kinds.get(body.kind)
    if kind is None:
        return None
    reply = frame.view.extras.replies.get((a_round.id, body.id))
    values: dict[str, Any] = {
        "round": a_round,
        "round_part": segment(a_round.id),
        "state": str(a_round.state),
        "kind": kind,
        "asked": False,
        "request": "",
        "tally": "",
        "stars": "",
        "ledger": "",
        "silent": False,
        "peers": "",
        "voice": voice(frame.view.extras.statements.get((a_round.id, body.id, None))),
        "questions": [],
    }
    if a_round.state is RoundState.READY:
        if not is_open(body, None):
            return None
        return values | {"questions": to_be_asked(kind)}
    if body.path not in kind.places:
        assert a_round.round.sent_on
        withdrawn = is_open(body, a_round.round.sent_on) and reply is not None
        return values | {"request": request_words(reply), "asked": True} if withdrawn else None
    if a_round.state is RoundState.PRINTED:
        return values | {"asked": True}
    return values | answered_part(frame, body, a_round, kind)


def answered_part(frame: Frame, body: BodyView, a_round: RoundView, kind: KindView) -> dict[str, Any]:
    """The answers of one body in one round, and its stars."""
    index = kind.places[body.path]
    reply = frame.view.extras.replies.get((a_round.id, body.id))
    replied_on = reply["replied_on"] if reply else None
    replied = _("Replied {day}.").format(day=day(replied_on)) if replied_on else ""
    peers = peers_of(kind, body)
    place = Place(frame, body.path, a_round, kind, body, index, replied, peers)
    rated = frame.view.extras.stars(a_round.id, body.kind, index)
    return {
        "asked": True,
        "request": request_words(reply),
        "tally": tally_sentence(kind, index),
        "stars": star_line(body.path, *rated, _("Stars {round}").format(round=a_round.title))
        if rated
        else "",
        "ledger": ledger(place),
        "silent": reply is not None and reply["replied"] is False,
        "peers": lower(peers.words),
    }


def is_open(body: BodyView, on: date | None) -> bool:
    """Whether a body is there on a day; without one, whether it has no last day."""
    if on is None:
        return body.closed is None
    return (body.opened is None or body.opened <= on) and (body.closed is None or on <= body.closed)


def to_be_asked(kind: KindView) -> list[QuestionView]:
    """The questions of a round that was not sent yet, without follow-ups and derived ones."""
    return [view for view in kind.pages if view.question.derived is None]
