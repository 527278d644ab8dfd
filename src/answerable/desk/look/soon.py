"""A screen that is not there yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from answerable.desk.people.access import survey_view
from answerable.desk.people.roles import Right


@survey_view(Right.VIEW)
def soon(request: HttpRequest) -> HttpResponse:
    """Says that the screen is being built."""
    return render(request, "desk/failure.html", {"words": "This screen is being built."}, status=501)
