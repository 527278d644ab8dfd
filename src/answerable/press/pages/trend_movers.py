"""The bodies that changed their answer between two rounds, on pages of their own where they are very many."""

from collections.abc import Iterable
from functools import partial

from markupsafe import Markup

from answerable.press.language import gettext as _
from answerable.press.paged import ROWS, WHOLE_LIST, Paged, Part
from answerable.press.pages.trend_parts import body_links, headline
from answerable.press.paging import Crumb, Page
from answerable.press.render import Frame
from answerable.press.view.comparisons import ComparisonView
from answerable.press.words import number

GAINED, LOST = "gained", "lost"


def pages(frame: Frame) -> Iterable[Page]:
    """The further pages of both lists of each comparison; none where the first holds all."""
    for view in frame.view.extras.comparisons:
        for name in (GAINED, LOST):
            paged = movers(view, name)
            for part in paged.further:
                yield Page(paged.address(part), partial(render, frame, view, paged, part))


def movers(view: ComparisonView, name: str) -> Paged:
    """One of the lists, in as many parts as it needs; both stand on the page of the comparison."""
    bodies = view.gained if name == GAINED else view.lost
    return Paged.of(view.path, name, [body.name for body in bodies], ROWS, WHOLE_LIST)


def first_movers(path: str, view: ComparisonView, name: str) -> Markup:
    """The list as the page of the comparison shows it, and the ways to the rest; blank where nobody moved."""
    paged = movers(view, name)
    bodies = view.gained if name == GAINED else view.lost
    if not bodies:
        return Markup()
    first = paged.parts[0]
    return Markup('<ul class="list two">{}</ul>{}').format(
        body_links(path, first.cut(bodies)), paged.nav(first)
    )


def render(frame: Frame, view: ComparisonView, paged: Paged, part: Part) -> str:
    """A further page of one of the lists."""
    path = paged.address(part)
    bodies = view.gained if paged.name == GAINED else view.lost
    said = _("Went to yes: page {page} of {pages}")
    if paged.name == LOST:
        said = _("Went from yes: page {page} of {pages}")
    title = said.format(page=number(part.number), pages=number(len(paged.parts)))
    finding = headline(view)
    return frame.render(
        "part.html",
        path,
        title=f"{title}. {finding}",
        description=f"{title}. {finding}",
        crumbs=[Crumb(finding, view.path), Crumb(number(part.number))],
        headline=title,
        finding=finding,
        whole=view.path,
        shown=paged.status(part, number(part.of)),
        table=Markup('<ul class="list two">{}</ul>').format(body_links(path, part.cut(bodies))),
        more=paged.nav(part, "panel"),
        downloads=[],
        caption="",
    )
