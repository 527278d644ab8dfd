"""What changed between two states of a study, told answer by answer and figure by figure."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from answerable.core.release.comparing import compare, compare_files
from answerable.core.study.model import Study
from tests.factories import make_round, make_study

BODIES = ("E1", "E2", "E3")
WORDS = st.sampled_from(["yes", "no", "refused", "not_held", None])
ANSWERS = st.fixed_dictionaries(
    {body: st.fixed_dictionaries({"ccn": WORDS, "hospice": WORDS}) for body in BODIES}
)


def study(answers: dict[str, dict[str, Any]]) -> Study:
    rows = {body: {q: word for q, word in given.items() if word} for body, given in answers.items()}
    return make_study(BODIES, [make_round("2016", {"ccg": ["ccn", "hospice"]}, rows)])


@given(ANSWERS, ANSWERS)
def test_changes_are_those_of_a_plain_comparison(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = compare(study(before), study(after)).answers
    expected = set()
    for body in BODIES:
        for question in ("ccn", "hospice"):
            was, is_now = before[body][question], after[body][question]
            if was != is_now:
                change = "added" if was is None else "removed" if is_now is None else "changed"
                expected.add(("2016", body, question, change))
    assert set(found.select("round", "body_id", "question_id", "change").rows()) == expected


@given(ANSWERS)
def test_nothing_changes_between_a_study_and_itself(answers: dict[str, Any]) -> None:
    changes = compare(study(answers), study(answers))
    assert changes.answers.is_empty()
    assert changes.figures.is_empty()


def test_a_changed_answer_tells_before_and_after_and_moves_its_figure_only() -> None:
    before = {body: {"ccn": "yes", "hospice": "no"} for body in BODIES}
    after = {**before, "E2": {"ccn": "no", "hospice": "no"}}
    changes = compare(study(before), study(after))
    row = changes.answers.row(0, named=True)
    assert (row["body_id"], row["answer_before"], row["answer_after"]) == ("E2", "yes", "no")
    assert changes.figures["question"].to_list() == ["ccn"]
    assert changes.figures.select("n_yes_before", "n_yes_after").row(0) == (3, 2)


def test_files_are_compared_by_their_hashes() -> None:
    found = compare_files({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})
    assert found == {"added": ["d"], "changed": ["c"], "removed": ["a"]}
