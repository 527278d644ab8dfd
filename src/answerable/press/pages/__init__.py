"""The kinds of pages. Each module has `pages(frame) -> Iterable[Page]`, and says how it is made.

To add a kind: write the module, list it in STUDY_PAGES, and give it a line in `navigation` if the head
of every page should lead to it. `frame.view` holds everything that was computed; `frame.render` makes a
page within the frame that all pages share.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.pages import (
    accessibility,
    bodies,
    body_list,
    compare,
    corrections,
    data,
    embeds,
    figures,
    find,
    home,
    ids,
    letters,
    methods,
    not_found,
    questions,
    ratings,
    regions,
    rounds,
    search,
    studies,
    trend_movers,
    trends,
    versions,
)
from answerable.press.paging import Crumb, Page
from answerable.press.render import Frame
from answerable.press.view.model import StudyView


class PageKind(Protocol):
    """What a module of this package offers for one study."""

    def pages(self, frame: Frame) -> Iterable[Page]:
        """The pages of this kind."""
        ...


class RootPageKind(Protocol):
    """What a module offers for the site as a whole."""

    def pages(self, frames: Sequence[Frame]) -> Iterable[Page]:
        """The pages of this kind."""
        ...


STUDY_PAGES: tuple[PageKind, ...] = (
    home,
    rounds,
    questions,
    ratings,
    trends,
    trend_movers,
    methods,
    body_list,
    bodies,
    letters,
    ids,
    find,
    regions,
    compare,
    search,
    corrections,
    versions,
    accessibility,
    embeds,
    figures,
    data,
)
ROOT_PAGES: tuple[RootPageKind, ...] = (studies, not_found)


def navigation(view: StudyView) -> tuple[Crumb, ...]:
    """What stands in the head of every page of a study, in order."""
    items = [Crumb(each.title, each.path) for each in reversed(view.rounds)]
    stars = [path for each in reversed(view.rounds) if (path := ratings.page_of(view, each))]
    if stars:
        items.append(Crumb(_("Stars"), stars[0]))
    if view.extras.comparisons:
        items.append(Crumb(_("Trends"), view.path(addresses.trends_page())))
    if view.bodies:
        items.append(Crumb(_("Find"), view.path(addresses.find_page())))
        items.append(Crumb(_("Bodies"), view.path(addresses.bodies_page())))
    items.append(Crumb(_("Data"), view.path(addresses.data_page())))
    if view.bodies:
        items.append(Crumb(_("Search"), view.path(addresses.search_page())))
    return tuple(items)
