"""The exact McNemar test against a sum over every way the coins can fall."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.measures.mcnemar import McNemarTest, mcnemar_exact, mcnemar_p_values, p_words


def slow_p(gained: int, lost: int) -> Fraction:
    """Adds up every outcome of fair coins that is no more likely than the one seen: two-sided."""
    movers = gained + lost
    seen = comb(movers, gained)
    as_rare = sum(comb(movers, k) for k in range(movers + 1) if comb(movers, k) <= seen)
    return Fraction(as_rare, 2**movers)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_exact_equals_the_sum_over_all_outcomes(gained: int, lost: int) -> None:
    assert mcnemar_exact(gained, lost) == slow_p(gained, lost)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=20))
def test_mcnemar_p_values_agree_with_fractions(pairs: list[tuple[int, int]]) -> None:
    found = mcnemar_p_values([g for g, _ in pairs], [lost for _, lost in pairs])
    assert found.tolist() == [float(mcnemar_exact(g, lost)) for g, lost in pairs]


@pytest.mark.parametrize(("gained", "lost"), [(700, 640), (2_000, 1_900), (5_000, 5_000), (1_001, 0)])
def test_mcnemar_p_values_of_many_movers_agree_with_fractions(gained: int, lost: int) -> None:
    expected = float(mcnemar_exact(gained, lost))
    assert mcnemar_p_values([gained], [lost])[0] == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_mcnemar_of_no_movers_is_one_and_of_none_is_empty() -> None:
    assert mcnemar_p_values([0], [0]).tolist() == [1.0]
    assert mcnemar_p_values([], []).tolist() == []


def test_mcnemar_takes_arrays_of_small_unsigned_counts() -> None:
    assert mcnemar_p_values(np.array([8], np.uint8), np.array([2], np.uint8)).tolist() == [0.109375]


def test_mcnemar_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="negative"):
        mcnemar_exact(-1, 3)


def test_sentence_speaks_of_one_body_in_the_singular() -> None:
    assert McNemarTest(0, 1, 1).sentence() == "0 gained, 1 lost among 1 matched body (exact McNemar p = 1.00)"


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (1.0, "p = 1.00"),
        (0.143463, "p = 0.14"),
        (0.0213, "p = 0.021"),
        (0.0499, "p = 0.0499"),
        (0.04999, "p = 0.04999"),
        (0.0503, "p = 0.050"),
        (0.0004, "p < 0.001"),
    ],
)
def test_p_words_never_round_across_the_level(p_value: float, words: str) -> None:
    assert p_words(p_value) == words
