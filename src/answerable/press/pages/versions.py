"""Every version published here, and the pages that a kept copy has of its own."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.press import addresses
from answerable.press.changes import step_anchor, summary
from answerable.press.language import gettext as _
from answerable.press.paging import Crumb, Page, link
from answerable.press.render import Frame, version_words
from answerable.press.versions import Kept
from answerable.press.words import moment

LANDING = "index.html"


def pages(frame: Frame) -> Iterable[Page]:
    """The one page."""
    path = frame.view.path(addresses.versions_page())
    yield Page(path, partial(render, frame, path))


def render(frame: Frame, path: str) -> str:
    """The list of versions, newest first."""
    kept = frame.kept
    release = frame.view.study.release
    headline = (
        _("Every version stays where it was published")
        if kept
        else _("No version has been published here yet")
    )
    return frame.render(
        "versions.html",
        path,
        title=headline,
        description=_("All published versions of “{title}”, each with what it changed.").format(
            title=frame.view.study.title
        ),
        crumbs=[Crumb(_("Versions"))],
        headline=headline,
        current=version_words(frame.view),
        rows=[row(frame, path, each, is_current(frame, each)) for each in kept],
        is_release=release is not None,
        corrections=frame.view.path(addresses.corrections_page()),
    )


def is_current(frame: Frame, kept: Kept) -> bool:
    """Whether a version is the one that the pages outside /v/ show."""
    release = frame.view.study.release
    return release is not None and release.version == kept.version


def row(frame: Frame, path: str, kept: Kept, current: bool) -> dict[str, Any]:
    """One version: where its copy stands, its moment, and what it changed."""
    name = Markup('<a href="{}">{}</a>').format(
        link(path, f"{kept.folder}{frame.view.prefix}"), _("Version {version}").format(version=kept.version)
    )
    record = Markup('<a href="{}">release.json</a>').format(link(path, f"{kept.folder}release.json"))
    return {
        "id": step_anchor(kept.version),
        "name": name,
        "as_at": moment(kept.as_at),
        "changed": summary(kept.step),
        "because": kept.step.because,
        "record": record,
        "current": current,
    }


def pages_of_copy(frame: Frame, kept: Kept) -> dict[str, str]:
    """What a copy has instead of the site's own list of versions; several studies need a way in as well."""
    here = frame.view.path(addresses.versions_page())
    made = {f"{here}index.html": of_copy(frame, kept, here, "../" * (here.count("/") + 1))}
    if frame.view.prefix:
        made[LANDING] = of_copy(frame, kept, "", "../")
    return made


def anchors(frame: Frame) -> Markup:
    """Places that links within a copy lead to: every version known when it was made."""
    names = [step_anchor(each.version) for each in frame.kept]
    return Markup().join(Markup('<span id="{}"></span>').format(name) for name in names)


def of_copy(frame: Frame, kept: Kept, path: str, up: str) -> str:
    """A page within a copy that says what the copy is and leads out of it."""
    words = _("Version {version}, as at {as_at}").format(version=kept.version, as_at=moment(kept.as_at))
    said = _("This is a copy of the whole site of this version. It stays as it was published.")
    body = Markup(
        '<p>{}{}</p><ul class="list"><li><a href="{}">{}</a></li><li><a href="{}">{}</a></li></ul>'
    ).format(
        anchors(frame),
        said,
        link(path, frame.view.path("")),
        _("The front page of this version"),
        f"{up}index.html",
        _("All versions, and the newest"),
    )
    return frame.render(
        "simple.html",
        path,
        title=words,
        description=said,
        crumbs=[Crumb(words)],
        canonical=frame.view.path(addresses.versions_page()),
        heading=words,
        body=body,
    )
