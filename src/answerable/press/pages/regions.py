"""Regions: who replied in each and what they said, the bodies there, and their answers as files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import addresses, findings
from answerable.press.charts.answer_bar import answer_row
from answerable.press.charts.locator import Land, region_locator
from answerable.press.charts.tally import Tally
from answerable.press.data.regional import RegionFiles
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.leading import pairs, unpaired
from answerable.press.pages.bodies import LAND
from answerable.press.pages.body_list import years
from answerable.press.pages.body_parts import stars_words
from answerable.press.pages.response_parts import region_bars
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import BodyView, KindView, QuestionView, Record, RoundState, RoundView
from answerable.press.words import capital, listed, number, per_cent

MOST_ROWS, MOST_NAMED = 400, 400
Tallies = Mapping[tuple[str, str], Tally]
"""The counts of one region by kind and question."""


@dataclass(frozen=True)
class Cut:
    """What the pages of all regions are made from, each part by region: sorted once, not for every page.

    `places` are those of a region's bodies among the bodies of a kind; `replies` the rows of its reply rate.
    """

    round: RoundView | None
    bodies: Mapping[str, Sequence[BodyView]]
    places: Mapping[tuple[str, str], Sequence[int]]
    replies: Mapping[tuple[str, str], Record]
    tallies: Mapping[str, Tallies]


def pages(frame: Frame) -> Iterable[Page]:
    """The list of regions, and a page with files for each; nothing where no body has a region."""
    view = frame.view
    if not view.region_paths:
        return
    a_round = latest(frame)
    files = RegionFiles(view, a_round) if a_round else None
    where = view.path(addresses.regions_page())
    yield Page(where, partial(render_list, frame, a_round, where))
    cut = cut_of(frame, a_round)
    for name, path in view.region_paths.items():
        links = files.links(name) if files else {}
        yield Page(path, partial(render, frame, cut, name, path, links))
    if files:
        yield from files.pages()


def latest(frame: Frame) -> RoundView | None:
    """The latest round with the answers of named bodies."""
    for a_round in reversed(frame.view.rounds):
        if a_round.state is RoundState.ANSWERS:
            return a_round
    return None


def cut_of(frame: Frame, a_round: RoundView | None) -> Cut:
    """Everything by region: bodies of the register, and of the round who was asked, replied and said what."""
    bodies: dict[str, list[BodyView]] = {}
    for body in frame.view.bodies:
        bodies.setdefault(body.region, []).append(body)
    places: dict[tuple[str, str], list[int]] = {}
    replies: dict[tuple[str, str], Record] = {}
    tallies: dict[str, dict[tuple[str, str], Tally]] = {}
    for kind_id, kind in a_round.kinds.items() if a_round else ():
        for place, body in enumerate(kind.bodies):
            places.setdefault((kind_id, body.region), []).append(place)
        replies |= {(kind_id, row["region"]): row for row in kind.by_region if row["n_asked"]}
        for question in kind.questions:
            rows = frame.view.extras.tables.regions.get((kind.round_id, kind_id, question), ())
            for region, tally in rows:
                tallies.setdefault(region, {})[kind_id, question] = tally
    return Cut(a_round, bodies, places, replies, tallies)


def render_list(frame: Frame, a_round: RoundView | None, path: str) -> str:
    """Every region, with the replies of each kind of body where there are any."""
    headline = _("Region by region")
    kinds = []
    for kind in a_round.kinds.values() if a_round else ():
        rows = region_bars(kind)
        for row in rows:
            row["path"] = frame.view.region_paths.get(row["name"], "")
        if rows:
            kinds.append({"plural": kind.kind.plural, "id": kind.kind.id, "rows": rows})
    return frame.render(
        "regions.html",
        path,
        title=headline,
        description=_("Who replied in each region, and what they said: {study}.").format(
            study=frame.view.study.title
        ),
        crumbs=[Crumb(headline)],
        headline=headline,
        round=a_round,
        kinds=kinds,
        regions=list(frame.view.region_paths.items()),
    )


def render(frame: Frame, cut: Cut, name: str, path: str, links: Mapping[str, str]) -> str:
    """One region."""
    view, a_round = frame.view, cut.round
    kinds = (
        [kind for kind_id, kind in a_round.kinds.items() if (kind_id, name) in cut.places] if a_round else []
    )
    parts = [kind_part(frame, cut, kind, name, path) for kind in kinds]
    shown = {kind.bodies[place].path for kind in kinds for place in cut.places[kind.kind.id, name]}
    others = [body for body in cut.bodies[name] if body.path not in shown]
    others.sort(key=lambda body: (body.closed is not None, body.name.casefold(), body.id))
    headline = finding(a_round, name, parts) if a_round and parts else name
    return frame.render(
        "region.html",
        path,
        title=headline,
        description=f"{headline}. {view.study.title}.",
        crumbs=[Crumb(_("Regions"), view.path(addresses.regions_page())), Crumb(name)],
        headline=headline,
        name=name,
        round=a_round,
        kinds=parts,
        others=Markup().join(other_line(path, body) for body in others[:MOST_NAMED]),
        n_others=len(others),
        list=view.path(addresses.bodies_page()) if len(others) > MOST_NAMED else "",
        files=[(ending, link(path, address)) for ending, address in links.items()],
        locator=where(cut, name),
    )


def finding(a_round: RoundView, name: str, parts: list[dict[str, Any]]) -> str:
    """How many replied in a region: “The North: 21 of 23 groups and 14 of 15 councils replied in 2017”."""
    counted = [part["counted"] for part in parts if part["counted"]]
    if not counted:
        return name
    said = _("{region}: {replied} replied in {round}")
    return said.format(region=name, replied=listed(counted), round=a_round.title)


def kind_part(frame: Frame, cut: Cut, kind: KindView, name: str, path: str) -> dict[str, Any]:
    """One kind of body in a region: its replies, its answers as bars, its bodies."""
    row = cut.replies.get((kind.kind.id, name))
    here = cut.places[kind.kind.id, name]
    shown = here[:MOST_ROWS]
    return {
        "id": kind.kind.id,
        "plural": kind.kind.plural,
        "short": kind.kind.short,
        "counted": counted_words(kind, row) if row else "",
        "reply": reply_words(kind, row) if row else "",
        "bars": bars(path, kind, cut.tallies.get(name, {})),
        "starred": any(frame.view.extras.ratings_of(kind.round_id, kind.kind.id)),
        "rows": Markup("\n").join(body_row(frame, kind, path, place) for place in shown),
        "more": number(len(here) - len(shown)) if len(here) > len(shown) else "",
    }


def counted_words(kind: KindView, row: Record) -> str:
    """How many of a region's bodies of a kind replied: “21 of 23 groups”."""
    return _("{n} of {bodies}").format(
        n=number(row["n_replied"]), bodies=findings.bodies_words(kind.kind, row["n_asked"])
    )


