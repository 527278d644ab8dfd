"""What people at the desk see of the reply form: statements to look at, what came, drafts begun, links."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from answerable.desk.forms import choosing
from answerable.desk.forms.links import make_link, revoke_link
from answerable.desk.forms.models import GivenStatement, ReplyLink
from answerable.desk.forms.statements import accept_statement, decline_statement, look_again
from answerable.desk.look.undoing import with_undo
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.requests.models import Request
from answerable.desk.surveys.choosing import page_of

ON_A_PAGE = 50


class LinkForm(django_forms.Form):
    """A new link: for which bodies, and for how long."""

    same_team = django_forms.MultipleChoiceField(required=False, widget=django_forms.CheckboxSelectMultiple)
    references = django_forms.CharField(
        required=False,
        max_length=10_000,
        widget=django_forms.Textarea(attrs={"rows": 3}),
        label="References of other requests of this round",
        help_text="One a line, for a team that answers for several bodies.",
    )
    days = django_forms.IntegerField(min_value=1, max_value=730, initial=365, label="Good for how many days")

    def __init__(self, *args: Any, others: list[Request], **kwargs: Any) -> None:
        """Offers the requests whose letters go to the same address."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field = self.fields["same_team"]
        assert isinstance(field, django_forms.MultipleChoiceField)
        field.choices = [(each.reference, f"{each.body.name} ({each.reference})") for each in others]
        field.label = "Also for these, whose letters go to the same address"


@require_safe
@survey_view(Right.VIEW)
def forms(request: SurveyRequest) -> HttpResponse:
    """Statements, what was handed in, and drafts: one list at a time, named in the address."""
    shown = request.GET.get("show", "")
    shown = shown if shown in choosing.LISTS else choosing.LISTS[0]
    make = {"statements": _statements, "handed-in": _handed_in, "drafts": _drafts}[shown]
    context = {"shown": shown, "counts": choosing.counts(request.survey), **make(request)}
    return render(request, "forms/desk_forms.html", context)


def _statements(request: SurveyRequest) -> dict[str, Any]:
    page = page_of(request, choosing.statements_of(request.survey), ON_A_PAGE)
    listed = list(page.object_list)
    words, asked = choosing.published_statements(listed, request.survey), choosing.wordings(listed)
    rows = [
        {
            "statement": each,
            "words": words[each.pk],
            "changed": words[each.pk] != each.statement,
            "question": asked.get(
                (each.request.round_id, each.request.body.kind_id, each.question_key), each.question_key
            ),
        }
        for each in listed
    ]
    return {"page": page, "rows": rows}


def _handed_in(request: SurveyRequest) -> dict[str, Any]:
    page = page_of(request, choosing.submissions_of(request.survey), ON_A_PAGE)
    return {"page": page, "rows": [{"submission": each, "n": len(each.fields)} for each in page.object_list]}


def _drafts(request: SurveyRequest) -> dict[str, Any]:
    page = page_of(request, choosing.drafts_of(request.survey), ON_A_PAGE)
    rows = [{"draft": each, "n": choosing.n_answers(each)} for each in page.object_list]
    return {"page": page, "rows": rows}


@require_POST
@survey_view(Right.CODE)
def decide(request: SurveyRequest, statement: int) -> HttpResponse:
    """Accepts a statement, declines it, or takes that back."""
    found = get_object_or_404(GivenStatement, pk=statement, request__round__survey=request.survey)
    do, by = request.POST.get("do", ""), person(request)
    here = reverse("inbox-forms-statement", args=[request.survey.key, found.pk])
    if do == "accept":
        accept_statement(statement=found, by=by)
        words = "The statement stands beside the answer from the next release on."
        messages.success(request, with_undo(request, words, here, do="again"))
    elif do == "decline":
        decline_statement(statement=found, because=request.POST.get("because", ""), by=by)
        words = "The statement is not published; the body sees your reason."
        messages.success(request, with_undo(request, words, here, do="again"))
    elif do == "again":
        look_again(statement=found, by=by)
        messages.info(request, "The statement waits again.")
    else:
        raise Http404("There is no such button.")
    return redirect("inbox-forms", request.survey.key)


def _request(request: SurveyRequest, reference: str) -> Request:
    rows = Request.objects.filter(round__survey=request.survey, reference=reference)
    return get_object_or_404(rows.select_related("body", "round__survey"))


@require_safe
@survey_view(Right.VIEW)
def links(request: SurveyRequest, reference: str) -> HttpResponse:
    """The links of a request: when made, when used, until when good."""
    return _links(request, _request(request, reference))


def _links(
    request: SurveyRequest,
    found: Request,
    form: LinkForm | None = None,
    *,
    address: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "request_shown": found,
        "links": choosing.links_of(found),
        "form": form or LinkForm(others=choosing.same_team(found)),
        "address": address,
    }
    return render(request, "forms/desk_links.html", context, status=status)


@require_POST
@survey_view(Right.SEND)
def new_link(request: SurveyRequest, reference: str) -> HttpResponse:
    """Makes a link and shows it, this once."""
    found = _request(request, reference)
    others = choosing.same_team(found)
    form = LinkForm(request.POST, others=others)
    if not form.is_valid():
        return _links(request, found, form, status=422)
    ticked = [each for each in others if each.reference in form.cleaned_data["same_team"]]
    named = choosing.named_requests(found, form.cleaned_data["references"])
    chosen = {each.pk: each for each in (found, *ticked, *named)}
    for each in chosen.values():
        each.round = found.round
    _, address = make_link(
        requests=list(chosen.values()),
        by=person(request),
        expires_at=choosing.expiry(form.cleaned_data["days"]),
    )
    return _links(request, found, address=address)


@require_POST
@survey_view(Right.SEND)
def revoke(request: SurveyRequest, reference: str, link: int) -> HttpResponse:
    """Revokes a link."""
    found = _request(request, reference)
    revoke_link(link=get_object_or_404(ReplyLink, pk=link, requests=found), by=person(request))
    messages.success(
        request, "The link opens nothing any more. What was written by it is kept; a new link shows it again."
    )
    return redirect("inbox-forms-links", request.survey.key, reference)
