"""Rows of a round and the bodies they name, on the day the round was sent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.study.columns import ReadTable
from answerable.core.study.faults import LINE, Faults, any_of, did_you_mean, quoted
from answerable.core.study.loading import Loaded, LoadedRound

KIND = "#kind"


def with_kinds(read: ReadTable, loaded: Loaded, a_round: LoadedRound, faults: Faults) -> pl.DataFrame | None:
    """The rows whose body was open and asked, with its kind in KIND; the others are told.

    None where the register could not be read whole, so that nothing can be said of bodies.
    """
    bodies = loaded.tables.get("bodies")
    if bodies is None or not bodies.whole:
        return None
    on = a_round.head.sent_on
    register = bodies.frame.select("id", "kind", "opened", "closed")
    there = _meant(register, on).select("id", pl.col("kind").alias(KIND))
    rows = read.frame.join(there, left_on="body_id", right_on="id", how="left", maintain_order="left")
    absent = rows.filter(pl.col(KIND).is_null() & pl.col("body_id").is_not_null())
    if not absent.is_empty():
        _tell_absent(absent, register, read, on, faults)
    asked = list(a_round.head.asked)
    faults.rows(
        rows.filter(~pl.col(KIND).is_in(asked)),
        "kind_not_asked",
        lambda row: (
            f"{quoted(row['body_id'])} is a body of the kind {row[KIND]}, which this round does not ask."
        ),
        "Remove the row, or name a questionnaire for the kind under asked in round.yaml.",
        file=read.file,
        column="body_id",
        expected=any_of(asked),
    )
    return rows.filter(pl.col(KIND).is_in(asked))


def _meant(register: pl.DataFrame, on: date | None) -> pl.DataFrame:
    """One row per id: the body it means on a day; of no day, the last to open."""
    if on is not None:
        return bodies_on(register, on)
    return register.sort("opened", nulls_last=False, maintain_order=True).unique("id", keep="last")


def _tell_absent(
    absent: pl.DataFrame, register: pl.DataFrame, read: ReadTable, on: date | None, faults: Faults
) -> None:
    known = register["id"].drop_nulls().unique().to_list()
    is_known = pl.col("body_id").is_in(known)
    faults.rows(
        absent.filter(~is_known),
        "unknown_body",
        lambda row: f"There is no body {quoted(row['body_id'])} in the register.",
        lambda row: did_you_mean(row["body_id"], known),
        file=read.file,
        column="body_id",
    )
    closed = absent.filter(is_known)
    if "outcome" in closed.columns:
        # That a body was gone when it was written to is what this outcome records.
        closed = closed.filter(pl.col("outcome").cast(pl.String).ne_missing("abolished"))
    if closed.is_empty():
        return
    spells = register.filter(pl.col("id").is_in(closed["body_id"].unique().to_list()))
    times = {
        body: spells.filter(pl.col("id") == body).sort("opened", nulls_last=False)
        for body in closed["body_id"].unique(maintain_order=True).head(60)
    }
    faults.rows(
        closed,
        "body_not_open",
        lambda row: _not_open(row, times, on),
        "Use the body that was there on that day, or correct its dates in the register.",
        file=read.file,
        column="body_id",
    )


def _not_open(row: Mapping[str, Any], times: Mapping[str, pl.DataFrame], on: date | None) -> str:
    body = row["body_id"]
    spells = times.get(body)
    when = ""
    if spells is not None and on is not None:
        opened = [day for day in spells["opened"] if day is not None and day > on]
        closed = [day for day in spells["closed"] if day is not None and day < on]
        parts = [f"it closed on {max(closed)}"] if closed else []
        parts += [f"it opened on {min(opened)}"] if opened else []
        when = f": {' and '.join(parts)}" if parts else ""
    return f"{quoted(body)} was not open on {on}, when the round was sent{when}."


def tell_twice(rows: pl.DataFrame, key: list[str], what: str, read: ReadTable, faults: Faults) -> None:
    """Tells every row that says again what an earlier one said, with both lines."""
    twice = rows.filter(pl.struct(key).is_duplicated() & pl.all_horizontal(pl.col(key).is_not_null()))
    if twice.is_empty():
        return
    first = twice.with_columns(pl.col(LINE).min().over(key).alias("#first"))
    faults.rows(
        first.filter(pl.col(LINE) > pl.col("#first")),
        "answered_twice" if len(key) > 1 else "row_twice",
        lambda row: f"{what} a second time; the first is on line {row['#first']}.",
        "Keep one of them.",
        file=read.file,
        column=key[-1],
    )


def tell_not_sent(read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    """A round without a day of sending has asked nobody, so nothing can have come back."""
    if a_round.head.sent_on is None and not read.frame.is_empty():
        faults.add(
            "not_sent",
            "The round has rows here and no day on which it was sent.",
            "Write the day in round.yaml as sent_on, or remove the rows.",
            file=read.file,
            line=read.frame[LINE][0],
        )
