"""Taking a backup of a desk that runs: rows as of one moment, then the files that those rows speak of."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from answerable import __version__
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.mail.files import FileLost, stored_bytes
from answerable.desk.mail.models import StoredFile
from answerable.desk.running.backup_format import (
    MANIFEST,
    Counted,
    Manifest,
    Table,
    columns_of,
    kept_models,
    lines_of,
)

SNAPSHOT = "snapshot"


@dataclass(frozen=True)
class Done:
    """What a backup holds; `lost` are hashes of files that the storage did not give whole."""

    n_tables: int
    n_rows: int
    n_files: int
    lost: tuple[str, ...] = ()


def write_backup(path: Path) -> Done:
    """Writes a backup; an existing file is not written over. Raises: Conflict, OSError"""
    if path.exists():
        raise Conflict(f"{path} exists. Give another name: a backup is not written over.")
    part = path.with_name(f"{path.name}.part")
    try:
        # It holds addresses of people and all they wrote: it is for its user alone.
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            manifest = _write(packed)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    n_rows = sum(table.n_rows for table in manifest.tables.values())
    return Done(len(manifest.tables), n_rows, manifest.n_files, manifest.lost)


def _write(packed: zipfile.ZipFile) -> Manifest:
    tables = {}
    with one_moment() as using:
        for model in kept_models():
            name, counted = model._meta.db_table, Counted()
            with packed.open(f"tables/{name}.jsonl", "w", force_zip64=True) as file:
                for line in lines_of(model, using=using):
                    file.write(counted.take(line))
            columns = tuple(each.attname for each in columns_of(model))
            tables[name] = Table(columns, counted.n, counted.hash.hexdigest())
        files = list(StoredFile.objects.using(using).order_by("pk"))
        steps = tuple(applied_migrations(using))
    lost = [file.sha256 for file in files if not _pack_file(packed, file)]
    manifest = Manifest(
        answerable=__version__,
        made_at=now().isoformat(),
        migrations=steps,
        tables=tables,
        n_files=len(files) - len(lost),
        lost=tuple(lost),
    )
    packed.writestr(MANIFEST, manifest.as_json())
    return manifest


def _pack_file(packed: zipfile.ZipFile, file: StoredFile) -> bool:
    """Files are never changed and never deleted, so they may be read after the moment of the rows."""
    try:
        data = stored_bytes(file)
    except FileLost:
        return False
    packed.writestr(f"files/{file.sha256}", data)
    return True


@contextmanager
def one_moment() -> Iterator[str]:
    """A connection of its own that sees the database as of one moment, and keeps nobody from writing."""
    own = {**connections.databases["default"], "CONN_MAX_AGE": 0}
    own["NAME"] = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        # A reading transaction of a database in WAL mode sees one moment; IMMEDIATE would lock writers out.
        own["OPTIONS"] = {"timeout": 60}
    else:
        own["OPTIONS"] = {**own.get("OPTIONS", {}), "isolation_level": _repeatable_read()}
    connections.databases[SNAPSHOT] = own
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]
        del connections.databases[SNAPSHOT]


def applied_migrations(using: str) -> list[str]:
    """The steps that the tables have taken."""
    done = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done)


def _repeatable_read() -> object:
    from psycopg import IsolationLevel

    return IsolationLevel.REPEATABLE_READ
