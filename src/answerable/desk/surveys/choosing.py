"""Finding what an address names, within the survey of the address."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404

from answerable.desk.people.access import SurveyRequest
from answerable.desk.surveys.models import Round

Row = TypeVar("Row", bound=Model)


def chosen_round(request: SurveyRequest) -> Round | None:
    """The round that `?round=` names, else the latest; None where there is none yet. Raises: Http404"""
    rounds = list(request.survey.rounds.all())
    for each in rounds:
        each.survey = request.survey
    key = request.GET.get("round") or request.POST.get("round")
    if key:
        found = next((each for each in rounds if each.key == key), None)
        if found is None:
            raise Http404("No such round in this survey.")
        return found
    return rounds[-1] if rounds else None


def page_of(request: SurveyRequest, rows: "QuerySet[Row]", n: int) -> "Page[Row]":
    """The page of a list that `?page=` names; a page that is none gives the nearest."""
    return Paginator(rows, n).get_page(request.GET.get("page"))
