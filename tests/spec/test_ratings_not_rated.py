"""Ratings: a body without a rated answer is "not rated", never zero."""

import pytest

from answerable.core.ratings.comparison import distribution
from answerable.core.ratings.ranges import rating_ranges
from answerable.core.ratings.rating import ratings
from tests.unit.core.ratings.makers import rated_study

MISSING = ("no_reply", "refused", "not_held", "referred", "unclear", "not_applicable", "not_asked")


@pytest.mark.parametrize("missing", MISSING)
def test_not_rated_in_every_variant_whatever_the_reason(missing: str) -> None:
    found = ratings(rated_study({"E1": {**dict.fromkeys("abcd", missing), "overall": "yes"}}))
    assert set(found["stars"]) == {"not rated"}
    # No denominator either: 0 of 4 would read as a share of nothing.
    assert set(found["n_counted"]) == {0}


def test_not_rated_is_not_zero_stars() -> None:
    study = rated_study({"silent": {}, "says_no": {"a": "no"}})
    assert ratings(study).filter(variant="default")["stars"].to_list() == ["not rated", "0"]
    counted = distribution(study).filter(variant="default").select("stars", "n").rows()
    assert ("0", 1) in counted and ("not rated", 1) in counted


def test_not_rated_bodies_have_no_rank_and_are_no_part_of_anyones() -> None:
    ranked = rating_ranges(rated_study({"silent": {}, "says_no": {"a": "no"}}), variant="default")
    assert ranked["words"].to_list() == [None, "1st of 1"]
