"""From a template and values to a page: the frame that every page of the site shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from answerable import __version__
from answerable.press import words
from answerable.press.colours import ANSWERS, STARS
from answerable.press.language import gettext, gettext_in_template, ngettext, pgettext
from answerable.press.maps import pattern_defs
from answerable.press.options import Options
from answerable.press.paging import Crumb, link
from answerable.press.view.model import StudyView

FAMILIES = (ANSWERS, STARS)
"""One scheme of each family of patterns: the plain one, and those with colours."""
WORKING_COPY = "Working copy, not a release"
SIMULATED = "The places, the bodies and their answers are invented; no real body said any of this."
LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
}


@dataclass(frozen=True)
class Site:
    """What holds for the whole site: how it is published, and the studies in it."""

    options: Options = field(default_factory=Options)
    studies: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The public address without a slash at its end; blank where it is not known."""
        return self.options.address.rstrip("/")

    @property
    def several(self) -> bool:
        """Whether the root is an index of studies."""
        return len(self.studies) > 1


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, compiled once; names that a template does not know are an error."""
    made = Environment(
        loader=PackageLoader("answerable.press", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
    made.globals |= {"_": gettext_in_template, "gettext": gettext_in_template}
    for function in (
        words.number,
        words.option_label,
        words.plural,
        words.day,
        words.per_cent,
        words.listed,
        words.capital,
        words.joined,
    ):
        made.filters[function.__name__] = function
    return made


@lru_cache(maxsize=1)
def plain_defs() -> Markup:
    """The patterns of answer bars in any colours, for pages without maps."""
    return Markup(pattern_defs(FAMILIES))


@dataclass(frozen=True)
class Frame:
    """Renders the pages of one study: head, breadcrumb and foot are the same on each."""

    site: Site
    view: StudyView
    nav: tuple[Crumb, ...]

    def render(
        self,
        template: str,
        path: str,
        *,
        title: str,
        description: str,
        crumbs: Sequence[Crumb] = (),
        **values: Any,
    ) -> str:
        """One page as HTML.

        `title` says the finding; `crumbs` are the steps between the study's front page and this one, which
        is the last of them. Values go to the template, with `link` to reach any other page.
        """
        study = self.view.study
        first = [Crumb("All studies", "")] if self.site.several else []
        home = self.view.path("")
        steps = [*first, Crumb("Front page" if not first else study.title, home), *crumbs]
        context = {
            "lang": str(study.extra.get("language", "en")),
            "title": f"{title} – {study.title}" if path != home else study.title,
            "description": description,
            "canonical": f"{self.site.address}/{path}" if self.site.address else "",
            "link": partial(link, path),
            "path": path,
            "home": home,
            "house": study.title,
            "nav": self.nav,
            "section": section_of(path, self.nav),
            "crumbs": steps if crumbs else first,
            "simulated": SIMULATED if study.simulated else "",
            "imprint": self.imprint(),
            "report_error": report_error(
                study.contact, study.publisher, f"{self.site.address}/{path}", title
            ),
            "defs": plain_defs(),
            "study": study,
            "view": self.view,
        }
        return environment().get_template(template).render(context | values)

    def imprint(self) -> list[Markup]:
        """Publisher, licence, version and moment: the lines at the foot of every page."""
        study = self.view.study
        name, address = LICENCES.get(study.licence, (study.licence, ""))
        licence = (
            Markup('<a href="{}" rel="license">{}</a>').format(address, name)
            if address
            else Markup("{}").format(name)
        )
        return [
            Markup("{}. Published by {}. Licence: {}.").format(study.title, study.publisher, licence),
            Markup("{} Made with Answerable {}.").format(version_words(self.view), __version__),
        ]


def version_words(view: StudyView) -> str:
    """Which version of the data this is and what moment it stands for, in a sentence."""
    release = view.study.release
    if release:
        return f"Version {release.version}, as at {words.moment(release.as_at)}."
    cut_off = max((a_round.cut_off for a_round in view.study.rounds if a_round.cut_off), default=None)
    if cut_off:
        return f"{WORKING_COPY}; answers as at {words.day(cut_off)}."
    return f"{WORKING_COPY}."


def version_in_caption(view: StudyView) -> str:
    """The version beside a date that a caption gives already."""
    return version_words(view) if view.study.release else f"{WORKING_COPY}."


def report_error(contact: str, publisher: str, address: str, title: str) -> Markup:
    """The line that asks readers to report an error, with the address of the page they are on."""
    where = Markup('<span class="address">{}</span>').format(address)
    if "@" in contact and " " not in contact.strip():
        query = f"subject={quote(f'Error on {address}')}&body={quote(f'Page: {address} ({title})')}"
        act = Markup('<a class="report" href="mailto:{}?{}">Report an error</a>').format(
            contact.strip(), query
        )
        return Markup("{} on this page: {}").format(act, where)
    if contact.startswith(("https://", "http://")):
        act = Markup('<a class="report" href="{}">Report an error</a>').format(contact)
        return Markup("{} and name this page: {}").format(act, where)
    to = words.stop(contact) if contact else f"Write to {publisher}."
    return Markup("<b>Report an error.</b> {} This page: {}").format(to, where)


def section_of(path: str, nav: Sequence[Crumb]) -> str | None:
    """The entry of the head under which a page falls: the longest that its address begins with."""
    fitting = [item.path for item in nav if item.path is not None and path.startswith(item.path)]
    return max(fitting, key=len, default=None)
