"""The long work of releases: freezing, publishing, bringing a site to what the records say."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from answerable.core.errors import AnswerableError
from answerable.desk.clock import now
from answerable.desk.errors import NotReady
from answerable.desk.jobs.actions import ask_for
from answerable.desk.jobs.kinds import Progress, job_kind
from answerable.desk.jobs.models import Job
from answerable.desk.releases.actions import NothingNew, freeze_survey
from answerable.desk.releases.freezing import last_release, passages_waiting
from answerable.desk.releases.models import Publishing, Release
from answerable.desk.releases.publishing import (
    embargoed,
    publish_release,
    refresh_site,
    want_publication,
)
from answerable.desk.releases.versions import next_version
from answerable.desk.surveys.models import Survey
from answerable.desk.surveys.to_study import study_and_cleaner


@job_kind("freeze")
def freeze(job: Job, progress: Progress) -> dict[str, object]:
    """Freezes a survey as a form or the schedule asks; done again after a crash it gives the same release."""
    survey, given = _survey(job), job.given
    made = _made_before(job)
    if made is None:
        progress("Writing the study from the records")
        try:
            made = _freeze(job, survey, given, progress)
        except NothingNew as error:
            _tell_trouble(job, "")
            return {"words": str(error)}
        except AnswerableError as error:
            _tell_trouble(job, str(error))
            raise
    _tell_trouble(job, "")
    if given.get("publishes"):
        want_publication(release=made, by=job.by) if embargoed(made) else ask_for(
            kind="publish", survey=survey, by=job.by, given={"release": made.pk}
        )
    progress(f"Froze version {made.version}", 1, 1)
    return {"release": made.pk, "version": made.version}


def _freeze(job: Job, survey: Survey, given: dict[str, Any], progress: Progress) -> Release:
    last = last_release(survey)
    until = given.get("embargo_until")
    embargo = datetime.fromisoformat(until) if until else None
    if given.get("embargo_days"):
        embargo = now() + timedelta(days=int(given["embargo_days"]))
    return freeze_survey(
        survey=survey,
        version=given.get("version") or next_version(last.version if last else None),
        as_at=given["as_at"],
        by=job.by,
        because=given.get("because") or "",
        embargo_until=embargo,
        only_if_changed=bool(given.get("scheduled")),
        tell=_cleaning(survey, progress),
    )


def _cleaning(survey: Survey, progress: Progress) -> Callable[[int], None]:
    waiting = passages_waiting(survey)
    return lambda done: progress("Removing names and small counts from quotes", done, max(done, waiting))


@job_kind("clean_quotes")
def clean_quotes(job: Job, progress: Progress) -> dict[str, object]:
    """Cleans quotes ahead of a look at what a release would say."""
    survey = _survey(job)
    _, cleaner = study_and_cleaner(survey, _cleaning(survey, progress))
    return {"cleaned": cleaner.n_new}


def _made_before(job: Job) -> Release | None:
    """The release that this job froze before the worker died."""
    since = Release.objects.filter(survey=job.survey, frozen_by=job.by, frozen_at__gte=job.asked_at)
    if job.attempts < 2:
        return None
    if job.given.get("version"):
        since = since.filter(version=job.given["version"])
    return since.select_related("survey").order_by("pk").first()


def _tell_trouble(job: Job, words: str) -> None:
    """Keeps why the schedule could not freeze, where people see it."""
    if job.given.get("scheduled"):
        Publishing.objects.filter(survey=job.survey).update(trouble=words)


@job_kind("publish")
def publish(job: Job, progress: Progress) -> dict[str, object]:
    """Publishes a release."""
    release = Release.objects.filter(survey=job.survey, pk=int(job.given["release"])).first()
    if release is None:
        raise NotReady("There is no such release in this survey.")
    publish_release(release=release, by=job.by, progress=progress, images=bool(job.given.get("images", True)))
    return {"release": release.pk, "version": release.version}


@job_kind("refresh_site")
def refresh(job: Job, progress: Progress) -> dict[str, object]:
    """Brings the site of a survey to what the records say."""
    shown = refresh_site(
        survey=_survey(job), by=job.by, progress=progress, images=bool(job.given.get("images", True))
    )
    return {"version": shown.version if shown else None}


def _survey(job: Job) -> Survey:
    if job.survey is None:
        raise NotReady("This work is for a survey, and none was named.")
    return job.survey
