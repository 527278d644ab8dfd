"""CSV and XLSX to a frame of texts with line numbers, telling everything that is wrong on the way."""

import csv
import io
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from polars.exceptions import PolarsError

from answerable.core.study.encoding import decoded
from answerable.core.study.faults import LINE, Faults, quoted
from answerable.core.study.folder import MEGABYTE
from answerable.core.study.structure import Structure, structure

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
LONGEST_HEADER = 100_000
MOST_LINES = 16_000_000
NEWLINE = b"\n"
# Beyond this a file with stray quotation marks is not read cell by cell to find out what they mean.
READ_SLOWLY = 64 * MEGABYTE
UNEVEN_REMEDY = (
    "Put a cell that holds a separator in quotation marks; give every row the cells of the header."
)


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in its file: cells as text, blank cells null, LINE as the last column.

    Rows without any content are left out. `whole` is False where rows had to be left out as broken.
    """

    file: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    whole: bool = True


def read_csv(data: bytes, file: str, known: Sequence[str], faults: Faults) -> RawTable | None:
    """The cells of a CSV file separated by commas, semicolons or tabs; None where there is no telling.

    `known` are column names that may occur: they settle which separator it is.
    """
    text = decoded(data, file, faults)
    if text is None:
        return None
    if b"\n" not in text and b"\r" in text:
        text = text.replace(b"\r", b"\n")
    if not text.strip():
        faults.add(
            "empty_file",
            "The file is empty.",
            f"Write its header, which begins `{','.join(known[:3])}`, or remove the file.",
            file=file,
        )
        return None
    if text.count(NEWLINE) > MOST_LINES:
        faults.add(
            "file_too_large",
            f"The file has {text.count(NEWLINE):,} lines, more than any table of a study.",
            "Remove blank lines, and check that it is the file it should be.",
            file=file,
            expected=f"at most {MOST_LINES:,} lines",
        )
        return None
    separator = _separator(text, known)
    shape = structure(text, separator)
    header_end = int(shape.ends[0])
    header = _header(text[:header_end], separator, file, faults)
    if header is None:
        return None
    if shape.sound:
        raw = _read_fast(text, header, separator, shape, file, faults)
        if raw is not None:
            return raw
    return _read_slowly(text, header, separator, file, faults)


def _separator(text: bytes, known: Sequence[str]) -> str:
    first = text[:LONGEST_HEADER].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")

    def fit(separator: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in first.split(separator)]
        return sum(cell in known for cell in cells), len(cells)

    return max(SEPARATORS, key=fit)


def _header(record: bytes, separator: str, file: str, faults: Faults) -> tuple[str, ...] | None:
    if len(record) > LONGEST_HEADER:
        faults.add(
            "no_header",
            f"The first line is {len(record):,} bytes long, which is no header.",
            "Begin the file with one line of column names.",
            file=file,
            line=1,
        )
        return None
    try:
        rows = list(
            csv.reader(io.StringIO(record.decode("utf-8"), newline=""), delimiter=separator, strict=True)
        )
    except (csv.Error, UnicodeDecodeError) as error:
        _broken_quotes(file, 1, str(error), faults)
        return None
    header = tuple(cell.strip() for cell in rows[0]) if rows else ()
    if not any(header):
        faults.add(
            "no_header",
            "The first line is blank where the column names are expected.",
            "Remove blank lines above the header.",
            file=file,
            line=1,
        )
        return None
    return header


def _names(header: Sequence[str]) -> list[str]:
    """Column names that no header can confuse: a header may hold a name twice, or none."""
    return [f"#{number}" for number in range(len(header))]


def _read_fast(
    text: bytes, header: Sequence[str], separator: str, shape: Structure, file: str, faults: Faults
) -> RawTable | None:
    """The table by way of polars, without rows of the wrong length; None where polars sees other records."""
    blank = shape.sizes == shape.cells - 1  # nothing but separators
    even = shape.cells == len(header)
    keep = even & ~blank
    keep[0] = False
    names = _names(header)
    schema = pl.Schema({name: pl.String() for name in names})
    if keep.any():
        body = text[int(shape.ends[0]) :] if keep[1:].all() else _records(text, shape, keep)
        try:
            frame = pl.read_csv(body, has_header=False, separator=separator, schema=schema, quote_char='"')
        except PolarsError:
            return None
        if frame.height != keep.sum() or frame.width != len(names):
            return None
    else:
        frame = pl.DataFrame(schema=schema)
    uneven = np.flatnonzero(~even & ~blank)
    bad = pl.DataFrame({LINE: shape.lines[uneven], "cells": shape.cells[uneven]})
    faults.rows(
        bad,
        "uneven_row",
        lambda row: _uneven(row["cells"], len(header)),
        UNEVEN_REMEDY,
        file=file,
        expected=f"{len(header)} cells",
    )
    frame = frame.with_columns(pl.Series(LINE, shape.lines[keep], dtype=pl.Int64))
    return RawTable(file, tuple(header), _without_blank_rows(frame), whole=bad.is_empty())


def _records(text: bytes, shape: Structure, keep: npt.NDArray[np.bool_]) -> bytes:
    """The bytes of some records."""
    lengths = np.diff(shape.ends, prepend=0)
    kept: bytes = np.frombuffer(text, dtype=np.uint8)[np.repeat(keep, lengths)].tobytes()
    return kept


def _without_blank_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Blank cells as null, whether empty, quoted or of blanks only; rows of nothing else left out."""
    cells = pl.exclude(LINE)
    text = frame.with_columns(pl.when(cells.str.contains(r"\S")).then(cells))
    return text.filter(~pl.all_horizontal(cells.is_null()))


