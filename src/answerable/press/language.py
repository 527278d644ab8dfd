"""The words of the site in the language of its study.

English stands in the code, as the key of what it says; `locale/answerable.pot` gathers every string, and
`locale/<language>/LC_MESSAGES/answerable.po` translates it. What a catalogue lacks is said in English. The
language is that of the page being made, so that functions deep down need not be handed it.

    from answerable.press.language import gettext as _, ngettext

    _("Every answer")
    _("{n} of {bodies}").format(n=…, bodies=…)          # never an f-string: its text could not be looked up
    ngettext("{n} body", "{n} bodies", n).format(n=n)
    N_("Every answer")                                  # only gathered; _(…) says it later
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

SOURCE = "en"
DOMAIN = "answerable"
T = TypeVar("T")
_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Pages made within are in this language, named by its tag: cy, en-GB."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """The language in which pages are being made."""
    return _spoken.get()


def in_language(language: str, make: Callable[[], T]) -> T:
    """What a function makes while this language is spoken."""
    with speaking(language):
        return make()


@lru_cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, or of its first part (cy for cy-GB); empty where there is none."""
    folder = files("answerable.press") / "locale"
    for name in dict.fromkeys((language.replace("-", "_"), language.partition("-")[0])):
        source = folder / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if name.replace("_", "").isalnum() and source.is_file():
            compiled = BytesIO()
            with source.open("rb") as opened:
                write_mo(compiled, read_po(opened))
            compiled.seek(0)
            return GNUTranslations(compiled)
    return NullTranslations()


def noop(message: str) -> str:
    """Marks a string for the catalogue where it stands in a table, to be said later; imported as N_."""
    return message


def gettext(message: str) -> str:
    """A string in the language of the page."""
    # The blank string is the key of a catalogue's own head.
    return translations(_spoken.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """One of two strings by number; a language may have more forms than two."""
    return translations(_spoken.get()).ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """A string that could mean several things, with the one it means."""
    return translations(_spoken.get()).pgettext(context, message)


def gettext_in_template(message: str, **values: object) -> Markup:
    """A string of a template, which is HTML as it stands there; values are escaped.

    It keeps the contract of Jinja's new style: the message is a format string, so a per cent sign is
    written twice.
    """
    return _as_markup(_spoken.get(), message) % values if values else _as_it_stands(_spoken.get(), message)


@lru_cache(maxsize=4096)
def _as_markup(language: str, message: str) -> Markup:
    return Markup(translations(language).gettext(message))


@lru_cache(maxsize=4096)
def _as_it_stands(language: str, message: str) -> Markup:
    # A page has dozens of these, and a site thousands of pages.
    return _as_markup(language, message) % {}
