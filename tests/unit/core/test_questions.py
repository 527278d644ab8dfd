"""Questions and questionnaires: names, wordings, and the options that answers may hold."""

import pytest

from answerable.core.questions import Question
from tests.factories import question, questionnaire

RECODED = {"options": ["yes", "no", "in_development"], "on": "2017-10-09"}


@pytest.mark.parametrize(
    ("given", "name", "wording"),
    [
        (Question("ccn__ooh_spend", "How much?", label="Spending"), "Spending", "How much?"),
        (Question("ccn__ooh_spend", "How much?"), "How much?", "How much?"),
        (Question("ccn__ooh_spend", ""), "ccn ooh spend", "ccn ooh spend"),
        (Question("ccn", "", label="Nursing"), "Nursing", "Nursing"),
    ],
)
def test_question_has_a_name_and_a_wording_whatever_the_study_says(
    given: Question, name: str, wording: str
) -> None:
    assert (given.name, given.wording) == (name, wording)


@pytest.mark.parametrize(
    ("parts", "options"),
    [
        ([question("a"), question("b")], ("yes", "no")),
        ([question("a"), question("b", recoded=RECODED)], ("yes", "no", "in_development")),
        (
            [question("a", options=["yes", "in_development", "no"]), question("b")],
            ("yes", "no", "in_development"),
        ),
    ],
)
def test_derived_question_offers_in_development_where_a_part_does(
    parts: list[Question], options: tuple[str, ...]
) -> None:
    derived = question("any", derived={"any_of": ["a", "b"]})
    for order in ([*parts, derived], [derived, *parts]):
        assert questionnaire("ccg", order).question("any").coded_options == options


def test_derived_question_keeps_the_order_of_options_that_it_lists() -> None:
    listed = question("any", derived={"any_of": ["a"]}, options=["yes", "in_development", "no"])
    form = questionnaire("ccg", [question("a", recoded=RECODED), listed])
    assert form.question("any") == listed
