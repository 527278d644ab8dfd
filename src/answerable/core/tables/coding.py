"""Cells of a table become rows of answers, or faults that list every cell nobody explained."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from answerable.core.answers import NUMERIC, AnswerType, Status
from answerable.core.errors import Fault
from answerable.core.tables.mapping import ColumnMapping, cell_key

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[,\u00a0\u2009\u202f ']\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_CURRENCY = re.compile(r"^([+-]?)\s*(?:£|€|\$|GBP|EUR|USD)\s*|\s*(?:£|€|\$|GBP|EUR|USD)$", re.IGNORECASE)
ROWS_LISTED = 10


@dataclass(frozen=True)
class Cell:
    """One cell to be coded: where it stands and whose answer it is."""

    line: int
    body_id: str
    text: str
    extras: Mapping[str, str]


@dataclass(frozen=True)
class CodedColumn:
    """The answers of one question as records of the answers table, and the cells that mean nothing known."""

    records: tuple[dict[str, object], ...]
    unmapped: Mapping[str, tuple[int, ...]]


def parse_number(text: str) -> float | None:
    """A number with optional thousands separators and currency sign; None where it is anything else.

    Ranges, "<5", percentages and "30k" are not numbers: they need a person, so they stay unmapped.
    """
    bare = _CURRENCY.sub(lambda found: found.group(1) or "", text.strip()).strip()
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(re.sub(r"[,\u00a0\u2009\u202f ']", "", bare))
    return number if isfinite(number) else None


def code_column(column: ColumnMapping, cells: Iterable[Cell], missing: frozenset[str]) -> CodedColumn:
    """Codes one question's cells; a cell in `missing` gives no row, as no answer was recorded."""
    records: list[dict[str, object]] = []
    unmapped: dict[str, list[int]] = {}
    for cell in cells:
        key = cell_key(cell.text)
        coded = _mapped(column, key)
        if coded is None and key in missing:
            continue
        coded = coded or _read(column, cell.text)
        if coded is None:
            unmapped.setdefault(" ".join(cell.text.split()), []).append(cell.line)
            continue
        extras = {name: text for name, text in cell.extras.items() if text}
        records.append({"body_id": cell.body_id, "question_id": column.question, **coded, **extras})
    return CodedColumn(tuple(records), {text: tuple(lines) for text, lines in unmapped.items()})


def _mapped(column: ColumnMapping, key: str) -> dict[str, object] | None:
    """What the mapping says of a cell; it goes before `missing`, which goes before any reading of numbers."""
    if key in column.options:
        return {"status": str(Status.ANSWERED), "answer": column.options[key]}
    if key in column.statuses:
        return {"status": column.statuses[key]}
    return None


def _read(column: ColumnMapping, text: str) -> dict[str, object] | None:
    if column.type in NUMERIC:
        value = parse_number(text)
        # A count below zero is a slip that the study's own check would refuse.
        if value is None or (column.type is AnswerType.COUNT and value < 0):
            return None
        place = {"unit": column.unit, "period": column.period}
        return {"status": str(Status.ANSWERED), "value": value, **{k: v for k, v in place.items() if v}}
    if column.type in (AnswerType.TEXT, AnswerType.LINK):
        return {"status": str(Status.ANSWERED), "answer": text.strip()}
    return None


def unmapped_fault(column: ColumnMapping, text: str, lines: Sequence[int], file: str) -> Fault:
    """The fault for one cell value that the mapping does not explain, with every row that holds it."""
    listed = ", ".join(str(line) for line in lines[:ROWS_LISTED])
    more = f" and {len(lines) - ROWS_LISTED} more" if len(lines) > ROWS_LISTED else ""
    rows = f"row {listed}" if len(lines) == 1 else f"rows {listed}{more}"
    numeric = column.type in NUMERIC
    return Fault(
        "unmapped_cell",
        f"The cell “{text}” is not explained by the mapping ({rows}).",
        "Say what it means under “options”, “status” or “missing” of the mapping.",
        file=file,
        line=lines[0],
        column=column.column,
        question=column.question,
        expected="a number, with or without thousands separators and a currency sign" if numeric else None,
    )
