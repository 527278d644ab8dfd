"""A round from a spreadsheet: rows matched to bodies, cells coded, nothing written until all is settled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.errors import Fault, InputFaults
from answerable.core.study.link_requests import SAYS_NOTHING, SILENT
from answerable.core.study.model import Round, Study
from answerable.core.study.schema import ANSWERS
from answerable.core.suggest import nearest_words
from answerable.core.tables.coding import Cell, code_column, unmapped_fault
from answerable.core.tables.mapping import SKIP, ColumnMapping, TableMapping, cell_key
from answerable.core.tables.names import BodyMatcher, Match, names_of
from answerable.core.tables.sheet import Row, Sheet

# Among the bodies of one kind on one day an ODS code means one body, though it was reused over time.
NAME_COLUMNS = ("name", "official_name", "short_name", "ods_code")


@dataclass(frozen=True)
class Skipped:
    """A row left out because its body is not in the study; `near` are bodies it might have been."""

    line: int
    name: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What an import makes: the round's whole answers, and an account of every row of the table."""

    answers: pl.DataFrame
    n_rows: int
    n_bodies: int
    n_answers: int
    skipped: tuple[Skipped, ...]
    without_row: tuple[str, ...]


def import_sheet(study: Study, mapping: TableMapping, sheet: Sheet) -> Imported:
    """Codes a sheet into the answers of a round, beside the answers already there.

    Shape:  sheet (one row per body) -> frame of schema.ANSWERS with one row per body and question answered
    Raises: InputFaults with every unknown column, unmatched body, body met twice and unexplained cell
    """
    a_round = study.round(mapping.round)
    _check_columns(mapping, sheet)
    _check_sent(a_round)
    register = _register(study, a_round, mapping.kind)
    names = names_of(register.iter_rows(named=True), NAME_COLUMNS)
    rows, skipped, faults = _place_rows(mapping, sheet, names)
    records: list[dict[str, object]] = []
    for column in mapping.columns:
        coded = code_column(column, _cells(mapping, column, rows), mapping.missing)
        records.extend(coded.records)
        faults.extend(
            unmapped_fault(column, text, lines, sheet.file) for text, lines in coded.unmapped.items()
        )
    faults.extend(_silences(a_round, records, dict(rows), mapping, sheet))
    if faults:
        raise InputFaults(faults)
    answers = _merged(a_round, mapping, records, dict(rows), sheet)
    placed = {body_id for body_id, _ in rows}
    return Imported(
        answers=answers,
        n_rows=len(sheet.rows),
        n_bodies=len(rows),
        n_answers=len(records),
        skipped=tuple(skipped),
        without_row=tuple(body_id for body_id in names if body_id not in placed),
    )


def _register(study: Study, a_round: Round, kind: str) -> pl.DataFrame:
    """Bodies that could have answered: those open when the round was sent, else all of that kind."""
    if a_round.sent_on is not None:
        return bodies_on(study.bodies, a_round.sent_on, kind)
    return study.bodies.filter(pl.col("kind") == kind)


def _check_columns(mapping: TableMapping, sheet: Sheet) -> None:
    named: list[tuple[str, str | None]] = [(mapping.body, None)]
    named += [(name, None) for name in mapping.row_columns.values()]
    named += [(column.column, column.question) for column in mapping.columns]
    named += [(name, column.question) for column in mapping.columns for name in column.extras.values()]
    faults = [
        Fault(rule, message, remedy, file=sheet.file, line=1, column=name, question=question)
        for name, question in named
        for rule, message, remedy in _column_faults(name, sheet.header)
    ]
    if not sheet.rows:
        message, remedy = "The table has no rows below its header.", "Check that it is the right table."
        faults.append(Fault("no_rows", message, remedy, file=sheet.file, line=1))
    if faults:
        raise InputFaults(faults)


def _check_sent(a_round: Round) -> None:
    if a_round.sent_on is None:
        fault = Fault(
            "not_sent",
            "The round has no day on which it was sent, so nothing can have come back.",
            "Write the day as sent_on.",
            file=f"rounds/{a_round.id}/round.yaml",
            column="sent_on",
        )
        raise InputFaults([fault])


def _silences(
    a_round: Round,
    records: Iterable[Mapping[str, object]],
    rows: Mapping[str, Row],
    mapping: TableMapping,
    sheet: Sheet,
) -> Iterator[Fault]:
    """Bodies that the table has answers of, and requests.csv says were silent: one of the two is wrong."""
    if a_round.requests is None:
        return
    silent = pl.col("outcome").cast(pl.String).is_in([str(outcome) for outcome in SILENT])
    outcomes = dict(a_round.requests.filter(silent).select("body_id", "outcome").iter_rows())
    said = dict.fromkeys(str(r["body_id"]) for r in records if r["status"] not in SAYS_NOTHING)
    for body_id in said:
        if body_id in outcomes:
            yield Fault(
                "answers_beside_silence",
                f"The body has answers here, and requests.csv has the outcome {outcomes[body_id]}.",
                f"Correct the outcome in rounds/{a_round.id}/requests.csv, or the table.",
                file=sheet.file,
                line=rows[body_id].line,
                column=mapping.body,
                body=body_id,
            )


