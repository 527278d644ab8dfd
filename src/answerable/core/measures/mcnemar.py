"""The exact McNemar test, and the only place that may call a change significant."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

SIGNIFICANCE_LEVEL = Fraction(1, 20)
"""Below this p value the word "significant" may be written, beside the name of the test."""

_EXACT_UP_TO = 1_000
"""Movers up to which p is summed in whole numbers; beyond, the binomial tail is a beta integral."""


def mcnemar_exact(gained: int, lost: int) -> Fraction:
    """Two-sided p value of the exact McNemar test, as a fraction; 1 when nobody moved.

    The movers are `gained + lost` tosses of a fair coin; p is twice the smaller tail, at most 1.

    Raises: ValueError for negative counts
    Source: McNemar (1947); the exact binomial form
    """
    if gained < 0 or lost < 0:
        raise ValueError(f"counts cannot be negative: {gained}, {lost}")
    movers, fewer = gained + lost, min(gained, lost)
    ways = term = 1
    for step in range(fewer):
        term = term * (movers - step) // (step + 1)
        ways += term
    return min(Fraction(1), Fraction(2 * ways, 2**movers))


@cache
def _exact_float(fewer: int, more: int) -> float:
    return float(mcnemar_exact(fewer, more))


def mcnemar_p_values(
    gained: Sequence[int] | NDArray[np.integer], lost: Sequence[int] | NDArray[np.integer]
) -> NDArray[np.float64]:
    """Two-sided exact McNemar p values of many pairs of counts at once.

    Shape:  two arrays of counts -> one array of p values
    Source: McNemar (1947); the exact binomial form
    """
    one, two = np.asarray(gained, dtype=np.int64), np.asarray(lost, dtype=np.int64)
    fewer, movers = np.minimum(one, two), one + two
    # P(X <= k) of n fair tosses is the regularised beta integral I_1/2(n - k, k + 1).
    p_values = np.minimum(1.0, 2.0 * betainc(np.maximum(movers - fewer, 1), fewer + 1, 0.5))
    for at in np.flatnonzero(movers <= _EXACT_UP_TO):
        p_values[at] = _exact_float(int(fewer[at]), int(movers[at] - fewer[at]))
    return np.asarray(p_values, dtype=np.float64)


@dataclass(frozen=True)
class McNemarTest:
    """A change among matched bodies with its test; sentences about significance come only from here."""

    gained: int
    lost: int
    n_matched: int

    name = "exact McNemar"

    def __post_init__(self) -> None:
        assert self.gained + self.lost <= self.n_matched, "more bodies moved than were matched"

    @property
    def p_value(self) -> float:
        """The two-sided p value."""
        return float(mcnemar_p_values([self.gained], [self.lost])[0])

    @property
    def is_significant(self) -> bool:
        """Whether p lies below the level."""
        return Fraction(self.p_value) < SIGNIFICANCE_LEVEL

    def sentence(self) -> str:
        """The movers and the test: "12 gained, 5 lost among 150 matched bodies (exact McNemar p = 0.14)"."""
        bodies = "body" if self.n_matched == 1 else "bodies"
        return (
            f"{self.gained} gained, {self.lost} lost among {self.n_matched} matched {bodies} "
            f"({self.name} {p_words(self.p_value)})"
        )

    def verdict(self) -> str:
        """Whether the change is significant, never without the test that says so."""
        if self.n_matched == 0:
            return "No body could be matched, so no test was made."
        found = "a significant" if self.is_significant else "no significant"
        return f"{self.sentence()}: {found} change by the {self.name} test at the 5% level."


def p_words(p_value: float) -> str:
    """A p value for print: "p = 0.14", "p = 0.021", "p < 0.001"; it never rounds across the 5% level."""
    if p_value < 0.001:
        return "p < 0.001"
    exact, level = Decimal(p_value), Decimal("0.05")
    for digits in range(2 if p_value >= 0.1 else 3, 12):
        shown = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if (shown < level) == (exact < level):
            return f"p = {shown}"
    return f"p = {exact}"
