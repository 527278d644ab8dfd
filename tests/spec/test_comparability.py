"""Comparability (method.md, Trends): identical, soft with a caption, hard with no trend, else none."""

from answerable.core.measures.panel import matched_panel
from answerable.core.measures.trends import trend_details, trend_sentence, trends
from tests.factories import make_round, make_study
from tests.unit.core.measures.test_trends import two_rounds

BEFORE, AFTER = {"A": "no", "B": "yes", "C": "no"}, {"A": "yes", "B": "yes", "C": "no"}


def test_comparability_identical_is_a_trend_without_a_caption() -> None:
    row = trend_details(two_rounds(BEFORE, AFTER, "identical")).row(0, named=True)
    assert (row["n_matched"], row["gained"], row["caption"]) == (3, 1, "")


def test_comparability_soft_is_a_trend_with_a_caption() -> None:
    row = trend_details(two_rounds(BEFORE, AFTER, "soft")).row(0, named=True)
    assert (row["n_matched"], row["gained"]) == (3, 1)
    assert row["caption"] == "To be compared with care. Other words."


def test_comparability_hard_shows_both_values_and_no_trend() -> None:
    study = two_rounds(BEFORE, AFTER, "hard")
    row = trends(study).row(0, named=True)
    assert (row["from_share"], row["to_share"]) == (1 / 3, 2 / 3)
    assert [row[name] for name in ("n_matched", "gained", "lost", "p_value")] == [None] * 4
    assert matched_panel(study, "2016", "2018", "ccg").is_empty()


def test_comparability_hard_puts_all_the_difference_down_to_wording() -> None:
    row = trend_details(two_rounds(BEFORE, AFTER, "hard")).row(0, named=True)
    assert (row["wording_yes"], row["wording_answered"]) == (1, 0)
    assert row["wording_share"] == row["to_share"] - row["from_share"]
    assert [row[f"{cause}_yes"] for cause in ("change", "succession", "respondents")] == [None] * 3
    assert row["caption"] == "Not a trend. Other words."
    assert trend_sentence(row) == "The question was worded otherwise; the two figures are not a trend."


def test_comparability_none_gives_no_row_at_all() -> None:
    first = make_round("2016", {"ccg": ["q"]}, {"A": {"q": "no"}})
    second = make_round("2018", {"ccg": ["q"]}, {"A": {"q": "yes"}}, sent_on="2018-06-01")
    assert trends(make_study("A", [first, second])).is_empty()
