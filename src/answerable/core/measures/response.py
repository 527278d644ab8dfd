"""Who replied, how completely and how soon; and whether those who did differ from those who did not.

The rates are those of AAPOR for a census: RR1 counts complete replies only, RR2 partial ones too, and
both are of every eligible body. Bodies abolished meanwhile, and withdrawn requests, are not eligible.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl

from answerable.core.errors import UnknownName
from answerable.core.measures.grid import Grid, Grids
from answerable.core.measures.groups import NOT_STATED, Groups, check_columns, stated
from answerable.core.measures.replies import Response
from answerable.core.measures.shares import KEYS, measures_by
from answerable.core.study.model import Study

DueDates = Mapping[date, date]
COUNTED = ("n_asked", *(str(response) for response in Response))
SHARED = ("n_replied", "reply_share", "rr1", "rr2")
TIMED = ("n_undated", "n_on_time", "on_time_share", "on_time_low", "on_time_high")
RATES = (*COUNTED, *SHARED, *TIMED)
_BODY_SCHEMA = pl.Schema(
    {
        "round": pl.String(),
        "kind": pl.String(),
        "body_id": pl.String(),
        "response": pl.Enum([str(response) for response in Response]),
        "replied": pl.Boolean(),
        "sent_on": pl.Date(),
        "replied_on": pl.Date(),
        "due_on": pl.Date(),
        "on_time": pl.Boolean(),
    }
)
_RATE_SCHEMA = {
    name: pl.Float64() if name.endswith(("share", "low", "high")) or name in ("rr1", "rr2") else pl.Int64()
    for name in RATES
}
QUARTERS = ("smallest quarter", "second quarter", "third quarter", "largest quarter")
NOT_IN_EARLIER_ROUND = "(not in that round)"
EARLY, LATE, UNDATED = "early", "late", "undated"


def response_rates(
    study: Study, due_dates: DueDates | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """How many of the eligible bodies replied, completely or not, and in time, per round and kind.

    `due_dates` says by when a request sent on a date had to be answered. Where a reply has no date it may
    have been in time or late: then the on-time share is missing and its bounds say how far it could go.

    Shape:  round, kind, n_asked, complete, partial, refusal, other, non_contact, unresolved, not_eligible,
            n_replied, reply_share, rr1, rr2, n_undated, n_on_time, on_time_share, on_time_low, on_time_high
    Units:  shares 0 to 1, of n_asked; missing when that is 0, or when no due date is known
    Raises: GridMisaligned
    Source: AAPOR Standard Definitions
    """
    grids = Grids.of(study, grids)
    bodies = body_responses(study, due_dates, grids=grids)
    frames = [
        _rates(bodies.filter(_is_of(grid)), [])
        .with_columns(
            pl.lit(grid.round.id).alias("round"),
            pl.lit(grid.kind).alias("kind"),
            pl.lit(grid.not_eligible.height, dtype=pl.Int64).alias("not_eligible"),
        )
        .select("round", "kind", *COUNTED, "not_eligible", *SHARED, *TIMED)
        for grid in grids
    ]
    if frames:
        return pl.concat(frames)
    empty = _no_rates("round", "kind").with_columns(pl.lit(0, dtype=pl.Int64).alias("not_eligible"))
    return empty.select("round", "kind", *COUNTED, "not_eligible", *SHARED, *TIMED)


def body_responses(
    study: Study, due_dates: DueDates | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """How the request to each eligible body ended.

    Shape:  round, kind, body_id, response, replied, sent_on, replied_on, due_on, on_time; one row per body
            to which anything was put. on_time is missing without a due date, or for a reply without a date
    """
    due = pl.DataFrame(
        {"sent_on": list(due_dates or {}), "due_on": list((due_dates or {}).values())},
        schema={"sent_on": pl.Date, "due_on": pl.Date},
    )
    in_time = pl.when("replied").then(pl.col("replied_on") <= pl.col("due_on")).otherwise(False)
    frames = [
        pl.DataFrame(
            [
                pl.repeat(grid.round.id, grid.bodies.height, dtype=pl.String, eager=True).alias("round"),
                pl.repeat(grid.kind, grid.bodies.height, dtype=pl.String, eager=True).alias("kind"),
                grid.ids.alias("body_id"),
                grid.replies.frame["response"],
                pl.Series("replied", grid.replies.replied),
                grid.replies.frame["sent_on"],
                grid.replies.frame["replied_on"],
            ]
        )
        for grid in Grids.of(study, grids)
    ]
    if not frames:
        return pl.DataFrame(schema=_BODY_SCHEMA)
    return (
        pl.concat(frames)
        .filter(pl.col("response").is_not_null())
        .join(due, on="sent_on", how="left", maintain_order="left")
        .with_columns(pl.when(pl.col("due_on").is_not_null()).then(in_time).alias("on_time"))
    )


def response_by(
    study: Study, column: str, due_dates: DueDates | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """Response by a column of bodies.csv, such as region or type.

    Shape:  round, kind, the column, then as `response_rates` without not_eligible
    Raises: UnknownName naming the nearest column
    """
    grids = Grids.of(study, grids)
    check_columns(study.bodies, [column], ("round", *RATES))
    bodies = body_responses(study, due_dates, grids=grids)
    if column == "kind":
        return _rates(bodies, ["round", "kind"])
    labels = [_labels(grid, grid.bodies.select(stated(column)).to_series()) for grid in grids]
    return _by_group(bodies, labels, column)


def response_by_size(
    study: Study, measure: str, due_dates: DueDates | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """Response by size: quarters of the asked bodies, in order of a measure of populations.csv.

    The latest value up to the day of sending counts, else the earliest after it; bodies without any are
    "(not stated)". Bodies of equal size are in one quarter.

    Shape:  round, kind, size, then as `response_rates` without not_eligible
    Raises: UnknownName
    """
    grids = Grids.of(study, grids)
    known = study.populations["measure"].unique(maintain_order=True)
    if measure not in known:
        raise UnknownName("measure of populations.csv", measure, known)
    bodies = body_responses(study, due_dates, grids=grids)
    labels = [_labels(grid, _quarters(_sizes(study, grid, measure))) for grid in grids]
    return _by_group(bodies, labels, "size", QUARTERS)


def response_by_previous(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Who replied now, by what they said to the comparable question of the earlier round.

    Only the same body counts as having said it: the same id with the same dates. All others are
    "(not in that round)".

    Shape:  round, kind, question, from_round, previous, n_asked, n_replied, n_answered, reply_share
    Units:  shares 0 to 1 of n_asked, missing when that is 0
    """
    grids = Grids.of(study, grids)
    counted = {(grid.round.id, grid.kind) for grid in grids}
    frames = []
    for grid in grids:
        for question in grid.questionnaire.questions:
            link = question.compares_with
            if link is None or (link.round, link.kind or grid.kind) not in counted:
                continue
            earlier = grids.get(link.round, link.kind or grid.kind)
            frames.append(_by_previous(grid, question.id, earlier, link.question))
    schema = dict.fromkeys((*KEYS, "from_round", "previous"), pl.String()) | dict.fromkeys(
        ("n_asked", "n_replied", "n_answered"), pl.Int64()
    )
    return pl.concat([pl.DataFrame(schema=schema | {"reply_share": pl.Float64()}), *frames])


