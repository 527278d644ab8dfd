"""Words for numbers: when a phrase about a share holds, and which phrase a share has earned.

Everything is in exact fractions, since a phrase that a rounded percentage would earn may be untrue of
the counts. A phrase is true or it is not: there is no rounding to save it.
"""

from fractions import Fraction

ONE_IN_LEAST, ONE_IN_MOST = Fraction(95, 100), Fraction(105, 100)
NEAR = Fraction(5, 100)
DOUBLED_LEAST, DOUBLED_MOST = Fraction(195, 100), Fraction(205, 100)
ABOUT_DOUBLED_LEAST, ABOUT_DOUBLED_MOST = Fraction(7, 4), Fraction(9, 4)
LARGEST_K = 20
# fmt: off
WORDS = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]
# fmt: on


def is_one_in(k: int, share: Fraction) -> bool:
    """Whether "one in k" holds: k times the share lies between 0.95 and 1.05. Source: method.md"""
    return ONE_IN_LEAST <= k * share <= ONE_IN_MOST


def is_nearly_one_in(k: int, share: Fraction) -> bool:
    """Whether "nearly one in k" holds: "one in k" does, and the share is below it. Source: method.md"""
    return is_one_in(k, share) and k * share < 1


def is_nearly(target: Fraction, share: Fraction) -> bool:
    """Whether "nearly" or "almost" a share holds: it is below, by at most 5 points. Source: method.md"""
    return target - NEAR <= share < target


def is_more_than(target: Fraction, share: Fraction) -> bool:
    """Whether "more than" or "over" holds: it only has to point the right way. Source: method.md"""
    return share > target


def is_fewer_than(target: Fraction, share: Fraction) -> bool:
    """Whether "fewer than" or "under" holds: it only has to point the right way. Source: method.md"""
    return share < target


def is_all(n: int, base: int) -> bool:
    """Whether "all" holds: every one of a base that is not empty. Source: method.md"""
    return n == base > 0


def is_none(n: int, base: int) -> bool:
    """Whether "none" holds: not one of a base that is not empty. Source: method.md"""
    return n == 0 < base


def is_doubled(before: Fraction, after: Fraction) -> bool:
    """Whether "doubled" holds: between 1.95 and 2.05 times; never from nothing. Source: method.md"""
    return before > 0 and DOUBLED_LEAST <= after / before <= DOUBLED_MOST


def is_about_doubled(before: Fraction, after: Fraction) -> bool:
    """Whether "about doubled" holds: between 1.75 and 2.25 times, our reading of "about"."""
    return before > 0 and ABOUT_DOUBLED_LEAST <= after / before <= ABOUT_DOUBLED_MOST


def one_in_or_none(share: Fraction) -> str | None:
    """The "one in k" that a share has earned, "nearly" where it is below; None where no k up to 20 fits.

    one_in_or_none(Fraction(24, 130)) is None: 18.5% is neither one in five nor one in six.
    """
    if share <= 0:
        return None
    k = min(round(1 / share), LARGEST_K)
    if k < 2 or not is_one_in(k, share):
        return None
    words = f"one in {WORDS[k - 2]}"
    return f"nearly {words}" if is_nearly_one_in(k, share) else words
