"""From a template and values to a page: the frame that every page of the site shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from answerable import __version__
from answerable.press import addresses, words
from answerable.press.colours import ANSWERS, STARS
from answerable.press.images.subjects import card_path
from answerable.press.language import SOURCE, gettext, gettext_in_template, ngettext, pgettext
from answerable.press.maps import pattern_defs
from answerable.press.options import Options
from answerable.press.paging import Crumb, link
from answerable.press.tokens import Tokens, themed, tokens
from answerable.press.versions import Kept
from answerable.press.view.model import StudyView

FAMILIES = (ANSWERS, STARS)
"""One scheme of each family of patterns: the plain one, and those with colours."""
LOCALES = {"en": "en_GB", "cy": "cy_GB", "ga": "ga_IE", "gd": "gd_GB"}
"""Open Graph asks for a country beside the language."""
CARD_SIZE = (1200, 630)
LONGEST_DESCRIPTION = 300
WORKING_COPY = "Working copy, not a release"
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
    """What holds for the whole site: how it is published, the studies in it, and what it keeps of each.

    `kept` has the versions under /v/, newest first, by the prefix of their study.
    """

    options: Options = field(default_factory=Options)
    studies: tuple[tuple[str, str], ...] = ()
    kept: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)

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
    made.globals["token"] = token
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


def plain_defs() -> Markup:
    """The patterns of answer bars in any colours, for pages without maps."""
    return _plain_defs(tokens())


@lru_cache(maxsize=4)
def _plain_defs(of: Tokens) -> Markup:
    with themed(of):
        return Markup(pattern_defs(FAMILIES))


def token(path: str) -> str:
    """A design token of the site being made, for templates: `token('color.light.paper')`."""
    return tokens().css(path)


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
        canonical: str | None = None,
        card: str = "",
        structured: Markup | str = "",
        **values: Any,
    ) -> str:
        """One page as HTML.

        `title` says the finding; `crumbs` are the steps between the study's front page and this one, which
        is the last of them. `canonical` is the address of the page that this one is a copy of, `card` that of
        the picture which stands for it where it is shared, `structured` what `press.structured` says of it.
        Values go to the template, with `link` to reach any other page.
        """
        study = self.view.study
        home = self.view.path("")
        site = self.site.address
        context = {
            "lang": self.language,
            "locale": LOCALES.get(self.language) or self.language.replace("-", "_"),
            "title": f"{title} – {study.title}" if title != study.title else title,
            "finding": title,
            "description": shortened(description),
            "canonical": f"{site}/{path if canonical is None else canonical}" if site else "",
            "card": self.card_address(card, path),
            "card_size": CARD_SIZE,
            "structured": structured,
            "link": partial(link, path),
            "path": path,
            "home": home,
            "house": study.title,
            "nav": self.nav,
            "foot": self.foot,
            "feed": self.view.path(addresses.corrections_feed()),
            "section": section_of(path, self.nav),
            "crumbs": self.steps(crumbs),
            "simulated": simulated_words() if study.simulated else "",
            "imprint": self.imprint,
            "report_error": report_error(study.contact, study.publisher, f"{site}/{path}", title),
            "defs": plain_defs(),
            "study": study,
            "view": self.view,
        }
        return environment().get_template(template).render(context | values)

    def card_address(self, card: str, path: str) -> str:
        """Where the picture of a page is fetched from, its own or the given one; blank if not known."""
        there = card or card_path(self.view, path, images=self.site.options.images)
        return f"{self.site.address}/{there}" if there and self.site.address else ""

    def steps(self, crumbs: Sequence[Crumb]) -> list[Crumb]:
        """The way from the root down to a page; for a study's front page what is above it."""
        title, home = self.view.study.title, self.view.path("")
        first = [Crumb(gettext("All studies"), "")] if self.site.several else []
        return [*first, Crumb(title if first else gettext("Front page"), home), *crumbs] if crumbs else first

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The versions of the study under /v/, newest first, this release among them."""
        return self.site.kept.get(self.view.prefix, ())

    @cached_property
    def language(self) -> str:
        """The language of the study's pages."""
        return str(self.view.study.extra.get("language", SOURCE))

    @cached_property
    def foot(self) -> tuple[Crumb, ...]:
        """What stands in the foot of every page: where it is said how far the pages can be trusted."""
        rounds, where = self.view.rounds, self.view.path
        asked = [each for each in rounds if each.round.sent_on] or list(rounds)
        methods = [Crumb(gettext("Methods"), where(addresses.methods_page(asked[-1].id)))] if asked else []
        return (
            Crumb(gettext("Corrections"), where(addresses.corrections_page())),
            *methods,
            Crumb(gettext("Data"), where(addresses.data_page())),
            Crumb(gettext("Versions"), where(addresses.versions_page())),
            Crumb(gettext("Accessibility"), where(addresses.accessibility_page())),
        )

    @cached_property
    def imprint(self) -> list[Markup]:
        """Publisher, licence, version and moment: the lines at the foot of every page."""
        study = self.view.study
        name, address = LICENCES.get(study.licence, (study.licence, ""))
        licence = (
            Markup('<a href="{}" rel="license">{}</a>').format(address, name)
            if address
            else Markup("{}").format(name)
        )
        by = Markup(escape(gettext("{title}. Published by {publisher}. Licence: {licence}.")))
        made = Markup(escape(gettext("{version} Made with Answerable {software}.")))
        return [
            by.format(title=study.title, publisher=study.publisher, licence=licence),
            made.format(version=version_words(self.view), software=__version__),
        ]


