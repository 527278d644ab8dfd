"""Permanent identifiers: /id/<code>/ leads to the body, or to each of the bodies that bore the code."""

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame
from answerable.press.slugs import segment
from answerable.press.view.model import BodyView
from answerable.press.words import day


def pages(frame: Frame) -> Iterable[Page]:
    """One page for each code."""
    for code, bodies in frame.view.by_id.items():
        path = frame.view.path(f"id/{segment(code)}/")
        yield Page(path, partial(render, frame, path, code, bodies))


def render(frame: Frame, path: str, code: str, bodies: Sequence[BodyView]) -> str:
    """A page that leads on at once where the code names one body, and lists them where it names several."""
    names = " and ".join(body.name for body in bodies)
    items = Markup().join(
        Markup('<li><a href="{}">{}</a>{}</li>').format(link(path, body.path), body.name, dates(body))
        for body in bodies
    )
    said = (
        "This is the permanent address of the body with this code."
        if len(bodies) == 1
        else "This code was used again: it named different bodies at different times."
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
        description=f"Permanent address of {names}, code {code}.",
        crumbs=[Crumb(code)],
        heading=f"{code}: {names}",
        said=said,
        items=items,
        onward=onward,
    )


def dates(body: BodyView) -> str:
    """When a body existed, as far as the register knows."""
    if body.opened and body.closed:
        return f", {day(body.opened)} to {day(body.closed)}"
    if body.opened:
        return f", from {day(body.opened)}"
    return f", until {day(body.closed)}" if body.closed else ""
