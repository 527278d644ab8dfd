"""The list of every body of a study, on as many pages as it needs."""

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.paged import ROWS, WHOLE_LIST, Paged, Part, rows_of
from answerable.press.pages.search import can_compare
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.view.model import BodyView
from answerable.press.words import capital, number

LIST = "list"


def pages(frame: Frame) -> Iterable[Page]:
    """The list of every row of the register, whether or not it was ever asked."""
    bodies = sorted(frame.view.bodies, key=lambda body: (body.name.casefold(), body.id))
    path = frame.view.path(addresses.bodies_page())
    paged = Paged.of(path, LIST, [body.name for body in bodies], ROWS, WHOLE_LIST)
    for part in paged.parts:
        yield Page(paged.address(part), partial(render, frame, bodies, paged, part))


def render(frame: Frame, bodies: Sequence[BodyView], paged: Paged, part: Part) -> str:
    """One page of the list, in order of name."""
    view, path = frame.view, paged.address(part)
    kinds = dict.fromkeys(body.kind for body in bodies)
    plurals = [view.study.kind(kind).plural for kind in kinds if kind in view.study.body_kinds]
    title, crumbs = _("Every body in this study"), [Crumb(_("Bodies"))]
    if part.number > 1:
        title = _("{title}: page {page} of {pages}").format(
            title=title, page=number(part.number), pages=number(len(paged.parts))
        )
        crumbs = [Crumb(_("Bodies"), paged.page), Crumb(number(part.number))]
    return frame.render(
        "bodies.html",
        path,
        title=title,
        description=f"{': '.join(filter(None, [title, ', '.join(plurals)]))}. {view.study.title}.",
        crumbs=crumbs,
        headline=title,
        shown=paged.status(part, _("{n} in the register").format(n=number(len(bodies)))),
        more=paged.nav(part),
        beside=view.path(addresses.compare_page()) if can_compare(view) else "",
        rows=rows_of(part, bodies, partial(list_row, path, frame)),
    )


def list_row(path: str, frame: Frame, body: BodyView) -> Markup:
    """One body in the list: name, kind, region, years."""
    kind = frame.view.study.body_kinds.get(body.kind)
    return Markup(
        '<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td><td>{}</td><td>{}</td></tr>'
    ).format(
        link(path, body.path),
        body.name,
        capital(kind.short) if kind else body.kind,
        body.region,
        years(body),
    )


def years(body: BodyView) -> str:
    """The years of a body: “2013 to 2020”, “since 2013”, blank where no date is known."""
    if body.opened and body.closed:
        return _("{first} to {last}").format(first=body.opened.year, last=body.closed.year)
    if body.opened:
        return _("since {year}").format(year=body.opened.year)
    return _("until {year}").format(year=body.closed.year) if body.closed else ""
