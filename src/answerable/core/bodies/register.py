"""The register of bodies through time: who exists on a date, and which body an id means on that date.

Codes are reused: the same id can name two bodies at different times. The key of a body is therefore
its id with a date, and nothing here looks an id up without one.
"""

from datetime import date
from typing import Any

import polars as pl

from answerable.core.errors import BodyNotOpen, UnknownName
from answerable.core.study.model import Study


def bodies_on(bodies: pl.DataFrame, on: date, kind: str | None = None) -> pl.DataFrame:
    """Bodies open on a date, one row per id, in the order of the register.

    `closed` is the last day; a blank date is no bound. Where one id has two rows open on the day (it
    passed from one body to another that day), the later opened is meant.

    Shape:  rows of bodies.csv -> the rows valid on the date; `kind` keeps that kind only
    """
    day = pl.lit(on, dtype=pl.Date)
    is_open = (pl.col("opened").is_null() | (pl.col("opened") <= day)) & (
        pl.col("closed").is_null() | (pl.col("closed") >= day)
    )
    rows = bodies.filter(is_open)
    if rows["id"].n_unique() < rows.height:
        latest_last = rows.with_row_index("_row").sort("opened", nulls_last=False, maintain_order=True)
        kept = latest_last.unique("id", keep="last", maintain_order=True)
        rows = kept.sort("_row").drop("_row")
    return rows if kind is None else rows.filter(pl.col("kind") == kind)


def rows_on(bodies: pl.DataFrame, ids: pl.Series, on: date) -> pl.DataFrame:
    """The row that each id means on a date, aligned with `ids`; blank but for the id where none is open."""
    wanted = ids.alias("id").to_frame()
    return wanted.join(bodies_on(bodies, on), on="id", how="left", maintain_order="left").select(
        bodies.columns
    )


def body_at(study: Study, body_id: str, on: date) -> dict[str, Any]:
    """The body that an id means on a date, as a record of bodies.csv.

    Raises: UnknownName, BodyNotOpen
    """
    rows = study.bodies.filter(pl.col("id") == body_id)
    if rows.is_empty():
        raise UnknownName("body", body_id, study.bodies["id"].unique(maintain_order=True))
    valid = bodies_on(rows, on)
    if valid.is_empty():
        raise BodyNotOpen(body_id, on, [(row["opened"], row["closed"]) for row in rows.iter_rows(named=True)])
    return valid.row(0, named=True)
