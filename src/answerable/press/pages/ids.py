"""Permanent identifiers: /id/<code>/ leads to the body, or to each of the bodies that bore the code."""

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from answerable.press.language import gettext as _
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.model import BodyView
from answerable.press.words import day, listed


def pages(frame: Frame) -> Iterable[Page]:
    """One page for each code."""
    for code, bodies in frame.view.by_id.items():
        path = frame.view.path(f"id/{segment(code)}/")
        yield Page(path, partial(render, frame, path, code, bodies))


def render(frame: Frame, path: str, code: str, bodies: Sequence[BodyView]) -> str:
    """A page that leads on at once where the code names one body, and lists them where it names several."""
    names = listed([body.name for body in bodies])
    items = Markup().join(
        Markup('<li><a href="{}">{}</a>{}</li>').format(link(path, body.path), body.name, dates(body))
        for body in bodies
    )
    said = (
        _("This is the permanent address of the body with this code.")
        if len(bodies) == 1
        else _("This code was used again: it named different bodies at different times.")
    )
    onward = (
        Markup('<meta http-equiv="refresh" content="0; url={}">').format(link(path, bodies[0].path))
        if len(bodies) == 1
        else Markup()
    )
    return frame.render(
        "id.html",
        path,
        title=f"{code}: {names}"[:200],
        description=_("Permanent address of {names}, code {code}.").format(names=names, code=code),
        crumbs=[Crumb(code)],
        canonical=bodies[0].path if len(bodies) == 1 else None,
        heading=f"{code}: {names}",
        said=said,
        items=items,
        onward=onward,
    )


def dates(body: BodyView) -> str:
    """When a body existed, as far as the register knows."""
    if body.opened and body.closed:
        return _(", {first} to {last}").format(first=day(body.opened), last=day(body.closed))
    if body.opened:
        return _(", from {first}").format(first=day(body.opened))
    return _(", until {last}").format(last=day(body.closed)) if body.closed else ""
