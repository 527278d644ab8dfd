"""The printed figures of the real study, checked: what does not follow, what contradicts, what is bounded."""

from pathlib import Path

import polars as pl
import pytest

from answerable.core.measures.published import check_published
from answerable.core.study.reading import read_study

KEY = ["round", "kind", "question", "measure"]


@pytest.fixture(scope="module")
def figures(checkout: Path) -> pl.DataFrame:
    """Every printed figure of the real study, with its checks."""
    return check_published(read_study(checkout / "studies" / "childrens-palliative-care"))


# Printed percentage, and what the counts give: rounded half up, of the number asked in June of each year.
WRONG = [
    ("2016", "ccg", "any_star_question", "response_rate", 88, 89),
    ("2016", "la", "any_star_question", "response_rate", 93, 95),
    ("2016", "la", "overall", "yes", 19, 18),
    ("2016", "la", "short_breaks", "yes", 86, 85),
    ("2016", "la", "short_breaks", "no", 14, 15),
    ("2016", "ccg", "equipment", "yes", 96, 95),
    ("2016", "la", "equipment__ooh", "yes", 24, 28),
    ("2017", "ccg", "any_question", "response_rate", 93, 95),
    ("2017", "ccg", "any_question", "response_rate", 94, 96),
]


def test_percentages_that_do_not_follow_from_their_counts_are_found(figures: pl.DataFrame) -> None:
    wrong = figures.filter(~pl.col("follows")).select(*KEY, "percent", "recomputed_pct").unique()
    assert sorted(wrong.rows()) == sorted(WRONG)


def test_figures_printed_with_two_values_name_each_other(figures: pl.DataFrame) -> None:
    contradicted = figures.filter(pl.col("contradicted_by").is_not_null())
    assert sorted(contradicted.select(*KEY, "percent").unique().rows()) == [
        ("2016", "la", "equipment__ooh", "yes", 24.0),
        ("2016", "la", "equipment__ooh", "yes", 28.0),
        ("2017", "ccg", "any_question", "response_rate", 93.0),
        ("2017", "ccg", "any_question", "response_rate", 94.0),
        ("2017", "ccg", "equipment__ooh", "yes", 52.0),
        ("2017", "ccg", "equipment__ooh", "yes", 53.0),
    ]


def test_one_stale_number_of_groups_explains_both_response_rates(figures: pl.DataFrame) -> None:
    rates = figures.filter((pl.col("measure") == "response_rate") & (pl.col("kind") == "ccg"))
    bases = rates.drop_nulls("base_low").select("base_low", "base_high").unique()
    allowed = [set(range(low, high + 1)) for low, high in bases.iter_rows()]
    assert set.intersection(*allowed) == {212}


def test_the_registers_hold_as_many_bodies_as_were_printed(figures: pl.DataFrame) -> None:
    populations = figures.filter(pl.col("measure") == "population_n")
    assert populations.height == 4
    assert populations["agrees"].all()


def test_no_answer_of_the_real_study_is_made_up(figures: pl.DataFrame) -> None:
    others = figures.filter(pl.col("measure") != "population_n")
    assert others["study_numerator"].null_count() == others.height


def test_figures_with_a_base_are_bounded_and_bare_ones_are_not(figures: pl.DataFrame) -> None:
    shares = figures.filter(pl.col("measure").is_in(["yes", "no", "in_development"]))
    bare = shares.filter(round="2017")
    assert bare["low"].null_count() == bare.height > 0
    overall = shares.filter(round="2016", kind="la", question="overall", measure="yes", numerator=24)
    assert overall.select("n_low", "n_high", "n_asked").row(0) == (24, 46, 152)
