"""The command that turns a spreadsheet into a round."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from answerable.cli.output import FormatOption, OutputFormat, emit_record, say
from answerable.cli.paths import study_path
from answerable.core.study.reading import read_study
from answerable.core.study.writing import write_answers
from answerable.core.tables.document import LARGEST as LARGEST_MAPPING
from answerable.core.tables.document import read_document
from answerable.core.tables.importer import Imported, import_sheet
from answerable.core.tables.mapping import TableMapping, parse_mapping
from answerable.core.tables.sheet import LARGEST, Sheet, read_sheet

NAMES_LISTED = 20


def import_table(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="A CSV, XLSX or ODS file.", show_default=False)
    ],
    mapping: Annotated[Path, typer.Option("--mapping", help="The mapping of columns to questions, YAML.")],
    study: Annotated[str, typer.Option("--study", help="The study folder to write into.")],
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """A round from a spreadsheet: a row per body, a column per question. Writes all of it or nothing."""
    for path in (Path(table), mapping):
        if not path.is_file():
            raise typer.BadParameter(f"{path} does not exist or is no file")
    folder = study_path(study)
    a_study = read_study(folder)
    document = read_document(_start_of(mapping, LARGEST_MAPPING + 1), mapping.name)
    how = parse_mapping(document.keys, a_study, file=mapping.name, lines=document.lines)
    done = import_sheet(a_study, how, _sheet(Path(table), how))
    write_answers(folder, how.round, done.answers)
    emit_record(_record(done), format, _lines(done))
    for row in done.skipped:
        if row.near:
            say(f"note: row {row.line}, “{row.name}”, was skipped; it is close to {', '.join(row.near)}.")


def _sheet(path: Path, how: TableMapping) -> Sheet:
    data = _start_of(path, LARGEST + 1)
    known = [how.body, *(column.column for column in how.columns)]
    return read_sheet(data, path.name, known=known, sheet=how.sheet)


def _start_of(path: Path, n_bytes: int) -> bytes:
    with path.open("rb") as file:
        return file.read(n_bytes)


def _lines(done: Imported) -> Iterator[str]:
    yield f"{done.n_rows} rows read, {done.n_bodies} bodies matched, {done.n_answers} answers written."
    if done.without_row:
        yield f"{len(done.without_row)} bodies of the study are not in the table: no reply."
    if done.skipped:
        names = ", ".join(row.name for row in done.skipped[:NAMES_LISTED])
        more = f" and {len(done.skipped) - NAMES_LISTED} more" if len(done.skipped) > NAMES_LISTED else ""
        n = len(done.skipped)
        what = (
            "1 row was skipped, as its body is" if n == 1 else f"{n} rows were skipped, as their bodies are"
        )
        yield f"{what} not in the study: {names}{more}."


def _record(done: Imported) -> dict[str, object]:
    return {
        "n_rows": done.n_rows,
        "n_bodies": done.n_bodies,
        "n_answers": done.n_answers,
        "skipped": [{"line": row.line, "name": row.name, "near": list(row.near)} for row in done.skipped],
        "without_row": list(done.without_row),
    }
