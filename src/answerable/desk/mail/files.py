"""Bytes in the file storage, found by their hash. A file is whole on the disk before any row speaks of it."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

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
        saved = default_storage.save(name, ContentFile(data))
        if saved != name:  # another process stored the same bytes at the same moment
            default_storage.delete(saved)
    return StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size_bytes": len(data), "name": name, "stored_at": now()}
    )[0]


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
