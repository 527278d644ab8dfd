"""Denominators: the share of yes is of those that answered; in development is an answer where offered."""

from typing import Any

from answerable.core.measures.shares import measure_table
from tests.factories import make_round, make_study, question

DEV = ["yes", "no", "in_development"]


def measured(a_question: Any, answers: dict[str, str], follow_ups: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The measures of the last question, asked of the bodies that the answers name."""
    a_round = make_round(
        "2017", {"ccg": [a_question, *follow_ups]}, {b: {"q": said} for b, said in answers.items() if said}
    )
    return measure_table(make_study(list(answers), [a_round])).row(-1, named=True)


def test_share_of_yes_is_of_those_that_answered() -> None:
    row = measured(question("q"), {"A": "yes", "B": "no", "C": "no", "D": "refused", "E": ""})
    assert (row["n_asked"], row["n_replied"], row["n_answered"], row["n_yes"]) == (5, 4, 3, 1)
    assert row["yes_share"] == 1 / 3


def test_in_development_is_in_the_denominator_where_the_question_offers_it() -> None:
    row = measured(question("q", options=DEV), {"A": "yes", "B": "no", "C": "in_development", "D": "refused"})
    assert (row["n_answered"], row["n_yes"], row["n_no"], row["n_other"]) == (3, 1, 1, 1)
    assert row["yes_share"] == 1 / 3


def test_a_coding_frame_widened_later_is_a_recorded_recode() -> None:
    recode = {"options": DEV, "on": "2017-10-09", "because": "Many groups wrote that a plan was under way."}
    row = measured(question("q", options=["yes", "no"], recoded=recode), {"A": "yes", "B": "in_development"})
    assert (row["n_answered"], row["n_other"], row["yes_share"]) == (2, 1, 0.5)


def test_not_applicable_is_no_answer_but_was_asked() -> None:
    row = measured(question("q"), {"A": "yes", "B": "not_applicable"})
    assert (row["n_asked"], row["n_answered"], row["yes_share"]) == (2, 1, 1.0)


def test_a_question_kept_from_a_body_was_not_asked_of_it() -> None:
    row = measured(question("q"), {"A": "yes", "B": "not_asked"})
    assert (row["n_asked"], row["n_replied"]) == (1, 1)


def test_a_follow_up_is_asked_only_of_those_whose_answer_calls_for_it() -> None:
    spend = question("spend", answer="money", parent="q", condition="yes")
    row = measured(question("q"), {"A": "yes", "B": "no", "C": "refused"}, (spend,))
    # B was not asked what it spends; C, who refused, might have had to say.
    assert row["n_asked"] == 2


def test_a_share_of_no_answers_is_missing_and_not_zero() -> None:
    row = measured(question("q"), {"A": "refused", "B": ""})
    assert (row["n_yes"], row["yes_share"], row["yes_low"], row["yes_high"]) == (0, None, 0.0, 1.0)


def test_a_question_derived_from_parts_is_yes_if_any_part_is() -> None:
    parts = {"A": ("yes", "no_reply"), "B": ("no", "no"), "C": ("no", "refused"), "D": ("refused", "unclear")}
    form = ["one", "two", question("any", derived={"any_of": ["one", "two"]})]
    answers = {b: dict(zip(("one", "two"), said, strict=True)) for b, said in parts.items()}
    row = measure_table(make_study(list(parts), [make_round("2017", {"ccg": form}, answers)])).row(
        -1, named=True
    )
    assert (row["n_asked"], row["n_answered"], row["n_yes"], row["n_no"]) == (4, 2, 1, 1)


def test_who_can_give_a_number_is_asked_of_all_that_were_asked_the_question_before() -> None:
    form = [
        "assesses",
        question("how_many", answer="count", parent="assesses", condition="yes"),
        question("gives", derived={"gives_number": "how_many"}),
    ]
    answers: dict[str, dict[str, Any]] = {
        "A": {"assesses": "yes", "how_many": 12},
        "B": {"assesses": "yes", "how_many": {"note": "between 10 and 20,000"}},
        "C": {"assesses": "yes", "how_many": "not_held"},
        "D": {"assesses": "no"},
        "E": {"assesses": "refused"},
        "F": {"assesses": "not_held"},
    }
    row = measure_table(make_study(list("ABCDEF"), [make_round("2017", {"ccg": form}, answers)])).row(
        -1, named=True
    )
    assert (row["n_asked"], row["n_answered"], row["n_yes"], row["n_no"]) == (6, 3, 1, 2)
