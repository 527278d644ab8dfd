"""Tables of bodies and contacts: uploaded, settled row by row, and written whole or not at all."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now, today
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.people.models import User
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.judging import SKIP, Judged, judge
from answerable.desk.surveys.models import BodyKind, PublicBody, Survey, TableImport
from answerable.desk.surveys.table_columns import ReadRows, read_rows

OWN_COLUMNS = ("id", "kind", "name", "opened", "closed", "region")


@transaction.atomic
def upload_table(
    *, survey: Survey, what: str, data: bytes, filename: str, by: User | None
) -> tuple[TableImport, ReadRows]:
    """Keeps an uploaded table to be looked through; nothing of the survey changes yet. Raises: InputFaults"""
    read = read_rows(data, filename, what, survey.body_attributes)
    table = TableImport.objects.create(
        survey=survey,
        what=what,
        filename=filename[:200],
        header=read.header,
        rows=read.rows,
        uploaded_at=now(),
        uploaded_by=by,
    )
    words = f"Uploaded a table of {what}: {len(read.rows)} rows."
    record(by=by, verb="table.uploaded", survey=survey, target=table, words=words)
    return table, read


@transaction.atomic
def settle_rows(*, table: TableImport, settled: Mapping[str, str], by: User | None) -> TableImport:
    """Keeps what a person decided of rows: a body's number, `skip`, or blank for undecided."""
    locked = _open(table)
    known = {str(pk) for pk in PublicBody.objects.filter(survey=locked.survey).values_list("pk", flat=True)}
    lines = {str(row["line"]) for row in locked.rows}
    for line, choice in settled.items():
        if line not in lines:
            continue
        if choice == SKIP or choice in known:
            locked.settled[line] = choice
        else:
            locked.settled.pop(line, None)
    locked.save(update_fields=["settled"])
    words = f"Settled rows of a table of {locked.what}."
    record(by=by, verb="table.settled", survey=locked.survey, target=locked, words=words)
    return locked


@transaction.atomic
def write_table(*, table: TableImport, by: User | None) -> TableImport:
    """Writes a table that has no open rows, and forgets its rows. Raises: NotReady, Conflict"""
    locked = _open(table)
    judged = judge(locked, today())
    if judged.n_stopping:
        raise NotReady(
            f"{judged.n_stopping} rows are still open. Nothing is written before they are settled."
        )
    if not judged.to_write:
        raise NotReady("Every row is skipped, so there is nothing to write.")
    if locked.what == "contacts":
        words = _write_contacts(locked, judged.to_write)
    else:
        words = _write_bodies(locked, judged.to_write)
    return _end(locked, words, by, "table.written")


@transaction.atomic
def drop_table(*, table: TableImport, by: User | None) -> TableImport:
    """Forgets an uploaded table; nothing of it is written."""
    return _end(_open(table), "Dropped: nothing was written.", by, "table.dropped")


def _open(table: TableImport) -> TableImport:
    locked = TableImport.objects.select_for_update().select_related("survey").get(pk=table.pk)
    if locked.ended_at is not None:
        raise Conflict(f"This table was dealt with before. {locked.outcome}")
    return locked


def _end(table: TableImport, words: str, by: User | None, verb: str) -> TableImport:
    table.rows, table.settled, table.ended_at, table.outcome = [], {}, now(), words[:300]
    table.save(update_fields=["rows", "settled", "ended_at", "outcome"])
    record(by=by, verb=verb, survey=table.survey, target=table, words=f"A table of {table.what}: {words}")
    return table


def _write_contacts(table: TableImport, rows: list[Judged]) -> str:
    wanted = {row.body.pk: row for row in rows if row.body is not None}
    there = {
        contact.body_id: contact
        for contact in Contact.objects.filter(body__in=wanted, preferred=True, removed_at=None)
    }
    made = [
        Contact(
            body_id=pk,
            email=row.cells["email"],
            name=row.cells.get("contact", "")[:200],
            role=row.cells.get("role", "")[:200],
            telephone=row.cells.get("telephone", "")[:60],
            source=(row.cells.get("source") or table.filename)[:300],
        )
        for pk, row in wanted.items()
        if pk not in there or not _is_same(there[pk], row)
    ]
    Contact.objects.filter(body__in=[each.body_id for each in made], preferred=True).update(preferred=False)
    Contact.objects.bulk_create(made, batch_size=500)
    n_new = sum(each.body_id not in there for each in made)
    return f"{n_new} new contacts, {len(made) - n_new} changed, {len(wanted) - len(made)} as they were."


def _is_same(contact: Contact, row: Judged) -> bool:
    return contact.email.casefold() == row.cells["email"].casefold() and all(
        not row.cells.get(column) or getattr(contact, name) == row.cells[column]
        for column, name in (("contact", "name"), ("role", "role"), ("telephone", "telephone"))
    )


def _write_bodies(table: TableImport, rows: list[Judged]) -> str:
    survey = table.survey
    kinds = {kind.key: kind for kind in survey.kinds.all()}
    last = survey.bodies.order_by("-position").first()
    position = last.position + 1 if last else 0
    made, changed, addresses = [], [], []
    for row in rows:
        body = row.body or PublicBody(survey=survey, body_id=row.cells["id"], position=position)
        _fill(body, row.cells, kinds)
        if row.body is None:
            position += 1
            made.append(body)
        elif row.changes:
            changed.append(body)
        if row.cells.get("email"):
            addresses.append((body, row.cells["email"]))
    PublicBody.objects.bulk_create(made, batch_size=500)
    fields = ["kind", "name", "closed", "region", "columns"]
    PublicBody.objects.bulk_update(changed, fields, batch_size=200)
    _add_addresses(addresses, table.filename)
    same = len(rows) - len(made) - len(changed)
    return f"{len(made)} new bodies, {len(changed)} changed, {same} as they were."


def _fill(body: PublicBody, cells: Mapping[str, str], kinds: Mapping[str, BodyKind]) -> None:
    if cells.get("kind") or body.kind_id is None:
        body.kind = kinds[cells.get("kind") or next(iter(kinds))]
    body.name = cells["name"]
    if body.pk is None:
        body.opened = date.fromisoformat(cells["opened"]) if cells.get("opened") else None
    if cells.get("closed"):
        body.closed = date.fromisoformat(cells["closed"])
    body.region = cells.get("region") or body.region
    more = {name: value for name, value in cells.items() if name not in OWN_COLUMNS and value}
    body.columns = {**body.columns, **more}


def _add_addresses(addresses: list[tuple[PublicBody, str]], filename: str) -> None:
    """A contact for each body that has none yet: a register does not replace what somebody chose."""
    has = set(
        Contact.objects.filter(body__in=[body.pk for body, _ in addresses], removed_at=None).values_list(
            "body_id", flat=True
        )
    )
    Contact.objects.bulk_create(
        Contact(body=body, email=email, source=filename[:300])
        for body, email in addresses
        if body.pk not in has
    )
