"""Significance (method.md, Trends): the word is only written with a named test."""

import pytest

from answerable.core.measures.mcnemar import McNemarTest
from answerable.core.measures.trends import trend_sentence, trends
from tests.unit.core.measures.test_trends import two_rounds


def test_significant_needs_a_named_test() -> None:
    for gained, lost in [(12, 5), (30, 5), (0, 0), (8, 2)]:
        verdict = McNemarTest(gained, lost, 150).verdict()
        assert "significant" in verdict and "exact McNemar" in verdict and "p " in verdict


def test_significant_is_not_written_beside_the_movers_alone() -> None:
    said = McNemarTest(12, 5, 150).sentence()
    assert said == "12 gained, 5 lost among 150 matched bodies (exact McNemar p = 0.14)"


@pytest.mark.parametrize(
    ("gained", "lost", "is_significant"), [(8, 2, False), (12, 5, False), (6, 0, True), (5, 0, False)]
)
def test_significant_means_p_below_one_in_twenty(gained: int, lost: int, is_significant: bool) -> None:
    test = McNemarTest(gained, lost, 20)
    assert test.is_significant is is_significant
    assert ("a significant change" in test.verdict()) is is_significant
    assert ("no significant change" in test.verdict()) is not is_significant


def test_significant_is_not_written_without_matched_bodies() -> None:
    assert McNemarTest(0, 0, 0).verdict() == "No body could be matched, so no test was made."


def test_significant_is_not_written_across_a_hard_break() -> None:
    study = two_rounds({f"b{i}": "no" for i in range(9)}, {f"b{i}": "yes" for i in range(9)}, "hard")
    assert "significant" not in trend_sentence(trends(study).row(0, named=True))
    again = two_rounds({f"b{i}": "no" for i in range(9)}, {f"b{i}": "yes" for i in range(9)})
    assert trend_sentence(trends(again).row(0, named=True)) == (
        "9 gained, 0 lost among 9 matched bodies (exact McNemar p = 0.004): "
        "a significant change by the exact McNemar test at the 5% level."
    )
