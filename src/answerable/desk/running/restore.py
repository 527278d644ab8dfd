"""Filling an empty desk from a backup; what is there afterwards is compared with what the backup says."""

import hashlib
import zipfile
from itertools import islice
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction

from answerable.desk.errors import Conflict
from answerable.desk.mail.models import StoredFile
from answerable.desk.running.backup import Done, applied_migrations
from answerable.desk.running.backup_format import (
    AT_ONCE,
    LONGEST_MANIFEST,
    MANIFEST,
    BadBackup,
    Counted,
    Manifest,
    columns_of,
    kept_models,
    lines_of,
    objects_of,
    read_manifest,
)


def restore_backup(path: Path) -> Done:
    """Fills the desk from a backup: all of it or nothing.

    Raises: BadBackup where the file is damaged or of another version; Conflict where the desk is not empty
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = _manifest(packed)
            _check_fits(manifest)
            _check_empty()
            with transaction.atomic():
                for model in kept_models():
                    _fill(packed, model)
                _reset_sequences()
                _compare(manifest)
                files = _restore_files(packed, manifest)
    except (FileNotFoundError, IsADirectoryError):
        raise BadBackup(
            f"There is no file {path}. Give the path of a file that answerable desk backup wrote."
        ) from None
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise BadBackup(f"{path} is no backup, or it is damaged: {error}.") from None
    n_rows = sum(table.n_rows for table in manifest.tables.values())
    return Done(len(manifest.tables), n_rows, files, manifest.lost)


def _manifest(packed: zipfile.ZipFile) -> Manifest:
    with packed.open(MANIFEST) as file:
        return read_manifest(file.read(LONGEST_MANIFEST).decode("utf-8", "replace"))


def _check_fits(manifest: Manifest) -> None:
    """Raises: BadBackup where tables have another form than this version gives them"""
    theirs = {name: table.columns for name, table in manifest.tables.items()}
    ours = {
        model._meta.db_table: tuple(each.attname for each in columns_of(model)) for model in kept_models()
    }
    if theirs != ours or set(manifest.migrations) != set(applied_migrations("default")):
        raise BadBackup(
            f"The backup was made by Answerable {manifest.answerable}, whose tables have another form. "
            "Install that version, restore there, then upgrade."
        )


def _check_empty() -> None:
    """Raises: Conflict"""
    for model in kept_models():
        n = model._base_manager.count()
        if n:
            raise Conflict(
                f"The desk is not empty: {model._meta.db_table} has {n} row{'' if n == 1 else 's'}. Restore "
                "into a new place: another ANSWERABLE_HOME or DATABASE_URL, made by answerable desk init."
            )


def _fill(packed: zipfile.ZipFile, model: type[models.Model]) -> None:
    columns = columns_of(model)
    batch = min(AT_ONCE, connection.ops.bulk_batch_size(columns, range(AT_ONCE)))
    with packed.open(f"tables/{model._meta.db_table}.jsonl") as file:
        rows = objects_of(model, file)
        while chunk := list(islice(rows, batch)):
            # raw: instants that are set when a row is made are taken from the backup instead.
            model._base_manager.all()._insert(chunk, fields=columns, raw=True)  # type: ignore[attr-defined]


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def _compare(manifest: Manifest) -> None:
    """Raises: BadBackup where rows are not what the backup says"""
    for model in kept_models():
        name, counted = model._meta.db_table, Counted()
        for line in lines_of(model, using="default"):
            counted.take(line)
        wanted = manifest.tables[name]
        if (counted.n, counted.hash.hexdigest()) != (wanted.n_rows, wanted.sha256):
            raise BadBackup(
                f"The table {name} is not what the backup says ({counted.n} rows, {wanted.n_rows} expected): "
                "the backup is damaged. Nothing was kept."
            )


def _restore_files(packed: zipfile.ZipFile, manifest: Manifest) -> int:
    """Raises: BadBackup where a file is not what its hash says"""
    n = 0
    for file in StoredFile.objects.order_by("pk").iterator():
        if file.sha256 in manifest.lost:
            continue
        data = packed.read(f"files/{file.sha256}")
        if hashlib.sha256(data).hexdigest() != file.sha256 or len(data) != file.size_bytes:
            raise BadBackup(f"The file {file.sha256[:12]}… in the backup is damaged. Nothing was kept.")
        # The name is made from the hash, whatever the row says: it may not lead out of the storage.
        if file.name != f"{file.sha256[:2]}/{file.sha256}":
            raise BadBackup(f"The file {file.sha256[:12]}… has a name that no desk gives. Nothing was kept.")
        if not default_storage.exists(file.name):
            default_storage.save(file.name, ContentFile(data))
        with default_storage.open(file.name, "rb") as opened:
            if hashlib.sha256(opened.read()).hexdigest() != file.sha256:
                raise BadBackup(f"The storage did not keep the file {file.sha256[:12]}… whole.")
        n += 1
    return n
