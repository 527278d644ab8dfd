"""What is known of single bodies and across rounds: ratings, kin, flags, replies, comparisons. Taken once."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from answerable.core.measures.flags import flags
from answerable.core.measures.joint import joint_summary
from answerable.core.measures.movers import matched_states
from answerable.core.measures.remarks import remark_counts
from answerable.core.measures.response import body_responses, early_late, response_by_previous
from answerable.core.study.model import Study
from answerable.press.view.comparisons import (
    ComparisonView,
    MatchedKey,
    comparison_views,
    earlier_states,
)
from answerable.press.view.kin import NOBODY, Family, families
from answerable.press.view.model import BodyView, Record, RoundView
from answerable.press.view.ratings import BodyStars, RatingView, printed_stars, rating_views
from answerable.press.view.tables import QUESTION, Tables, groups

BodyKey = tuple[str, str]
StatementKey = tuple[str, str, str | None]


@dataclass(frozen=True)
class Extras:
    """What the pages of bodies, ratings and trends show beside answers.

    Pages are written by forked processes, where polars would wait for ever: what they need stands here as
    plain values. `flags` and `replies` are by round and body id; `kin` by the address of a body's page;
    `before` is what a matched body said in the round that a question compares with; `previous` and
    `early_late` are rows of the measures of those names by question, and `joint` those of `joint_summary`
    by the question of either side; `changes` are day and kind of every succession; `published` are all
    printed figures. `statements` are what bodies say of their
    own answers, by round, body id and question, None for the whole; `representatives` are by body id.
    """

    tables: Tables
    ratings: tuple[RatingView, ...]
    comparisons: tuple[ComparisonView, ...]
    before: Mapping[MatchedKey, tuple[str, str]]
    kin: Mapping[str, Family]
    flags: Mapping[BodyKey, tuple[Record, ...]]
    replies: Mapping[BodyKey, Record]
    remarks: Mapping[BodyKey, tuple[Record, ...]]
    changes: tuple[tuple[date, str], ...]
    published: Mapping[str, tuple[Record, ...]]
    previous: Mapping[Hashable, tuple[Record, ...]]
    early_late: Mapping[Hashable, tuple[Record, ...]]
    joint: Mapping[Hashable, tuple[Record, ...]]
    statements: Mapping[StatementKey, Record]
    representatives: Mapping[str, tuple[Record, ...]]

    @property
    def has_due_dates(self) -> bool:
        """Whether early means by the day that the law asked for."""
        return bool(self.tables.due)

    def family(self, body: BodyView) -> Family:
        """The bodies before and after one."""
        return self.kin.get(body.path, NOBODY)

    def ratings_of(self, round_id: str, kind: str | None = None) -> tuple[RatingView, ...]:
        """The ratings of a round, of one kind or all."""
        return tuple(
            view
            for view in self.ratings
            if view.kind.round_id == round_id and kind in (None, view.kind.kind.id)
        )

    def stars(self, round_id: str, kind: str, place: int) -> tuple[RatingView, BodyStars] | None:
        """The first rating of one body in a round, by its place among the bodies of its kind."""
        for view in self.ratings_of(round_id, kind):
            if view.bodies:
                return view, view.bodies[place]
        return None


def make_extras(
    study: Study, tables: Tables, rounds: Sequence[RoundView], bodies: Sequence[BodyView], prefix: str
) -> Extras:
    """Everything in `Extras`, from the grids that the tables were taken from."""
    matched = matched_states(study, grids=tables.grids)
    printed = [row for rows in tables.printed.values() for row in rows]
    return Extras(
        tables=tables,
        ratings=rating_views(study, rounds, printed_stars(tables.printed), tables.grids, prefix),
        comparisons=comparison_views(rounds, matched, prefix),
        before=earlier_states(matched),
        kin=families(study, bodies),
        flags=groups(flags(study, grids=tables.grids), "round", "body_id"),  # type: ignore[arg-type]
        replies=reply_rows(study, tables),
        remarks=groups(remark_counts(study, grids=tables.grids), "round", "kind"),  # type: ignore[arg-type]
        changes=tuple(study.successions.select("effective_date", pl.col("change").cast(pl.String)).rows()),
        published={
            a_round.id: tuple(row for row in printed if row["round"] == a_round.id) for a_round in rounds
        },
        previous=groups(response_by_previous(study, grids=tables.grids), *QUESTION),
        early_late=groups(early_late(study, tables.due or None, grids=tables.grids), *QUESTION),
        joint=joint_rows(study, tables),
        statements={
            (each.id, row["body_id"], row["question_id"]): row
            for each in study.rounds
            if each.statements is not None
            for row in each.statements.iter_rows(named=True)
        },
        representatives=representatives_by_body(study),
    )


def representatives_by_body(study: Study) -> dict[str, tuple[Record, ...]]:
    """Whom people may write to about each body, in the order of the table."""
    found: dict[str, list[Record]] = {}
    for row in study.representatives.iter_rows(named=True):
        found.setdefault(row["body_id"], []).append(row)
    return {body_id: tuple(rows) for body_id, rows in found.items()}


def joint_rows(study: Study, tables: Tables) -> dict[Hashable, tuple[Record, ...]]:
    """Rows of `joint_summary` by round, kind and question of each of the two sides."""
    found: dict[Hashable, tuple[Record, ...]] = {}
    for row in joint_summary(study, grids=tables.grids).iter_rows(named=True):
        for side in ("left", "right"):
            key = (row["round"], row[f"{side}_kind"], row[f"{side}_question"])
            found[key] = (*found.get(key, ()), row)
    return found


def reply_rows(study: Study, tables: Tables) -> dict[BodyKey, Record]:
    """How the request to each body went: columns of `body_responses`, with outcome and url where known."""
    asked = body_responses(study, tables.due, grids=tables.grids)
    frames = [
        each.requests.select(
            pl.lit(each.id).alias("round"), "body_id", pl.col("outcome").cast(pl.String), "url"
        )
        for each in study.rounds
        if each.requests is not None
    ]
    if frames:
        asked = asked.join(pl.concat(frames), on=["round", "body_id"], how="full", coalesce=True)
    else:
        asked = asked.with_columns(outcome=pl.lit(None, pl.String), url=pl.lit(None, pl.String))
    return {(row["round"], row["body_id"]): row for row in asked.iter_rows(named=True)}
