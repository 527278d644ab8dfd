"""method.md, words for numbers: a phrase holds of the exact share or it does not, at every boundary."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.measures.phrases import (
    WORDS,
    is_about_doubled,
    is_all,
    is_doubled,
    is_fewer_than,
    is_more_than,
    is_nearly,
    is_nearly_one_in,
    is_none,
    is_one_in,
    one_in_or_none,
)

SHARES = st.fractions(min_value=0, max_value=1, max_denominator=400)


def pct(percent: int) -> Fraction:
    return Fraction(percent, 100)


@pytest.mark.parametrize(
    ("k", "share", "holds"),
    [
        (5, Fraction(95, 500), True),
        (5, Fraction(95, 500) - Fraction(1, 10**9), False),
        (5, Fraction(105, 500), True),
        (5, Fraction(105, 500) + Fraction(1, 10**9), False),
        (5, pct(20), True),
        (10, Fraction(9, 136), False),
        (15, Fraction(9, 136), True),
        (7, Fraction(18, 124), True),
    ],
)
def test_one_in_k_holds_between_95_and_105_hundredths(k: int, share: Fraction, holds: bool) -> None:
    assert is_one_in(k, share) is holds


@pytest.mark.parametrize(("k", "percent"), [(5, 17), (6, 15)])
def test_nearly_one_in_k_fails_for_the_published_examples(k: int, percent: int) -> None:
    assert not is_nearly_one_in(k, pct(percent))


def test_nearly_one_in_k_must_be_below_it() -> None:
    assert is_nearly_one_in(5, pct(19))
    assert not is_nearly_one_in(5, pct(20))
    assert not is_nearly_one_in(5, pct(21))


@pytest.mark.parametrize(
    ("percent", "holds"), [(44, False), (45, True), (49, True), (50, False), (51, False)]
)
def test_nearly_points_the_right_way_within_5_points(percent: int, holds: bool) -> None:
    assert is_nearly(pct(50), pct(percent)) is holds


def test_more_and_fewer_only_point_the_right_way() -> None:
    assert is_fewer_than(pct(50), pct(43))
    assert not is_fewer_than(pct(50), pct(50))
    assert is_more_than(pct(20), pct(21))
    assert not is_more_than(pct(20), pct(20))


@pytest.mark.parametrize(
    ("after", "doubled", "about"),
    [
        (Fraction(195, 1000), True, True),
        (Fraction(194, 1000), False, True),
        (Fraction(205, 1000), True, True),
        (Fraction(206, 1000), False, True),
        (Fraction(17, 100), False, False),
        (Fraction(23, 100), False, False),
    ],
)
def test_doubled_lies_between_195_and_205_hundredths(after: Fraction, doubled: bool, about: bool) -> None:
    assert is_doubled(Fraction(1, 10), after) is doubled
    assert is_about_doubled(Fraction(1, 10), after) is about


def test_the_published_doubling_of_councils_is_only_about_doubled() -> None:
    assert not is_doubled(Fraction(24, 130), pct(38))
    assert is_about_doubled(Fraction(24, 130), pct(38))


def test_nothing_is_doubled_from_nothing() -> None:
    assert not is_doubled(Fraction(0), Fraction(0))


def test_all_and_none_hold_only_at_100_and_0() -> None:
    assert is_all(7, 7)
    assert not is_all(199, 200)
    assert not is_all(0, 0)
    assert is_none(0, 7)
    assert not is_none(1, 200)
    assert not is_none(0, 0)


@given(SHARES)
def test_phrase_is_written_exactly_where_one_holds(share: Fraction) -> None:
    words = one_in_or_none(share)
    assert (words is not None) is any(is_one_in(k, share) for k in range(2, 21))
    if words is not None:
        k = WORDS.index(words.removeprefix("nearly ").removeprefix("one in ")) + 2
        assert is_one_in(k, share)
        assert words.startswith("nearly") is is_nearly_one_in(k, share)


def test_share_of_councils_in_2016_earns_no_phrase() -> None:
    assert one_in_or_none(Fraction(24, 130)) is None
    assert one_in_or_none(Fraction(18, 124)) == "one in seven"
