"""Star ratings as pages show them: of each body, their distribution, and what the choice of rules changes."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from answerable.core.measures.grid import Grids
from answerable.core.ratings.comparison import (
    SAYS_NO_HAS_STARS,
    SAYS_YES_HAS_NONE,
    distribution,
    overall_against_stars,
    sensitivity,
    sensitivity_counts,
)
from answerable.core.ratings.model import ItemSet, RatingScheme
from answerable.core.ratings.ranges import rating_ranges
from answerable.core.ratings.rating import ratings
from answerable.core.ratings.scheme import Variant, variants
from answerable.core.ratings.stars import NOT_RATED
from answerable.core.study.model import Study
from answerable.press import addresses
from answerable.press.view.model import KindView, Record, RoundState, RoundView
from answerable.press.view.tables import groups

DEFAULT = "default"
STARS_MEASURE = "stars_"


@dataclass(frozen=True, slots=True)
class BodyStars:
    """The rating of one body: stars or "not rated", the counts behind it, its rank as a tie or range.

    `low` and `high` are its stars had its unanswered items been no, or yes; `others` are its stars in
    other variants where they differ.
    """

    stars: str
    n_yes: int
    n_counted: int
    note: str
    rank: str
    n_open: int
    low: str
    high: str
    others: tuple[tuple[str, str], ...] = ()

    @property
    def is_rated(self) -> bool:
        """Whether it has stars, none among them."""
        return self.stars != NOT_RATED

    @property
    def is_provisional(self) -> bool:
        """Whether it answered fewer items than a rating needs to be final."""
        return self.note.startswith("provisional")


@dataclass(frozen=True)
class RatingView:
    """A scheme applied to one kind in one round. `bodies` are aligned with those of the kind.

    `counts` are rows of `distribution`, `shifts` of `sensitivity_counts` by variant; `says_no` and
    `says_yes` places of bodies whose overall answer does not go with their stars. All of them are blank
    where the answers are elsewhere; `printed` are shares of stars as `check_published` has them.
    """

    scheme: RatingScheme
    kind: KindView
    items: Mapping[str, ItemSet]
    path: str
    bodies: tuple[BodyStars, ...] = ()
    counts: tuple[Record, ...] = ()
    shifts: Mapping[str, Record] | None = None
    says_no: tuple[int, ...] = ()
    says_yes: tuple[int, ...] = ()
    printed: tuple[Record, ...] = ()

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The ways to work it out that have items for this kind and round, the published one first."""
        return tuple(each for each in variants(self.scheme) if each.item_set in self.items)

    @property
    def most(self) -> int:
        """The most stars there can be."""
        return max(band.stars for band in self.scheme.bands)

    @property
    def n_rated(self) -> int:
        """Bodies with stars, none among them."""
        return int(self.counts[0]["n_rated"]) if self.counts else 0

    @property
    def n_asked(self) -> int:
        """Bodies that were asked."""
        return int(self.counts[0]["n_asked"]) if self.counts else len(self.kind.bodies)


Key = tuple[str, str]


def rating_views(
    study: Study,
    rounds: Sequence[RoundView],
    printed: Mapping[Key, tuple[Record, ...]],
    grids: Grids,
    prefix: str,
) -> tuple[RatingView, ...]:
    """Every scheme applied to every round and kind it lists, the study's default scheme first.

    `printed` are shares of stars printed elsewhere, by round and kind.

    Raises: InputFaults for a scheme that does not fit the study
    """
    names = dict.fromkeys([*([study.default_scheme] if study.default_scheme else []), *study.schemes])
    by_id = {a_round.id: a_round for a_round in rounds}
    made = []
    for name in names:
        scheme = study.scheme(name)
        found = _Counted(study, name, grids)
        for round_id, kind_id in _lists(scheme):
            kind = by_id[round_id].kinds[kind_id]
            path = f"{prefix}{addresses.ratings_page(round_id)}"
            view = RatingView(scheme, kind, _items(scheme, round_id, kind_id), path)
            view = replace(view, printed=printed.get((round_id, kind_id), ()))
            if by_id[round_id].state in (RoundState.ANSWERS, RoundState.WAITING):
                view = found.filled(view)
            made.append(view)
    return tuple(made)


