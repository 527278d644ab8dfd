"""Trends (method.md): the matched panel beside two cross-sections, tested by exact McNemar."""

from fractions import Fraction

import pytest

from answerable.core.measures.mcnemar import mcnemar_exact, mcnemar_p_values
from answerable.core.measures.panel import matched_panel
from answerable.core.measures.trends import trend_details, trends
from tests.factories import make_round, make_study, question
from tests.unit.core.measures.test_trends import two_rounds


def test_trends_mcnemar_is_exact_and_two_sided() -> None:
    assert mcnemar_exact(8, 2) == Fraction(7, 64)
    assert mcnemar_p_values([8, 2], [2, 8]).tolist() == [0.109375, 0.109375]
    assert round(float(mcnemar_p_values([12], [5])[0]), 6) == 0.143463


def test_trends_panel_holds_bodies_that_answered_in_both_rounds() -> None:
    before = {"A": "no", "B": "yes", "C": "yes", "D": "refused", "E": "no", "F": "no"}
    after = {"A": "yes", "B": "no", "C": "yes", "D": "yes", "E": "no_reply", "F": "in_development"}
    row = trends(two_rounds(before, after)).row(0, named=True)
    assert row == {
        "kind": "ccg",
        "question": "new",
        "from_round": "2016",
        "to_round": "2018",
        "comparability": "identical",
        "from_share": 2 / 5,
        "to_share": 3 / 5,
        "n_matched": 4,
        "gained": 1,
        "lost": 1,
        "p_value": 1.0,
    }


def test_trends_in_development_is_an_answer_that_is_not_yes() -> None:
    row = trends(two_rounds({"A": "in_development"}, {"A": "yes"})).row(0, named=True)
    assert (row["n_matched"], row["gained"], row["lost"]) == (1, 1, 0)


def test_trends_missing_is_never_a_change() -> None:
    missing = ["refused", "no_reply", "not_held", "referred", "unclear", "not_applicable", "not_asked"]
    before = {f"b{i}": word for i, word in enumerate(missing)} | {f"a{i}": "yes" for i in range(len(missing))}
    after = {f"b{i}": "yes" for i in range(len(missing))} | {f"a{i}": word for i, word in enumerate(missing)}
    row = trends(two_rounds(before, after)).row(0, named=True)
    assert (row["n_matched"], row["gained"], row["lost"], row["p_value"]) == (0, 0, 0, 1.0)


def test_trends_difference_is_divided_into_change_and_other_respondents() -> None:
    before = {"A": "no", "B": "yes", "C": "yes", "D": "no", "E": "refused"}
    after = {"A": "yes", "B": "yes", "C": "no_reply", "D": "no_reply", "E": "yes"}
    row = trend_details(two_rounds(before, after)).row(0, named=True)
    # 2 of 4 said yes, then 3 of 3: A changed; C and D fell silent, E spoke.
    assert (row["change_yes"], row["succession_yes"], row["respondents_yes"]) == (1, 0, 0)
    assert (row["change_answered"], row["succession_answered"], row["respondents_answered"]) == (0, 0, -1)
    assert row["change_share"] == pytest.approx(3 / 4 - 2 / 4)
    assert row["respondents_share"] == pytest.approx(3 / 3 - 3 / 4)
    assert (row["n_earlier_only"], row["n_later_only"]) == (2, 1)


def test_trends_panel_says_why_a_body_is_not_in_it() -> None:
    study = two_rounds(
        {"A": "yes", "B": "refused", "C": "yes", "D": "no_reply", "E": "no"},
        {"A": "yes", "B": "yes", "C": "unclear", "D": "refused", "E": "no", "F": "yes"},
        bodies=[*"ABCDE", {"id": "F", "opened": "2017-01-01"}],
    )
    panel = matched_panel(study, "2016", "2018", "ccg")
    assert dict(panel.select("body_id", "pairing").iter_rows()) == {
        "A": "matched",
        "B": "not_answered_earlier",
        "C": "not_answered_later",
        "D": "not_answered_either",
        "E": "matched",
        "F": "not_open",
    }


def test_trends_only_follow_questions_that_say_what_they_compare_with() -> None:
    first = make_round("2016", {"ccg": ["same_id"]}, {"A": {"same_id": "yes"}})
    second = make_round(
        "2018", {"ccg": [question("same_id")]}, {"A": {"same_id": "no"}}, sent_on="2018-06-01"
    )
    assert trends(make_study("A", [first, second])).is_empty()