def shortened(text: str) -> str:
    """A text as search results show it: what is longer is cut at a word."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return f"{text[:LONGEST_DESCRIPTION].rpartition(' ')[0] or text[:LONGEST_DESCRIPTION]}…"


def simulated_words() -> str:
    """What is said of a simulated study wherever it is shown."""
    return gettext("The places, the bodies and their answers are invented; no real body said any of this.")


def version_words(view: StudyView) -> str:
    """Which version of the data this is and what moment it stands for, in a sentence."""
    release = view.study.release
    if release:
        return gettext("Version {version}, as at {as_at}.").format(
            version=release.version, as_at=words.moment(release.as_at)
        )
    cut_off = max((a_round.cut_off for a_round in view.study.rounds if a_round.cut_off), default=None)
    if cut_off:
        return gettext("Working copy, not a release; answers as at {day}.").format(day=words.day(cut_off))
    return gettext("Working copy, not a release.")


def version_in_caption(view: StudyView) -> str:
    """The version beside a date that a caption gives already."""
    return version_words(view) if view.study.release else gettext("Working copy, not a release.")


def report_error(contact: str, publisher: str, address: str, title: str) -> Markup:
    """The line that asks readers to report an error, with the address of the page they are on."""
    where = Markup('<span class="address">{}</span>').format(address)
    act = error_link(contact, gettext("Error on {address}").format(address=address), f"{address} ({title})")
    if act and is_mail(contact):
        return Markup(escape(gettext("{report} on this page: {address}"))).format(report=act, address=where)
    if act:
        said = Markup(escape(gettext("{report} and name this page: {address}")))
        return said.format(report=act, address=where)
    to = words.stop(contact) if contact else gettext("Write to {publisher}.").format(publisher=publisher)
    said = Markup(escape(gettext("This page: {address}"))).format(address=where)
    return Markup("<b>{}.</b> {} {}").format(gettext("Report an error"), to, said)


def is_mail(contact: str) -> bool:
    """Whether a contact is an address of mail and nothing else."""
    bare = contact.strip()
    return "@" in bare and " " not in bare and "/" not in bare


def error_link(contact: str, subject: str, page: str) -> Markup:
    """A link by which an error can be reported; blank where the contact is neither mail nor an address."""
    words_of = gettext("Report an error")
    if is_mail(contact):
        body = gettext("Page: {page}").format(page=page)
        query = f"subject={quote(subject)}&body={quote(body)}"
        return Markup('<a class="report" href="mailto:{}?{}">{}</a>').format(contact.strip(), query, words_of)
    if contact.startswith(("https://", "http://")):
        return Markup('<a class="report" href="{}">{}</a>').format(contact, words_of)
    return Markup()


def section_of(path: str, nav: Sequence[Crumb]) -> str | None:
    """The entry of the head under which a page falls: the longest that its address begins with."""
    fitting = [item.path for item in nav if item.path is not None and path.startswith(item.path)]
    return max(fitting, key=len, default=None)