def early_late(
    study: Study, due_dates: DueDates | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """What early repliers said beside late ones: the late are the nearest thing to those who never did.

    Early is by the due date where `due_dates` are given, else up to the median day of reply.

    Shape:  round, kind, question, replied (early, late, undated), n_replied, n_answered, n_yes, yes_share
    Units:  shares 0 to 1, missing when n_answered is 0 or the question has no yes
    """
    frames = [
        pl.DataFrame(
            schema=dict.fromkeys((*KEYS, "replied"), pl.String())
            | dict.fromkeys(("n_replied", "n_answered", "n_yes"), pl.Int64())
            | {"yes_share": pl.Float64()}
        )
    ]
    for grid in Grids.of(study, grids):
        table = measures_by(grid, _by_time(grid, due_dates))
        frames.append(
            table.filter((pl.col("replied") != "") & (pl.col("n_replied") > 0)).select(frames[0].columns)
        )
    return pl.concat(frames)


def _is_of(grid: Grid) -> pl.Expr:
    return (pl.col("round") == grid.round.id) & (pl.col("kind") == grid.kind)


def _rates(bodies: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Rates of the bodies given, one row per value of `by`."""
    replied, on_time, due_on = pl.col("replied"), pl.col("on_time"), pl.col("due_on")
    counts = [
        pl.len().cast(pl.Int64).alias("n_asked"),
        *((pl.col("response") == str(r)).sum().cast(pl.Int64).alias(str(r)) for r in Response),
        replied.sum().cast(pl.Int64).alias("n_replied"),
        (replied & pl.col("replied_on").is_null()).sum().cast(pl.Int64).alias("n_undated"),
        # A count of what is known would read as "none in time" where nothing is known.
        pl.when((pl.len() > 0) & due_on.is_not_null().all())
        .then(on_time.sum())
        .cast(pl.Int64)
        .alias("n_on_time"),
    ]
    table = bodies.group_by(by, maintain_order=True).agg(counts) if by else bodies.select(counts)
    asked = pl.when(pl.col("n_asked") > 0).then("n_asked")
    complete, partial = pl.col(str(Response.COMPLETE)), pl.col(str(Response.PARTIAL))
    in_time, undated = pl.col("n_on_time"), pl.col("n_undated")
    return table.with_columns(
        (pl.col("n_replied") / asked).alias("reply_share"),
        (complete / asked).alias("rr1"),
        ((complete + partial) / asked).alias("rr2"),
        pl.when(undated == 0).then(in_time / asked).alias("on_time_share"),
        (in_time / asked).alias("on_time_low"),
        ((in_time + undated) / asked).alias("on_time_high"),
    ).select(*by, *RATES)


def _no_rates(*keys: str) -> pl.DataFrame:
    return pl.DataFrame(schema={**dict.fromkeys(keys, pl.String()), **_RATE_SCHEMA})


def _labels(grid: Grid, group: pl.Series) -> pl.DataFrame:
    """The group of each asked body of a grid."""
    return grid.bodies.select(
        pl.lit(grid.round.id).alias("round"),
        pl.lit(grid.kind).alias("kind"),
        pl.col("id").alias("body_id"),
        group.alias("group"),
    )


def _by_group(
    bodies: pl.DataFrame, labels: list[pl.DataFrame], name: str, order: Sequence[str] = ()
) -> pl.DataFrame:
    """Rates per round, kind and group; groups in the order given, else by alphabet, "(not stated)" last."""
    if not labels:
        return _no_rates("round", "kind", name)
    of_body = ["round", "kind", "body_id"]
    grouped = bodies.join(pl.concat(labels), on=of_body, how="left", maintain_order="left")
    table = _rates(grouped, ["round", "kind", "group"])
    part = table.select(pl.struct("round", "kind").rle_id()).to_series()
    place = pl.col("group").replace_strict(
        {word: i for i, word in enumerate(order)}, default=len(order), return_dtype=pl.Int64
    )
    return table.sort(part, pl.col("group") == NOT_STATED, place, "group").rename({"group": name})


def _sizes(study: Study, grid: Grid, measure: str) -> pl.Series:
    values = study.populations.filter(pl.col("measure") == measure)
    sent = pl.lit(grid.round.sent_on, dtype=pl.Date)
    # Latest before first, then earliest after; an undated value comes last.
    after = (pl.col("date") > sent).fill_null(True)
    days = (pl.col("date") - sent).dt.total_days().abs()
    nearest = values.sort(after, days, nulls_last=True, maintain_order=True).unique("body_id", keep="first")
    sizes = grid.bodies.select(pl.col("id").alias("body_id")).join(
        nearest.select("body_id", "value"), on="body_id", how="left", maintain_order="left"
    )
    return sizes["value"]


def _quarters(sizes: pl.Series) -> pl.Series:
    n_known = sizes.len() - sizes.null_count()
    quarter = (sizes.rank("min") - 1) * len(QUARTERS) // max(n_known, 1)
    words = pl.Series(QUARTERS, dtype=pl.String).gather(quarter.cast(pl.UInt32))
    return words.fill_null(NOT_STATED)


def _by_previous(grid: Grid, question_id: str, earlier: Grid, earlier_question: str) -> pl.DataFrame:
    said = earlier.bodies.select("id", "opened").with_columns(
        earlier.states(earlier_question).alias("previous")
    )
    now = grid.bodies.select("id", "opened").join(
        said, on=["id", "opened"], how="left", nulls_equal=True, maintain_order="left"
    )
    labelled = now.select(pl.col("previous").fill_null(NOT_IN_EARLIER_ROUND))
    table = measures_by(grid, Groups.of(labelled, ["previous"]), question_id)
    return table.select(
        *KEYS,
        pl.lit(earlier.round.id).alias("from_round"),
        "previous",
        "n_asked",
        "n_replied",
        "n_answered",
        (pl.col("n_replied") / pl.when(pl.col("n_asked") > 0).then("n_asked")).alias("reply_share"),
    )


def _by_time(grid: Grid, due_dates: DueDates | None) -> Groups:
    replies = grid.replies.frame
    dated = replies["replied_on"]
    if due_dates is None:
        middle = dated.filter(pl.Series(grid.replies.replied)).drop_nulls().sort()
        split = pl.repeat(
            middle[(middle.len() - 1) // 2] if middle.len() else None, dated.len(), dtype=pl.Date, eager=True
        )
    else:
        split = replies["sent_on"].replace_strict(dict(due_dates), default=None, return_dtype=pl.Date)
    early = (dated <= split).to_numpy() if dated.len() else np.zeros(0, dtype=bool)
    labels = pl.DataFrame({"replied": [EARLY, LATE, UNDATED, ""]})
    unknown = (dated.is_null() | split.is_null()).to_numpy()
    place = np.where(~grid.replies.replied, 3, np.where(unknown, 2, np.where(early == 1, 0, 1)))
    return Groups(labels, place.astype(np.int64))
