"""Saying on the coding screen what the reply of a body is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.law.life import EventKind
from answerable.desk.chasing.actions import note_event
from answerable.desk.clock import today
from answerable.desk.coding.finding import body_of, round_of
from answerable.desk.coding.unsaid import ReplyForm, unsaid_at
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.mail.placing_events import day_it_came
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right, has_right
from answerable.desk.surveys.models import PublicBody, Round


def saying_context(request: SurveyRequest, round: Round, body: PublicBody) -> dict[str, Any]:
    """The notice that nobody has said what the reply is, with its form for those who may say it."""
    found = unsaid_at(round, body)
    if found is None:
        return {}
    message = IncomingMessage.objects.filter(pk=found.message).first() if found.message else None
    on = day_it_came(message) if message else today()
    form = ReplyForm(request=found.request, prefix="reply", initial={"on": on})
    return {"unsaid": found, "reply_form": form if has_right(request.role, Right.PLACE) else None}


@require_POST
@survey_view(Right.PLACE)
def say_reply(request: SurveyRequest, round: str, body_id: str) -> HttpResponse:
    """Notes what the reply of a body is."""
    a_round = round_of(request.survey, round)
    body = body_of(a_round, body_id)
    here = redirect("coding-body", request.survey.key, a_round.key, body.body_id)
    found = unsaid_at(a_round, body)
    if found is None:
        messages.info(request, "Somebody has said meanwhile what their reply is.")
        return here
    form = ReplyForm(request.POST, request=found.request, prefix="reply")
    if not form.is_valid():
        context = {"round": a_round, "body": body, "unsaid": found, "reply_form": form}
        return render(request, "coding/say_reply.html", context, status=400)
    event = note_event(
        request=found.request,
        kind=EventKind(form.cleaned_data["kind"]),
        on=form.cleaned_data["on"],
        by=person(request),
        sections=form.cleaned_data["sections"],
    )
    back = reverse("board-undo", args=[request.survey.key, found.request.reference, event.pk])
    messages.success(request, with_undo(request, "Noted.", back))
    return here
