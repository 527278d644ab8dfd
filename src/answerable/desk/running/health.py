"""Whether the desk is well, for a machine that asks: no secrets, no words of errors."""

import secrets
import time
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError

from answerable.desk.clock import now
from answerable.desk.running import apps
from answerable.desk.running.making import waiting_migrations
from answerable.desk.running.models import WorkerBeat
from answerable.desk.running.worker import STALE_AFTER

# A worker beside the web server takes a few seconds longer than it to come up.
STARTS_WITHIN_SECONDS = 60.0


@dataclass(frozen=True)
class Health:
    """What was looked at, each well or not. Without a worker screens still work, but nothing is sent.

    `starting`: no worker was ever heard of, and this process is too young for that to mean anything.
    """

    database: bool
    migrations: bool
    storage: bool
    worker: bool
    worker_beat_at: str | None
    starting: bool = False

    @property
    def is_fine_so_far(self) -> bool:
        """Whether nothing is wrong, though a worker may still be on its way."""
        return self.database and self.migrations and self.storage and (self.worker or self.starting)

    @property
    def is_well(self) -> bool:
        """Whether people can be served and work gets done."""
        return self.database and self.migrations and self.storage and self.worker


def look() -> Health:
    """Looks at the database, its tables, the file storage and the workers."""
    try:
        migrated = not waiting_migrations()
        beat = WorkerBeat.objects.order_by("-beat_at").first() if migrated else None
    except DatabaseError:
        return Health(False, False, storage_takes_files(), False, None)
    alive = beat is not None and abs(now() - beat.beat_at) <= STALE_AFTER
    return Health(
        database=True,
        migrations=migrated,
        storage=storage_takes_files(),
        worker=alive,
        worker_beat_at=beat.beat_at.isoformat() if beat else None,
        starting=migrated and beat is None and time.monotonic() - apps.BEGUN < STARTS_WITHIN_SECONDS,
    )


def storage_takes_files() -> bool:
    """Whether the storage takes a file, gives it back and lets it go."""
    data = secrets.token_bytes(16)
    try:
        name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(data))
        try:
            with default_storage.open(name, "rb") as opened:
                return bool(opened.read() == data)
        finally:
            default_storage.delete(name)
    except Exception:  # whatever a storage of another machine raises
        return False