def _read_slowly(
    text: bytes, header: Sequence[str], separator: str, file: str, faults: Faults
) -> RawTable | None:
    """Record by record, where quotation marks leave it open what a record is; tells what is broken."""
    if len(text) > READ_SLOWLY:
        faults.add(
            "broken_quotes",
            "Quotation marks stand in the middle of cells or are never closed: rows cannot be told apart.",
            "Put every cell that holds one in quotation marks and double those inside it.",
            file=file,
        )
        return None
    records = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=separator, strict=True)
    clean, lines, whole, last = io.StringIO(newline=""), array("q"), True, 0
    writer = csv.writer(clean, delimiter=separator, lineterminator="\n")
    try:
        for row in records:
            begins, last = last + 1, records.line_num
            if len(row) == len(header) and begins > 1:
                writer.writerow(row)
                lines.append(begins)
            elif begins > 1 and any(cell.strip() for cell in row):
                whole = False
                faults.add(
                    "uneven_row",
                    _uneven(len(row), len(header)),
                    UNEVEN_REMEDY,
                    file=file,
                    line=begins,
                    expected=f"{len(header)} cells",
                )
    except csv.Error as error:
        whole = False
        _broken_quotes(file, last + 1, str(error), faults)
    schema = pl.Schema({name: pl.String() for name in _names(header)})
    frame = pl.DataFrame(schema=schema)
    if lines:
        try:
            frame = pl.read_csv(
                clean.getvalue().encode("utf-8"), has_header=False, separator=separator, schema=schema
            )
        except PolarsError as error:
            _broken_quotes(file, 1, str(error), faults)
            return None
    frame = frame.with_columns(pl.Series(LINE, lines, dtype=pl.Int64))
    return RawTable(file, tuple(header), _without_blank_rows(frame), whole)


def _uneven(found: int, expected: int) -> str:
    what = "more" if found > expected else "fewer"
    return f"The row has {found} cells, {what} than the {expected} of the header."


def _broken_quotes(file: str, line: int, reason: str, faults: Faults) -> None:
    what = {
        "unexpected end of data": "A quotation mark is opened here and never closed",
        "field larger than field limit (131072)": "A cell here is longer than 131,072 letters",
    }.get(reason, f"The quotation marks here do not fit ({quoted(reason)[1:-1]})")
    faults.add(
        "broken_quotes",
        f"{what}; the rows below were not read.",
        "Put the whole cell in quotation marks and double each one inside it.",
        file=file,
        line=line,
    )
