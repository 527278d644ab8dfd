"""Ratings: the overarching question is not rated; who contradicts it is shown apart."""

import pytest

from answerable.core.errors import InputFaults
from answerable.core.ratings.comparison import overall_against_stars
from answerable.core.ratings.rating import ratings
from tests.unit.core.ratings.makers import rated_study, scheme


def test_overarching_question_does_not_move_the_stars() -> None:
    items = {"a": "yes", "b": "no", "c": "no", "d": "no"}
    for said in ("yes", "no", "refused"):
        found = ratings(rated_study({"E1": {**items, "overall": said}}))
        assert found.select("stars", "n_yes", "n_counted").row(0) == ("2", 1, 4)


def test_overarching_question_on_the_list_of_items_is_refused() -> None:
    with pytest.raises(InputFaults, match="overarching question is not rated"):
        ratings(rated_study({"E1": {}}, scheme(("a", "overall"))))


def test_overarching_question_no_with_stars_and_yes_with_none_are_shown_apart() -> None:
    study = rated_study(
        {
            "says_no_has_stars": {"overall": "no", "a": "yes", "b": "no"},
            "says_yes_has_none": {"overall": "yes", "a": "no", "b": "no"},
            "says_yes_has_stars": {"overall": "yes", "a": "yes"},
            "says_no_has_none": {"overall": "no", "a": "no"},
            "says_yes_is_not_rated": {"overall": "yes", "a": "refused"},
            "says_nothing": {"a": "yes"},
        }
    )
    found = overall_against_stars(study).filter(variant="default")
    assert found.select("body_id", "case").rows() == [
        ("says_no_has_stars", "says_no_has_stars"),
        ("says_yes_has_none", "says_yes_has_none"),
    ]
