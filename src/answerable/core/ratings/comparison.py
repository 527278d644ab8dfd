"""What the choice of a variant changes, how stars are distributed, and stars beside the overall answer."""

import numpy as np
import polars as pl

from answerable.core.answers import NO, YES
from answerable.core.measures.grid import Grids
from answerable.core.ratings.rating import RATINGS_SCHEMA, Rated, rated_variants
from answerable.core.ratings.stars import star_words
from answerable.core.study.model import Study

PLACE = ("round", "kind", "scheme", "variant")
NUMBERS = ("n", "n_rated", "n_asked", "n_provisional")
SAYS_NO_HAS_STARS = "says_no_has_stars"
SAYS_YES_HAS_NONE = "says_yes_has_none"


def distribution(study: Study, scheme_id: str | None = None, *, grids: Grids | None = None) -> pl.DataFrame:
    """How many bodies have how many stars, "not rated" among them, in every variant.

    Shape:  round, kind, scheme, variant, stars, n, n_rated, n_asked, n_provisional; every number of stars
            has a row, 0 where nobody has it. The base of a share is `n_rated`.
    Raises: UnknownName, InputFaults
    """
    frames = []
    for rated in rated_variants(study, scheme_id, grids=grids):
        words = star_words(rated.scheme.bands)
        n = [int((rated.places == place).sum()) for place in range(len(words))]
        provisional = [
            int(((rated.places == place) & rated.provisional).sum()) for place in range(len(words))
        ]
        frames.append(
            pl.DataFrame(
                {
                    **_place(rated),
                    "stars": words,
                    "n": n,
                    "n_rated": sum(n[:-1]),
                    "n_asked": len(rated.places),
                    "n_provisional": provisional,
                },
                schema_overrides=dict.fromkeys(NUMBERS, pl.Int64),
            )
        )
    if frames:
        return pl.concat(frames)
    text = dict.fromkeys((*PLACE, "stars"), pl.String)
    return pl.DataFrame(schema={**text, **dict.fromkeys(NUMBERS, pl.Int64)})


def sensitivity(study: Study, scheme_id: str | None = None, *, grids: Grids | None = None) -> pl.DataFrame:
    """The bodies whose stars differ between the default variant and another, and both stars.

    Shape:  round, kind, scheme, variant, body_id, default_stars, stars; "not rated" can differ from stars
            only where the variants have different items
    Raises: UnknownName, InputFaults
    """
    frames = [
        other.frame(default.stars.alias("default_stars"), other.stars).filter(
            pl.col("default_stars") != pl.col("stars")
        )
        for default, other in _beside_default(study, scheme_id, grids)
    ]
    names = (*PLACE, "body_id", "default_stars", "stars")
    return pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def sensitivity_counts(
    study: Study, scheme_id: str | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """How many bodies the choice of a variant would give more stars, fewer, or make rated or not.

    Shape:  round, kind, scheme, variant, n_asked, n_same, n_more, n_fewer, n_rated_otherwise
    Raises: UnknownName, InputFaults
    """
    frames = []
    for default, other in _beside_default(study, scheme_id, grids):
        not_rated = len(default.scheme.bands)
        was, now = default.places, other.places
        otherwise = (was == not_rated) != (now == not_rated)
        counts = {
            "n_asked": len(was),
            "n_same": int((was == now).sum()),
            "n_more": int(((now > was) & ~otherwise).sum()),
            "n_fewer": int(((now < was) & ~otherwise).sum()),
            "n_rated_otherwise": int(otherwise.sum()),
        }
        frames.append(pl.DataFrame({name: [value] for name, value in {**_place(other), **counts}.items()}))
    if frames:
        return pl.concat(frames)
    numbers = ("n_asked", "n_same", "n_more", "n_fewer", "n_rated_otherwise")
    return pl.DataFrame(schema={**dict.fromkeys(PLACE, pl.String), **dict.fromkeys(numbers, pl.Int64)})


def overall_against_stars(
    study: Study, scheme_id: str | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """Bodies that say no to the overarching question yet have stars, or say yes and have none.

    A body that is not rated belongs to neither: that it has no stars is not known.

    Shape:  round, kind, scheme, variant, body_id, question, overall, stars, n_yes, n_counted, case
    Raises: UnknownName, InputFaults
    """
    shared_grids = Grids.of(study, grids)
    frames = []
    for rated in rated_variants(study, scheme_id, grids=shared_grids):
        item_set = rated.tally.item_set
        question = rated.scheme.overall.get(item_set.kind)
        if question is None:
            continue
        without = [place for place, band in enumerate(rated.scheme.bands) if band.stars == 0]
        has_stars = (rated.counted > 0) & ~np.isin(rated.places, without)
        frame = rated.frame(
            pl.Series("question", [question], dtype=pl.String).new_from_index(0, len(has_stars)),
            shared_grids.get(item_set.round, item_set.kind).states(question).alias("overall"),
            rated.stars,
            pl.Series("n_yes", rated.tally.n_yes),
            pl.Series("n_counted", rated.n_counted),
            pl.Series("_has", has_stars, dtype=pl.Boolean),
            pl.Series("_rated", rated.counted > 0, dtype=pl.Boolean),
        )
        no_yet_stars = (pl.col("overall") == NO) & pl.col("_has")
        yes_yet_none = (pl.col("overall") == YES) & ~pl.col("_has") & pl.col("_rated")
        case = (
            pl.when(no_yet_stars)
            .then(pl.lit(SAYS_NO_HAS_STARS))
            .when(yes_yet_none)
            .then(pl.lit(SAYS_YES_HAS_NONE))
        )
        frames.append(frame.with_columns(case.alias("case")).drop_nulls("case").drop("_has", "_rated"))
    if frames:
        return pl.concat(frames)
    schema = {**dict.fromkeys(PLACE, pl.String), "body_id": pl.String, "question": pl.String}
    counts = {name: RATINGS_SCHEMA[name] for name in ("stars", "n_yes", "n_counted")}
    return pl.DataFrame(schema={**schema, "overall": pl.String, **counts, "case": pl.String})


def _beside_default(study: Study, scheme_id: str | None, grids: Grids | None) -> list[tuple[Rated, Rated]]:
    made = list(rated_variants(study, scheme_id, grids=grids))
    first = {_list_key(rated): rated for rated in made if rated.variant.name == "default"}
    return [
        (first[_list_key(rated)], rated)
        for rated in made
        if rated.variant.name != "default" and _list_key(rated) in first
    ]


def _list_key(rated: Rated) -> tuple[str, str]:
    return rated.tally.item_set.round, rated.tally.item_set.kind


def _place(rated: Rated) -> dict[str, str]:
    item_set = rated.tally.item_set
    return {
        "round": item_set.round,
        "kind": item_set.kind,
        "scheme": rated.scheme.id,
        "variant": rated.variant.name,
    }
