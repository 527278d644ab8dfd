"""Percentages: exact until shown, rounded once, half up, and never without their base.

A percentage is shown through `Share`, which cannot be made without the counts, the base label and
the population: "18%" alone says nothing about who answered.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

import polars as pl

from answerable.core.errors import RefusedPercentage

HALF = Fraction(1, 2)


def percent_half_up(numerator: int | Fraction, denominator: int | Fraction, places: int = 0) -> Decimal:
    """The percentage that one count is of another, exact, rounded once, half up.

    Units:  percent, with `places` decimal places
    Raises: RefusedPercentage where there is nothing to be a percentage of
    """
    if denominator <= 0 or numerator < 0:
        raise RefusedPercentage(f"{numerator} of {denominator} is no percentage of anything.")
    exact = Fraction(numerator) / Fraction(denominator)
    return Decimal(floor(exact * 100 * 10**places + HALF)).scaleb(-places)


def percent_column(numerator: str | pl.Expr, denominator: str | pl.Expr, places: int = 0) -> pl.Expr:
    """The same for whole columns of counts, in integer arithmetic; blank where the denominator is 0.

    Shape:  Int64 for whole percents, else Float64 with that many places
    """
    top = (pl.col(numerator) if isinstance(numerator, str) else numerator).cast(pl.Int64)
    bottom = (pl.col(denominator) if isinstance(denominator, str) else denominator).cast(pl.Int64)
    scaled = (top * (200 * 10**places) + bottom) // (2 * bottom)
    shown = pl.when(bottom > 0).then(scaled)
    # Polars divides by a number by multiplying with its inverse, which can miss the nearest float.
    return shown if places == 0 else (shown / 10**places).round(places)


@dataclass(frozen=True)
class Share:
    """A share as its exact counts, with the words for its base and the number that was asked.

    Share(24, 130, "councils that answered", 152) reads "24 of the 130 councils that answered (18%); 152
    were asked". `replied` adds how many replied at all.

    Raises: RefusedPercentage for anything missing, negative, fractional or impossible
    """

    numerator: int
    denominator: int
    base: str
    population: int
    replied: int | None = None

    def __post_init__(self) -> None:
        """Refuses a share whose counts cannot be."""
        counts = (self.numerator, self.denominator, self.population)
        if any(type(count) is not int for count in counts):
            raise RefusedPercentage(f"A share needs whole numbers, not {counts}.")
        if not isinstance(self.base, str) or not self.base.strip():
            raise RefusedPercentage(
                f"{self.numerator} of {self.denominator} of what? A share needs a base label."
            )
        if not 0 <= self.numerator <= self.denominator <= self.population or self.denominator == 0:
            told = f"{self.numerator} of {self.denominator} {self.base}, of {self.population} asked"
            raise RefusedPercentage(f"{told}, cannot be a share.")

    @property
    def exact(self) -> Fraction:
        """The share, 0 to 1."""
        return Fraction(self.numerator, self.denominator)

    @property
    def low(self) -> Fraction:
        """The least share of all asked, were every non-answer a no. Source: Manski (1989)"""
        return Fraction(self.numerator, self.population)

    @property
    def high(self) -> Fraction:
        """The greatest share of all asked, were every non-answer a yes. Source: Manski (1989)"""
        return Fraction(self.numerator + self.population - self.denominator, self.population)

    @property
    def complement(self) -> "Share":
        """The rest of the base, from its counts: never 100 less a rounded figure."""
        return Share(
            self.denominator - self.numerator, self.denominator, self.base, self.population, self.replied
        )

    def percent(self, places: int = 0) -> Decimal:
        """The percentage, rounded half up."""
        return percent_half_up(self.numerator, self.denominator, places)

    def bounds(self, places: int = 0) -> tuple[Decimal, Decimal]:
        """The worst-case bounds in percent, each rounded half up."""
        most = self.numerator + self.population - self.denominator
        return (
            percent_half_up(self.numerator, self.population, places),
            percent_half_up(most, self.population, places),
        )

    def __str__(self) -> str:
        """The share with its base: the only way to print it."""
        asked = f"{self.population:,} were asked"
        if self.replied is not None:
            asked += f", {self.replied:,} replied"
        return f"{self.numerator:,} of the {self.denominator:,} {self.base} ({self.percent()}%); {asked}"