def printed_stars(printed: Mapping[Hashable, tuple[Record, ...]]) -> dict[Key, tuple[Record, ...]]:
    """Printed figures that are shares of stars, each once, by round and kind."""
    found: dict[Key, list[Record]] = {}
    for rows in printed.values():
        for row in rows:
            if row["measure"].startswith(STARS_MEASURE) and row["kind"]:
                found.setdefault((row["round"], row["kind"]), []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


class _Counted:
    """The tables of one scheme, by round and kind."""

    def __init__(self, study: Study, scheme_id: str, grids: Grids) -> None:
        place = ("round", "kind")
        rated = ratings(study, scheme_id, grids=grids).filter(pl.col("variant") == DEFAULT)
        ranges = rating_ranges(study, scheme_id, variant=DEFAULT, grids=grids)
        self._ratings = groups(rated, *place)
        self._ranges = groups(ranges, *place)
        self._counts = groups(
            distribution(study, scheme_id, grids=grids).filter(pl.col("variant") == DEFAULT), *place
        )
        self._shifts = groups(sensitivity_counts(study, scheme_id, grids=grids), *place)
        self._others = groups(sensitivity(study, scheme_id, grids=grids), *place)
        overall = overall_against_stars(study, scheme_id, grids=grids).filter(pl.col("variant") == DEFAULT)
        self._cases = groups(overall, *place)

    def filled(self, view: RatingView) -> RatingView:
        """A view with what was counted for its round and kind."""
        key = (view.kind.round_id, view.kind.kind.id)
        others: dict[str, list[tuple[str, str]]] = {}
        for row in self._others.get(key, ()):
            others.setdefault(row["body_id"], []).append((row["variant"], row["stars"]))
        ranges = {row["body_id"]: row for row in self._ranges.get(key, ())}
        rated = {row["body_id"]: row for row in self._ratings.get(key, ())}
        ids = [body.id for body in view.kind.bodies]
        cases = {
            case: {row["body_id"] for row in self._cases.get(key, ()) if row["case"] == case}
            for case in (SAYS_NO_HAS_STARS, SAYS_YES_HAS_NONE)
        }
        return replace(
            view,
            bodies=tuple(_body(rated[i], ranges[i], others.get(i, ())) for i in ids),
            counts=self._counts.get(key, ()),
            shifts={row["variant"]: row for row in self._shifts.get(key, ())},
            says_no=tuple(place for place, i in enumerate(ids) if i in cases[SAYS_NO_HAS_STARS]),
            says_yes=tuple(place for place, i in enumerate(ids) if i in cases[SAYS_YES_HAS_NONE]),
        )


def _body(rated: Record, ranged: Record, others: Sequence[tuple[str, str]]) -> BodyStars:
    return BodyStars(
        stars=rated["stars"],
        n_yes=rated["n_yes"],
        n_counted=rated["n_counted"],
        note=rated["note"],
        rank=ranged["words"] or "",
        n_open=ranged["n_open"],
        low=ranged["stars_low"],
        high=ranged["stars_high"],
        others=tuple(others),
    )


def _lists(scheme: RatingScheme) -> list[Key]:
    return list(dict.fromkeys((entry.round, entry.kind) for entry in scheme.item_sets[scheme.default_set]))


def _items(scheme: RatingScheme, round_id: str, kind_id: str) -> dict[str, ItemSet]:
    return {
        name: entry
        for name, lists in scheme.item_sets.items()
        for entry in lists
        if (entry.round, entry.kind) == (round_id, kind_id)
    }
