"""Ranks as ties and ranges, and how far unanswered items could move a body.

A rank is never a single place where bodies share one: "joint 14th to 31st of 182". Shares are compared
as exact fractions. Beside the rank stand its bounds: what the body could have come to had its unanswered
items been answered yes or no, with all others as they are, and with theirs unknown as well.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl

from answerable.core.measures.codes import Flags
from answerable.core.measures.grid import Grids
from answerable.core.ratings.rating import Rated, rated_variants
from answerable.core.ratings.stars import Integers, band_places, star_words
from answerable.core.study.model import Study

RANGES_SCHEMA = pl.Schema(
    {
        "round": pl.String,
        "kind": pl.String,
        "body_id": pl.String,
        "scheme": pl.String,
        "variant": pl.String,
        "stars": pl.String,
        "rank_from": pl.Int64,
        "rank_to": pl.Int64,
        "n_ranked": pl.Int64,
        "words": pl.String,
        "n_open": pl.Int64,
        "stars_low": pl.String,
        "stars_high": pl.String,
        "own_rank_best": pl.Int64,
        "own_rank_worst": pl.Int64,
        "rank_best": pl.Int64,
        "rank_worst": pl.Int64,
    }
)


def rating_ranges(
    study: Study, scheme_id: str | None = None, *, variant: str | None = None, grids: Grids | None = None
) -> pl.DataFrame:
    """Ties and ranges of rank by exact share, and how far unanswered items could move stars and rank.

    Shape:  one row per round, kind, variant (or the one named) and asked body. `rank_from` to `rank_to` are
            the places that bodies of one share hold together; blank for a body that is not rated, which
            has no rank to move and could come to any stars. `n_open` counts items put to it that it did not
            answer; `stars_low` and `stars_high` are the stars if all of them were no, or yes. `own_rank_*`
            move this body alone, `rank_*` let the open items of every rated body be yes or no.
    Raises: UnknownName, InputFaults
    Source: Manski (1989) bounds, on ranks
    """
    made = [
        _frame(rated)
        for rated in rated_variants(study, scheme_id, grids=grids)
        if variant is None or rated.variant.name == variant
    ]
    return pl.concat(made) if made else RANGES_SCHEMA.to_frame()


def ordinal(number: int) -> str:
    """A place in words and figures: 1st, 2nd, 3rd, 11th, 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def rank_words(rank_from: int, rank_to: int, n_ranked: int) -> str:
    """A rank in words: "14th of 182", "joint 14th to 31st of 182"."""
    if rank_from == rank_to:
        return f"{ordinal(rank_from)} of {n_ranked}"
    return f"joint {ordinal(rank_from)} to {ordinal(rank_to)} of {n_ranked}"


@dataclass(frozen=True, eq=False)
class _Order:
    """Shares as places on one scale, so that integers stand in for fractions; rated bodies only."""

    now: Integers
    low: Integers
    high: Integers


def _frame(rated: Rated) -> pl.DataFrame:
    counts = rated.tally
    low, high, bounded = _bounds(rated)
    words = pl.Series(star_words(rated.scheme.bands), dtype=pl.String)
    bands = rated.scheme.bands
    frame = rated.frame(
        rated.stars,
        pl.Series("n_open", counts.n_open),
        words.gather(pl.Series(band_places(low, bounded, bands).astype(np.uint32))).alias("stars_low"),
        words.gather(pl.Series(band_places(high, bounded, bands).astype(np.uint32))).alias("stars_high"),
    )
    is_rated = rated.counted > 0
    ranked = _ranks(_order(rated, low, high, bounded, is_rated)).with_columns(
        counts.ids.filter(pl.Series(is_rated, dtype=pl.Boolean)).alias("body_id")
    )
    joined = frame.join(ranked, on="body_id", how="left", maintain_order="left")
    return joined.select(pl.col(name).cast(dtype) for name, dtype in RANGES_SCHEMA.items())


def _bounds(rated: Rated) -> tuple[Integers, Integers, Integers]:
    """Yes at least, yes at most, and the denominator of both, weighted."""
    counts = rated.tally
    whole = np.full_like(counts.answered, counts.total)
    possible = counts.answered + counts.open
    bounded = np.where(possible > 0, whole, 0) if rated.variant.fixed else possible
    return counts.yes, counts.yes + counts.open, bounded


def _order(
    rated: Rated,
    low: Integers,
    high: Integers,
    bounded: Integers,
    is_rated: Flags,
) -> _Order:
    now = np.stack([rated.tally.yes, rated.counted])[:, is_rated]
    lows = np.stack([low, bounded])[:, is_rated]
    highs = np.stack([high, bounded])[:, is_rated]
    # Few different pairs occur, however many the bodies: only those are turned into fractions and sorted.
    pairs, inverse = np.unique(np.concatenate([now, lows, highs], axis=1), axis=1, return_inverse=True)
    shares = [Fraction(int(top), int(bottom)) for top, bottom in pairs.T]
    scale = {share: place for place, share in enumerate(sorted(set(shares)))}
    places = np.array([scale[share] for share in shares], dtype=np.int64)[inverse.ravel()]
    n = now.shape[1]
    return _Order(places[:n], places[n : 2 * n], places[2 * n :])


def _ranks(order: _Order) -> pl.DataFrame:
    n_ranked = len(order.now)
    above, at_least = _above(order.now, order.now), _at_least(order.now, order.now)
    ranks = pl.DataFrame(
        {
            "rank_from": 1 + above,
            "rank_to": at_least,
            # A body never counts among those above itself, and always once among those at its worst or above,
            # since low <= now <= high.
            "own_rank_best": 1 + _above(order.now, order.high),
            "own_rank_worst": _at_least(order.now, order.low),
            "rank_best": 1 + _above(order.low, order.high),
            "rank_worst": _at_least(order.high, order.low),
        }
    )
    words = [rank_words(a, b, n_ranked) for a, b in zip(ranks["rank_from"], ranks["rank_to"], strict=True)]
    return ranks.with_columns(
        pl.lit(n_ranked, dtype=pl.Int64).alias("n_ranked"), pl.Series("words", words, dtype=pl.String)
    )


def _above(scale: Integers, places: Integers) -> Integers:
    """For each place, how many of the scale lie above it."""
    found: Integers = len(scale) - np.searchsorted(np.sort(scale), places, side="right")
    return found


def _at_least(scale: Integers, places: Integers) -> Integers:
    """For each place, how many of the scale lie at it or above."""
    found: Integers = len(scale) - np.searchsorted(np.sort(scale), places, side="left")
    return found
