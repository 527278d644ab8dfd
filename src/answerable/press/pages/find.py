"""Find: from a postcode to the bodies of its place; without scripts the regions and an A to Z."""

import unicodedata
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.pages.body_list import years
from answerable.press.paging import Crumb, Page, link
from answerable.press.postcodes import Finder
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.model import BodyView
from answerable.press.words import number

MOST_NAMED = 1_400
NO_LETTER = "#"
SOURCE = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right. "
    "Contains Royal Mail data © Royal Mail copyright and database right."
)


def pages(frame: Frame) -> Iterable[Page]:
    """The page, and beside it the files that it looks postcodes up in."""
    if frame.view.bodies:
        path = frame.view.path(addresses.find_page())
        yield Page(path, partial(render, frame, path))
    if frame.view.finder:
        for address, data in frame.view.finder.shards.items():
            yield Page(address, partial(bytes, data))


def render(frame: Frame, path: str) -> str:
    """The page."""
    view, finder = frame.view, frame.view.finder
    many = len(view.bodies) > MOST_NAMED
    if finder:
        deck = _("Give a postcode, or look in the list: every body has a page with all that it said.")
    else:
        deck = _("Every body has a page with all that it said. Here they are by region and by name.")
    headline = _("Find the bodies of your area")
    return frame.render(
        "find.html",
        path,
        title=headline,
        description=deck,
        crumbs=[Crumb(_("Find"))],
        headline=headline,
        deck=deck,
        regions=region_rows(frame),
        all_regions=view.path(addresses.regions_page()),
        kinds=[] if many else kind_parts(frame, path),
        whole=view.path(addresses.bodies_page()) if many else "",
        notes=notes(finder) if finder else [],
    )


def region_rows(frame: Frame) -> list[tuple[str, str, str]]:
    """Each region with its page and how many bodies lie in it."""
    counts: dict[str, int] = {}
    for body in frame.view.bodies:
        counts[body.region] = counts.get(body.region, 0) + 1
    return [(name, path, number(counts[name])) for name, path in frame.view.region_paths.items()]


def kind_parts(frame: Frame, path: str) -> list[dict[str, Any]]:
    """The bodies of each kind by first letter; kinds that still have bodies come first."""
    made = []
    for kind in frame.view.study.body_kinds.values():
        mine = sorted((b for b in frame.view.bodies if b.kind == kind.id), key=lambda b: (sort_name(b), b.id))
        letters = [
            (letter, Markup().join(body_line(path, body) for body in bodies))
            for letter, bodies in groupby(mine, key=first_letter)
        ]
        if mine:
            part = {"id": f"kind-{segment(kind.id)}", "plural": kind.plural, "n": number(len(mine))}
            made.append(part | {"letters": letters, "gone": all(body.closed for body in mine)})
    return sorted(made, key=lambda part: bool(part["gone"]))


def sort_name(body: BodyView) -> str:
    """A name without accents, and without the words that most names of its kind begin with."""
    plain = unicodedata.normalize("NFKD", body.name.removeprefix("NHS ").strip())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def first_letter(body: BodyView) -> str:
    """The letter under which a body stands."""
    first = sort_name(body)[:1].upper()
    return first if first.isalpha() else NO_LETTER


def body_line(path: str, body: BodyView) -> Markup:
    """A body in the A to Z; one that is no longer there with its years."""
    when = Markup(' <span class="quiet">{}</span>').format(years(body)) if body.closed else ""
    return Markup('<li><a href="{}">{}</a>{}</li>').format(link(path, body.path), body.name, when)


def notes(finder: Finder) -> list[str]:
    """Where the postcodes come from, how they were placed, and what is not among them."""
    placed = _("{n} postcodes of {source} lie in the area of a body.")
    made = [placed.format(n=number(finder.n_placed), source=_(finder.source))]
    used = "; ".join(f"{plural}, {title}" for plural, title in finder.rounds)
    made.append(
        _(
            "A postcode stands for one point in it, which is placed by the boundaries of the latest round "
            "that has them ({used}). Where a border runs through a postcode, some of its addresses belong to "
            "the body next door."
        ).format(used=used)
    )
    if finder.n_near:
        made.append(
            ngettext(
                "{n} postcode lies just outside the areas as they are drawn and counts to the nearest, "
                "at most 500 metres away.",
                "{n} postcodes lie just outside the areas as they are drawn and count to the nearest, "
                "at most 500 metres away.",
                finder.n_near,
            ).format(n=number(finder.n_near))
        )
    if finder.british and not finder.with_ends:
        made.append(_("Postcodes that are no longer used are among them, and the list does not say which."))
    if finder.without:
        made.append(finder.without)
    if finder.british:
        made.append(SOURCE)
    return made
