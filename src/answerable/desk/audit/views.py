"""The screen of the trail, and its table."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from answerable.desk.audit.reading import Wanted, as_csv, events_of, rooms_of
from answerable.desk.clock import today
from answerable.desk.people.access import SurveyRequest, survey_view
from answerable.desk.people.models import User
from answerable.desk.people.roles import Right, has_right

ON_A_PAGE = 100


class FilterForm(forms.Form):
    """What of the trail is shown; it stays in the address."""

    room = forms.ChoiceField(label="About", required=False)
    by = forms.ChoiceField(label="By", required=False)
    first = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    holds = forms.CharField(label="Words", required=False, max_length=100)

    def __init__(self, data: Any, request: SurveyRequest) -> None:
        super().__init__(data)
        names = has_right(request.role, Right.SEE_PEOPLE)
        rooms = [("", "everything"), *((room, room) for room in rooms_of(request.survey))]
        people = User.objects.filter(memberships__survey=request.survey).order_by("name", "pk")
        self.fields["room"].choices = rooms  # type: ignore[attr-defined]
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            ("", "anybody"),
            *((str(user.pk), str(user) if names else f"user {user.pk}") for user in people),
        ]

    def wanted(self) -> Wanted:
        """What is wanted, without the parts that make no sense."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            room=given.get("room") or "",
            by=int(given["by"]) if given.get("by") else None,
            first=given.get("first"),
            last=given.get("last"),
            holds=given.get("holds") or "",
        )


@survey_view(Right.AUDIT)
def trail(request: SurveyRequest) -> HttpResponse:
    """Who did what in the survey, newest first."""
    form = FilterForm(request.GET, request)
    page = Paginator(events_of(request.survey, form.wanted()), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {"form": form, "page": page, "is_filtered": bool(request.GET)}
    return render(request, "audit/trail.html", told)


@survey_view(Right.AUDIT)
def trail_csv(request: SurveyRequest) -> StreamingHttpResponse:
    """The trail, as filtered, as a CSV to download."""
    events = events_of(request.survey, FilterForm(request.GET, request).wanted())
    lines = as_csv(events, with_names=has_right(request.role, Right.SEE_PEOPLE))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"trail-{request.survey.key}-{today():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
