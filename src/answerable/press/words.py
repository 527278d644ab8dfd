"""Numbers, dates and lists in words, the same on every page."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from markupsafe import Markup, escape

from answerable.core.answers import IN_DEVELOPMENT, NO, YES, Status
from answerable.core.measures.percent import percent_half_up
from answerable.press.language import gettext as _
from answerable.press.language import noop as N_

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
NUMBERS = (
    "", N_("one"), N_("two"), N_("three"), N_("four"), N_("five"),
    N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip
OPTIONS = {YES: N_("yes"), NO: N_("no"), IN_DEVELOPMENT: N_("in development")}
STATUSES = {
    Status.ANSWERED: N_("answered"),
    Status.NO_REPLY: N_("no reply"),
    Status.REFUSED: N_("refused"),
    Status.NOT_HELD: N_("information not held"),
    Status.REFERRED: N_("referred elsewhere"),
    Status.UNCLEAR: N_("answer unclear"),
    Status.NOT_APPLICABLE: N_("not applicable"),
    Status.NOT_ASKED: N_("not asked"),
}
"""What core calls each status, here where it can be said in other languages."""


@lru_cache(maxsize=65536)
def per_cent(numerator: int, denominator: int) -> str:
    """A whole percentage of exact counts, rounded half up; the caller names the counts beside it.

    Raises: RefusedPercentage where there is nothing to be a percentage of
    """
    return f"{percent_half_up(numerator, denominator)}%"


def number(value: float) -> str:
    """A number with thousands separators; decimals only where it has any."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def money(value: float) -> str:
    """An amount in pounds, with pence only where there are any."""
    return f"£{value:,.2f}".removesuffix(".00") if value >= 0 else f"−£{-value:,.2f}".removesuffix(".00")


def in_words(n: int) -> str:
    """A small number as a word, a larger one in figures."""
    return _(NUMBERS[n]) if 0 < n < len(NUMBERS) else number(n)


def plural(n: int, one: str, many: str) -> str:
    """A count with a noun of the study: 1 CCG, 2 CCGs. Nouns of ours go through `ngettext`."""
    return f"{number(n)} {one if n == 1 else many}"


def day(value: date | datetime) -> str:
    """A date as people write it: 9 October 2017."""
    return _("{day} {month} {year}").format(day=value.day, month=_(MONTHS[value.month - 1]), year=value.year)


def moment(value: date | datetime) -> str:
    """A date, with the time of day where one is known."""
    if isinstance(value, datetime) and (value.hour or value.minute):
        zone = " UTC" if value.tzinfo is not None and not value.utcoffset() else ""
        return _("{day}, {time}").format(day=day(value), time=f"{value:%H:%M}{zone}")
    return day(value)


def listed(parts: Sequence[str]) -> str:
    """A list in words: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{others} and {last}").format(others=", ".join(parts[:-1]), last=parts[-1])


def joined(parts: Sequence[Markup]) -> Markup:
    """A list in words, of pieces that are HTML already."""
    if len(parts) < 2:
        return Markup().join(parts)
    return Markup(_("{others} and {last}")).format(others=Markup(", ").join(parts[:-1]), last=parts[-1])


def option_label(option: str) -> str:
    """An option within a sentence: in_development becomes “in development”; a study's own stay as written."""
    known = OPTIONS.get(option)
    return _(known) if known else option.replace("_", " ").strip()


def option_words(option: str) -> str:
    """An option as shown: in_development becomes “In development”."""
    return capital(option_label(option))


def status_words(status: str) -> str:
    """Why there is no answer, or that there is one: “information not held”."""
    return _(STATUSES[Status(status)])


def capital(text: str) -> str:
    """A text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """A label within a sentence: its first letter in lower case unless the word is an acronym."""
    first = text.partition(" ")[0]
    return text if sum(letter.isupper() for letter in first) > 1 else text[:1].lower() + text[1:]


def stop(text: str) -> str:
    """A sentence that ends in a mark, with a full stop if it has none."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, split at blank lines."""
    blocks: Iterable[str] = (block.strip() for block in text.split("\n\n"))
    return Markup("\n").join(Markup("<p>{}</p>").format(escape(block)) for block in blocks if block)
