"""Totals and quartiles against a plain loop."""

import statistics

import polars as pl
import pytest
from hypothesis import given

from answerable.core.measures.grid import Grids
from answerable.core.measures.numbers import number_summaries, reported_numbers
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question
from tests.unit.core.measures import made, slow

KEYS = ("round", "kind", "question", "unit", "period")


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Quartiles by the definition of type 7: linear between the order statistics."""
    if len(values) == 1:
        return (values[0],) * 3
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


@given(made.studies())
def test_summaries_agree_with_a_plain_loop(study: Study) -> None:
    expected = slow.numbers(study)
    table = number_summaries(study)
    assert table.select(KEYS).is_duplicated().sum() == 0
    assert set(table.select(KEYS).rows()) == set(expected)
    asked = {key: row["n_asked"] for key, row in slow.measures(study).items()}
    for row in table.iter_rows(named=True):
        values = expected[tuple(row[name] for name in KEYS)]
        assert row["n_asked"] == asked[row["round"], row["kind"], row["question"]]
        assert row["n_reporting"] == len(values)
        assert row["reported_by"] == f"reported by {len(values)} of {row['n_asked']}"
        assert row["n_zero"] == values.count(0)
        if not values:
            assert row["total"] is row["median"] is row["minimum"] is row["maximum"] is None
            continue
        assert row["total"] == pytest.approx(sum(values))
        found = (row["lower_quartile"], row["median"], row["upper_quartile"])
        assert found == pytest.approx(quartiles(values))
        assert (row["minimum"], row["maximum"]) == (min(values), max(values))


@given(made.studies())
def test_reported_and_worded_and_missing_add_up_to_the_asked(study: Study) -> None:
    table = number_summaries(study)
    missing = {key: row["n_asked"] - row["n_answered"] for key, row in slow.measures(study).items()}
    for part in table.partition_by("kind", "question"):
        row = part.row(0, named=True)
        silent = missing[row["round"], row["kind"], row["question"]]
        assert part["n_reporting"].sum() + row["n_in_words"] + silent == row["n_asked"]


def spending(answers: dict[str, dict[str, object]]) -> Study:
    """Bodies A to D, asked whether they pay and how much in pounds in 2016-17."""
    spend = question("spend", answer="money", parent="q", condition="yes", unit="gbp", period="2016-17")
    return make_study(list("ABCD"), [make_round("2016", {"ccg": ["q", spend]}, answers)])


def test_another_unit_or_period_is_kept_apart() -> None:
    study = spending(
        {
            "A": {"q": "yes", "spend": 100},
            "B": {"q": "yes", "spend": {"value": 7.0, "period": "2015-16"}},
            "C": {"q": "yes", "spend": {"value": 8.0, "unit": "gbp_thousand"}},
            "D": {"q": "yes", "spend": {"value": 50.0, "unit": " gbp "}},
        }
    )
    rows = number_summaries(study).select("as_asked", "unit", "period", "n_reporting", "total").rows()
    assert rows == [
        (True, "gbp", "2016-17", 2, 150.0),
        (False, "gbp", "2015-16", 1, 7.0),
        (False, "gbp_thousand", "2016-17", 1, 8.0),
    ]


def test_a_number_from_a_body_that_was_not_asked_is_set_aside_and_counted() -> None:
    study = spending({"A": {"q": "no", "spend": 100}, "B": {"q": "refused", "spend": 9}})
    row = number_summaries(study).row(0, named=True)
    assert (row["n_reporting"], row["total"], row["n_set_aside"]) == (0, None, 2)


def test_reported_numbers_name_their_bodies() -> None:
    study = spending({"C": {"q": "yes", "spend": 3}, "A": {"q": "yes", "spend": 0}})
    found = reported_numbers(Grids(study).get("2016", "ccg"))
    assert found.rows() == [("A", "spend", 0.0, "gbp", "2016-17"), ("C", "spend", 3.0, "gbp", "2016-17")]


def test_questions_without_numbers_have_no_summary() -> None:
    study = make_study(["A"], [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}})])
    assert number_summaries(study).is_empty()
    assert number_summaries(study).schema["total"] == pl.Float64
