"""A survey becomes a study: written from its records alone, never by passing an imported file through."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, transaction

from answerable.core.bodies import model as core
from answerable.core.errors import InputFaults
from answerable.core.ratings.model import RatingScheme
from answerable.core.study import schema
from answerable.core.study.columns import typed
from answerable.core.study.faults import Faults
from answerable.core.study.model import Study
from answerable.core.study.scheme_yaml import parse_scheme
from answerable.core.study.study_yaml import extra_columns
from answerable.core.study.tables import read_csv
from answerable.core.study.yaml import parse_yaml
from answerable.desk.surveys.models import PublicBody, StudyDocument, StudyRow, Survey
from answerable.desk.surveys.to_study_rounds import RoundRecords, read_rounds, rounds_of
from answerable.desk.surveys.to_study_words import Cleaner


@dataclass(frozen=True)
class SurveyRecords:
    """The records of a survey as they were at one moment."""

    survey: Survey
    kinds: Mapping[str, core.BodyKind]
    bodies: tuple[PublicBody, ...]
    rows: tuple[StudyRow, ...]
    documents: tuple[StudyDocument, ...]
    rounds: RoundRecords


def survey_to_study(survey: Survey) -> Study:
    """The study that a survey is: what a study folder of it holds today.

    Words of authorities that were coded at the desk, and their statements, are cleaned of persons and of
    small counts of children; what cannot be cleaned is left out.

    Raises: ImpossibleEvent, InputFaults where records contradict themselves
    """
    return study_and_cleaner(survey)[0]


def study_and_cleaner(survey: Survey, tell: Callable[[int], None] | None = None) -> tuple[Study, Cleaner]:
    """The study, and what was cleaned and withheld on the way. Raises: ImpossibleEvent, InputFaults"""
    records = read_records(survey)
    cleaner = Cleaner(records.survey, tell)
    study = _study(records, cleaner)
    cleaner.keep()
    return study, cleaner


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read within is all of one moment, whatever others write meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def read_records(survey: Survey) -> SurveyRecords:
    """Everything that a release of the survey says, read at one moment in a constant number of queries."""
    with one_moment():
        fresh = Survey.objects.get(pk=survey.pk)
        return SurveyRecords(
            survey=fresh,
            kinds={
                kind.key: core.BodyKind(kind.key, kind.name, kind.plural, kind.short)
                for kind in fresh.kinds.order_by("position", "pk")
            },
            bodies=tuple(
                PublicBody.objects.filter(survey=fresh).select_related("kind").order_by("position", "pk")
            ),
            rows=tuple(StudyRow.objects.filter(survey=fresh).order_by("table", "position", "pk")),
            documents=tuple(StudyDocument.objects.filter(survey=fresh).order_by("position", "pk")),
            rounds=read_rounds(fresh),
        )


def _study(records: SurveyRecords, cleaner: Cleaner) -> Study:
    survey = records.survey
    files = _Documents(records.documents)
    return Study(
        id=survey.key,
        title=survey.title,
        publisher=survey.publisher,
        licence=survey.licence,
        simulated=survey.simulated,
        body_kinds=records.kinds,
        bodies=_bodies(records.bodies, extra_columns(survey.body_attributes)),
        successions=_rows(records.rows, schema.SUCCESSIONS),
        overlaps=_rows(records.rows, schema.OVERLAPS),
        populations=_rows(records.rows, schema.POPULATIONS),
        published=_rows(records.rows, schema.PUBLISHED),
        representatives=_rows(records.rows, schema.REPRESENTATIVES),
        rounds=rounds_of(records.rounds, records.bodies, cleaner),
        schemes=files.schemes(),
        default_scheme=survey.default_scheme,
        boundaries=files.of("geography"),
        report={name: data.decode("utf-8") for name, data in files.of("report").items()},
        postcodes=files.postcodes(),
        body_attributes=dict(survey.body_attributes),
        summary=survey.summary,
        contact=survey.contact,
        extra=dict(survey.extra),
    )


def _bodies(bodies: Iterable[PublicBody], extra: tuple[str, ...]) -> pl.DataFrame:
    columns = {**schema.BODIES.schema, **{name: pl.String() for name in extra}}
    rows = [
        {
            **each.columns,
            "id": each.body_id,
            "kind": each.kind.key,
            "name": each.name,
            "opened": each.opened,
            "closed": each.closed,
            "region": each.region or each.columns.get("region"),
        }
        for each in bodies
    ]
    return _frame(rows, columns)


def _rows(rows: Iterable[StudyRow], table: schema.Table) -> pl.DataFrame:
    return _frame([row.cells for row in rows if row.table == table.name], table.schema)


def _frame(rows: list[dict[str, Any]], columns: Mapping[str, Any]) -> pl.DataFrame:
    """A frame with exactly these columns; cells that are not there are blank."""
    return pl.DataFrame(
        {name: [_cell(row.get(name), dtype) for row in rows] for name, dtype in columns.items()},
        schema=dict(columns),
    )


def _cell(value: Any, dtype: Any) -> Any:
    if value is None:
        return None
    if dtype == pl.Date and isinstance(value, str):
        return date.fromisoformat(value)
    return float(value) if dtype == pl.Float64 else value


class _Documents:
    """The files that the desk keeps as they are."""

    def __init__(self, documents: Iterable[StudyDocument]) -> None:
        self.documents = tuple(documents)

    def of(self, kind: str) -> dict[str, bytes]:
        """The bytes of each document of a kind, by name."""
        return {each.name: bytes(each.content) for each in self.documents if each.kind == kind}

    def schemes(self) -> dict[str, RatingScheme]:
        """The rating schemes. Raises: InputFaults"""
        faults, found = Faults(), {}
        for name, data in self.of("rating").items():
            file = f"ratings/{name}.yaml"
            node = parse_yaml(data, file, faults)
            scheme = None if node is None else parse_scheme(node, file, faults)
            if scheme is not None:
                found[name] = scheme
        if faults.any_errors:
            raise InputFaults(faults.listed())
        return found

    def postcodes(self) -> pl.DataFrame | None:
        """The study's own postcodes. Raises: InputFaults"""
        data = self.of("postcodes").get("postcodes")
        if data is None:
            return None
        faults, table = Faults(), schema.POSTCODES
        raw = read_csv(data, f"{table.name}.csv", table.names, faults)
        read = None if raw is None else typed(raw, table, faults)
        if read is None or faults.any_errors:
            raise InputFaults(faults.listed())
        return read.clean
