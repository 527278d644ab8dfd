"""Results regrouped: to regions and plan areas, or to the bodies of another date, such as today's boards.

A later body may hold several earlier ones that answered differently, so it gets a state (yes, no, mixed,
unknown) and a weighted share with its worst-case bounds. Weights are either one per body or its people,
and the table says which. No weight is lost: what belongs to no later body stands in a row of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.answers import YES
from answerable.core.bodies.register import bodies_on
from answerable.core.bodies.succession import links_between
from answerable.core.bodies.weights import COUNT, Weights, body_weights
from answerable.core.errors import AnswerableError
from answerable.core.measures.codes import (
    ANSWERED_CODE,
    NO_CODE,
    NOT_ASKED_CODE,
    YES_CODE,
    Codes,
    Flags,
    is_answered,
)
from answerable.core.measures.grid import Grid, Grids, answers_elsewhere
from answerable.core.measures.groups import check_columns, stated
from answerable.core.study.model import Study

MIXED, UNKNOWN = "mixed", "unknown"

SLIVER_WEIGHT = 0.01
"""A body that brings less than this share of a group's weight does not decide the group's state.

It still counts in the weighted share, which shows how little it brings.
"""

_TINY = 1e-9
_KEYS = ("round", "kind", "question", "grouped_by", "group_id", "group")
_COUNTS = ("n_asked", "n_answered", "n_yes", "n_no", "n_other")
_WEIGHTS = ("asked_weight", "answered_weight", "yes_weight")
_SHARES = ("weighted_share", "weighted_low", "weighted_high")
COLUMNS = {
    **dict.fromkeys(_KEYS, pl.String()),
    **dict.fromkeys(_COUNTS, pl.Int64()),
    "weight": pl.String(),
    **dict.fromkeys((*_WEIGHTS, *_SHARES), pl.Float64()),
    "state": pl.String(),
}


@dataclass(frozen=True)
class Vintage:
    """The bodies of a kind as they are on a date, such as the boards of today."""

    kind: str
    on: date

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


def regroup(
    study: Study,
    round_id: str,
    kind: str,
    *,
    to: str | Vintage | Mapping[str, object] = "region",
    weight: str = COUNT,
    grids: Grids | None = None,
) -> pl.DataFrame:
    """Results of one kind in one round by region, plan area or any column, or for the bodies of another date.

    `to` is a column of bodies.csv, or a `Vintage` (or its keys, kind and on), later or earlier than the
    round. `weight` is "count" (every asked body weighs one, in parts where it was divided) or a measure of
    populations.csv. A group's state is the answer that all its bodies gave, "mixed" where answers differ,
    "unknown" where some are missing and the rest agree. Parts of a body that was divided are taken to
    answer as the whole did, and to lie evenly over it if they are divided again.

    Shape:  round, kind, question, grouped_by, group_id, group, n_asked, n_answered, n_yes, n_no, n_other,
            weight, asked_weight, answered_weight, yes_weight, weighted_share, weighted_low, weighted_high,
            state; per question every group, and last, with a blank id, what belongs to none. Weights add up
            to those of all asked bodies; so do counts for columns, while a divided body counts in each part
    Units:  shares 0 to 1, missing where nothing answered (bounds: was asked) or nobody can say yes;
            weights in bodies or people
    Raises: UnknownName, GridMisaligned; AnswerableError for a body without the population it is weighed by
    Source: Manski (1989) for the bounds
    """
    a_round = study.round(round_id)
    a_round.questionnaire(kind)
    goal = to if isinstance(to, str | Vintage) else _vintage(to)
    frames = [pl.DataFrame(schema=COLUMNS)]
    if a_round.sent_on is not None and not answers_elsewhere(study, a_round):
        grid = Grids.of(study, grids).get(round_id, kind)
        weights = body_weights(study, grid.ids, a_round.sent_on, weight)
        if isinstance(goal, str):
            parts = _by_column(grid, goal, weights)
        else:
            parts = _by_vintage(study, grid, goal, a_round.sent_on, weights, weight)
        labels = {"round": round_id, "kind": kind, "grouped_by": str(goal), "weight": weight}
        frames += [_results(grid, question, parts, labels) for question in grid.places]
    return pl.concat(frames)


def _vintage(keys: Mapping[str, object]) -> Vintage:
    kind, on = keys.get("kind"), keys.get("on")
    if not isinstance(kind, str) or not isinstance(on, date):
        raise AnswerableError("To regroup to the bodies of another date, give their kind and the date.")
    return Vintage(kind, on)


@dataclass(frozen=True, eq=False)
class _Parts:
    """Parts of asked bodies in groups: the places of body and group, and the weight that goes there.

    Sorted by group. `groups` has group_id and group; a last row with a blank id takes what fits none.
    """

    groups: pl.DataFrame
    body: npt.NDArray[np.intp]
    group: npt.NDArray[np.intp]
    weight: Weights

    @classmethod
    def of(cls, groups: pl.DataFrame, parts: pl.DataFrame) -> "_Parts":
        """From a frame of `body`, `group` and `weight`."""
        ordered = parts.sort("group", "body")
        body, group = (ordered[name].to_numpy().astype(np.intp) for name in ("body", "group"))
        return cls(groups, body, group, ordered["weight"].to_numpy())

    def sums(self, where: Flags) -> Weights:
        """The weight of some parts, per group."""
        sums = np.bincount(self.group, self.weight * where, minlength=self.groups.height)
        return sums.astype(np.float64)

    def counts(self, where: Flags) -> npt.NDArray[np.int64]:
        """The number of some parts, per group."""
        return np.bincount(self.group[where], minlength=self.groups.height).astype(np.int64)


def _by_column(grid: Grid, column: str, weights: Weights) -> _Parts:
    check_columns(grid.bodies, (column,), ())
    labels = grid.bodies.select(stated(column).alias("group"))
    groups = labels.unique().sort("group").with_columns(pl.col("group").alias("group_id"))
    placed = labels.join(groups.with_row_index("place"), on="group", how="left", maintain_order="left")
    parts = pl.DataFrame({"body": np.arange(labels.height), "group": placed["place"], "weight": weights})
    return _Parts.of(groups.select("group_id", "group"), parts)


def _by_vintage(
    study: Study, grid: Grid, vintage: Vintage, asked_on: date, weights: Weights, weight: str
) -> _Parts:
    study.kind(vintage.kind)
    targets = bodies_on(study.bodies, vintage.on, vintage.kind)
    if vintage.on >= asked_on:
        links = links_between(study, asked_on, vintage.on, grid.kind, vintage.kind).select(
            pl.col("earlier_id").alias("id"),
            pl.col("later_id").alias("group_id"),
            pl.col("share_of_earlier").alias("portion"),
        )
    else:
        links = _back_in_time(study, grid, vintage, asked_on, weight)
    known = grid.ids.alias("id").to_frame().with_row_index("body").with_columns(whole=pl.Series(weights))
    places = targets.select(pl.col("id").alias("group_id")).with_row_index("group")
    parts = links.join(known, on="id").join(places, on="group_id")
    placed = parts.group_by("body").agg(pl.col("portion").sum().alias("placed"))
    left = known.join(placed, on="body", how="left").select(
        "body",
        pl.lit(targets.height, pl.UInt32).alias("group"),
        (pl.col("whole") * (1 - pl.col("placed").fill_null(0.0))).alias("weight"),
        (pl.col("placed").fill_null(0.0) < 1 - _TINY).alias("is_left"),
    )
    groups = targets.select(pl.col("id").alias("group_id"), pl.col("name").alias("group"))
    none = pl.DataFrame({"group_id": [None], "group": [f"no {study.kind(vintage.kind).name}"]}, groups.schema)
    rest = left.filter("is_left").drop("is_left")
    found = parts.select("body", "group", (pl.col("whole") * pl.col("portion")).alias("weight"))
    return _Parts.of(pl.concat([groups, none]) if rest.height else groups, pl.concat([found, rest]))


def _back_in_time(study: Study, grid: Grid, vintage: Vintage, asked_on: date, weight: str) -> pl.DataFrame:
    """Which portion of each asked body was which earlier body, by the people these brought to it."""
    links = links_between(study, vintage.on, asked_on, vintage.kind, grid.kind)
    origins = links["earlier_id"].unique(maintain_order=True)
    people = pl.DataFrame({"earlier_id": origins, "people": body_weights(study, origins, vintage.on, weight)})
    # Where nobody lives, shares of the empty area are as good as any.
    nobody = (pl.col("people") * pl.col("share_of_earlier")).sum().over("later_id") == 0
    brought = pl.when(nobody).then(1.0).otherwise("people") * pl.col("share_of_earlier")
    return links.join(people, on="earlier_id").select(
        pl.col("later_id").alias("id"),
        pl.col("earlier_id").alias("group_id"),
        (brought / brought.sum().over("later_id")).alias("portion"),
    )


def _results(grid: Grid, question_id: str, parts: _Parts, labels: Mapping[str, str]) -> pl.DataFrame:
    question = grid.questionnaire.question(question_id)
    codes = grid.of(question_id)[parts.body]
    asked, answered, yes = codes != NOT_ASKED_CODE, is_answered(codes), codes == YES_CODE
    frame = parts.groups.with_columns(
        *(pl.lit(value).alias(name) for name, value in labels.items()),
        pl.lit(question_id).alias("question"),
        *(
            pl.Series(name, parts.counts(where), dtype=pl.Int64)
            for name, where in zip(
                _COUNTS,
                (asked, answered, yes, codes == NO_CODE, answered & ~yes & (codes != NO_CODE)),
                strict=True,
            )
        ),
        *(
            pl.Series(name, parts.sums(where))
            for name, where in zip(_WEIGHTS, (asked, answered, yes), strict=True)
        ),
        pl.Series("state", _states(grid, parts, codes, has_options=question.has_options), dtype=pl.String),
    )
    can_be_yes = YES in question.coded_options
    of_asked, of_answered, of_yes = (pl.col(name) for name in _WEIGHTS)
    shares = (of_yes / of_answered, of_yes / of_asked, (of_yes + of_asked - of_answered) / of_asked)
    bases = (of_answered, of_asked, of_asked)
    return frame.with_columns(
        pl.when(pl.lit(can_be_yes) & (base > 0)).then(share).alias(name)
        for name, share, base in zip(_SHARES, shares, bases, strict=True)
    ).select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items())


def _states(grid: Grid, parts: _Parts, codes: Codes, *, has_options: bool) -> list[str]:
    """The state of each group: what all bodies of weight in it answered, else mixed or unknown."""
    if not has_options:
        codes = np.where(is_answered(codes), ANSWERED_CODE, codes).astype(np.uint16)
    asked = codes != NOT_ASKED_CODE
    heavy = asked & (parts.weight >= SLIVER_WEIGHT * parts.sums(asked)[parts.group])
    known = heavy & is_answered(codes)
    least = np.full(parts.groups.height, grid.book.size, dtype=np.int64)
    most = np.full(parts.groups.height, -1, dtype=np.int64)
    np.minimum.at(least, parts.group[known], codes[known])
    np.maximum.at(most, parts.group[known], codes[known])
    complete = parts.counts(known) == parts.counts(heavy)
    words = [*grid.book.states, UNKNOWN]
    return [
        MIXED if low < high else words[low] if whole and high >= 0 else UNKNOWN
        for low, high, whole in zip(least.tolist(), most.tolist(), complete.tolist(), strict=True)
    ]
