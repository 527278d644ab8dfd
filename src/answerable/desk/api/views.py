"""The screen of tokens, and the page that tells what the interface does."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from answerable.desk.api.actions import LONGEST_DAYS, NEEDS, WORDS, make_token, revoke_token
from answerable.desk.api.models import ApiToken
from answerable.desk.clock import now
from answerable.desk.people.access import SurveyRequest, survey_view
from answerable.desk.people.roles import Right, has_right


class TokenForm(forms.Form):
    """What a token is for and how long it lives."""

    name = forms.CharField(max_length=100, label="What it is for", help_text="Such as: nightly copy")
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="It may")
    days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS, initial=90, label="Days until it runs out")

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (str(scope), words) for scope, words in WORDS.items() if has_right(role, NEEDS[scope])
        ]


@survey_view(Right.VIEW)
def tokens(request: SurveyRequest) -> HttpResponse:
    """One's own tokens, those of all for who manages people, and the form for a new one."""
    form = TokenForm(request.POST if request.method == "POST" else None, role=request.role)
    secret = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _, secret = make_token(
            survey=request.survey,
            name=given["name"],
            scopes=given["scopes"],
            days=given["days"],
            by=request.user,
        )
        form = TokenForm(role=request.role)
    found = ApiToken.objects.filter(survey=request.survey, revoked_at=None).select_related("user")
    if not has_right(request.role, Right.MANAGE):
        found = found.filter(user=request.user)
    context = {"tokens": found.order_by("-pk")[:200], "form": form, "secret": secret, "now": now()}
    return render(request, "api/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
@survey_view(Right.VIEW)
def revoke(request: SurveyRequest, token: int) -> HttpResponse:
    """A token lets nobody in any more."""
    found = ApiToken.objects.filter(survey=request.survey, pk=token).first()
    if found is None:
        raise Http404("No such token in this survey.")
    revoke_token(token=found, by=request.user)
    messages.success(request, f"“{found.name}” lets nobody in any more.")
    return redirect("setup-tokens", request.survey.key)


@login_required
def docs(request: HttpRequest) -> HttpResponse:
    """What the interface does, from its own OpenAPI document."""
    from answerable.desk.api.interface import api

    schema = api.get_openapi_schema()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"about": schema["info"], "operations": operations})
