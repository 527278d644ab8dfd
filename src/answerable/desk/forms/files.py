"""Files attached to a draft: any type, bounded in number and size, stored and never shown by us."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from answerable.desk.clock import now
from answerable.desk.errors import Conflict, DeskError
from answerable.desk.forms.drafts import locked_draft, told_of
from answerable.desk.forms.models import Draft, DraftFile, ReplyLink
from answerable.desk.forms.typed import clean
from answerable.desk.mail.files import store_bytes
from answerable.desk.requests.models import Request

MOST_FILES = 20
LARGEST_FILE = 15 * 1024 * 1024
LARGEST_IN_ALL = 40 * 1024 * 1024
LARGEST_POST = LARGEST_IN_ALL + 8 * 1024 * 1024
MB = 1024 * 1024
UNKNOWN_TYPE = "application/octet-stream"
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,59}/[a-z0-9][a-z0-9.+-]{0,59}")
# Parts of a message of their own: as files they are bytes like any other.
_OF_MESSAGES = ("message/", "multipart/")


class FileRefused(DeskError):
    """A file was not taken; the words say which and why."""


if TYPE_CHECKING:
    Upload = UploadedFile[Any]
else:
    Upload = UploadedFile


def attach_files(*, link: ReplyLink, request: Request, uploads: Sequence[Upload]) -> list[DraftFile]:
    """Attaches files to a draft, all of them or none. Raises: FileRefused, Conflict"""
    for each in uploads:
        _check_one(each)
    try:
        stored = [
            (name_of(each.name or ""), type_of(each.content_type), store_bytes(each.read()))
            for each in uploads
        ]
    except OSError:
        raise FileRefused(
            "The files could not be stored just now, and nothing was attached. Try again later, or send them "
            "by email; your answers are saved."
        ) from None
    with transaction.atomic():
        draft = locked_draft(link, request)
        _check_open(draft)
        there = list(draft.files.select_related("file"))
        known = {(each.filename, each.file_id) for each in there}
        new = [(name, kind, file) for name, kind, file in stored if (name, file.pk) not in known]
        if len(there) + len(new) > MOST_FILES:
            raise FileRefused(
                f"There would be {len(there) + len(new)} files; {MOST_FILES} are the most. "
                "Nothing was attached. Put several into one archive, or send them by email."
            )
        total = sum(each.file.size_bytes for each in there) + sum(file.size_bytes for _, _, file in new)
        if total > LARGEST_IN_ALL:
            raise FileRefused(
                f"All files together would be {total // MB} MB; {LARGEST_IN_ALL // MB} MB are the most. "
                "Nothing was attached. Send them by email, in several messages."
            )
        made = [
            DraftFile.objects.create(draft=draft, filename=name, content_type=kind, file=file)
            for name, kind, file in new
        ]
        draft.saved_at = now()
        draft.save(update_fields=["saved_at"])
        if made:
            told_of(request, link, "form.attached", f"attached {len(made)} files")
    return made


@transaction.atomic
def remove_file(*, link: ReplyLink, request: Request, file: int) -> None:
    """Takes a file out of a draft; one that is gone already does no harm. Raises: Conflict"""
    draft = locked_draft(link, request)
    _check_open(draft)
    n, _ = draft.files.filter(pk=file).delete()
    if n:
        told_of(request, link, "form.file_removed", "took a file out of a draft")


def _check_open(draft: Draft) -> None:
    if draft.handed_in_at is not None:
        raise Conflict(
            "These answers are handed in. To change their files, choose “Correct what we handed in” first."
        )


def _check_one(upload: Upload) -> None:
    name, size = name_of(upload.name or ""), upload.size or 0
    if not size:
        raise FileRefused(f"“{name}” is empty. Nothing was attached. Look at the file and choose it again.")
    if size > LARGEST_FILE:
        raise FileRefused(
            f"“{name}” is {size / MB:.0f} MB; {LARGEST_FILE // MB} MB are the most. Nothing was attached. "
            "Send it by email, or tell us where it is published."
        )


def name_of(name: str) -> str:
    """A file's name without folders and without what cannot be seen."""
    bare = re.split(r"[/\\]", clean(name))[-1]
    return re.sub(r'[\s"<>|:*?;]+', " ", bare).strip(" .")[-150:] or "file"


def type_of(content_type: str | None) -> str:
    """A content type as it was told, where it is one that a file in a message can have."""
    told = (content_type or "").lower().strip()
    return told if _TYPE.fullmatch(told) and not told.startswith(_OF_MESSAGES) else UNKNOWN_TYPE
