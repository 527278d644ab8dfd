"""Bytes in the file storage, found by their hash. A file is whole on the disk before any row speaks of it."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from answerable.desk.clock import now
from answerable.desk.errors import DeskError
from answerable.desk.mail.models import StoredFile


class FileLost(DeskError):
    """The storage does not hold a file that a record speaks of."""


def store_bytes(data: bytes) -> StoredFile:
    """Stores bytes and returns their record; the same bytes again give the same record.

    Raises: OSError where the storage takes no more: then there is no record either.
    """
    digest = hashlib.sha256(data).hexdigest()
    kept = StoredFile.objects.filter(sha256=digest).first()
    if kept is not None and default_storage.exists(kept.name):
        return kept
    name = f"{digest[:2]}/{digest}"
    if not default_storage.exists(name):
        _save(name, data)
    return StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size_bytes": len(data), "name": name, "stored_at": now()}
    )[0]


def _save(name: str, data: bytes) -> None:
    """Saves a file that is whole from the first moment that it has its name, and on the disk."""
    if not isinstance(default_storage, FileSystemStorage):  # a store of objects has it whole or not at all
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:  # another process stored the same bytes at the same moment
            default_storage.delete(saved)
        return
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    try:
        with unfinished.open("xb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.chmod(0o600)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def open_stored(file: StoredFile) -> IO[bytes]:
    """A stored file, open for reading. Raises: FileLost"""
    try:
        return default_storage.open(file.name, "rb")
    except (FileNotFoundError, OSError) as error:
        raise FileLost(
            f"The storage does not give the file {file.sha256[:12]}… ({error}). Restore it from a backup."
        ) from None


def stored_bytes(file: StoredFile) -> bytes:
    """The bytes of a stored file, checked against their hash. Raises: FileLost"""
    with open_stored(file) as opened:
        data = opened.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise FileLost(
            f"The file {file.sha256[:12]}… in the storage is not what was stored. Restore it from a backup."
        )
    return data