def reply_words(kind: KindView, row: Record) -> str:
    """The reply rate of a region with its counts, and how many were silent."""
    asked, replied = row["n_asked"], row["n_replied"]
    said = _("{n} of the {bodies} asked here replied ({share}).").format(
        n=number(replied), bodies=findings.bodies_words(kind.kind, asked), share=per_cent(replied, asked)
    )
    silent = asked - replied
    if not silent:
        return said
    more = ngettext(
        "{n} gave no reply, which is no answer.", "{n} gave no reply, which is no answer.", silent
    )
    return f"{said} {more.format(n=number(silent))}"


def bars(path: str, kind: KindView, tallies: Tallies) -> Markup:
    """The bar of every question among the bodies of a region: pairs first, then what was asked once."""
    made = []
    for pair in pairs(kind):
        day, night = tallies.get((kind.kind.id, pair.day.id)), tallies.get((kind.kind.id, pair.night.id))
        if day and night:
            first = bar(path, pair.day, day, when=_("in hours"))
            second = bar(path, pair.night, night, twin=True, name=_("out of hours"))
            made.append(Markup('<div class="pair">{}{}</div>').format(first, second))
    for view in unpaired(kind):
        tally = tallies.get((kind.kind.id, view.id))
        if tally:
            made.append(bar(path, view, tally))
    return Markup().join(made)


def bar(
    path: str, view: QuestionView, tally: Tally, *, when: str = "", twin: bool = False, name: str = ""
) -> Markup:
    """One question, with a link to what all bodies said to it."""
    title = name or capital(view.question.name)
    return answer_row(tally, title, href=link(path, view.path), when=when, twin=twin)


def body_row(frame: Frame, kind: KindView, path: str, place: int) -> Markup:
    """One body: its name, how many questions it answered, its stars in words."""
    body = kind.bodies[place]
    statuses = [
        view.cells.status[place]
        for view in kind.pages
        if view.cells is not None and view.question.derived is None
    ]
    asked = [status for status in statuses if status != "not_asked"]
    answered = _("{n} of {n_asked}").format(n=number(asked.count(ANSWERED)), n_asked=number(len(asked)))
    stars = frame.view.extras.stars(kind.round_id, kind.kind.id, place)
    rated = Markup("<td>{}</td>").format(stars_words(stars[1].stars, stars[0].most)) if stars else ""
    return Markup('<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td>{}</tr>').format(
        link(path, body.path), body.name, answered, rated
    )


def other_line(path: str, body: BodyView) -> Markup:
    """A body of the region that was not asked in the round shown, with its years."""
    return Markup('<li><a href="{}">{}</a> <span class="quiet">{}</span></li>').format(
        link(path, body.path), body.name, years(body)
    )


def where(cut: Cut, name: str) -> Markup:
    """A small map of where the region lies, from the first kind that has boundaries there."""
    for kind_id, kind in cut.round.kinds.items() if cut.round else ():
        codes = [kind.bodies[place].id for place in cut.places.get((kind_id, name), ())]
        if codes and kind.maps and kind.maps.geography:
            if LAND not in kind.kept:
                kind.kept[LAND] = Land.of(kind.maps.geography)
            return region_locator(kind.kept[LAND], codes, name)
    return Markup()
