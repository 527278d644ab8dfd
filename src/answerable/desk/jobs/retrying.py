"""Jobs whose worker died are taken up again; one that keeps killing its worker is given up."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.jobs.actions import run_job
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.people.models import User

# A worker beats for its job every few seconds.
SILENT_FOR = timedelta(seconds=90)
MOST_ATTEMPTS = 3


@transaction.atomic
def take_up_stopped() -> int:
    """Puts jobs whose worker fell silent back into the queue. Returns how many."""
    at = now()
    silent = Q(beat_at__lt=at - SILENT_FOR) | Q(beat_at__gt=at + SILENT_FOR) | Q(beat_at=None)
    stopped = Job.objects.select_for_update().filter(silent, state=JobState.RUNNING)
    taken = 0
    for job in stopped:
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.ended_at = JobState.FAILED, at
            job.words = (
                f"The worker stopped {job.attempts} times while it did this. See the log of the worker."
            )
            job.save(update_fields=["state", "ended_at", "words"])
            continue
        job.state, job.words = JobState.WAITING, "The worker stopped; it is begun again."
        job.save(update_fields=["state", "words"])
        run_job.enqueue(job.pk)
        taken += 1
    return taken


@transaction.atomic
def retry_job(*, job: Job, by: User | None) -> Job:
    """Does a failed job once more. Raises: Conflict"""
    locked = Job.objects.select_for_update(of=("self",)).select_related("survey").get(pk=job.pk)
    if locked.state != JobState.FAILED:
        raise Conflict(
            "Only work that failed can be tried again; this one is " + locked.get_state_display() + "."
        )
    locked.state, locked.words, locked.attempts = JobState.WAITING, "", 0
    locked.done = locked.of = 0
    locked.ended_at = locked.started_at = locked.beat_at = None
    locked.save()
    record(by=by, verb="job.retried", survey=locked.survey, target=locked, words="Asked for again.")
    run_job.enqueue(locked.pk)
    return locked
