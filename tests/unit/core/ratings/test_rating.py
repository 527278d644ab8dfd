"""Ratings of whole studies against a slow implementation that goes body by body."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.errors import UnknownName
from answerable.core.measures.grid import Grids
from answerable.core.ratings.rating import RATINGS_SCHEMA, ratings
from tests.factories import make_round, make_study
from tests.unit.core.ratings.makers import CHOICES, ITEMS, form, item_set, rated_study, scheme, slow_stars

MISSING = ("no_reply", "refused", "not_held", "referred", "unclear", "not_applicable", "not_asked")
words = st.sampled_from((*CHOICES, *MISSING))
answer_sheets = st.dictionaries(st.sampled_from(ITEMS), words)
weightings = st.dictionaries(
    st.sampled_from(ITEMS[:5]),
    st.fractions(min_value=Fraction(1, 6), max_value=4, max_denominator=6),
    max_size=3,
)


def slow_row(
    answers: dict[str, str], items: tuple[str, ...], weights: dict[str, Fraction], fixed: bool
) -> tuple[str, int, int, bool]:
    yes = answered = Fraction(0)
    n_yes = n_answered = 0
    for item in items:
        word = answers.get(item, "no_reply")
        weight = weights.get(item, Fraction(1))
        if word in CHOICES:
            answered += weight
            n_answered += 1
        if word == "yes":
            yes += weight
            n_yes += 1
    if n_answered == 0:
        return "not rated", 0, 0, False
    denominator = sum((weights.get(item, Fraction(1)) for item in items), Fraction(0)) if fixed else answered
    n_counted = len(items) if fixed else n_answered
    return slow_stars(yes, denominator), n_yes, n_counted, 2 * n_answered < len(items)


@settings(max_examples=40)
@given(st.lists(answer_sheets, min_size=1, max_size=6), weightings)
def test_ratings_agree_with_the_slow_way(sheets: list[dict[str, str]], weights: dict[str, Fraction]) -> None:
    sets = {"reported": (item_set(ITEMS[:5], weights),), "printed": (item_set(ITEMS[2:4]),)}
    bodies = {f"E{i}": sheet for i, sheet in enumerate(sheets)}
    found = ratings(rated_study(bodies, scheme(item_sets=sets)))
    expected = []
    for variant, items, given_weights, fixed in (
        ("default", ITEMS[:5], weights, False),
        ("fixed", ITEMS[:5], weights, True),
        ("printed", ITEMS[2:4], {}, False),
        ("printed_fixed", ITEMS[2:4], {}, True),
    ):
        for body, sheet in bodies.items():
            expected.append((variant, body, *slow_row(sheet, items, given_weights, fixed)))
    got = [
        (r["variant"], r["body_id"], r["stars"], r["n_yes"], r["n_counted"], "provisional" in r["note"])
        for r in found.iter_rows(named=True)
    ]
    assert got == expected


@pytest.mark.parametrize("missing", MISSING)
def test_ratings_missing_never_becomes_a_yes_or_a_no(missing: str) -> None:
    with_it = ratings(rated_study({"E1": {"a": "yes", "b": "no", "c": missing}}))
    without = ratings(rated_study({"E1": {"a": "yes", "b": "no"}}))
    assert with_it.equals(without)


def test_ratings_have_the_columns_of_the_interface_and_all_asked_bodies() -> None:
    found = ratings(rated_study({"E1": {"a": "yes"}, "E2": {}}))
    assert found.schema == RATINGS_SCHEMA
    assert found.filter(variant="default")["body_id"].to_list() == ["E1", "E2"]


def test_ratings_leave_out_a_round_whose_answers_are_elsewhere() -> None:
    printed = [{"round": "2016", "kind": "ccg", "question": "a", "measure": "yes", "numerator": 3}]
    a_round = make_round("2016", {"ccg": form()}, answers=None)
    study = make_study(["E1"], [a_round], schemes=[scheme()], published=printed)
    assert ratings(study).is_empty() and ratings(study).schema == RATINGS_SCHEMA


def test_ratings_of_a_round_without_replies_are_not_rated() -> None:
    a_round = make_round("2016", {"ccg": form()}, answers=None)
    found = ratings(make_study(["E1"], [a_round], schemes=[scheme()]))
    assert found["stars"].unique().to_list() == ["not rated"]


def test_ratings_of_a_round_not_sent_yet_have_no_rows() -> None:
    a_round = make_round("2016", {"ccg": form()}, sent_on=None)
    found = ratings(make_study(["E1"], [a_round], schemes=[scheme()]))
    assert found.is_empty() and found.schema == RATINGS_SCHEMA


def test_ratings_leave_out_bodies_that_were_withdrawn() -> None:
    requests: list[dict[str, Any]] = [{"body_id": "E2", "outcome": "withdrawn"}]
    a_round = make_round("2016", {"ccg": form()}, {"E1": {"a": "yes"}}, requests=requests)
    found = ratings(make_study(["E1", "E2"], [a_round], schemes=[scheme()]))
    assert found["body_id"].unique().to_list() == ["E1"]


def test_ratings_of_an_unknown_scheme_name_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="stars"):
        ratings(rated_study({"E1": {}}), "starz")


def test_ratings_take_grids_that_were_made_before() -> None:
    study = rated_study({"E1": {"a": "yes"}})
    assert ratings(study, grids=Grids(study)).equals(ratings(study))


def test_ratings_say_what_was_weighed() -> None:
    sets = {"reported": (item_set("ab", {"a": Fraction(3)}),)}
    found = ratings(rated_study({"E1": {"a": "yes", "b": "no"}}, scheme(item_sets=sets)))
    row = found.filter(pl.col("variant") == "default").row(0, named=True)
    assert (row["stars"], row["n_yes"], row["n_counted"]) == ("4", 1, 2)
    assert row["note"] == "weighted: 3 of 4"
