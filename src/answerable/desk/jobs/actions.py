"""Asking for long work and doing it."""

import logging

from django.db import transaction
from django.db.models import F
from django_tasks import task

from answerable.core.errors import AnswerableError
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import DeskError
from answerable.desk.jobs.kinds import work_of
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.people.models import User
from answerable.desk.surveys.models import Survey

log = logging.getLogger(__name__)
LONGEST = 500

# The jobs this process is at, with the attempt: its worker beats for them while they say nothing.
at_work: dict[int, int] = {}


class JobTaken(DeskError):
    """Another worker has taken the job up, since this one had been silent."""


@transaction.atomic
def ask_for(
    *, kind: str, survey: Survey | None, by: User | None, given: dict[str, object] | None = None
) -> Job:
    """Asks for work; a worker begins once this transaction is done. Raises: UnknownJob"""
    work_of(kind)
    job = Job.objects.create(kind=kind, survey=survey, by=by, given=given or {}, asked_at=now())
    record(by=by, verb="job.asked", survey=survey, target=job, words=f"Asked for: {kind.replace('_', ' ')}.")
    # The queue is a table: the job and its place in the queue are kept together or not at all.
    run_job.enqueue(job.pk)
    return job


@task()
def run_job(job_id: int) -> None:
    """Does a job that waits; one that another worker has, or that is done, is left alone."""
    begun = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.RUNNING, started_at=now(), beat_at=now(), attempts=F("attempts") + 1
    )
    if not begun:
        return
    job = Job.objects.get(pk=job_id)

    def progress(words: str, done: int = 0, of: int = 0) -> None:
        _change(job, words=words[:LONGEST], done=done, of=of, beat_at=now())

    at_work[job.pk] = job.attempts
    try:
        result = work_of(job.kind)(job, progress)
        _change(job, state=JobState.DONE, result=result, ended_at=now())
    except JobTaken:
        log.warning("job %s (%s) was taken up by another worker", job.pk, job.kind)
    except AnswerableError as error:
        _fail(job, str(error))
    except Exception as error:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _fail(job, f"Something failed: {error}")
    finally:
        at_work.pop(job.pk, None)


def _fail(job: Job, words: str) -> None:
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING).update(
        state=JobState.FAILED, words=words[:LONGEST], ended_at=now()
    )


def _change(job: Job, **values: object) -> None:
    """Changes a job as long as it is this worker's. Raises: JobTaken"""
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)
    if not mine.update(**values):
        raise JobTaken("Another worker has taken this up.")
    for name, value in values.items():
        setattr(job, name, value)
