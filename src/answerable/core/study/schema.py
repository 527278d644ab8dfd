"""The tables of a study folder: their columns, types and which of them are required.

This is the interface between a spreadsheet, the desk and the press. Frames in memory have exactly
these columns (declared attributes of bodies follow), in this order, whatever the file left out.
"""

from dataclasses import dataclass

import polars as pl

from answerable.core.answers import Outcome, Status
from answerable.core.bodies.model import Change

STATUS = pl.Enum([str(status) for status in Status])
OUTCOME = pl.Enum([str(outcome) for outcome in Outcome])
CHANGE = pl.Enum([str(change) for change in Change])


@dataclass(frozen=True)
class Column:
    """One column: its name, polars type, and whether a file must have it and each row must fill it."""

    name: str
    dtype: pl.DataType | type[pl.DataType] = pl.String
    required: bool = False
    filled: bool = False


@dataclass(frozen=True)
class Table:
    """One table of the folder: its file name without the ending, its columns, and what makes a row one."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in canonical order."""
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> pl.Schema:
        """The frame's schema."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    def empty(self) -> pl.DataFrame:
        """A frame with these columns and no rows."""
        return pl.DataFrame(schema=self.schema)


def _must(name: str, dtype: pl.DataType | type[pl.DataType] = pl.String) -> Column:
    return Column(name, dtype, required=True, filled=True)


BODIES = Table(
    "bodies",
    (
        _must("id"),
        _must("kind"),
        _must("name"),
        Column("opened", pl.Date),
        Column("closed", pl.Date),
        Column("ods_code"),
        Column("region_code"),
        Column("region"),
        Column("type"),
        Column("stp_code"),
        Column("stp"),
        Column("short_name"),
        Column("official_name"),
        Column("email"),
        Column("url"),
        Column("source"),
        Column("note"),
    ),
    key=("id", "opened"),
)
SUCCESSIONS = Table(
    "successions",
    (
        _must("effective_date", pl.Date),
        _must("predecessor_id"),
        _must("successor_id"),
        _must("change", CHANGE),
        Column("share_pct", pl.Float64),
        Column("source"),
        Column("note"),
    ),
    key=("effective_date", "predecessor_id", "successor_id"),
)
OVERLAPS = Table(
    "overlaps",
    (
        _must("left_id"),
        _must("right_id"),
        Column("share_of_left_pct", pl.Float64, required=True),
        Column("share_of_right_pct", pl.Float64, required=True),
        Column("source"),
    ),
    key=("left_id", "right_id"),
)
POPULATIONS = Table(
    "populations",
    (
        _must("body_id"),
        _must("measure"),
        Column("date", pl.Date, required=True),
        _must("value", pl.Float64),
        Column("source", required=True),
    ),
    key=("body_id", "measure", "date"),
)
PUBLISHED = Table(
    "published",
    (
        _must("round"),
        Column("kind", required=True),
        _must("question"),
        _must("measure"),
        Column("numerator", pl.Int64, required=True),
        Column("denominator", pl.Int64, required=True),
        Column("percent", pl.Float64, required=True),
        Column("source", required=True),
        Column("note", required=True),
    ),
)
REQUESTS = Table(
    "requests",
    (
        _must("body_id"),
        Column("sent_on", pl.Date),
        Column("replied_on", pl.Date),
        Column("outcome", OUTCOME, required=True, filled=True),
        Column("url"),
    ),
    key=("body_id",),
)
ANSWERS = Table(
    "answers",
    (
        _must("body_id"),
        _must("question_id"),
        _must("status", STATUS),
        Column("answer"),
        Column("value", pl.Float64),
        Column("unit"),
        Column("period"),
        Column("note"),
        Column("evidence"),
        Column("evidence_url"),
        Column("remarks"),
        Column("statement"),
    ),
    key=("body_id", "question_id"),
)

STATEMENTS = Table(
    "statements",
    (
        _must("body_id"),
        Column("question_id"),
        _must("statement"),
        Column("given_on", pl.Date),
        Column("url"),
    ),
    key=("body_id", "question_id"),
)
REPRESENTATIVES = Table(
    "representatives",
    (
        _must("body_id"),
        Column("name"),
        _must("role"),
        Column("area"),
        Column("email"),
        Column("url"),
        Column("source"),
        Column("date", pl.Date),
    ),
    key=("body_id", "role", "area", "name"),
)

POSTCODES = Table(
    "geography/postcodes",
    (_must("postcode"), _must("lon", pl.Float64), _must("lat", pl.Float64)),
    key=("postcode",),
)

TOP_TABLES = (BODIES, SUCCESSIONS, OVERLAPS, POPULATIONS, PUBLISHED, REPRESENTATIVES)
ROUND_TABLES = (REQUESTS, ANSWERS, STATEMENTS)
