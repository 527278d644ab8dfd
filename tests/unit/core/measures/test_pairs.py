"""Paired hours against counting by hand."""

from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.measures.pairs import paired_hours, paired_states
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question

STATES = ["yes", "no", "in_development", "refused", "no_reply", "unclear", "not_asked"]
ANSWERS = {"yes", "no", "in_development"}


def study_of(said: dict[str, tuple[str, str]], **given: object) -> Study:
    """Bodies with what they say in and out of hours."""
    options = ("yes", "no", "in_development")
    asked = [question("ccn", options=options), question("ccn__ooh", options=options, pair_of="ccn"), "other"]
    rows = {body: {"ccn": a, "ccn__ooh": b} for body, (a, b) in said.items()}
    bodies = [{"id": body, "region": f"R{i % 2}"} for i, body in enumerate(said)]
    return make_study(bodies, [make_round("2016", {"ccg": asked}, rows)], **given)  # type: ignore[arg-type]


def slow_state(inside: str, outside: str) -> str | None:
    """What a person would say of the two answers."""
    if inside == outside == "not_asked":
        return None
    if inside not in ANSWERS or outside not in ANSWERS:
        return "unknown"
    names = {(True, True): "both", (True, False): "hours_only", (False, True): "out_of_hours_only"}
    return names.get((inside == "yes", outside == "yes"), "neither")


answers = st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)), max_size=12)


@given(answers)
def test_paired_hours_count_as_the_slow_way_does(pairs: list[tuple[str, str]]) -> None:
    said = {f"b{i}": pair for i, pair in enumerate(pairs)}
    study = study_of(said)
    row = paired_hours(study).row(0, named=True)
    expected = {body: slow_state(*pair) for body, pair in said.items()}
    counts = Counter(state for state in expected.values() if state)
    for state in ("both", "hours_only", "out_of_hours_only", "neither", "unknown"):
        assert row[state] == counts[state]
    both_answered = [pair for pair in pairs if set(pair) <= ANSWERS]
    assert row["n_asked"] == counts.total() and row["n_both_answered"] == len(both_answered)
    assert row["n_yes_in"] == sum(a == "yes" for a, _ in both_answered)
    assert row["n_yes_out"] == sum(b == "yes" for _, b in both_answered)
    gap = (row["n_yes_in"] - row["n_yes_out"]) / len(both_answered) if both_answered else None
    assert row["gap_share"] == gap
    states = dict(paired_states(study, "2016", "ccg", "ccn").iter_rows())
    assert states == {body: state for body, state in expected.items() if state}


@given(answers)
def test_paired_hours_by_region_sum_to_the_whole(pairs: list[tuple[str, str]]) -> None:
    study = study_of({f"b{i}": pair for i, pair in enumerate(pairs)})
    counted = pl.exclude("round", "kind", "question", "pair", "region", "gap_share")
    whole, parts = paired_hours(study).select(counted), paired_hours(study, ["region"]).select(counted)
    assert parts.sum().rows() == whole.rows() or not pairs


def test_paired_states_of_a_question_without_a_twin_are_refused() -> None:
    study = study_of({"A": ("yes", "no")})
    with pytest.raises(AnswerableError, match="no out-of-hours twin"):
        paired_states(study, "2016", "ccg", "other")
    with pytest.raises(UnknownName):
        paired_states(study, "2016", "ccg", "nothing")


def test_paired_hours_of_a_study_without_twins_are_an_empty_table() -> None:
    table = paired_hours(make_study("A", [make_round("2016", {"ccg": ["q"]}, {})]))
    assert table.is_empty() and "gap_share" in table.columns
