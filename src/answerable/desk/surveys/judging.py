"""Looking through an uploaded table before anything is written: what each row is, what is wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from answerable.core.bodies.addresses import is_address, is_like_a_person
from answerable.core.suggest import nearest_words
from answerable.core.tables.names import BodyMatcher
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.models import PublicBody, Survey, TableImport

SKIP = "skip"
NAME_COLUMNS = ("short_name", "official_name", "ods_code")


@dataclass(frozen=True)
class Said:
    """Something about a cell: an error keeps the table from being written, a warning is only told."""

    column: str
    words: str
    error: bool = True


@dataclass
class Judged:
    """A row: what it is for (`body`, or `new`), the nearest bodies where that is open, and what was found."""

    line: int
    cells: Mapping[str, str]
    body: PublicBody | None = None
    skipped: bool = False
    is_new: bool = False
    candidates: list[tuple[int, str, int]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        """Whether the row has to be settled or mended before the table is written."""
        return not self.skipped and any(each.error for each in self.said)


@dataclass(frozen=True)
class Judgement:
    """All rows of a table, in order, and the open bodies that would still be without a contact."""

    rows: list[Judged]
    without_contact: list[PublicBody]

    @property
    def n_stopping(self) -> int:
        """How many rows keep the table from being written."""
        return sum(row.stops for row in self.rows)

    @property
    def to_write(self) -> list[Judged]:
        """The rows that would be written."""
        return [row for row in self.rows if not row.skipped]


def judge(table: TableImport, on: date) -> Judgement:
    """Looks through a table as the survey is now; a constant number of queries."""
    bodies = list(PublicBody.objects.filter(survey=table.survey_id).select_related("kind"))
    contacts = {
        contact.body_id: contact
        for contact in Contact.objects.filter(body__survey=table.survey_id, preferred=True, removed_at=None)
    }
    rows = [Judged(int(row["line"]), row["cells"]) for row in table.rows]
    for row in rows:
        row.skipped = table.settled.get(str(row.line)) == SKIP
    if table.what == "contacts":
        _judge_contacts(rows, bodies, contacts, table.settled, on)
    else:
        _judge_bodies(rows, bodies, table.survey)
    _judge_addresses(rows, blank_is_wrong=table.what == "contacts")
    written = {row.body.pk for row in rows if row.body and not row.skipped and row.cells.get("email")}
    lacking = [b for b in bodies if _is_open(b, on) and b.pk not in contacts and b.pk not in written]
    return Judgement(rows, lacking)


def _is_open(body: PublicBody, on: date) -> bool:
    return (body.opened or on) <= on <= (body.closed or on)


def _judge_contacts(
    rows: Sequence[Judged],
    bodies: Sequence[PublicBody],
    contacts: Mapping[int, Contact],
    settled: Mapping[str, str],
    on: date,
) -> None:
    by_pk = {str(body.pk): body for body in bodies}
    # Of a code that was used twice, the body that is open now is meant.
    meant = {body.body_id: body for body in sorted(bodies, key=lambda each: _is_open(each, on))}
    names = {
        body_id: [body.name, *(str(body.columns[name]) for name in NAME_COLUMNS if body.columns.get(name))]
        for body_id, body in meant.items()
    }
    matcher = BodyMatcher(names)
    for row in rows:
        written = row.cells.get("body", "")
        row.body = by_pk.get(str(settled.get(str(row.line), "")))
        if row.body is None and written:
            match = matcher.find(written)
            row.body = meant.get(match.body_id or "")
            row.candidates = [(meant[i].pk, meant[i].name, round(score)) for i, _, score in match.candidates]
        if row.body is None:
            words = f"No body is certain to be meant by “{written[:80]}”." if written else "No body is named."
            row.said.append(Said("body", f"{words} Choose one below, or skip the row."))
            continue
        if not _is_open(row.body, on):
            when = (
                f"closed on {row.body.closed}"
                if row.body.closed and row.body.closed < on
                else "is not open yet"
            )
            row.said.append(Said("body", f"{row.body.name} {when}.", error=False))
        there = contacts.get(row.body.pk)
        new = row.cells.get("email", "")
        if there is None:
            row.is_new = True
        elif there.email.casefold() != new.casefold():
            row.changes.append(f"{there.email} → {new}")
    _tell_twice(rows)


def _tell_twice(rows: Sequence[Judged]) -> None:
    first: dict[int, int] = {}
    for row in rows:
        if row.body is None or row.skipped:
            continue
        if row.body.pk in first:
            words = f"{row.body.name} has a row already, on line {first[row.body.pk]}. Skip one of the two."
            row.said.append(Said("body", words))
        first.setdefault(row.body.pk, row.line)


def _judge_bodies(rows: Sequence[Judged], bodies: Sequence[PublicBody], survey: Survey) -> None:
    there = {(body.body_id, _iso(body.opened)): body for body in bodies}
    by_name = {body.name.casefold(): body for body in bodies}
    kinds = [kind.key for kind in survey.kinds.all()]
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        cells = row.cells
        key = (cells.get("id", ""), cells.get("opened", ""))
        row.body = there.get(key)
        row.is_new = row.body is None
        for column in ("id", "name"):
            if not cells.get(column):
                row.said.append(Said(column, f"The {column} is blank."))
        row.said += _of_kind(cells, kinds, row.body)
        row.said += _of_dates(cells)
        if not row.skipped and key in seen:
            row.said.append(Said("id", f"The same body is on line {seen[key]} already. Skip one of the two."))
        if not row.skipped:
            seen.setdefault(key, row.line)
        namesake = by_name.get(cells.get("name", "").casefold())
        if row.is_new and namesake is not None:
            words = f"{namesake.name} is there under {namesake.body_id}: is this another body?"
            row.said.append(Said("name", words, error=False))
        if row.body is not None:
            row.changes = _changes(row.body, cells)


def _of_kind(cells: Mapping[str, str], kinds: Sequence[str], body: PublicBody | None) -> list[Said]:
    kind = cells.get("kind", "")
    if not kind and (len(kinds) == 1 or body is not None):
        return []
    if not kind:
        return [Said("kind", f"The kind is blank. Known: {', '.join(kinds)}.")]
    return (
        []
        if kind in kinds
        else [Said("kind", f"There is no kind “{kind[:40]}”. {nearest_words(kind, kinds)}")]
    )


def _of_dates(cells: Mapping[str, str]) -> list[Said]:
    said, days = [], {}
    for column in ("opened", "closed"):
        text = cells.get(column, "")
        try:
            days[column] = date.fromisoformat(text) if text else None
        except ValueError:
            said.append(Said(column, f"“{text[:40]}” is no date. Write it as 2026-04-01."))
    opened, closed = days.get("opened"), days.get("closed")
    if opened and closed and closed < opened:
        said.append(Said("closed", f"It closed on {closed}, before it opened on {opened}."))
    return said


def _changes(body: PublicBody, cells: Mapping[str, str]) -> list[str]:
    before: dict[str, Any] = {
        **body.columns,
        "name": body.name,
        "kind": body.kind.key,
        "closed": _iso(body.closed),
        "region": body.region,
    }
    return [
        f"{name}: {before.get(name) or 'blank'} → {value}"
        for name, value in cells.items()
        if name not in ("id", "opened", "email") and value and str(before.get(name) or "") != value
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _judge_addresses(rows: Sequence[Judged], *, blank_is_wrong: bool) -> None:
    used = Counter(row.cells.get("email", "").casefold() for row in rows if not row.skipped)
    for row in rows:
        email = row.cells.get("email", "")
        if not email:
            if blank_is_wrong:
                row.said.append(Said("email", "The address is blank. Skip the row, or mend the table."))
            continue
        if not is_address(email):
            row.said.append(Said("email", f"“{email[:80]}” cannot be an address."))
            continue
        if is_like_a_person(email):
            words = f"{email} looks like a person's: an office's address outlives its people."
            row.said.append(Said("email", words, error=False))
        if used[email.casefold()] > 1:
            words = f"{used[email.casefold()]} rows have this address: one team may answer for all of them."
            row.said.append(Said("email", words, error=False))
