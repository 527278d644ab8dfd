"""The screens of long work: how far it is, what came of it, and another try."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from answerable.desk.clock import now
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.jobs.retrying import retry_job
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.running.models import WorkerBeat
from answerable.desk.running.worker import STALE_AFTER

ON_A_PAGE = 50
WAITS_LONG = timedelta(seconds=15)


@survey_view(Right.VIEW)
def jobs(request: SurveyRequest) -> HttpResponse:
    """The long work of the survey, newest first."""
    rows = Job.objects.filter(survey=request.survey).select_related("by")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page})


@survey_view(Right.VIEW)
def job(request: SurveyRequest, job: int) -> HttpResponse:
    """One piece of work; while it goes on, htmx asks for its bar again and again."""
    found = get_object_or_404(Job.objects.select_related("by"), pk=job, survey=request.survey)
    goes_on = found.state in {JobState.WAITING, JobState.RUNNING}
    told = {
        "job": found,
        "goes_on": goes_on,
        "no_worker": goes_on and found.state == JobState.WAITING and _nobody_comes(found),
        "results": [
            (name, value) for name, value in found.result.items() if not isinstance(value, dict | list)
        ],
    }
    part = "jobs/bar.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, part, told)


@require_POST
@survey_view(Right.EDIT)
def retry(request: SurveyRequest, job: int) -> HttpResponse:
    """Does failed work once more."""
    found = get_object_or_404(Job, pk=job, survey=request.survey)
    retry_job(job=found, by=person(request))
    messages.success(request, "It is tried again.")
    return redirect("jobs-one", request.survey.key, found.pk)


def _nobody_comes(job: Job) -> bool:
    """Whether a job has waited for a while and no worker has said that it is alive."""
    if now() - job.asked_at < WAITS_LONG:
        return False
    return not WorkerBeat.objects.filter(beat_at__gte=now() - STALE_AFTER).exists()
