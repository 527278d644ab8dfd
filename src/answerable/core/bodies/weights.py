"""What a body weighs when results of several are put together: one each, or its people."""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.study.model import Study

COUNT = "count"
Weights = npt.NDArray[np.float64]


def body_weights(study: Study, ids: pl.Series, on: date, weight: str) -> Weights:
    """The weight of each body as it is on a date: one for "count", else a measure of populations.csv.

    Of several figures the one nearest to the date is taken, but none of a day on which the id meant
    another body: codes are reused.

    Shape:  ids of bodies open on the date -> one weight each
    Raises: UnknownName; AnswerableError for bodies without a figure
    """
    if weight == COUNT:
        return np.ones(ids.len())
    figures = study.populations.filter(pl.col("measure") == weight).select("body_id", "date", "value")
    if figures.is_empty():
        raise UnknownName(
            "weight", weight, [COUNT, *study.populations["measure"].unique(maintain_order=True)]
        )
    register = study.bodies.with_row_index("row")
    wanted = (
        ids.alias("body_id")
        .to_frame()
        .with_row_index("place")
        .join(_rows(register, on), on="body_id", how="left", maintain_order="left")
    )
    days = figures["date"].unique().drop_nulls().sort()
    then = [_rows(register, day).rename({"row": "then"}).with_columns(date=pl.lit(day)) for day in days]
    meant = pl.concat(
        [pl.DataFrame(schema={"body_id": pl.String, "then": pl.UInt32, "date": pl.Date}), *then]
    )
    fitting = (
        wanted.join(figures, on="body_id")
        .join(meant, on=["body_id", "date"], how="left")
        .filter(pl.col("then").is_null() | (pl.col("then") == pl.col("row")))
        .sort("place", (pl.col("date") - pl.lit(on, dtype=pl.Date)).abs(), "date", nulls_last=True)
        .unique("place", keep="first", maintain_order=True)
    )
    weighed = wanted.join(fitting.select("place", "value"), on="place", how="left", maintain_order="left")
    lacking = weighed.filter(pl.col("value").is_null())["body_id"]
    if lacking.len():
        raise AnswerableError(
            f"populations.csv has no “{weight}” for {lacking.len()} of {ids.len()} bodies "
            f"({', '.join(lacking.head(5))}). Add them, or weigh by count."
        )
    return weighed["value"].to_numpy().astype(np.float64)


def _rows(register: pl.DataFrame, on: date) -> pl.DataFrame:
    return bodies_on(register, on).select(pl.col("id").alias("body_id"), "row")


def weight_words(weight: str) -> str:
    """How bodies were weighed, for print beside any weighted share."""
    return "each body counts once" if weight == COUNT else f"weighted by population ({weight})"
