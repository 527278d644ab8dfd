"""Groups of bodies by columns of bodies.csv: regions, types, or whatever a study declares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.errors import AnswerableError, UnknownName

NOT_STATED = "(not stated)"


def check_columns(bodies: pl.DataFrame, by: Sequence[str], taken: Sequence[str]) -> tuple[str, ...]:
    """The columns to break down by, each once; `kind` is left out, since every row has its kind anyway.

    Raises: UnknownName naming the nearest column; AnswerableError for a name that the table itself uses
    """
    for name in by:
        if name not in bodies.columns:
            raise UnknownName("column of bodies.csv", name, bodies.columns)
    chosen = tuple(name for name in dict.fromkeys(by) if name != "kind")
    for name in chosen:
        if name in taken:
            raise AnswerableError(
                f"The attribute “{name}” of bodies.csv is also a column of this table; rename the attribute."
            )
    return chosen


@dataclass(frozen=True, eq=False)
class Groups:
    """Bodies sorted into groups: `labels` has a row per group, `place` the group of each body.

    Without columns to group by there is one group, even of no bodies at all.
    """

    labels: pl.DataFrame
    place: npt.NDArray[np.int64]

    @classmethod
    def of(cls, bodies: pl.DataFrame, by: Sequence[str]) -> "Groups":
        """Groups in alphabetical order, those with a value missing last; a blank is "(not stated)"."""
        if not by:
            return cls(pl.DataFrame({"": [None]}).drop(""), np.zeros(bodies.height, dtype=np.int64))
        labelled = bodies.select(stated(name) for name in by)
        order = [key for name in by for key in (pl.col(name) == NOT_STATED, pl.col(name))]
        labels = labelled.unique().sort(order)
        place = labelled.join(labels.with_row_index("place"), on=list(by), how="left", maintain_order="left")
        return cls(labels, place["place"].cast(pl.Int64).to_numpy())

    @property
    def size(self) -> int:
        """How many groups there are."""
        return self.labels.height if self.labels.width else 1


def stated(column: str) -> pl.Expr:
    """A column as text, with "(not stated)" for what is missing."""
    text = pl.col(column).cast(pl.String)
    return (
        pl.when(text.is_null() | (text.str.strip_chars() == ""))
        .then(pl.lit(NOT_STATED))
        .otherwise(text)
        .alias(column)
    )
