"""What the doctor reads from records: files by sample, states of requests, mail in trouble, people."""

import secrets
from collections.abc import Iterator
from datetime import timedelta

from answerable.core.errors import ImpossibleEvent
from answerable.desk.clock import now, today
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.mail.files import FileLost, stored_bytes
from answerable.desk.mail.models import (
    IncomingMessage,
    IncomingState,
    Mailbox,
    OutgoingMessage,
    OutgoingState,
    StoredFile,
)
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import as_events, stands
from answerable.desk.running.models import Duty
from answerable.desk.surveys.models import Survey

SAMPLE = 200
AT_ONCE = 500
WAITS_LONG = timedelta(hours=1)
WEEK = timedelta(days=7)


def sample_files(most: int = SAMPLE) -> tuple[int, list[str], int]:
    """Reads some of the stored files, others each time: how many, the hashes of lost ones, of how many."""
    keys = list(StoredFile.objects.values_list("pk", flat=True))
    chosen = keys if len(keys) <= most else secrets.SystemRandom().sample(keys, most)
    lost = []
    for file in StoredFile.objects.filter(pk__in=chosen).iterator():
        try:
            stored_bytes(file)
        except FileLost:
            lost.append(file.sha256)
    return len(chosen), lost, len(keys)


def kept_states() -> tuple[list[str], list[str], int]:
    """References of requests kept otherwise than events say, those of impossible events, of how many.

    One that came with a study and has no events since stands as the study says: it is not compared.
    """
    astray, impossible, n = [], [], 0
    day = today()
    rows = Request.objects.select_related("round").prefetch_related("events").order_by("pk")
    for request in rows.iterator(chunk_size=AT_ONCE):
        if request.imported_outcome and not as_events(request.events.all()):
            continue
        n += 1
        try:
            told = stands(request, day)
        except ImpossibleEvent:
            impossible.append(request.reference)
            continue
        due = told.live.due.due_on if told.live.due else None
        if (request.state, request.due_on) != (str(told.state), due):
            astray.append(request.reference)
    return astray, impossible, n


def mail_in_trouble() -> Iterator[tuple[str, int]]:
    """What is wrong with messages, and how many of each."""
    out, long_ago = OutgoingMessage.objects, now() - WAITS_LONG
    late = out.filter(state=OutgoingState.QUEUED, queued_at__lt=long_ago).exclude(not_before__gt=now())
    unread = IncomingMessage.objects.filter(state=IncomingState.RECEIVED, received_at__lt=long_ago)
    for words, n in (
        ("may or may not have been sent, and wait for a person to say", out.filter(state="doubt").count()),
        ("could not be sent", out.filter(state="failed").count()),
        ("should have been sent an hour ago", late.count()),
        ("came in an hour ago and have not been read", unread.count()),
        ("of the inbox cannot be fetched", Mailbox.objects.exclude(trouble="").count()),
    ):
        if n:
            yield words, n


def duties_in_trouble() -> list[tuple[str, str]]:
    """Duties that failed when they were last done, with the words of it."""
    return list(Duty.objects.exclude(trouble="").order_by("name").values_list("name", "trouble"))


def failed_jobs() -> int:
    """Long work that failed within a week."""
    return Job.objects.filter(state=JobState.FAILED, ended_at__gte=now() - WEEK).count()


def people() -> tuple[int, list[str]]:
    """How many can sign in, and the surveys that nobody owns."""
    owned = Membership.objects.filter(role=Role.OWNER, user__is_active=True).values("survey")
    ownerless = Survey.objects.exclude(pk__in=owned).order_by("key").values_list("key", flat=True)
    return User.objects.filter(is_active=True).count(), list(ownerless)
