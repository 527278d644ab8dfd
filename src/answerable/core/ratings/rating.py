"""Star ratings of bodies: exact counts of yes over a denominator, in every variant of a scheme.

Answers that are no answer are neither yes nor no: they leave the denominator of the default variant,
and a body with no rated answer at all is "not rated" in every variant, never zero.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from answerable.core.measures.codes import NOT_ASKED_CODE, YES_CODE, Flags, is_answered
from answerable.core.measures.grid import Grids, answers_elsewhere
from answerable.core.ratings.model import ItemSet, RatingScheme
from answerable.core.ratings.scheme import Variant, check_scheme, integer_weights, variants
from answerable.core.ratings.stars import NOT_RATED, Integers, band_places, star_words
from answerable.core.study.model import Study

RATINGS_SCHEMA = pl.Schema(
    {
        "round": pl.String,
        "kind": pl.String,
        "body_id": pl.String,
        "scheme": pl.String,
        "variant": pl.String,
        "stars": pl.String,
        "n_yes": pl.Int64,
        "n_counted": pl.Int64,
        "note": pl.String,
    }
)


@dataclass(frozen=True, eq=False)
class Tally:
    """Rated items counted per asked body: yes, answered, and open (asked of it but without an answer).

    `n_` fields count items; `yes`, `answered` and `open` are the same weighted, in whole numbers, of
    which all items together make `total`.
    """

    item_set: ItemSet
    ids: pl.Series
    n_yes: Integers
    n_answered: Integers
    n_open: Integers
    yes: Integers
    answered: Integers
    open: Integers
    total: int

    @property
    def n_items(self) -> int:
        """How many items the set has."""
        return len(self.item_set.items)

    @property
    def weighted(self) -> bool:
        """Whether some item counts for more than another."""
        return self.total != self.n_items


@dataclass(frozen=True, eq=False)
class Rated:
    """One variant of a scheme for one round and kind: what was counted, over what, and the band of each body.

    `counted` is the denominator, weighted, 0 for a body that is not rated; `places` are places of bands,
    the number of bands for "not rated".
    """

    scheme: RatingScheme
    variant: Variant
    tally: Tally
    counted: Integers
    places: Integers

    @property
    def stars(self) -> pl.Series:
        """Stars in words, "not rated" among them, in the order of `tally.ids`."""
        words = pl.Series(star_words(self.scheme.bands), dtype=pl.String)
        return words.gather(pl.Series(self.places.astype(np.uint32))).alias("stars")

    @property
    def n_counted(self) -> Integers:
        """The denominator in items; 0 for a body that is not rated."""
        whole = np.full_like(self.tally.n_answered, self.tally.n_items)
        return np.where(self.counted > 0, whole if self.variant.fixed else self.tally.n_answered, 0)

    def frame(self, *columns: pl.Series) -> pl.DataFrame:
        """Columns of the asked bodies, after round, kind, scheme, variant and body_id."""
        places = {
            "round": self.tally.item_set.round,
            "kind": self.tally.item_set.kind,
            "scheme": self.scheme.id,
            "variant": self.variant.name,
        }
        # Words given as literals keep their type where there is not a single body.
        labels = [pl.lit(words).alias(name) for name, words in places.items()]
        return pl.DataFrame([self.tally.ids.alias("body_id"), *columns]).select(*labels, pl.all())

    @property
    def provisional(self) -> Flags:
        """Which rated bodies answered fewer items than the minimum coverage."""
        least = self.scheme.minimum_coverage
        covered = self.tally.n_answered * least.denominator >= self.tally.n_items * least.numerator
        return (self.tally.n_answered > 0) & ~covered


def ratings(study: Study, scheme_id: str | None = None, *, grids: Grids | None = None) -> pl.DataFrame:
    """Stars of every asked body in every variant of a scheme.

    Shape:  one row per round, kind, variant and asked body; `stars` is "0" to the highest or "not rated",
            `n_yes` and `n_counted` count items, `note` says what a reader must know ("provisional: ...")
    Raises: UnknownName, InputFaults for a scheme that does not fit the study
    Source: report of June 2016, appendix on the rating
    """
    frames = [_frame(rated) for rated in rated_variants(study, scheme_id, grids=grids)]
    return pl.concat(frames) if frames else RATINGS_SCHEMA.to_frame()


def rated_variants(
    study: Study, scheme_id: str | None = None, *, grids: Grids | None = None
) -> Iterator[Rated]:
    """Every variant of a scheme, list by list as the default set has them; rounds without answers left out.

    Raises: UnknownName, InputFaults
    """
    scheme = study.scheme(scheme_id)
    check_scheme(study, scheme)
    shared_grids = Grids.of(study, grids)
    tallies: dict[tuple[str, str, str], Tally] = {}
    for round_id, kind in _lists(scheme):
        if answers_elsewhere(study, study.round(round_id)):
            continue
        for variant in variants(scheme):
            key = (variant.item_set, round_id, kind)
            item_set = _list_or_none(scheme, *key)
            if item_set is None:
                continue
            if key not in tallies:
                tallies[key] = tally(item_set, shared_grids)
            yield rate(scheme, variant, tallies[key])


def tally(item_set: ItemSet, grids: Grids) -> Tally:
    """Counts the rated items of every asked body. Raises: UnknownName"""
    grid = grids.get(item_set.round, item_set.kind)
    n_bodies = grid.bodies.height
    counts = {name: np.zeros(n_bodies, dtype=np.int64) for name in ("n_yes", "n_answered", "n_open")}
    sums = {name: np.zeros(n_bodies, dtype=np.int64) for name in ("yes", "answered", "open")}
    weights = integer_weights(item_set)
    for item, weight in zip(item_set.items, weights, strict=True):
        codes = grid.of(item)
        is_yes, answered = codes == YES_CODE, is_answered(codes)
        is_open = ~answered & (codes != NOT_ASKED_CODE)
        counts["n_yes"] += is_yes
        counts["n_answered"] += answered
        counts["n_open"] += is_open
        sums["yes"] += weight * is_yes
        sums["answered"] += weight * answered
        sums["open"] += weight * is_open
    return Tally(item_set=item_set, ids=grid.ids, total=sum(weights), **counts, **sums)


def rate(scheme: RatingScheme, variant: Variant, counts: Tally) -> Rated:
    """The band of each body in one variant; no rated answer is "not rated" in every one of them."""
    whole = np.where(counts.answered > 0, counts.total, 0)
    counted = whole if variant.fixed else counts.answered
    return Rated(scheme, variant, counts, counted, band_places(counts.yes, counted, scheme.bands))


def _lists(scheme: RatingScheme) -> list[tuple[str, str]]:
    # The default set leads; a list that only another set has comes after.
    first = scheme.item_sets[scheme.default_set]
    others = [entry for lists in scheme.item_sets.values() for entry in lists]
    return list(dict.fromkeys((entry.round, entry.kind) for entry in (*first, *others)))


def _list_or_none(scheme: RatingScheme, name: str, round_id: str, kind: str) -> ItemSet | None:
    lists = scheme.item_sets[name]
    return next((entry for entry in lists if (entry.round, entry.kind) == (round_id, kind)), None)


def _frame(rated: Rated) -> pl.DataFrame:
    counts = rated.tally
    frame = rated.frame(
        rated.stars,
        pl.Series("n_yes", counts.n_yes),
        pl.Series("n_counted", rated.n_counted),
        pl.Series("n_answered", counts.n_answered),
        pl.Series("yes", counts.yes),
        pl.Series("counted", rated.counted),
        pl.Series("provisional", rated.provisional, dtype=pl.Boolean),
    )
    return frame.with_columns(_note(counts)).select(pl.col(n).cast(t) for n, t in RATINGS_SCHEMA.items())


def _note(counts: Tally) -> pl.Expr:
    provisional = pl.format(f"provisional: {{}} of {counts.n_items} items answered", "n_answered")
    said = pl.when("provisional").then(provisional).otherwise(pl.lit(""))
    if counts.weighted:
        weighted = pl.format("weighted: {} of {}", "yes", "counted")
        said = pl.when("provisional").then(pl.format("{}; {}", said, weighted)).otherwise(weighted)
    not_rated = pl.lit("no rated item was answered")
    return pl.when(pl.col("stars") == NOT_RATED).then(not_rated).otherwise(said).alias("note")