def _column_faults(name: str, header: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    if name not in header:
        message = f"The table has no column “{name}”, which the mapping names."
        yield "unknown_column", message, nearest_words(name, header)
    elif header.count(name) > 1:
        message = f"The table has {header.count(name)} columns “{name}”, and the mapping names one."
        yield "column_twice", message, "Give each column of the table a name of its own."


def _place_rows(
    mapping: TableMapping, sheet: Sheet, names: Mapping[str, list[str]]
) -> tuple[list[tuple[str, Row]], list[Skipped], list[Fault]]:
    matcher = BodyMatcher(names)
    settled = {cell_key(name): body_id for name, body_id in mapping.bodies.items()}
    rows: list[tuple[str, Row]] = []
    skipped: list[Skipped] = []
    faults: list[Fault] = []
    first_line: dict[str, int] = {}
    for row in sheet.rows:
        name = " ".join(row.cells[mapping.body].split())
        decision = settled.get(cell_key(name))
        if decision == SKIP:
            skipped.append(Skipped(row.line, name))
            continue
        match = Match(decision if decision in names else None) if decision else matcher.find(name)
        if match.body_id is None:
            if mapping.skip_unmatched and name and decision is None:
                skipped.append(Skipped(row.line, name, match.near))
            else:
                faults.append(_unmatched(sheet, row, mapping, name, decision, match))
            continue
        if match.body_id in first_line:
            faults.append(_twice(sheet, row, mapping, match.body_id, first_line[match.body_id]))
            continue
        first_line[match.body_id] = row.line
        rows.append((match.body_id, row))
    return rows, skipped, faults


def _unmatched(
    sheet: Sheet, row: Row, mapping: TableMapping, name: str, decision: str | None, match: Match
) -> Fault:
    if decision is not None:
        message = (
            f"The mapping gives “{name}” the body {decision}, which is not in the study on the round's date."
        )
        remedy = "Correct the id under “bodies” of the mapping."
    elif not name:
        message, remedy = "The row names no body.", "Fill in the name or code, or delete the row."
    else:
        listed = "; ".join(f"{candidate} ({body_id})" for body_id, candidate, _ in match.candidates)
        message = f"“{name}” matches no body beyond doubt."
        remedy = f"Nearest: {listed or 'none'}. Settle it under “bodies” of the mapping: the id, or skip."
    return Fault(
        "unmatched_body",
        message,
        remedy,
        file=sheet.file,
        line=row.line,
        column=mapping.body,
        body=name or None,
    )


def _twice(sheet: Sheet, row: Row, mapping: TableMapping, body_id: str, first: int) -> Fault:
    return Fault(
        "body_twice",
        f"This row is the same body as row {first}.",
        "Keep one of the two rows, or send one elsewhere under “bodies” of the mapping.",
        file=sheet.file,
        line=row.line,
        column=mapping.body,
        body=body_id,
    )


def _cells(mapping: TableMapping, column: ColumnMapping, rows: Iterable[tuple[str, Row]]) -> Iterable[Cell]:
    sources = {**mapping.row_columns, **column.extras}
    for body_id, row in rows:
        extras = {name: row.cells[source].strip() for name, source in sources.items()}
        yield Cell(row.line, body_id, row.cells[column.column], extras)


def _merged(
    a_round: Round,
    mapping: TableMapping,
    records: list[dict[str, object]],
    rows: Mapping[str, Row],
    sheet: Sheet,
) -> pl.DataFrame:
    """New rows after the old; an answer that differs from one already there is a fault, not overwritten."""
    new = pl.DataFrame(records, schema=ANSWERS.schema) if records else ANSWERS.empty()
    if a_round.answers is None or a_round.answers.is_empty():
        return new
    key = list(ANSWERS.key)
    both = new.join(a_round.answers, on=key, how="inner", suffix="_before", maintain_order="left")
    differs = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in ("status", "answer", "value")
    )
    columns = {column.question: column.column for column in mapping.columns}
    faults = [
        _conflict(sheet, row, rows[row["body_id"]].line, columns[row["question_id"]])
        for row in both.filter(differs).iter_rows(named=True)
    ]
    if faults:
        raise InputFaults(faults)
    return pl.concat(
        [a_round.answers, new.join(a_round.answers.select(key), on=key, how="anti", maintain_order="left")]
    )


def _conflict(sheet: Sheet, row: Mapping[str, Any], line: int, column: str) -> Fault:
    value = row["value_before"]
    said = row["answer_before"] or (f"{value:g}" if value is not None else "")
    before = f"{row['status_before']} {said}".strip()
    return Fault(
        "already_answered",
        f"The round already holds another answer: {before}.",
        "Correct it in answers.csv, or take the column out of the mapping.",
        file=sheet.file,
        line=line,
        column=column,
        body=str(row["body_id"]),
        question=str(row["question_id"]),
    )
