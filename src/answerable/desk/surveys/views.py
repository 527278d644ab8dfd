"""The list of one's surveys."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.models import Membership
from answerable.desk.people.roles import Right


@login_required
def surveys(request: HttpRequest) -> HttpResponse:
    """The surveys of the person who is signed in; straight to it where there is one."""
    mine = Membership.objects.filter(user=person(request)).select_related("survey").order_by("survey__title")
    return render(request, "desk/surveys.html", {"memberships": mine})


@survey_view(Right.VIEW)
def survey(request: SurveyRequest) -> HttpResponse:
    """A survey opens on its board."""
    return redirect("board", request.survey.key)
