"""A scheme that does not fit its study is refused with every fault."""

from fractions import Fraction
from typing import Any

import pytest

from answerable.core.errors import InputFaults
from answerable.core.ratings.model import Band, ItemSet
from answerable.core.ratings.rating import ratings
from answerable.core.ratings.scheme import integer_weights, scheme_faults, variants
from tests.unit.core.ratings.makers import item_set, rated_study, scheme


def rules(**given: Any) -> set[str]:
    made = scheme(**given)
    return {fault.rule for fault in scheme_faults(rated_study({"E1": {}}, made), made)}


def test_scheme_that_fits_has_no_faults() -> None:
    assert rules() == set()


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"bands": ()}, "rating_bands"),
        ({"bands": (Band(0, Fraction(0)), Band(1, Fraction(4, 5)))}, "rating_bands"),
        ({"bands": (Band(1, Fraction(1)), Band(0, Fraction(0)))}, "rating_bands"),
        ({"minimum_coverage": Fraction(3, 2)}, "rating_coverage"),
        ({"default_set": "printed"}, "rating_default_set"),
        ({"item_sets": {"fixed": (item_set("ab"),)}, "default_set": "fixed"}, "rating_set_name"),
        ({"item_sets": {"reported": (ItemSet("2017", "ccg", ("a",)),)}}, "rating_round"),
        ({"item_sets": {"reported": (ItemSet("2016", "la", ("a",)),)}}, "rating_round"),
        ({"item_sets": {"reported": (item_set("ab"), item_set("cd"))}}, "rating_list_twice"),
        ({"item_sets": {"reported": (item_set(()),)}}, "rating_items"),
        ({"item_sets": {"reported": (item_set(("a", "nowhere")),)}}, "rating_item"),
        ({"item_sets": {"reported": (item_set(("a", "overall")),)}}, "rating_overall"),
        ({"item_sets": {"reported": (item_set(("a", "a")),)}}, "rating_item_twice"),
        ({"item_sets": {"reported": (item_set("ab", {"c": Fraction(1)}),)}}, "rating_weight"),
        ({"item_sets": {"reported": (item_set("ab", {"a": Fraction(0)}),)}}, "rating_weight"),
    ],
)
def test_scheme_faults(given: dict[str, Any], rule: str) -> None:
    assert rule in rules(**given)


def test_scheme_faults_name_the_file_and_the_question() -> None:
    made = scheme(("a", "nowhere"))
    (fault,) = scheme_faults(rated_study({"E1": {}}, made), made)
    assert (fault.file, fault.question) == ("ratings/stars.yaml", "nowhere")


def test_ratings_refuse_a_scheme_with_faults_and_list_them_all() -> None:
    made = scheme(("nowhere", "overall"), minimum_coverage=Fraction(-1))
    with pytest.raises(InputFaults) as refused:
        ratings(rated_study({"E1": {}}, made))
    assert len(refused.value.faults) == 3


def test_variants_of_a_scheme_with_two_sets() -> None:
    sets = {"printed": (item_set("a"),), "reported": (item_set("ab"),)}
    named = [(v.name, v.item_set, v.fixed) for v in variants(scheme(item_sets=sets))]
    assert named == [
        ("default", "reported", False),
        ("fixed", "reported", True),
        ("printed", "printed", False),
        ("printed_fixed", "printed", True),
    ]


def test_integer_weights_keep_the_ratios() -> None:
    weights = {"a": Fraction(1, 2), "b": Fraction(2, 3)}
    assert integer_weights(item_set("abc", weights)) == (3, 4, 6)
    assert integer_weights(item_set("abc")) == (1, 1, 1)
    assert integer_weights(item_set("ab", {"a": Fraction(2), "b": Fraction(4)})) == (1, 2)
