"""Joint commissioning seen from both sides: two kinds of body, through the people their areas share.

Areas of the two kinds overlap many to many, so a claim of working jointly names no partner. Each pair of
overlapping bodies is therefore set side by side, and each body against all that overlap it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from answerable.core.measures.codes import NO_CODE, YES_CODE, is_answered
from answerable.core.measures.grid import Grid, Grids
from answerable.core.questions import ConsistencyRule
from answerable.core.study.model import Study

JOINT_RULE = "joint_one_side"

SLIVER_SHARE = 0.05
"""An overlap counts if at least this share of the people of either body live in it.

Areas that only touch, or that old and new boundaries make overlap by a few streets, are no partners.
"""


class Side(StrEnum):
    """Who of two sides says yes; unknown if either has no answer."""

    BOTH = "both"
    LEFT_ONLY = "left_only"
    RIGHT_ONLY = "right_only"
    NEITHER = "neither"
    UNKNOWN = "unknown"


SIDE = pl.Enum([str(side) for side in Side])
SIDES = {
    "round": pl.String(),
    "left_kind": pl.String(),
    "left_question": pl.String(),
    "left_id": pl.String(),
    "left_state": pl.String(),
    "right_kind": pl.String(),
    "right_question": pl.String(),
    "right_id": pl.String(),
    "right_state": pl.String(),
    "share_of_left": pl.Float64(),
    "share_of_right": pl.Float64(),
    "side": SIDE,
}
BODIES = {
    "round": pl.String(),
    "kind": pl.String(),
    "question": pl.String(),
    "other_kind": pl.String(),
    "other_question": pl.String(),
    "body_id": pl.String(),
    "state": pl.String(),
    "n_others": pl.Int64(),
    "n_others_answered": pl.Int64(),
    "n_others_yes": pl.Int64(),
    "n_others_no": pl.Int64(),
    "others_answered_share": pl.Float64(),
    "others_yes_share": pl.Float64(),
    "side": SIDE,
}
COUNTED = ("pairs", "left", "right")


@dataclass(frozen=True, eq=False)
class Joint:
    """One question that two kinds of body were asked about each other in one round.

    `declared` are the rules that asked for it, by the kind whose questionnaire holds them.
    """

    left: Grid
    right: Grid
    left_question: str
    right_question: str
    declared: dict[str, ConsistencyRule]


def joints(study: Study, grids: Grids | None = None) -> Iterator[Joint]:
    """Every joint question of every round, each once, though both questionnaires may name it.

    Raises: UnknownName
    """
    made = Grids.of(study, grids)
    found: dict[tuple[str, frozenset[tuple[str, str]]], Joint] = {}
    for grid in made:
        for rule in grid.questionnaire.consistency:
            if rule.rule != JOINT_RULE or rule.other is None or rule.other_kind is None:
                continue
            key = (grid.round.id, frozenset({(grid.kind, rule.question), (rule.other_kind, rule.other)}))
            if key in found:
                found[key].declared[grid.kind] = rule
            else:
                other = made.get(grid.round.id, rule.other_kind)
                found[key] = Joint(grid, other, rule.question, rule.other, {grid.kind: rule})
    yield from found.values()


def joint_sides(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """The two answers of every pair of overlapping bodies that were asked.

    `side` is told from yes and not yes among answers; slivers (`SLIVER_SHARE`) are left out.

    Shape:  round, left_kind, left_question, left_id, left_state, right_kind, right_question, right_id,
            right_state, share_of_left, share_of_right, side
    Units:  shares of the people of each body, 0 to 1
    Raises: UnknownName, GridMisaligned
    """
    found = [_pairs(study, joint).select(list(SIDES)) for joint in joints(study, grids)]
    return pl.concat([pl.DataFrame(schema=SIDES), *found])


def joint_bodies(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Every asked body of both kinds against all bodies of the other kind that overlap it.

    both: it says yes and at least one of them does. left_only: it (the left here) says yes, at least one
    of them answered and none says yes. right_only, neither: the same where it says otherwise. unknown: it
    did not answer, or none of them did.

    Shape:  round, kind, question, other_kind, other_question, body_id, state, n_others, n_others_answered,
            n_others_yes, n_others_no, others_answered_share, others_yes_share, side
    Units:  shares of the people of this body that live where the other side answered, or says yes, 0 to 1
    Raises: UnknownName, GridMisaligned
    """
    found = [
        _bodies(study, joint, mirrored).select(list(BODIES))
        for joint in joints(study, grids)
        for mirrored in (False, True)
    ]
    return pl.concat([pl.DataFrame(schema=BODIES), *found])


