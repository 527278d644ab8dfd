"""Percentages: exact, half up, and refused without their base."""

from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import RefusedPercentage
from answerable.core.measures.percent import Share, percent_column, percent_half_up

counts = st.integers(0, 10**7)
bases = st.integers(1, 10**7)


def by_long_division(numerator: int, denominator: int, places: int) -> Decimal:
    """The second implementation: decimal division to far more places than can matter, then rounded."""
    getcontext().prec = 60
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@given(counts, bases, st.integers(0, 3))
def test_percent_agrees_with_long_division(numerator: int, denominator: int, places: int) -> None:
    assert percent_half_up(numerator, denominator, places) == by_long_division(numerator, denominator, places)


@given(st.lists(st.tuples(counts, bases), min_size=1, max_size=20), st.integers(0, 2))
def test_percent_of_columns_agrees_with_one_at_a_time(pairs: list[tuple[int, int]], places: int) -> None:
    frame = pl.DataFrame(pairs, schema=["top", "bottom"], orient="row")
    found = frame.select(percent_column("top", "bottom", places)).to_series()
    assert found.to_list() == [float(percent_half_up(*pair, places)) for pair in pairs]


@given(st.integers(0, 199))
def test_exact_halves_go_up(halves: int) -> None:
    assert percent_half_up(halves, 200) == (halves + 1) // 2


def test_floats_would_round_this_wrong() -> None:
    # 100 * 1.005 is 100.49999999999999 in binary.
    assert percent_half_up(201, 200, 0) == 101
    assert round(100 * 1.005) == 100


def test_percent_takes_weights() -> None:
    assert percent_half_up(Fraction(1, 3), Fraction(2, 3)) == 50


def test_percent_of_columns_is_missing_without_a_base() -> None:
    frame = pl.DataFrame({"top": [0, 1], "bottom": [0, 2]})
    assert frame.select(percent_column("top", "bottom")).to_series().to_list() == [None, 50]


@pytest.mark.parametrize("pair", [(0, 0), (1, 0), (-1, 5), (1, -5)])
def test_no_percentage_of_nothing(pair: tuple[int, int]) -> None:
    with pytest.raises(RefusedPercentage):
        percent_half_up(*pair)


@given(st.integers(1, 500), st.data())
def test_share_and_its_complement_come_from_counts(base: int, data: st.DataObject) -> None:
    yes, silent = data.draw(st.integers(0, base)), data.draw(st.integers(0, 50))
    share = Share(yes, base, "that answered", base + silent)
    rest = share.complement
    assert share.exact + rest.exact == 1
    assert rest.complement == share
    # At worst every silent body would have said the opposite.
    assert share.low + rest.high == 1
    assert share.low <= share.exact <= share.high


def test_complement_is_not_a_hundred_less_a_rounded_figure() -> None:
    share = Share(106, 124, "councils that answered", 152)
    assert (share.percent(), share.complement.percent()) == (85, 15)
    halves = Share(1, 8, "councils that answered", 8)
    assert (halves.percent(), halves.complement.percent()) == (13, 88)


def test_share_says_how_many_replied_where_that_is_known() -> None:
    told = str(Share(24, 130, "councils that answered", 1520, replied=1144))
    assert told == "24 of the 130 councils that answered (18%); 1,520 were asked, 1,144 replied"
