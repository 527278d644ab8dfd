"""Ratings: the denominator is what was answered, provisional below half; the fixed one stands beside it."""

import pytest

from answerable.core.ratings.comparison import sensitivity, sensitivity_counts
from answerable.core.ratings.rating import ratings
from tests.unit.core.ratings.makers import rated_study


def row(answers: dict[str, str], variant: str = "default") -> tuple[str, int, int, str]:
    found = ratings(rated_study({"E1": answers})).filter(variant=variant)
    return found.select("stars", "n_yes", "n_counted", "note").row(0)


def test_denominator_is_the_items_answered() -> None:
    assert row({"a": "yes", "b": "no", "c": "refused", "d": "unclear"}) == ("3", 1, 2, "")


def test_denominator_counts_in_development_which_is_not_yes() -> None:
    assert row({"a": "yes", "b": "in_development", "c": "no", "d": "no"})[:3] == ("2", 1, 4)


def test_denominator_leaves_out_what_is_not_our_responsibility() -> None:
    assert row({"a": "yes", "b": "not_applicable", "c": "referred", "d": "no"})[:3] == ("3", 1, 2)


@pytest.mark.parametrize(("n_answered", "is_provisional"), [(1, True), (2, False), (3, False), (4, False)])
def test_denominator_below_half_of_the_items_is_provisional_and_keeps_its_stars(
    n_answered: int, is_provisional: bool
) -> None:
    stars, n_yes, n_counted, note = row(dict.fromkeys("abcd"[:n_answered], "yes"))
    assert (stars, n_yes, n_counted) == ("5", n_answered, n_answered)
    assert note.startswith("provisional") is is_provisional


def test_denominator_fixed_is_all_items_of_the_set() -> None:
    assert row({"a": "yes", "b": "no", "c": "refused"}, "fixed")[:3] == ("2", 1, 4)


def test_denominator_variants_are_compared_and_the_bodies_named() -> None:
    study = rated_study(
        {"same": {"a": "yes", "b": "no", "c": "no", "d": "no"}, "differs": {"a": "yes", "b": "no"}}
    )
    found = sensitivity(study)
    assert found.select("variant", "body_id", "default_stars", "stars").rows() == [
        ("fixed", "differs", "3", "2")
    ]
    assert sensitivity_counts(study).select("n_asked", "n_same", "n_fewer").row(0) == (2, 1, 1)
