"""Tables of bodies and contacts as people send them: whose columns go by many names."""

from collections.abc import Mapping
from dataclasses import dataclass

from answerable.core.errors import Fault, InputFaults
from answerable.core.study.schema import BODIES
from answerable.core.suggest import nearest_words
from answerable.core.tables.sheet import read_sheet

MOST_ROWS = 20_000
LONGEST_CELL = 2_000
BODY_COLUMNS = BODIES.names
CONTACT_COLUMNS = ("body", "email", "contact", "role", "telephone", "source")
_CALLED: dict[str, dict[str, str]] = {
    "bodies": {
        "code": "id", "body_id": "id", "ons_code": "id", "gss_code": "id", "body": "name",
        "authority": "name",
        "organisation": "name", "open_date": "opened", "close_date": "closed", "e_mail": "email",
        "email_address": "email", "foi_email": "email", "website": "url", "region_name": "region",
    },
    "contacts": {
        "id": "body", "body_id": "body", "code": "body", "name": "body", "authority": "body",
        "organisation": "body", "council": "body", "ons_code": "body", "e_mail": "email",
        "email_address": "email", "foi_email": "email", "address": "email", "contact_name": "contact",
        "person": "contact", "phone": "telephone", "tel": "telephone", "title": "role", "job_title": "role",
    },
}  # fmt: skip
_NEEDS = {"bodies": ("id", "name"), "contacts": ("body", "email")}


@dataclass(frozen=True)
class ReadRows:
    """Rows under the names we know, and the columns of the file that nothing is made of."""

    rows: list[dict[str, object]]
    header: list[str]
    unused: list[str]


def read_rows(data: bytes, filename: str, what: str, attributes: Mapping[str, str]) -> ReadRows:
    """The rows of an uploaded table; `attributes` are further columns of bodies that the study declares.

    Raises: InputFaults for what is no table, or lacks a column that is needed
    """
    known = [
        *(BODY_COLUMNS if what == "bodies" else CONTACT_COLUMNS),
        *(attributes if what == "bodies" else ()),
    ]
    sheet = read_sheet(data, filename, known=[*known, *_CALLED[what]])
    names: dict[str, str] = {}
    for title in sheet.header:
        plain = "_".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
        name = plain if plain in known else _CALLED[what].get(plain)
        if name and name not in names.values():
            names[title] = name
    faults = [
        Fault(
            "missing_column",
            f"There is no column “{name}”.",
            f"Name one of its columns so. {nearest_words(name, sheet.header)}",
            file=filename,
            line=1,
        )
        for name in _NEEDS[what]
        if name not in names.values()
    ]
    if len(sheet.rows) > MOST_ROWS:
        words = f"The table has {len(sheet.rows):,} rows."
        faults.append(Fault("too_many_rows", words, f"Split it: at most {MOST_ROWS:,}.", file=filename))
    if not sheet.rows:
        faults.append(Fault("no_rows", "The table has no rows below its header.", "Add some.", file=filename))
    if faults:
        raise InputFaults(faults)
    rows: list[dict[str, object]] = [
        {
            "line": row.line,
            "cells": {name: row.cells[title].strip()[:LONGEST_CELL] for title, name in names.items()},
        }
        for row in sheet.rows
    ]
    return ReadRows(
        rows, list(names.values()), [title for title in sheet.header if title and title not in names]
    )
