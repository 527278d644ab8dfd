"""Stars from counts, against the rule written out, and the other readings of the printed bands."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import AnswerableError
from answerable.core.ratings.model import Band
from answerable.core.ratings.stars import band_places, first_divergence, star_words, stars_for, truncated
from tests.unit.core.ratings.makers import FIVE_BANDS, slow_stars

counts = st.integers(0, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(counts, max_size=30))
def test_stars_agree_with_the_rule_on_fractions(pairs: list[tuple[int, int]]) -> None:
    yes = np.array([k for k, _ in pairs], dtype=np.int64)
    counted = np.array([n for _, n in pairs], dtype=np.int64)
    words = star_words(FIVE_BANDS)
    expected = [slow_stars(k, n) for k, n in pairs]
    assert [words[place] for place in band_places(yes, counted, FIVE_BANDS)] == expected
    one_by_one = [stars_for(k, n, FIVE_BANDS) for k, n in pairs]
    assert ["not rated" if stars is None else str(stars) for stars in one_by_one] == expected


def test_bands_of_another_scheme_are_exact_too() -> None:
    thirds = (Band(1, Fraction(1, 3)), Band(2, Fraction(1)))
    yes, counted = np.array([1, 1, 2]), np.array([3, 2, 6])
    assert list(band_places(yes, counted, thirds)) == [0, 1, 0]


def test_counts_too_large_to_be_exact_are_refused() -> None:
    with pytest.raises(AnswerableError, match="too fine"):
        band_places(np.array([1]), np.array([2**61]), FIVE_BANDS)


def test_first_divergence_is_none_where_readings_agree() -> None:
    assert first_divergence(truncated, FIVE_BANDS, largest=20) is None
    assert first_divergence(lambda k, n: stars_for(k, n, FIVE_BANDS), FIVE_BANDS) is None
