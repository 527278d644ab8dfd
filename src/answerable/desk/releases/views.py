"""The screens of releases: the list, what freezing would change, one release, where it is published."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from answerable.core.errors import AnswerableError
from answerable.desk.jobs.actions import ask_for
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.look.headers import SANDBOX
from answerable.desk.mail.files import open_stored
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.releases.actions import set_embargo
from answerable.desk.releases.forms import EmbargoForm, FreezeForm, PublishingForm, first_values
from answerable.desk.releases.freezing import corrected, passages_waiting, said
from answerable.desk.releases.models import Release
from answerable.desk.releases.preview import preview
from answerable.desk.releases.publishing import (
    change_publishing,
    embargoed,
    publishing_of,
    want_publication,
    withdraw_release,
)
from answerable.desk.surveys.models import PublicBody

ON_A_PAGE = 50
MOST_SHOWN = 200
MOST_CLEANED_AT_ONCE = 500
SHOWS = ("changed", "removed", "added")
GOES_ON = (JobState.WAITING, JobState.RUNNING)


@survey_view(Right.VIEW)
def releases(request: SurveyRequest) -> HttpResponse:
    """The releases of the survey, newest first, and where they are published."""
    rows = Release.objects.filter(survey=request.survey).select_related("file", "frozen_by")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    work = Job.objects.filter(survey=request.survey, kind__in=("freeze", "publish", "refresh_site"))
    return render(
        request,
        "releases/releases.html",
        {
            "page": page,
            "rows": [{"release": each, "standing": _standing(each)} for each in page],
            "publishing": publishing_of(request.survey),
            "work": list(work.filter(state__in=GOES_ON)[:5]),
        },
    )


@survey_view(Right.RELEASE)
def freeze(request: SurveyRequest) -> HttpResponse:
    """What freezing now would change, and the form that freezes."""
    waiting = passages_waiting(request.survey)
    if waiting > MOST_CLEANED_AT_ONCE:
        # It would take longer than a person waits for a screen.
        if request.method == "POST":
            job = ask_for(kind="clean_quotes", survey=request.survey, by=person(request))
            return redirect("jobs-one", request.survey.key, job.pk)
        return render(request, "releases/wait.html", {"waiting": waiting})
    shown = preview(request.survey)
    form = FreezeForm(request.POST or None, initial=first_values(shown.version))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if Release.objects.filter(survey=request.survey, version=given["version"]).exists():
            form.add_error("version", "This version was frozen before. Choose the next one.")
        if shown.needs_reason and not given["because"].strip():
            form.add_error("because", "Say why answers that were frozen before are changed or gone.")
        if form.is_valid() and shown.can_freeze:
            job = ask_for(kind="freeze", survey=request.survey, by=person(request), given=_asked(given))
            return redirect("jobs-one", request.survey.key, job.pk)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else next((each for each in SHOWS if shown.answers.get(each)), "added")
    page = Paginator(shown.answers.get(show, ()), ON_A_PAGE).get_page(request.GET.get("page"))
    counts = [(each, len(shown.answers.get(each, ()))) for each in SHOWS]
    told = {"shown": shown, "form": form, "show": show, "page": page, "counts": counts, "most": MOST_SHOWN}
    return render(request, "releases/freeze.html", told, status=200 if request.method == "GET" else 400)


def _asked(given: dict[str, Any]) -> dict[str, object]:
    until = given["embargo_until"]
    return {
        "version": given["version"],
        "as_at": given["as_at"],
        "because": given["because"].strip(),
        "embargo_until": until.isoformat() if until else None,
        "publishes": given["publishes"],
    }


@survey_view(Right.VIEW)
def release(request: SurveyRequest, release: int) -> HttpResponse:
    """One release: what it changed, its files, where it stands."""
    found = _release(request, release)
    changes = found.record.get("changes") or {}
    moved = corrected(changes)[:MOST_SHOWN]
    names = dict(
        PublicBody.objects.filter(survey=request.survey, body_id__in={row["body_id"] for row in moved})
        .order_by("position")
        .values_list("body_id", "name")
    )
    rows = [
        {
            **row,
            "body": names.get(row["body_id"], row["body_id"]),
            "said_before": said(row, "before"),
            "said_after": said(row, "after"),
        }
        for row in moved
    ]
    return render(
        request,
        "releases/release.html",
        {
            "release": found,
            "standing": _standing(found),
            "embargoed": embargoed(found),
            "changes": changes,
            "rows": rows,
            "files": sorted((found.record.get("sha256") or {}).items()),
            "publishing": publishing_of(request.survey),
            "embargo_form": EmbargoForm(initial={"until": found.embargo_until}),
        },
    )


@survey_view(Right.VIEW)
def download(request: SurveyRequest, release: int) -> HttpResponseBase:
    """The zip of a release."""
    found = _release(request, release)
    name = f"{request.survey.key}-{found.version}.zip"
    response = FileResponse(open_stored(found.file), as_attachment=True, filename=name)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@require_POST
@survey_view(Right.RELEASE)
def publish(request: SurveyRequest, release: int) -> HttpResponse:
    """Publishes a release, or notes that it is to be when its embargo is over."""
    found = _release(request, release)
    if embargoed(found):
        want_publication(release=found, by=person(request))
        messages.success(request, f"Version {found.version} will be published when its embargo is over.")
        return redirect("releases-one", request.survey.key, found.pk)
    job = ask_for(kind="publish", survey=request.survey, by=person(request), given={"release": found.pk})
    return redirect("jobs-one", request.survey.key, job.pk)


@require_POST
@survey_view(Right.RELEASE)
def withdraw(request: SurveyRequest, release: int) -> HttpResponse:
    """Takes a release back; the site then shows the one before, or goes."""
    found = _release(request, release)
    was_published = found.published_at is not None
    withdraw_release(release=found, by=person(request))
    if was_published:
        ask_for(kind="refresh_site", survey=request.survey, by=person(request))
        messages.success(
            request, f"Version {found.version} is withdrawn. To undo this, publish it again below."
        )
    else:
        messages.success(request, f"Version {found.version} is no longer to be published.")
    return redirect("releases-one", request.survey.key, found.pk)


@require_POST
@survey_view(Right.RELEASE)
def embargo(request: SurveyRequest, release: int) -> HttpResponse:
    """Sets or lifts the embargo of a release."""
    found = _release(request, release)
    form = EmbargoForm(request.POST)
    if form.is_valid():
        set_embargo(release=found, until=form.cleaned_data["until"], by=person(request))
        messages.success(request, "The embargo is kept." if found.embargo_until else "There is no embargo.")
    else:
        messages.error(request, "That is no moment. Write it as 2026-11-21 09:00.")
    return redirect("releases-one", request.survey.key, found.pk)


@survey_view(Right.VIEW, to_change=Right.RELEASE)
def publishing(request: SurveyRequest) -> HttpResponse:
    """Where and how often the survey is published."""
    kept = publishing_of(request.survey)
    form = PublishingForm(request.POST) if request.method == "POST" else PublishingForm.of(kept)
    if request.method == "POST" and form.is_valid():
        try:
            change_publishing(survey=request.survey, by=person(request), **form.cleaned_data)
        except AnswerableError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Kept.")
            return redirect("releases", request.survey.key)
    return render(request, "releases/publishing.html", {"form": form, "publishing": kept})


def _release(request: SurveyRequest, pk: int) -> Release:
    rows = Release.objects.select_related("survey", "file", "frozen_by")
    return get_object_or_404(rows, pk=pk, survey=request.survey)


def _standing(release: Release) -> str:
    """Where a release is, in a word or two."""
    if release.withdrawn_at is not None:
        return "withdrawn"
    if release.published_at is not None:
        return "published"
    if embargoed(release):
        return "to be published after its embargo" if release.wanted_at else "under embargo"
    return "to be published" if release.wanted_at else "not published"
