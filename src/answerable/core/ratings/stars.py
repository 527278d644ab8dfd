"""From counts to stars, exactly, and the other ways in which the printed bands could be read.

The bands of 2016 were printed as "1 - 20%", "21% - 40%". They are read as contiguous on exact
fractions: exactly 0 is no star, above 0 to 20 one, and so on. The other readings are kept here for
the documentation and for tests; nothing is published by them.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from answerable.core.errors import AnswerableError
from answerable.core.ratings.model import Band

Integers = npt.NDArray[np.int64]
Reading = Callable[[int, int], int | None]

NOT_RATED = "not rated"
LARGEST = 2**62  # products of counts and band limits beyond this would not be exact in 64 bits


def stars_for(n_yes: int, n_counted: int, bands: Sequence[Band]) -> int | None:
    """Stars for so many yes of so many counted, on the exact fraction; None is "not rated"."""
    if n_counted == 0:
        return None
    share = Fraction(n_yes, n_counted)
    return next(band.stars for band in bands if share <= band.up_to)


def band_places(yes: Integers, counted: Integers, bands: Sequence[Band]) -> Integers:
    """The place of each body's band, in integers only; `len(bands)` where nothing was counted.

    Shape:  one number per body in, one out
    Raises: AnswerableError for weights too fine to be counted exactly
    """
    place = np.zeros(yes.shape, dtype=np.int64)
    for band in bands[:-1]:
        top, bottom = band.up_to.numerator, band.up_to.denominator
        if int(counted.max(initial=0)) * max(top, bottom) > LARGEST:
            raise AnswerableError("The weights of this rating are too fine to count exactly; round them.")
        place += yes * bottom > counted * top
    return np.where(counted > 0, place, len(bands))


def star_words(bands: Sequence[Band]) -> tuple[str, ...]:
    """The words for each place that `band_places` gives, "not rated" last."""
    return (*(str(band.stars) for band in bands), NOT_RATED)


def literal_gap(n_yes: int, n_counted: int) -> int | None:
    """The printed bands taken by the letter: whole percents at their edges, and no star in between."""
    percent = Fraction(100 * n_yes, n_counted)
    if percent == 0:
        return 0
    edges = ((1, 20), (21, 40), (41, 60), (61, 80), (81, 100))
    return next((i for i, (low, high) in enumerate(edges, 1) if low <= percent <= high), None)


def truncated(n_yes: int, n_counted: int) -> int | None:
    """The percent cut to a whole number before the bands are read."""
    return _of_whole_percent(100 * n_yes // n_counted)


def rounded_half_up(n_yes: int, n_counted: int) -> int | None:
    """The percent rounded half up to a whole number before the bands are read."""
    return _of_whole_percent((200 * n_yes + n_counted) // (2 * n_counted))


def first_divergence(reading: Reading, bands: Sequence[Band], largest: int = 100) -> tuple[int, int] | None:
    """The smallest n, and with it the smallest k, at which a reading gives k of n other stars.

    None where it agrees up to `largest` items.
    """
    return next(
        (
            (k, n)
            for n in range(1, largest + 1)
            for k in range(n + 1)
            if reading(k, n) != stars_for(k, n, bands)
        ),
        None,
    )


def _of_whole_percent(percent: int) -> int:
    return -(-percent // 20)
