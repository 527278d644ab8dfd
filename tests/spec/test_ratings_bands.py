"""Ratings: stars are f(100 x yes / denominator) with contiguous bands on exact fractions."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from answerable.core.ratings.stars import (
    first_divergence,
    literal_gap,
    rounded_half_up,
    stars_for,
    truncated,
)
from tests.unit.core.ratings.makers import FIVE_BANDS


@pytest.mark.parametrize(
    ("yes", "counted", "stars"),
    [(0, 7, 0), (1, 1000, 1), (1, 5, 1), (2, 5, 2), (3, 5, 3), (4, 5, 4), (1, 1, 5),
     (201, 1000, 2), (401, 1000, 3), (601, 1000, 4), (801, 1000, 5)],
)  # fmt: skip
def test_bands_end_exactly_at_a_fifth_and_begin_right_above_it(yes: int, counted: int, stars: int) -> None:
    assert stars_for(yes, counted, FIVE_BANDS) == stars


def test_bands_exactly_zero_is_no_star_and_anything_above_is_one() -> None:
    assert stars_for(0, 10**9, FIVE_BANDS) == 0
    assert stars_for(1, 10**9, FIVE_BANDS) == 1


def test_bands_leave_no_gap() -> None:
    """Between every two shares of up to 60 items the stars rise by nothing or go on, never away."""
    shares = sorted({Fraction(k, n) for n in range(1, 61) for k in range(n + 1)})
    stars = [stars_for(share.numerator, share.denominator, FIVE_BANDS) for share in shares]
    assert None not in stars
    assert stars == sorted(s for s in stars if s is not None)


@pytest.mark.parametrize("reading", [literal_gap, truncated, rounded_half_up])
def test_bands_read_otherwise_never_differ_for_20_or_fewer_items(reading) -> None:  # type: ignore[no-untyped-def]
    for n in range(1, 21):
        for k in range(n + 1):
            assert reading(k, n) == stars_for(k, n, FIVE_BANDS)


def test_bands_read_otherwise_first_differ_at_17_of_21_and_33_of_41() -> None:
    assert first_divergence(literal_gap, FIVE_BANDS) == (17, 21)
    assert first_divergence(truncated, FIVE_BANDS) == (17, 21)
    assert first_divergence(rounded_half_up, FIVE_BANDS) == (33, 41)
    assert stars_for(17, 21, FIVE_BANDS) == 5 and truncated(17, 21) == 4 and literal_gap(17, 21) is None
    assert stars_for(33, 41, FIVE_BANDS) == 5 and rounded_half_up(33, 41) == 4


@pytest.mark.shared
def test_bands_first_divergences_are_those_of_the_test_vectors(shared: Path) -> None:
    vectors = json.loads((shared / "domain" / "test-vectors.json").read_text())
    expected = vectors["star_rule_first_divergence_from_contiguous"]
    readings = {"literal_gap": literal_gap, "truncate": truncated, "round_half_up": rounded_half_up}
    assert {name: list(first_divergence(r, FIVE_BANDS) or ()) for name, r in readings.items()} == expected
