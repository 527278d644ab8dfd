"""Asking for long work and doing it."""

import logging

from django.db import transaction
from django_tasks import task

from answerable.core.errors import AnswerableError
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.jobs.kinds import work_of
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.people.models import User
from answerable.desk.surveys.models import Survey

log = logging.getLogger(__name__)
LONGEST = 500


@transaction.atomic
def ask_for(
    *, kind: str, survey: Survey | None, by: User | None, given: dict[str, object] | None = None
) -> Job:
    """Asks for work; a worker begins once this transaction is done. Raises: UnknownJob"""
    work_of(kind)
    job = Job.objects.create(kind=kind, survey=survey, by=by, given=given or {}, asked_at=now())
    record(by=by, verb="job.asked", survey=survey, target=job, words=f"Asked for: {kind.replace('_', ' ')}.")
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


@task()
def run_job(job_id: int) -> None:
    """Does a job that waits; one that was done or failed is left alone."""
    job = Job.objects.get(pk=job_id)
    if job.state in {JobState.DONE, JobState.FAILED}:
        return
    _change(job, state=JobState.RUNNING, started_at=now(), beat_at=now(), attempts=job.attempts + 1)

    def progress(words: str, done: int = 0, of: int = 0) -> None:
        _change(job, words=words[:LONGEST], done=done, of=of, beat_at=now())

    try:
        result = work_of(job.kind)(job, progress)
    except AnswerableError as error:
        _change(job, state=JobState.FAILED, words=str(error)[:LONGEST], ended_at=now())
    except Exception as error:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _change(job, state=JobState.FAILED, words=f"Something failed: {error}"[:LONGEST], ended_at=now())
    else:
        _change(job, state=JobState.DONE, result=result, ended_at=now())


def _change(job: Job, **values: object) -> None:
    for name, value in values.items():
        setattr(job, name, value)
    job.save(update_fields=list(values))
