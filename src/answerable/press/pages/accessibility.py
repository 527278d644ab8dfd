"""The accessibility statement: what was tested and how, what is known to be hard, and how to tell."""

from collections.abc import Iterable
from functools import partial

from answerable.press import addresses
from answerable.press.language import gettext as _
from answerable.press.paging import Crumb, Page
from answerable.press.render import Frame, report_error, version_words

STANDARD = "https://www.w3.org/TR/WCAG22/"


def pages(frame: Frame) -> Iterable[Page]:
    """The one page."""
    path = frame.view.path(addresses.accessibility_page())
    yield Page(path, partial(render, frame, path))


def render(frame: Frame, path: str) -> str:
    """The statement. Its date is that of the data: a page says nothing that a later day could make untrue."""
    study = frame.view.study
    headline = _("Everything here can be read without seeing a map")
    return frame.render(
        "accessibility.html",
        path,
        title=headline,
        description=_(
            "What was tested for accessibility and how, what is known to be hard, how to report it."
        ),
        crumbs=[Crumb(_("Accessibility"))],
        headline=headline,
        standard=STANDARD,
        current=version_words(frame.view),
        tested=tested(),
        known=known_limits(),
        own=str(study.extra.get("accessibility", "")),
        how=report_error(study.contact, study.publisher, f"{frame.site.address}/{path}", headline),
        has_maps=any(kind.maps for each in frame.view.rounds for kind in each.kinds.values()),
    )


def tested() -> list[tuple[str, str]]:
    """What was tested, and how."""
    return [
        (
            _("Every kind of page"),
            _(
                "with axe-core against the rules of WCAG 2.2 A and AA, in a light, a dark and a forced-"
                "colours browser. It finds nothing; such a program finds about a third of what can be wrong."
            ),
        ),
        (
            _("With the keyboard alone"),
            _(
                "A map is one stop: arrows move through its areas, Escape leaves. Focus is always seen. What "
                "a pointer shows is shown by the keyboard too, and can be dismissed."
            ),
        ),
        (
            _("Without seeing colour"),
            _(
                "Maps and bars in shades of grey and in black and white: yes, no, in development and no "
                "answer differ in lightness or pattern, and each has a border."
            ),
        ),
        (
            _("Enlarged"),
            _("At 320 pixels of width, which is 400% on a common screen, text needs no sideways scrolling."),
        ),
        (
            _("Without scripts, and on paper"),
            _("Every page is complete with scripts turned off, and has a style for printing."),
        ),
    ]


def known_limits() -> list[str]:
    """What is known to be hard."""
    return [
        _(
            "A map says little to those who cannot see it. The table beside it holds every value that it "
            "shows, and a link before the map leads there."
        ),
        _("Wide tables and the map of equal cells scroll sideways on a narrow screen."),
        _("Workbooks and data files are plain tables. They were not tested with screen readers."),
        _(
            "The replies that answers are read from are documents of the bodies, on other sites. Many of "
            "them are scans. The words that an answer rests on are quoted here as text."
        ),
        _("No one who relies on a screen reader, a switch or voice control has tested these pages yet."),
    ]
