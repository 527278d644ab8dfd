"""Printed figures, checked against their counts, each other and the study."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.measures.percent import percent_half_up
from answerable.core.measures.published import check_published, implied_bases, implied_counts
from answerable.core.questions import Remark
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question, questionnaire

DEV = ["yes", "no", "in_development"]


def figure(measure: str = "yes", **given: Any) -> dict[str, Any]:
    """A printed figure about the first question of the groups in 2016."""
    return {"round": "2016", "kind": "ccg", "question": "q", "measure": measure, **given}


def checked(*figures: dict[str, Any], answers: Any = None, **given: Any) -> list[dict[str, Any]]:
    """The checks of these figures, in a study of ten bodies."""
    form = questionnaire(
        "ccg", ["q", question("dev", options=DEV)], remarks=(Remark("aside", "An aside", "q"),)
    )
    a_round = make_round("2016", {"ccg": form}, answers)
    study = make_study([f"B{i}" for i in range(10)], [a_round], published=figures)
    return check_published(study, **given).to_dicts()


def answered(yes: int, no: int, developing: int = 0) -> dict[str, dict[str, str]]:
    """Answers of the first bodies to both questions: yes, then no, then in development."""
    words = ["yes"] * yes + ["no"] * no
    plain = {f"B{i}": {"q": word, "dev": word} for i, word in enumerate(words)}
    return plain | {f"B{len(words) + i}": {"dev": "in_development"} for i in range(developing)}


@given(st.integers(0, 100), st.integers(1, 250), st.integers(0, 1))
def test_implied_counts_are_those_that_round_to_the_percentage(pct: int, base: int, places: int) -> None:
    shown = Decimal(pct * 10**places).scaleb(-places)
    found = [k for k in range(base + 1) if percent_half_up(k, base, places) == shown]
    least, most = implied_counts(shown, base, places)
    assert list(range(least, most + 1)) == found


@given(st.integers(1, 20), st.integers(1, 100))
def test_implied_bases_are_those_that_round_to_the_percentage(count: int, pct: int) -> None:
    found = [n for n in range(count, 200 * count + 1) if percent_half_up(count, n) == pct]
    least, most = implied_bases(count, Decimal(pct))
    assert most is not None
    assert list(range(least, most + 1)) == found


def test_a_count_of_almost_nothing_has_no_greatest_base() -> None:
    assert implied_bases(1, Decimal(0)) == (201, None)


def test_a_percentage_is_recomputed_from_its_own_counts() -> None:
    wrong, right = checked(
        figure(numerator=24, denominator=130, percent=19), figure(numerator=127, denominator=136, percent=93)
    )
    assert (wrong["basis"], wrong["recomputed_pct"], wrong["follows"]) == ("own counts", 18.0, False)
    assert (right["recomputed_pct"], right["follows"]) == (93.0, True)


def test_a_percentage_with_decimals_is_recomputed_to_as_many() -> None:
    (row,) = checked(figure(numerator=24, denominator=130, percent=18.5))
    assert (row["recomputed_pct"], row["follows"]) == (18.5, True)


def test_a_percentage_without_counts_is_held_against_those_printed_elsewhere() -> None:
    _, bare = checked(figure(numerator=31, denominator=112, percent=28), figure(percent=24))
    assert bare["basis"] == "counts printed elsewhere"
    assert (bare["recomputed_pct"], bare["follows"]) == (28.0, False)


def test_the_other_answer_is_recomputed_from_counts_not_from_a_rounded_figure() -> None:
    _, rest = checked(figure(numerator=106, denominator=124, percent=86), figure("no", percent=14))
    assert (rest["basis"], rest["basis_numerator"], rest["basis_denominator"]) == ("complement", 18, 124)
    assert (rest["recomputed_pct"], rest["follows"]) == (15.0, False)


def test_a_question_with_a_third_answer_has_no_complement() -> None:
    _, rest = checked(
        figure(question="dev", numerator=3, denominator=10, percent=30),
        figure("no", question="dev", percent=70),
    )
    assert (rest["basis"], rest["follows"]) == (None, None)


def test_a_response_rate_is_of_the_number_asked() -> None:
    printed, _ = checked(
        figure("response_rate", question="any", numerator=187, percent=88),
        figure("population_n", question="population", numerator=209),
    )
    assert (printed["basis"], printed["basis_denominator"], printed["recomputed_pct"]) == (
        "population",
        209,
        89.0,
    )
    assert (printed["follows"], printed["n_asked_from"]) == (False, "published")
    assert (printed["base_low"], printed["base_high"]) == (212, 213)


def test_the_register_gives_the_number_asked_where_none_was_printed() -> None:
    (row,) = checked(figure(numerator=2, denominator=6, percent=33))
    assert (row["n_asked"], row["n_asked_from"]) == (10, "register")
    assert (row["n_low"], row["n_high"], row["low"], row["high"]) == (2, 6, 0.2, 0.6)


def test_bounds_where_only_the_base_was_printed_cover_every_count_it_can_stand_for() -> None:
    population = figure("population_n", question="population", numerator=209)
    one, two, none, _ = checked(
        figure(question="a", denominator=132, percent=60),
        figure(question="b", denominator=164, percent=82),
        figure(question="c", denominator=3, percent=60),
        population,
    )
    assert (one["n_low"], one["n_high"]) == (79, 79 + 209 - 132)
    assert (two["n_low"], two["n_high"]) == (134, 135 + 209 - 164)
    # No count of three is 60%.
    assert (none["n_low"], none["n_high"]) == (None, None)


def test_a_bare_percentage_can_be_neither_checked_nor_bounded() -> None:
    (row,) = checked(figure(percent=31))
    blank = ("basis", "recomputed_pct", "follows", "low", "high", "base_low", "contradicted_by", "agrees")
    assert [row[name] for name in blank] == [None] * len(blank)


def test_two_prints_of_one_figure_that_differ_name_each_other() -> None:
    first, second, third = checked(
        figure(percent=52, source="summary"), figure(percent=53, source="section Z"), figure("no", percent=1)
    )
    assert first["contradicted_by"] == "53% (section Z)"
    assert second["contradicted_by"] == "52% (summary)"
    assert third["contradicted_by"] is None


def test_two_prints_that_say_the_same_do_not_contradict() -> None:
    rows = checked(figure(percent=93), figure(numerator=127, denominator=136, percent=93))
    assert [row["contradicted_by"] for row in rows] == [None, None]


def test_a_study_that_has_the_answers_says_whether_it_agrees() -> None:
    rows = checked(
        figure(numerator=2, denominator=6, percent=34),  # counts win over percents
        figure(numerator=3, denominator=6, percent=33),
        figure(percent=33),
        figure(percent=34),
        figure("no", percent=67),
        figure("answered_n", numerator=6),
        figure("response_rate", question="any", numerator=7, denominator=10, percent=70),
        figure("population_n", question="population", numerator=10),
        figure("in_development", question="dev", percent=14),
        figure("in_development", percent=0),
        figure("stars_5", question="stars", percent=7),
        answers=answered(2, 4, developing=1),
    )
    assert [row["agrees"] for row in rows] == [
        True,
        False,
        True,
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        None,
    ]
    assert [rows[0][f"study_{name}"] for name in ("numerator", "denominator", "pct")] == [2, 6, 33.0]


def test_remarks_agree_by_their_count_and_share_by_their_base() -> None:
    rows = [
        {"body_id": "B1", "question_id": "q", "status": "answered", "answer": "no", "remarks": "aside"},
        {"body_id": "B2", "question_id": "q", "status": "answered", "answer": "no"},
    ]
    by_count, by_share = checked(
        figure("count", question="aside", numerator=1, percent=4),
        figure("percent", question="aside", percent=50),
        answers=rows,
    )
    assert (by_count["agrees"], by_count["study_pct"]) == (True, None)
    assert (by_share["agrees"], by_share["study_denominator"]) == (True, 2)


def test_ratings_are_brought_from_outside() -> None:
    stars = pl.DataFrame(
        {"round": ["2016"], "kind": ["ccg"], "measure": ["stars_5"], "numerator": [10], "denominator": [144]}
    )
    (row,) = checked(figure("stars_5", question="stars", percent=7), answers=answered(1, 0), stars=stars)
    assert (row["agrees"], row["study_numerator"]) == (True, 10)


def test_a_study_without_the_answers_does_not_say_zero() -> None:
    (row,) = checked(figure(numerator=2, denominator=6, percent=33))
    assert [row[f"study_{name}"] for name in ("numerator", "denominator", "pct")] == [None] * 3


def test_a_figure_of_all_kinds_together_has_no_base() -> None:
    (row,) = checked(figure("response_rate", kind=None, question="range", percent=65))
    assert (row["n_asked"], row["basis"]) == (None, None)


def test_no_printed_figures_give_no_rows() -> None:
    study: Study = make_study(["A"])
    assert check_published(study).is_empty()


@pytest.mark.parametrize("percent", [0.0, 100.0, 7.25])
def test_a_printed_percentage_is_read_exactly(percent: float) -> None:
    (row,) = checked(figure(numerator=int(percent * 4), denominator=400, percent=percent))
    assert (row["recomputed_pct"], row["follows"]) == (percent, True)
