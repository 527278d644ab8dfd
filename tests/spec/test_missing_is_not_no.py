"""Missing is not no: no reason for having no answer can turn into yes, no or a number, in any measure."""

from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.answers import MISSING
from answerable.core.measures.grid import answer_grid
from answerable.core.measures.numbers import number_summaries
from answerable.core.measures.shares import measure_table, state_counts
from answerable.core.study.model import Study
from answerable.core.study.schema import STATUS
from tests.factories import make_round, make_study, question
from tests.unit.core.measures import made

COUNTS = ["n_answered", "n_yes", "n_no", "n_other"]
MISSING_WORDS = [str(status) for status in MISSING]
# `not held` is an answer to one question only: whether the body can give a number.
OTHER_REASONS = [word for word in MISSING_WORDS if word != "not_held"]


def with_reasons(study: Study, reasons: dict[str, str]) -> Study:
    """The same study with each missing status replaced by another."""
    (a_round,) = study.rounds
    status = pl.col("status").cast(pl.String).replace(reasons).cast(STATUS)
    return replace(study, rounds=(replace(a_round, answers=a_round.answers.with_columns(status)),))


@given(made.studies(), st.permutations(OTHER_REASONS))
def test_swapping_reasons_never_changes_what_was_answered(study: Study, reasons: list[str]) -> None:
    swapped = with_reasons(study, dict(zip(OTHER_REASONS, reasons, strict=True)))
    keys = ["round", "kind", "question"]
    assert measure_table(swapped).select(keys + COUNTS).equals(measure_table(study).select(keys + COUNTS))


@given(made.studies(), st.permutations(MISSING_WORDS))
def test_swapping_reasons_never_changes_what_was_answered_to_a_question_put(
    study: Study, reasons: list[str]
) -> None:
    swapped = with_reasons(study, dict(zip(MISSING_WORDS, reasons, strict=True)))
    put = ~pl.col("question").is_in(["gives", "gives_count"])
    columns = ["kind", "question", *COUNTS]
    assert (
        measure_table(swapped)
        .filter(put)
        .select(columns)
        .equals(measure_table(study).filter(put).select(columns))
    )


@given(made.studies(), st.permutations(MISSING_WORDS))
def test_swapping_reasons_never_changes_a_total(study: Study, reasons: list[str]) -> None:
    swapped = with_reasons(study, dict(zip(MISSING_WORDS, reasons, strict=True)))
    asked = ["n_asked", "reported_by"]  # whether it was asked is the one thing a reason may say
    assert number_summaries(swapped).drop(asked).equals(number_summaries(study).drop(asked))


@given(
    st.sampled_from(MISSING_WORDS), st.sampled_from(["yes_no", "choice", "money", "count", "text", "link"])
)
def test_a_missing_status_is_never_an_answer_of_any_type(status: str, answer: str) -> None:
    # The row even carries an answer and a value, as a careless file might.
    row = {"body_id": "A", "question_id": "q", "status": status, "answer": "yes", "value": 0.0}
    options = {"options": ["yes", "no"]} if answer == "choice" else {}
    study = make_study(["A"], [make_round("2016", {"ccg": [question("q", answer=answer, **options)]}, [row])])
    cell = answer_grid(study, "2016", "ccg").row(0, named=True)
    assert (cell["status"], cell["answer"], cell["value"]) == (status, None, None)
    assert measure_table(study).select(COUNTS).row(0) == (0, 0, 0, 0)
    assert state_counts(study).select("status", "state", "n").rows() == [(status, status, 1)]
    assert number_summaries(study)["total"].drop_nulls().is_empty()


def test_what_has_no_row_is_no_reply() -> None:
    study = make_study(["A"], [make_round("2016", {"ccg": ["q"]}, {})])
    assert state_counts(study)["state"].to_list() == ["no_reply"]
