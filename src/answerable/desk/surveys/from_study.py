"""A study becomes a survey: each value of the folder as a record, so that the folder can be written again."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import polars as pl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from answerable.core.study import schema
from answerable.core.study.documents import scheme_keys
from answerable.core.study.emit import yaml_document
from answerable.core.study.model import Study
from answerable.core.study.writing import table_csv
from answerable.desk.audit.trail import record
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.from_study_fit import create_all, fits
from answerable.desk.surveys.from_study_rounds import round_to_records
from answerable.desk.surveys.models import BodyKind, PublicBody, StudyDocument, StudyRow, Survey

KEY = re.compile(r"[A-Za-z0-9_-]{1,80}\Z")
OWN_FIELDS = ("id", "kind", "name", "opened", "closed", "region")
KEPT_TABLES = (
    schema.SUCCESSIONS,
    schema.OVERLAPS,
    schema.POPULATIONS,
    schema.PUBLISHED,
    schema.REPRESENTATIVES,
)


def study_to_survey(*, study: Study, by: User | None, key: str | None = None) -> Survey:
    """A new survey that holds a study; whoever imports it owns it. `key` gives it another id.

    Raises: Conflict where there is a survey of that key; NotReady for an id that cannot be an address;
            InputFaults where a record cannot hold what the study says. Nothing is kept then.
    """
    chosen = key or study.id
    if not KEY.match(chosen):
        raise NotReady(
            f"“{chosen}” cannot be the key of a survey: it stands in addresses. Give one of at most 80 "
            "letters a to z, digits and hyphens."
        )
    if Survey.objects.filter(key=chosen).exists():
        raise Conflict(_there_already(chosen))
    try:
        return _import(study, chosen, by)
    except IntegrityError:
        if Survey.objects.filter(key=chosen).exists():
            raise Conflict(_there_already(chosen)) from None
        raise


def _there_already(key: str) -> str:
    return f"There is a survey “{key}” already; nothing was changed. Import the study under another key."


@transaction.atomic
def _import(study: Study, key: str, by: User | None) -> Survey:
    survey = fits(
        Survey(
            key=key,
            title=study.title,
            publisher=study.publisher,
            licence=study.licence,
            simulated=study.simulated,
            summary=study.summary,
            contact=study.contact,
            default_scheme=study.default_scheme,
            body_attributes=dict(study.body_attributes),
            extra=dict(study.extra),
        )
    )
    survey.save(force_insert=True)
    kinds = _kinds(survey, study)
    bodies = _bodies(survey, study, kinds)
    for table in KEPT_TABLES:
        frame: pl.DataFrame = getattr(study, table.name)
        create_all(_rows(survey, table.name, frame))
    create_all(_documents(survey, study))
    for position, a_round in enumerate(study.rounds):
        round_to_records(survey, a_round, position, kinds, bodies)
    if by is not None:
        Membership.objects.get_or_create(user=by, survey=survey, defaults={"role": Role.OWNER})
    record(
        by=by,
        verb="survey.imported",
        survey=survey,
        target=survey,
        words=f"Imported the study “{study.id}”.",
        details={"bodies": len(bodies), "rounds": len(study.rounds)},
    )
    return survey


def _kinds(survey: Survey, study: Study) -> dict[str, BodyKind]:
    made = create_all(
        BodyKind(survey=survey, position=n, key=kind.id, name=kind.name, plural=kind.plural, short=kind.short)
        for n, kind in enumerate(study.body_kinds.values())
    )
    return {kind.key: kind for kind in made}


def _bodies(survey: Survey, study: Study, kinds: Mapping[str, BodyKind]) -> list[PublicBody]:
    bodies = create_all(
        PublicBody(
            survey=survey,
            position=n,
            body_id=row["id"],
            kind=kinds[study.kind(row["kind"]).id],
            name=row["name"] or "",
            opened=row["opened"],
            closed=row["closed"],
            region=row["region"] or "",
            columns={name: cell for name, cell in row.items() if name not in OWN_FIELDS and cell is not None},
        )
        for n, row in enumerate(study.bodies.iter_rows(named=True))
    )
    create_all(_contacts(bodies))
    return bodies


def _contacts(bodies: Iterable[PublicBody]) -> Iterator[Contact]:
    """An address to write to for each body whose row has one."""
    for body in bodies:
        email = str(body.columns.get("email", "")).strip()
        try:
            validate_email(email)
        except ValidationError:
            continue
        if len(email) <= 254:
            yield Contact(body=body, email=email, source="bodies.csv")


def _rows(survey: Survey, table: str, frame: pl.DataFrame) -> Iterator[StudyRow]:
    for n, row in enumerate(frame.iter_rows(named=True)):
        cells = {
            name: cell.isoformat() if isinstance(cell, date) else cell
            for name, cell in row.items()
            if cell is not None
        }
        yield StudyRow(survey=survey, table=table, position=n, cells=cells)


def _documents(survey: Survey, study: Study) -> Iterator[StudyDocument]:
    found: list[tuple[str, str, bytes]] = [
        *(("geography", stem, data) for stem, data in study.boundaries.items()),
        *(("report", stem, text.encode("utf-8")) for stem, text in study.report.items()),
        *(
            ("rating", name, yaml_document(scheme_keys(scheme)).encode("utf-8"))
            for name, scheme in study.schemes.items()
        ),
    ]
    if study.postcodes is not None:
        found.append(("postcodes", "postcodes", table_csv(study.postcodes, schema.POSTCODES)))
    for n, (kind, name, content) in enumerate(found):
        yield StudyDocument(survey=survey, kind=kind, name=name, position=n, content=content)
