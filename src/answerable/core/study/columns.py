"""Texts to typed columns: dates, numbers and words, with every cell that is none of them told."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from answerable.core.study.faults import BAD, LINE, Faults, any_of, did_you_mean, quoted
from answerable.core.study.schema import Column, Table
from answerable.core.study.tables import RawTable

DATE = r"^\d{4}-\d{2}-\d{2}$"
NUMBER = r"^[+-]?(\d{1,300}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
WHOLE = r"^[+-]?\d{1,15}(\.0*)?$"


@dataclass(frozen=True)
class ReadTable:
    """A table read: its typed frame with LINE and BAD last, and the columns its file has.

    `whole` is False where rows had to be left out as broken or lack a column that they need, `sure` where
    columns or cells had to be left out: what is blank then may not have been meant to be.
    """

    file: str
    frame: pl.DataFrame
    present: frozenset[str]
    whole: bool = True
    sure: bool = True

    @property
    def clean(self) -> pl.DataFrame:
        """The frame as it is kept in a study."""
        return self.frame.drop(LINE, BAD)


def typed(raw: RawTable, table: Table, faults: Faults, extra: Sequence[str] = ()) -> ReadTable:
    """A raw table in the columns of its schema, in canonical order; what cannot be read is told and null."""
    columns = (*table.columns, *(Column(name) for name in extra))
    found = _matched(raw, columns, table, faults)
    text = raw.frame.select(
        *(
            pl.col(found[column.name]).alias(column.name)
            if column.name in found
            else pl.lit(None, pl.String).alias(column.name)
            for column in columns
        ),
        LINE,
    )
    exprs, checked = [], []
    for column in columns:
        if column.dtype != pl.String and column.name in found:
            exprs.append(_parsed(column))
            checked.append(column)
        elif column.dtype != pl.String:
            exprs.append(pl.lit(None, column.dtype).alias(column.name))
    frame = text.with_columns(exprs)
    frame = frame.with_columns(_any_bad(text, frame, checked).alias(BAD))
    for column in checked:
        _tell_bad_cells(text, frame, column, raw.file, table, faults)
    for column in columns:
        if column.filled and column.name in found:
            _tell_blank_cells(text, column, raw.file, table, faults)
    # Without a column that must be there, no row can be known by it, and each would be told as unknown.
    whole = raw.whole and all(column.name in found for column in columns if column.filled)
    sure = whole and not frame[BAD].any() and len(found) == sum(1 for name in raw.header if name)
    return ReadTable(raw.file, frame, frozenset(found), whole, sure)


def _matched(raw: RawTable, columns: Sequence[Column], table: Table, faults: Faults) -> dict[str, str]:
    """The column of the frame for each known name of the header; unknown, doubled and missing ones told."""
    known = [column.name for column in columns]
    found: dict[str, str] = {}
    for number, name in enumerate(raw.header):
        place = f"#{number}"
        if name in found:
            faults.add(
                "duplicate_column",
                f"The column {quoted(name)} stands in the header twice.",
                "Remove one of them.",
                file=raw.file,
                line=1,
                column=name,
            )
        elif name in known:
            found[name] = place
        elif name:
            _unknown_column(raw.file, name, known, table, faults)
        elif raw.frame[place].null_count() < raw.frame.height:
            faults.add(
                "unnamed_column",
                f"Column {number + 1} has cells and no name.",
                "Name it in the header, or remove its cells.",
                file=raw.file,
                line=1,
            )
    for column in columns:
        if column.required and column.name not in found:
            faults.add(
                "missing_column",
                f"The column “{column.name}” is missing.",
                "Add it to the header; its cells may be blank."
                if not column.filled
                else "Add it to the header and fill it in every row.",
                file=raw.file,
                line=1,
                column=column.name,
            )
    return found


def _unknown_column(file: str, name: str, known: Sequence[str], table: Table, faults: Faults) -> None:
    hint = ""
    if table.name == "bodies":
        hint = " An attribute of the bodies is declared in study.yaml, under body_attributes."
    faults.add(
        "unknown_column",
        f"There is no column {quoted(name)} in this table.",
        did_you_mean(name, known) + hint,
        file=file,
        line=1,
        column=name[:80],
        expected=any_of(list(known), limit=20),
    )


def _parsed(column: Column) -> pl.Expr:
    text = pl.col(column.name).str.strip_chars()
    if column.dtype == pl.Date:
        value = pl.when(text.str.contains(DATE)).then(text).str.to_date("%Y-%m-%d", strict=False)
    elif column.dtype == pl.Float64:
        number = (
            pl.when(text.str.contains(NUMBER)).then(text.str.strip_prefix("+")).cast(pl.Float64, strict=False)
        )
        value = pl.when(number.is_finite()).then(number)
    elif column.dtype == pl.Int64:
        whole = pl.when(text.str.contains(WHOLE)).then(text.str.strip_prefix("+"))
        value = whole.str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    else:
        value = text.cast(column.dtype, strict=False)
    return value.alias(column.name)


def _any_bad(text: pl.DataFrame, frame: pl.DataFrame, checked: Sequence[Column]) -> pl.Series:
    """Whether each row has a cell that could not be read."""
    bad = pl.repeat(False, text.height, eager=True)
    for column in checked:
        bad |= text[column.name].is_not_null() & frame[column.name].is_null()
    return bad


def _tell_bad_cells(
    text: pl.DataFrame, frame: pl.DataFrame, column: Column, file: str, table: Table, faults: Faults
) -> None:
    name = column.name
    bad = text.filter(text[name].is_not_null() & frame[name].is_null())
    if bad.is_empty():
        return
    words = list(column.dtype.categories) if isinstance(column.dtype, pl.Enum) else []
    rule, expected, remedy = _expectation(column, words)
    faults.rows(
        bad,
        rule,
        lambda row: f"{quoted(row[name])} is not {_sort(column)}.",
        (lambda row: did_you_mean(row[name], words)) if words else remedy,
        file=file,
        column=name,
        expected=expected,
    )


def _sort(column: Column) -> str:
    if isinstance(column.dtype, pl.Enum):
        return f"one of the words for {column.name}"
    if column.dtype == pl.Date:
        return "a date"
    return "a whole number" if column.dtype == pl.Int64 else "a number"


def _expectation(column: Column, words: list[str]) -> tuple[str, str, str]:
    """The rule, what is expected and what to do for a cell of a column."""
    if words:
        return "unknown_word", any_of(words), ""
    if column.dtype == pl.Date:
        return (
            "not_a_date",
            "a date as YYYY-MM-DD",
            "Write year, month and day, such as 2016-04-04; format the column as text before saving.",
        )
    expected = "a whole number" if column.dtype == pl.Int64 else "a number with a point for decimals"
    return (
        "not_a_number",
        expected,
        "Write digits only, without thousands separators, units or currency signs, such as 1200.5.",
    )


def _tell_blank_cells(text: pl.DataFrame, column: Column, file: str, table: Table, faults: Faults) -> None:
    faults.rows(
        text.filter(text[column.name].is_null()),
        "blank_cell",
        lambda row: f"The cell for {column.name} is blank.",
        f"Fill it in: every row of {table.name} needs it.",
        file=file,
        column=column.name,
    )