def joint_summary(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """How often both sides say yes, only one, or neither: by pairs, and by bodies of either kind.

    In all rows left is the kind named first, so `right_only` by bodies of the right kind counts those that
    say yes while none that overlaps them does.

    Shape:  round, left_kind, left_question, right_kind, right_question, counted (pairs, left, right), both,
            left_only, right_only, neither, unknown, n (their sum)
    Raises: UnknownName, GridMisaligned
    """
    keys = ("round", "left_kind", "left_question", "right_kind", "right_question")
    schema = {
        **dict.fromkeys((*keys, "counted"), pl.String()),
        **dict.fromkeys((*map(str, Side), "n"), pl.Int64()),
    }
    rows: list[tuple[object, ...]] = []
    for joint in joints(study, grids):
        names = (
            *(joint.left.round.id, joint.left.kind, joint.left_question),
            *(joint.right.kind, joint.right_question),
        )
        seen = {
            "pairs": _pairs(study, joint),
            "left": _bodies(study, joint),
            "right": _bodies(study, joint, True),
        }
        for counted in COUNTED:
            sides = seen[counted]["side"].cast(pl.String)
            if counted == "right":
                sides = sides.replace({"left_only": "right_only", "right_only": "left_only"})
            rows.append((*names, counted, *(int((sides == str(side)).sum()) for side in Side), len(sides)))
    return pl.DataFrame(rows, schema=schema, orient="row")


def _overlaps(study: Study, left: Grid, right: Grid) -> pl.DataFrame:
    """Overlaps of the asked bodies, left and right as in the grids, whichever way the file has them."""
    given = study.overlaps.select("left_id", "right_id", "share_of_left_pct", "share_of_right_pct")
    turned = given.select(
        pl.col("right_id").alias("left_id"),
        pl.col("left_id").alias("right_id"),
        pl.col("share_of_right_pct").alias("share_of_left_pct"),
        pl.col("share_of_left_pct").alias("share_of_right_pct"),
    )
    here = left.ids.alias("left_id").to_frame().with_row_index("left")
    there = right.ids.alias("right_id").to_frame().with_row_index("right")
    both = pl.concat([given, turned]).join(here, on="left_id").join(there, on="right_id")
    shares = [(pl.col(f"share_of_{side}_pct") / 100).alias(f"share_of_{side}") for side in ("left", "right")]
    counts = pl.max_horizontal("share_of_left", "share_of_right").fill_null(1.0) >= SLIVER_SHARE
    return (
        both.with_columns(shares).filter(counts).unique(["left", "right"], keep="first").sort("left", "right")
    )


def _pairs(study: Study, joint: Joint) -> pl.DataFrame:
    """Pairs with the answers of both: places, ids, states, `yes_*` and `answered_*`, and the side."""
    pairs = _overlaps(study, joint.left, joint.right)
    for side, grid, question in (
        ("left", joint.left, joint.left_question),
        ("right", joint.right, joint.right_question),
    ):
        codes = grid.of(question)[pairs[side].to_numpy()]
        pairs = pairs.with_columns(
            pl.Series(f"{side}_state", grid.states(question).gather(pairs[side])),
            pl.Series(f"yes_{side}", codes == YES_CODE),
            pl.Series(f"no_{side}", codes == NO_CODE),
            pl.Series(f"answered_{side}", is_answered(codes)),
            pl.lit(grid.kind).alias(f"{side}_kind"),
            pl.lit(question).alias(f"{side}_question"),
        )
    known = pl.col("answered_left") & pl.col("answered_right")
    return pairs.with_columns(
        pl.lit(joint.left.round.id).alias("round"), _side(known, pl.col("yes_left"), pl.col("yes_right"))
    )


def _side(known: pl.Expr, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return (
        pl.when(~known)
        .then(pl.lit("unknown"))
        .when(left & right)
        .then(pl.lit("both"))
        .when(left)
        .then(pl.lit("left_only"))
        .when(right)
        .then(pl.lit("right_only"))
        .otherwise(pl.lit("neither"))
        .cast(SIDE)
        .alias("side")
    )


def _bodies(study: Study, joint: Joint, mirrored: bool = False) -> pl.DataFrame:
    """All asked bodies of one side against those of the other side that overlap them."""
    if mirrored:
        joint = Joint(joint.right, joint.left, joint.right_question, joint.left_question, joint.declared)
    codes, share = joint.left.of(joint.left_question), pl.col("share_of_left")
    # Shares of one body that miss or pass 100% as printed are scaled to the whole.
    of_people = (share / pl.max_horizontal(share.sum(), pl.lit(1.0))).fill_null(0.0)
    others = (
        _pairs(study, joint)
        .group_by("left")
        .agg(
            pl.len().cast(pl.Int64).alias("n_others"),
            pl.col("answered_right").sum().cast(pl.Int64).alias("n_others_answered"),
            pl.col("yes_right").sum().cast(pl.Int64).alias("n_others_yes"),
            pl.col("no_right").sum().cast(pl.Int64).alias("n_others_no"),
            of_people.filter(pl.col("answered_right")).sum().alias("others_answered_share"),
            of_people.filter(pl.col("yes_right")).sum().alias("others_yes_share"),
        )
    )
    counts = ("n_others", "n_others_answered", "n_others_yes", "n_others_no")
    frame = pl.DataFrame(
        {
            "body_id": joint.left.ids,
            "state": joint.left.states(joint.left_question),
            "yes": codes == YES_CODE,
            "answered": is_answered(codes),
        }
    ).with_row_index("left")
    return (
        frame.join(others, on="left", how="left", maintain_order="left")
        .with_columns(
            *(pl.col(name).fill_null(0) for name in counts),
            pl.lit(joint.left.round.id).alias("round"),
            pl.lit(joint.left.kind).alias("kind"),
            pl.lit(joint.left_question).alias("question"),
            pl.lit(joint.right.kind).alias("other_kind"),
            pl.lit(joint.right_question).alias("other_question"),
        )
        .with_columns(
            _side(
                pl.col("answered") & (pl.col("n_others_answered") > 0),
                pl.col("yes"),
                pl.col("n_others_yes") > 0,
            )
        )
    )
