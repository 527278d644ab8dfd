"""Money: zero, not held, refused and answered in words are different; a total is "reported by n of N"."""

from typing import Any

from answerable.core.measures.numbers import number_summaries
from tests.factories import make_round, make_study, question

SPEND = question("spend", answer="money", parent="q", condition="yes", unit="gbp", period="2016-17")


def summary(answers: dict[str, Any]) -> dict[str, Any]:
    """The summary of what seven bodies that commission a service say they spend on it."""
    said = {body: {"q": "yes", "spend": word} for body, word in answers.items() if word is not None}
    study = make_study(list("ABCDEFG"), [make_round("2017", {"ccg": ["q", SPEND]}, said)])
    return number_summaries(study).row(0, named=True)


def test_a_total_is_reported_by_n_of_N() -> None:
    row = summary({"A": 1000, "B": 3000, "C": "not_held"})
    assert (row["total"], row["reported_by"]) == (4000.0, "reported by 2 of 7")


def test_zero_is_a_number() -> None:
    row = summary({"A": 0, "B": 10, "C": 20})
    assert (row["n_reporting"], row["n_zero"], row["minimum"], row["median"]) == (3, 1, 0.0, 10.0)


def test_not_held_refused_and_silent_are_never_zero() -> None:
    row = summary({"A": 10, "B": "not_held", "C": "refused", "D": "unclear", "E": "referred", "F": None})
    assert (row["n_reporting"], row["n_zero"], row["median"], row["total"]) == (1, 0, 10.0, 10.0)


def test_no_number_at_all_is_no_total() -> None:
    row = summary({"A": "refused"})
    assert (row["n_reporting"], row["total"], row["median"]) == (0, None, None)


def test_an_amount_in_words_is_an_answer_but_no_number() -> None:
    row = summary({"A": {"note": "between £10 and £20,000"}, "B": 5})
    assert (row["n_in_words"], row["n_reporting"], row["total"]) == (1, 1, 5.0)


def test_another_year_is_not_added_in() -> None:
    row = summary({"A": 10, "B": {"value": 99.0, "period": "2015-16"}})
    assert (row["period"], row["n_reporting"], row["total"]) == ("2016-17", 1, 10.0)


def test_quartiles_are_of_those_that_reported() -> None:
    row = summary({"A": 1, "B": 2, "C": 3, "D": 4, "E": "refused"})
    assert (row["lower_quartile"], row["median"], row["upper_quartile"]) == (1.75, 2.5, 3.25)
