"""Mail in: the raw message is stored first and for good; reading and placing follow, and may be repeated."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from answerable.core.post.asked import Requests
from answerable.core.post.containers import Attachment
from answerable.core.post.message import Message
from answerable.core.post.placing import Placement as Found
from answerable.core.post.placing import place
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.mail.files import FileLost, store_bytes, stored_bytes
from answerable.desk.mail.models import (
    IncomingFile,
    IncomingMessage,
    IncomingState,
    StoredFile,
)
from answerable.desk.mail.placing import place_again, place_as_found
from answerable.desk.mail.placing_index import known_requests
from answerable.desk.mail.receiving_fields import add_note, fields_of, fit, must_be_looked_at, read_raw
from answerable.desk.people.models import User
from answerable.desk.surveys.models import Survey

log = logging.getLogger(__name__)
# Far more than a machine crashes by chance while it reads one message.
MOST_ATTEMPTS = 10
IN_A_BATCH = 200
Stored = list[tuple[Attachment, StoredFile]]


def receive_message(
    *, raw: bytes, came_by: str, came_as: str = "", received_at: datetime | None = None
) -> IncomingMessage:
    """Takes in a raw message: stored, read, placed where that is certain. The same bytes, the same message.

    When this returns, the message is kept for good, whether or not it could be read.

    Raises: OSError where the storage takes no more: then nothing was received, and it must come again
    """
    message, _ = keep_raw(raw=raw, came_by=came_by, came_as=came_as, received_at=received_at)
    read_kept(message)
    message.refresh_from_db()
    return message


def keep_raw(
    *,
    raw: bytes,
    came_by: str,
    came_as: str = "",
    received_at: datetime | None = None,
    survey: Survey | None = None,
    payload: StoredFile | None = None,
    by: User | None = None,
) -> tuple[IncomingMessage, bool]:
    """Stores a raw message without reading it, and says whether it is new. Raises: OSError"""
    file = store_bytes(raw)
    with transaction.atomic():
        message, is_new = IncomingMessage.objects.get_or_create(
            raw=file,
            defaults={
                "received_at": received_at or now(),
                "came_by": came_by,
                "came_as": fit(came_as, 300),
                "survey": survey,
                "payload": payload,
            },
        )
        if is_new:
            record(
                by=by,
                verb="mail.received",
                survey=survey,
                target=message,
                words=f"A message came in ({came_by}).",
                details={"bytes": len(raw)},
            )
    return message, is_new


def read_all_waiting(*, limit: int | None = None, progress: Callable[[int, int], None] | None = None) -> int:
    """Reads the messages that are stored and not read yet, as a crash leaves them; returns how many."""
    waiting = IncomingMessage.objects.filter(state=IncomingState.RECEIVED).order_by("pk")
    pks = list(waiting.values_list("pk", flat=True)[:limit])
    for start in range(0, len(pks), IN_A_BATCH):
        known = known_requests()
        for number, pk in enumerate(pks[start : start + IN_A_BATCH], start=start + 1):
            read_kept(IncomingMessage.objects.select_related("raw").get(pk=pk), known=known)
            if progress:
                progress(number, len(pks))
    return len(pks)


def read_kept(message: IncomingMessage, *, known: Requests | None = None) -> None:
    """Reads a stored message and places it where that is certain; one that was read before is left alone.

    Nothing in a message makes this fail: what cannot be read waits for a person, with a note.
    """
    if message.state != IncomingState.RECEIVED:
        return
    # Counted before reading: whatever ends the process counts too, and is not tried for ever.
    IncomingMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    if message.attempts >= MOST_ATTEMPTS:
        _keep_unread(message, "Reading it began several times and never ended. The raw message is kept.")
        return
    try:
        _read(message, known)
    except OSError as error:
        # The storage takes no files now: the message is kept, and is read when there is room.
        IncomingMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") - 1)
        log.error("message %s could not be read yet: %s", message.pk, error)
    except FileLost as error:
        _keep_unread(message, str(error))
    except Exception as error:
        log.exception("message %s could not be read", message.pk)
        _keep_unread(message, f"It could not be read ({type(error).__name__}). The raw message is kept.")


def read_message_again(message: IncomingMessage, *, by: User | None = None) -> None:
    """Reads a message again, as after a change of the code. What people said of it stays as they said it.

    Raises: FileLost, OSError
    """
    if message.state == IncomingState.RECEIVED:
        read_kept(message)
        return
    read = read_raw(stored_bytes(message.raw))
    if read is None:
        return
    files = _stored_files(read)
    found = place(read, known_requests())
    with transaction.atomic():
        locked = IncomingMessage.objects.select_for_update().get(pk=message.pk)
        before = locked.kind
        _take(locked, read, files)
        locked.save()
        place_again(message=locked, found=found, kind_before=before)
        record(by=by, verb="mail.read_again", survey=locked.survey, target=locked, words="Read again.")
    message.refresh_from_db()


def _read(message: IncomingMessage, known: Requests | None) -> None:
    read = read_raw(stored_bytes(message.raw))
    if read is None:
        _keep_unread(message, "It is an Outlook item that is damaged and cannot be opened.")
        return
    files = _stored_files(read)
    found = place(read, known or known_requests())
    _write(message, read, files, found)


def _stored_files(read: Message) -> Stored:
    """The attachments, stored before any record speaks of them. Raises: OSError"""
    return [(each, store_bytes(each.data)) for each in read.attachments]


@transaction.atomic
def _write(message: IncomingMessage, read: Message, files: Stored, found: Found) -> None:
    locked = IncomingMessage.objects.select_for_update().get(pk=message.pk)
    if locked.state != IncomingState.RECEIVED:
        return  # another process was first
    _take(locked, read, files)
    place_as_found(message=locked, found=found)


@transaction.atomic
def _keep_unread(message: IncomingMessage, note: str) -> None:
    """Lets a message that cannot be read wait for a person."""
    locked = IncomingMessage.objects.select_for_update().get(pk=message.pk)
    if locked.state != IncomingState.RECEIVED:
        return
    locked.kind = locked.kind or "unknown"
    add_note(locked, note)
    place_as_found(message=locked, found=Found())


def _take(message: IncomingMessage, read: Message, files: Stored) -> None:
    """Takes over what was read. Records of the same files stay: others point there."""
    for name, value in fields_of(read).items():
        setattr(message, name, value)
    there = {(row.position, row.file_id): row for row in message.files.all()}
    new = []
    for position, (file, stored) in enumerate(files):
        row = there.pop((position, stored.pk), None)
        made = row or IncomingFile(
            message=message, position=position, file=stored, quarantined=must_be_looked_at(file)
        )
        made.filename = fit(file.filename, 300)
        made.content_type = fit(file.content_type, 120)
        made.size_bytes = file.size_bytes
        made.from_container = fit(file.from_container, 300)
        if row is None:
            new.append(made)
        else:
            made.save(update_fields=["filename", "content_type", "size_bytes", "from_container"])
    IncomingFile.objects.bulk_create(new)
    if there:
        add_note(message, "Some files were found by an earlier reading only; they are kept.")
