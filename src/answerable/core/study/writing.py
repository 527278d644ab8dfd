"""Writing a study folder in its canonical form: the same study always gives the same bytes."""

import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import polars as pl

from answerable.core.errors import Fault, InputFaults
from answerable.core.study import schema
from answerable.core.study.documents import questionnaire_keys, round_keys, scheme_keys, study_keys
from answerable.core.study.emit import yaml_document
from answerable.core.study.folder import remove_file, write_file
from answerable.core.study.loading import RELEASE
from answerable.core.study.model import Round, Study
from answerable.core.study.reading import read_study
from answerable.core.study.study_yaml import FILE

LARGEST_WHOLE = 1e15


def write_study(study: Study, path: Path) -> None:
    """Writes a study folder. Raises: InputFaults where the folder holds something else, or a release

    A file that already says the same, in whatever form, is left as it is, so that writing what was
    read changes nothing and no comment is lost. Files of the study that was there before and that
    this one lacks are removed; files that are no part of a study stay. A release is not written:
    freezing does that.
    """
    wanted = study_files(study)
    there = _files_there(path)
    for name, data in wanted.items():
        if there.get(name) != data:
            write_file(path / name, data)
            _remove_twin(path / name)
    for name in there.keys() - wanted.keys():
        remove_file(path / name)
        _remove_twin(path / name)


def write_answers(path: Path, round_id: str, answers: pl.DataFrame) -> None:
    """Writes the answers of one round of a study folder, and touches nothing else.

    Raises: InputFaults where the folder is a release
    """
    if (path / RELEASE).exists():
        raise InputFaults([_taken(path, "is a release, which never changes")])
    target = path / "rounds" / round_id / "answers.csv"
    write_file(target, table_csv(answers, schema.ANSWERS))
    _remove_twin(target)


def study_files(study: Study) -> dict[str, bytes]:
    """The files of a study in canonical form, by path inside its folder."""
    files = {FILE: _yaml(study_keys(study))}
    for table in schema.TOP_TABLES:
        frame: pl.DataFrame = getattr(study, table.name)
        if frame.height or table is schema.BODIES:
            files[f"{table.name}.csv"] = table_csv(frame, table)
    for stem, boundaries in study.boundaries.items():
        files[f"geography/{stem}.geojson"] = boundaries
    if study.postcodes is not None:
        files[f"{schema.POSTCODES.name}.csv"] = table_csv(study.postcodes, schema.POSTCODES)
    for scheme in study.schemes.values():
        files[f"ratings/{scheme.id}.yaml"] = _yaml(scheme_keys(scheme))
    for stem, text in study.report.items():
        files[f"report/{stem}.md"] = text.encode("utf-8")
    for a_round in study.rounds:
        files |= {f"rounds/{a_round.id}/{name}": data for name, data in _round_files(a_round).items()}
    return files


def _round_files(a_round: Round) -> dict[str, bytes]:
    files = {"round.yaml": _yaml(round_keys(a_round))}
    for kind, name in a_round.asked.items():
        if kind in a_round.questionnaires:
            files[name] = _yaml(questionnaire_keys(a_round.questionnaires[kind]))
    if a_round.requests is not None:
        files["requests.csv"] = table_csv(a_round.requests, schema.REQUESTS)
    if a_round.answers is not None:
        files["answers.csv"] = table_csv(a_round.answers, schema.ANSWERS)
    if a_round.statements is not None:
        files["statements.csv"] = table_csv(a_round.statements, schema.STATEMENTS)
    return files


def _yaml(keys: Mapping[str, object]) -> bytes:
    return yaml_document(keys).encode("utf-8")


def table_csv(frame: pl.DataFrame, table: schema.Table) -> bytes:
    """A table as CSV: UTF-8, commas, line feeds, rows in order, optional columns left out where blank."""
    required = {column.name for column in table.columns if column.required}
    text = frame.select(_as_text(name, dtype) for name, dtype in frame.schema.items())
    kept = [name for name in text.columns if name in required or text[name].null_count() < text.height]
    out = io.BytesIO()
    text.select(kept).write_csv(out, line_terminator="\n", quote_style="necessary")
    return out.getvalue()


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Float64:
        whole = (column == column.round(0)) & (column.abs() < LARGEST_WHOLE)
        text = pl.when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String))
        return text.otherwise(column.cast(pl.String)).alias(name)
    if dtype == pl.String:
        # A cell of blanks reads as blank, so it is written as blank.
        return pl.when(column.str.contains(r"\S")).then(column).alias(name)
    return column.cast(pl.String).alias(name)


def _files_there(path: Path) -> dict[str, bytes]:
    """The files of the study that is there now, as they would be written; nothing where there is none."""
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return {}
    if (path / RELEASE).exists():
        raise InputFaults([_taken(path, "is a release, which never changes")])
    if not (path / FILE).is_file():
        raise InputFaults([_taken(path, "exists and is no study folder")])
    return study_files(read_study(path))


def _taken(path: Path, what: str) -> Fault:
    return Fault("target_taken", f"{path} {what}.", "Name a new folder, or the study folder itself.")


def _remove_twin(path: Path) -> None:
    """A table has one file: the workbook that said the same before goes once the CSV is there."""
    if PurePosixPath(path).suffix == ".csv":
        path.with_suffix(".xlsx").unlink(missing_ok=True)
