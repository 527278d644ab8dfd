"""Small rating schemes and studies of them, and a slow second implementation of the stars."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from answerable.core.questions import Questionnaire
from answerable.core.ratings.model import Band, ItemSet, RatingScheme
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question, questionnaire

FIVE_BANDS = tuple(Band(stars, Fraction(stars, 5)) for stars in range(6))
ITEMS = tuple("abcdefgh")
CHOICES = ("yes", "no", "in_development")


def item_set(items: Sequence[str] = ITEMS[:4], weights: Mapping[str, Fraction] | None = None) -> ItemSet:
    return ItemSet("2016", "ccg", tuple(items), weights or {})


def scheme(items: Sequence[str] = ITEMS[:4], **given: Any) -> RatingScheme:
    fields: dict[str, Any] = {
        "bands": FIVE_BANDS,
        "item_sets": {"reported": (item_set(items),)},
        "default_set": "reported",
        "overall": {"ccg": "overall"},
        **given,
    }
    return RatingScheme("stars", "1", "Stars", **fields)


def form() -> Questionnaire:
    asked = [question("overall"), *(question(item, options=CHOICES) for item in ITEMS)]
    return questionnaire("ccg", asked)


def rated_study(answers: Mapping[str, Mapping[str, Any]], a_scheme: RatingScheme | None = None) -> Study:
    """A study of one round whose bodies are the keys of `answers`."""
    a_round = make_round("2016", {"ccg": form()}, answers)
    return make_study(list(answers), [a_round], schemes=[a_scheme or scheme()])


def slow_stars(n_yes: Fraction | int, n_counted: Fraction | int) -> str:
    """The rule of 2016 as it is written, on fractions."""
    if n_counted == 0:
        return "not rated"
    percent = Fraction(n_yes) / Fraction(n_counted) * 100
    if percent == 0:
        return "0"
    for stars, limit in ((1, 20), (2, 40), (3, 60), (4, 80)):
        if percent <= limit:
            return str(stars)
    return "5"
