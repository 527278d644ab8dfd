"""The form of a backup: one zip of JSON lines, a table each, and files under their hash; no database's own.

`backup.json` says what is in it with the SHA-256 of every table. A row is a list of values in the order of
the table's columns; bytes are base64, instants ISO in UTC. SQLite and PostgreSQL write the same bytes.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from answerable.desk.errors import DeskError
from answerable.desk.fields import KeptJSONField

FORMAT = 1
MANIFEST = "backup.json"
LONGEST_MANIFEST = 5_000_000
# What belongs to a running desk and to no other: who is signed in, who does which duty. Django fills the rest
# itself when tables are made.
LEFT_OUT_APPS = frozenset({"sessions", "contenttypes", "auth", "usersessions"})
LEFT_OUT_TABLES = frozenset({"desk_running_duty", "desk_running_workerbeat", "desk_running_count"})
AT_ONCE = 500


class BadBackup(DeskError):
    """A file that is no backup, is damaged, or was made by another version."""


@dataclass(frozen=True)
class Table:
    """What a backup holds of a table."""

    columns: tuple[str, ...]
    n_rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    answerable: str
    made_at: str
    migrations: tuple[str, ...]
    tables: dict[str, Table]
    n_files: int
    lost: tuple[str, ...] = ()
    format: int = FORMAT

    def as_json(self) -> str:
        """The text of backup.json."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


@dataclass
class Counted:
    """Lines on their way, counted and hashed."""

    n: int = 0
    hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def take(self, line: bytes) -> bytes:
        """Counts a line and gives it on."""
        self.n += 1
        self.hash.update(line)
        return line


def read_manifest(text: str) -> Manifest:
    """What backup.json says. Raises: BadBackup"""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise BadBackup(f"The backup has the format {told['format']}; this version reads {FORMAT}.")
        tables = {
            name: Table(tuple(each["columns"]), int(each["n_rows"]), str(each["sha256"]))
            for name, each in told["tables"].items()
        }
        return Manifest(
            answerable=str(told["answerable"]),
            made_at=str(told["made_at"]),
            migrations=tuple(told["migrations"]),
            tables=tables,
            n_files=int(told["n_files"]),
            lost=tuple(told["lost"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup(f"{MANIFEST} is not what a backup has. Take the backup again.") from None


def kept_models() -> list[type[models.Model]]:
    """The models whose rows a backup holds, in the order of their tables' names."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
        and model._meta.db_table not in LEFT_OUT_TABLES
    ]
    return sorted(kept, key=lambda model: model._meta.db_table)


def columns_of(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns of a model, in the order of their names: the order of declaration may change."""
    return sorted(model._meta.concrete_fields, key=lambda each: each.attname)


def lines_of(model: type[models.Model], *, using: str) -> Iterator[bytes]:
    """Every row as a line, in the order of keys."""
    columns = columns_of(model)
    rows = model._base_manager.using(using).order_by("pk").values_list(*(each.attname for each in columns))
    for row in rows.iterator(chunk_size=AT_ONCE):
        cells = [_plain(each, value) for each, value in zip(columns, row, strict=True)]
        yield json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def objects_of(model: type[models.Model], lines: Iterable[bytes]) -> Iterator[models.Model]:
    """The rows of lines. Raises: BadBackup"""
    columns = columns_of(model)
    for n, line in enumerate(lines, 1):
        try:
            cells = json.loads(line)
            if len(cells) != len(columns):
                raise ValueError
            values = {each.attname: _value(each, cell) for each, cell in zip(columns, cells, strict=True)}
        except Exception:
            raise BadBackup(f"Line {n} of the table {model._meta.db_table} cannot be read.") from None
        yield model(**values)


def _plain(column: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column, models.JSONField):
        # PostgreSQL sorts the keys of its own JSON, SQLite does not.
        return json.loads(json.dumps(value, sort_keys=True))
    return value if isinstance(value, list | dict) else str(value)


def _value(column: "models.Field[Any, Any]", cell: Any) -> Any:
    if cell is None or isinstance(column, KeptJSONField | models.JSONField):
        return cell
    if isinstance(column, models.BinaryField):
        return base64.b64decode(cell, validate=True)
    target = column.target_field if isinstance(column, models.ForeignKey) else column
    return target.to_python(cell)
