"""The rules of a rating in words, from its definition, and what other rules would change."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from answerable.core.ratings.model import RatingScheme
from answerable.press.findings import bodies_words
from answerable.press.language import gettext as _
from answerable.press.language import ngettext
from answerable.press.language import noop as N_
from answerable.press.paging import link
from answerable.press.view.model import Record
from answerable.press.view.ratings import RatingView
from answerable.press.words import capital, in_words, number, stop

MOST_NAMED = 300
HALVES = {
    Fraction(1, 2): N_("half"),
    Fraction(1, 3): N_("a third"),
    Fraction(2, 3): N_("two thirds"),
    Fraction(3, 4): N_("three quarters"),
}


def band_rows(scheme: RatingScheme) -> list[tuple[int, str]]:
    """The bands, most stars first: stars and the exact share of yes they stand for."""
    made, below = [], None
    for band in scheme.bands:
        top = percent_words(band.up_to)
        if below is None:
            words = _("exactly {share}") if band.up_to == 0 else _("up to and including {share}")
            words = words.format(share=top)
        else:
            words = _("above {low}, up to and including {high}").format(low=percent_words(below), high=top)
        made.append((band.stars, words))
        below = band.up_to
    return made[::-1]


def percent_words(share: Fraction) -> str:
    """An exact share as a percentage: 20%, 33⅓% as the fraction 100/3."""
    percent = share * 100
    return f"{percent}%" if percent.denominator in (1,) else f"{percent.numerator}/{percent.denominator}%"


def coverage_words(scheme: RatingScheme) -> str:
    """From which point on a rating is more than provisional."""
    least = scheme.minimum_coverage
    if not least:
        return _("A body is rated however few items it answered.")
    share = _("{n} of {base}").format(n=least.numerator, base=least.denominator)
    if least in HALVES:
        share = _(HALVES[least])
    return _(
        "Where a body answered fewer than {share} of the items, its stars are provisional, and said to be."
    ).format(share=share)


def item_links(path: str, rating: RatingView, item_set: str) -> list[Markup]:
    """The rated questions of one list, each linked to its page, with its weight where it is not 1."""
    made = []
    entry = rating.items[item_set]
    for item in entry.items:
        view = rating.kind.questions[item]
        weight = entry.weights.get(item, Fraction(1))
        made.append(
            Markup('<a class="quietly" href="{}">{}</a>{}').format(
                link(path, view.path),
                capital(view.question.name),
                _(" (counts {weight} times)").format(weight=weight) if weight != 1 else "",
            )
        )
    return made


def shift_rows(rating: RatingView) -> list[dict[str, str]]:
    """Each other variant with how many bodies would have other stars."""
    made = []
    for variant in rating.variants[1:]:
        row = (rating.shifts or {}).get(variant.name)
        if row is None:
            continue
        made.append(
            {
                "items": f"{variant.item_set} ({number(len(rating.items[variant.item_set].items))})",
                "divided": _("all items of the list") if variant.fixed else _("items answered"),
                "same": number(row["n_same"]),
                "more": number(row["n_more"]),
                "fewer": number(row["n_fewer"]),
                "otherwise": number(row["n_rated_otherwise"]),
            }
        )
    return made


def shift_sentence(rating: RatingView) -> str:
    """How much hangs on the choice of rules: the variant that would change most."""
    rows = [row for row in (rating.shifts or {}).values() if row["n_asked"]]
    if not rows:
        return ""
    worst = max(rows, key=lambda row: row["n_asked"] - row["n_same"])
    changed = worst["n_asked"] - worst["n_same"]
    of = bodies_words(rating.kind.kind, worst["n_asked"])
    if not changed:
        return _("Whatever the rules, all {bodies} have the same stars.").format(bodies=of)
    said = _("Under other rules up to {n} of the {bodies} asked would have other stars.")
    return said.format(n=number(changed), bodies=of)


def overall_sentences(rating: RatingView) -> list[dict[str, Any]]:
    """Bodies whose answer to the overarching question does not go with their stars."""
    question = rating.scheme.overall.get(rating.kind.kind.id)
    if question is None or question not in rating.kind.questions or not rating.bodies:
        return []
    name = rating.kind.questions[question].question.name
    made = []
    n_no, n_yes = len(rating.says_no), len(rating.says_yes)
    if n_no:
        no_and_stars = ngettext(
            "{bodies} says no to “{question}” and still has stars.",
            "{bodies} say no to “{question}” and still have stars.",
            n_no,
        )
    else:
        no_and_stars = _("No {body} says no to “{question}” and still has stars.")
    if n_yes:
        yes_and_none = ngettext(
            "{bodies} says yes to “{question}” and has no star.",
            "{bodies} say yes to “{question}” and have no star.",
            n_yes,
        )
    else:
        yes_and_none = _("No {body} says yes to “{question}” and has no star.")
    kind = rating.kind.kind
    for places, words in ((rating.says_no, no_and_stars), (rating.says_yes, yes_and_none)):
        made.append(
            {
                "words": words.format(bodies=bodies_words(kind, len(places)), body=kind.short, question=name),
                "bodies": named(rating, places),
            }
        )
    return made


def named(rating: RatingView, places: Sequence[int]) -> str:
    """The names of some bodies; of very many the first, and how many more there are."""
    names = ", ".join(rating.kind.bodies[place].name for place in places[:MOST_NAMED])
    more = len(places) - MOST_NAMED
    return names if more <= 0 else _("{names} and {n} more").format(names=names, n=number(more))


def printed_rows(figures: Sequence[Record]) -> list[dict[str, str]]:
    """Shares of stars as they were printed, each once, with every place that prints them."""
    found: dict[tuple[str, Any, Any, Any], list[Record]] = {}
    for row in figures:
        found.setdefault((row["measure"], row["percent"], row["numerator"], row["denominator"]), []).append(
            row
        )
    made = []
    for (measure, percent, numerator, denominator), rows in found.items():
        counts = "".join(number(n) for n in (numerator, denominator) if n is not None)
        if numerator is not None and denominator is not None:
            counts = _("{n} of {base}").format(n=number(numerator), base=number(denominator))
        made.append(
            {
                "stars": measure_words(measure),
                "percent": f"{number(percent)}%" if percent is not None else "",
                "counts": counts or _("not printed"),
                "source": "; ".join(dict.fromkeys(row["source"] or "" for row in rows)),
                "note": " ".join(dict.fromkeys(stop(row["note"]) for row in rows if row["note"])),
            }
        )
    return made


def measure_words(measure: str) -> str:
    """Which stars a printed share is of: stars_4_5 is “4 or 5 stars”."""
    parts = measure.removeprefix("stars_").split("_")
    if len(parts) == 1 and parts[0].isdigit():
        return ngettext("{n} star", "{n} stars", int(parts[0])).format(n=parts[0])
    if len(parts) == 2:
        return _("{fewer} or {stars} stars").format(fewer=parts[0], stars=parts[1])
    return _("{n} stars").format(n=" / ".join(parts))


def denominators(scheme: RatingScheme) -> list[str]:
    """What counts as yes, and what the yes are divided by."""
    return [
        _(
            "Stars come from an exact share: items answered yes, divided by items answered. "
            "Nothing is rounded."
        ),
        _(
            "In development is an answer that is not yes. No reply, refused, not held, referred, unclear and "
            "not applicable are no answer: they do not count as no. A body without any rated answer is not "
            "rated, which is not the same as no star."
        ),
        coverage_words(scheme),
        *lists_sentence(scheme),
    ]


def lists_sentence(scheme: RatingScheme) -> list[str]:
    """Which list of items is used, where the definition has several."""
    n = len(scheme.item_sets)
    if n < 2:
        return []
    said = _("The definition has {n} lists of items; “{name}” is the one used.")
    return [said.format(n=in_words(n), name=scheme.default_set)]
