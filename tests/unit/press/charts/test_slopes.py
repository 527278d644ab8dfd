"""Slopes: labels never lie over one another, every end is labelled, bare percentages have hollow marks."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.charts.slopes import (
    BOTTOM,
    LEAST_GAP,
    LEFT,
    TOP,
    End,
    Slope,
    slope_chart,
    spoken,
    spread,
)

HEIGHTS = st.lists(st.floats(TOP, BOTTOM), min_size=1, max_size=7).map(sorted)


@given(HEIGHTS)
def test_labels_stand_a_line_apart_in_order_and_within_the_picture(heights: list[float]) -> None:
    placed = spread(heights)
    assert all(b - a >= LEAST_GAP - 1e-9 for a, b in pairwise(placed))
    assert placed[-1] <= BOTTOM + 1e-9
    assert placed[0] >= TOP - 1e-9


@given(HEIGHTS)
def test_labels_that_do_not_touch_stay_where_they_are(heights: list[float]) -> None:
    if all(b - a >= LEAST_GAP for a, b in pairwise(heights)):
        assert spread(heights) == heights


@pytest.mark.parametrize(("n", "base", "height"), [(0, 5, BOTTOM), (5, 5, TOP), (1, 2, (TOP + BOTTOM) / 2)])
def test_shares_stand_on_a_scale_from_nought_to_all(n: int, base: int, height: float) -> None:
    assert End.of(n, base).height == height


def test_chart_says_both_ends_of_every_line_with_counts() -> None:
    lines = [
        Slope("all that answered", End.of(116, 151), End.of(128, 158)),
        Slope("matched bodies only", End.of(100, 140), End.of(110, 140), dashed=True),
    ]
    svg = str(slope_chart(lines, "2016", "2017"))
    for words in (">77%<", ">81%<", ">71%<", ">79%<", ">2016<", ">2017<", "116 of 151", "110 of 140"):
        assert words in svg
    assert svg.count("<line") == 2 and svg.count("<circle") == 4
    assert 'class="dashed"' in svg and 'class="bare"' not in svg


def test_percentage_printed_without_counts_has_a_hollow_mark_and_says_so() -> None:
    bare = End(Fraction(93, 100), "93%")
    line = Slope("all that answered", End.of(9, 10), bare)
    assert str(slope_chart([line], "a", "b")).count('class="bare"') == 1
    assert (
        spoken(line, "a", "b") == "all that answered: 90% in a (9 of 10), 93% in b (printed without counts)"
    )


def test_chart_of_nothing_is_nothing() -> None:
    assert slope_chart([], "a", "b") == ""


def test_equal_ends_share_one_label() -> None:
    lines = [Slope("x", End.of(1, 2), End.of(1, 1)), Slope("y", End.of(2, 4), End.of(3, 4), dashed=True)]
    svg = str(slope_chart(lines, "a", "b"))
    assert svg.count(">50%<") == 1
    assert f'x="{LEFT - 9}"' in svg


def test_names_of_rounds_are_words_not_code() -> None:
    line = Slope("<x>", End.of(1, 2), End.of(1, 2))
    svg = str(slope_chart([line], '"<b>', "&"))
    assert "<b>" not in svg and "<x>" not in svg and "&lt;b&gt;" in svg
