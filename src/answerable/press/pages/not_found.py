"""404.html: what a web server shows for an address that does not exist, complete in one file."""

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from answerable.press.language import gettext as _
from answerable.press.language import spoken
from answerable.press.paging import Page
from answerable.press.render import Frame, environment, error_link


def pages(frames: Sequence[Frame]) -> Iterable[Page]:
    """The one page. It is served for any address, so it needs no other file to be read."""
    yield Page("404.html", partial(render, frames))


def render(frames: Sequence[Frame]) -> str:
    """The page that says so and leads home."""
    site = frames[0].site if frames else None
    simulated = any(frame.view.study.simulated for frame in frames)
    return (
        environment()
        .get_template("not_found.html")
        .render(
            home=f"{site.address}/" if site and site.address else "./index.html",
            lang=spoken(),
            simulated=simulated,
            reports=[report_line(frame) for frame in frames],
        )
    )


def report_line(frame: Frame) -> Markup:
    """How to tell a study of a link that leads nowhere; the page cannot know its own address."""
    study = frame.view.study
    act = error_link(study.contact, _("A link that leads nowhere"), _("(the address you followed)"))
    return Markup("{}: {}").format(study.title, act or study.contact or study.publisher)
