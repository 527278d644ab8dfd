"""The outbox: what waits, what left, what failed, what is in doubt; and what a person does about it."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from answerable.desk.errors import DeskError
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.models import OutgoingMessage, OutgoingState
from answerable.desk.mail.outbox_lists import (
    MEANING,
    PER_PAGE,
    WORDS,
    going,
    in_scope,
    listed,
    read_filters,
    waves_of,
)
from answerable.desk.mail.outbox_record import letter_of
from answerable.desk.mail.sending_deeds import (
    AGAIN,
    CANCELLABLE,
    cancel_message,
    queue_again,
    queue_failed_again,
    queue_test,
    settle_doubt,
    try_server_now,
)
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right, has_right

_ADDRESS = re.compile(r"[^\s<>@:;,\"']+@[^\s<>@:;,\"']+")
_LINK = re.compile(r"https?://\S+/reply/\S+")


@survey_view(Right.VIEW)
@require_GET
def outbox(request: SurveyRequest) -> HttpResponse:
    """The list under its filters, with counts and how sending goes on."""
    filters = read_filters(request.GET.dict())
    found = in_scope(request.survey, filters, sees_people=_sees_people(request))
    page = Paginator(listed(found, filters.state), PER_PAGE).get_page(request.GET.get("page"))
    told = going(found)
    tabs = [("", "All", told.total)]
    tabs += [(str(state), words, told.counts.get(state, 0)) for state, words in WORDS.items()]
    context = {
        "filters": filters,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "going": told,
        "tabs": tabs,
        "title": WORDS.get(OutgoingState(filters.state), "") if filters.state else "All messages",
        "meaning": MEANING[OutgoingState(filters.state) if filters.state else ""],
        "state_words": {str(state): words for state, words in WORDS.items()},
        "waves": waves_of(request.survey),
        "sees_people": _sees_people(request),
    }
    return render(request, "mail/outbox.html", context)


@survey_view(Right.VIEW)
@require_GET
def progress(request: SurveyRequest) -> HttpResponse:
    """How sending goes on, asked for every two seconds; when it is done the whole screen is loaded again."""
    filters = read_filters(request.GET.dict())
    told = going(in_scope(request.survey, filters, sees_people=_sees_people(request)))
    response = render(request, "mail/outbox_progress.html", {"going": told, "filters": filters})
    if not told.is_going:
        response.headers["HX-Refresh"] = "true"
    return response


@survey_view(Right.VIEW)
@require_GET
def message(request: SurveyRequest, pk: int) -> HttpResponse:
    """A message as it was or will be sent, with all that can be done about it."""
    found = _message(request, pk)
    sees_people = _sees_people(request)
    raw, trouble = "", ""
    if sees_people:
        try:
            raw = letter_of(found).raw.decode("ascii").replace("\r\n", "\n")
        except (DeskError, ValueError, LookupError) as error:
            trouble = f"It cannot be written as it stands: {error}"
    context = {
        "message": found,
        "files": found.files.select_related("file"),
        "text": found.text if sees_people else _veiled(found.text),
        "raw": raw[:200_000],
        "unwritten": trouble,
        "state_words": WORDS[OutgoingState(found.state)],
        "meaning": MEANING[OutgoingState(found.state)],
        "may_cancel": found.state in CANCELLABLE,
        "may_again": found.state in AGAIN and (found.state != OutgoingState.QUEUED or found.not_before),
        "sees_people": sees_people,
    }
    return render(request, "mail/outbox_message.html", context)


@survey_view(Right.SEND)
@require_POST
def cancel(request: SurveyRequest, pk: int) -> HttpResponse:
    """Cancels a message; the answer has the way back."""
    found = cancel_message(message=_message(request, pk), by=person(request))
    again = reverse("outbox-again", args=[request.survey.key, found.pk])
    messages.success(request, with_undo(request, "Cancelled: it will not leave.", again))
    return _back(request, found)


@survey_view(Right.SEND)
@require_POST
def again(request: SurveyRequest, pk: int) -> HttpResponse:
    """Queues a message again; the answer has the way back."""
    found = queue_again(message=_message(request, pk), by=person(request))
    undo = reverse("outbox-cancel", args=[request.survey.key, found.pk])
    messages.success(request, with_undo(request, "Queued: it leaves as soon as the pace allows.", undo))
    return _back(request, found)


@survey_view(Right.SEND)
@require_POST
def settle(request: SurveyRequest, pk: int) -> HttpResponse:
    """Settles a doubt."""
    said = request.POST.get("sent", "")
    found = _message(request, pk)
    if said not in {"yes", "no"}:
        raise DeskError("Say whether it was sent or not: choose one of the two buttons.")
    settle_doubt(message=found, sent=said == "yes", by=person(request))
    if said == "yes":
        messages.success(request, "Settled: it counts as sent.")
    else:
        undo = reverse("outbox-cancel", args=[request.survey.key, found.pk])
        messages.success(request, with_undo(request, "Settled: it is queued again.", undo))
    return _back(request, found)


@survey_view(Right.SEND)
@require_POST
def failed_again(request: SurveyRequest) -> HttpResponse:
    """Queues all failed messages again."""
    n = queue_failed_again(survey=request.survey, by=person(request))
    messages.success(request, f"Queued {n} message{'' if n == 1 else 's'} again.")
    return redirect("outbox", request.survey.key)


@survey_view(Right.SEND)
@require_POST
def test(request: SurveyRequest) -> HttpResponse:
    """Sends a test to oneself."""
    made = queue_test(survey=request.survey, by=person(request))
    messages.success(request, f"A test to {made.to_address} is queued: look for it in your mail.")
    return redirect("outbox-message", request.survey.key, made.pk)


@survey_view(Right.SEND)
@require_POST
def try_now(request: SurveyRequest) -> HttpResponse:
    """Has the mail server tried again at once."""
    try_server_now(survey=request.survey, by=person(request))
    messages.success(request, "The mail server is tried again at the next run, within seconds.")
    return redirect("outbox", request.survey.key)


def _message(request: SurveyRequest, pk: int) -> OutgoingMessage:
    kept: Any = OutgoingMessage.objects.select_related("request__body", "queued_by")
    found: OutgoingMessage = get_object_or_404(kept, pk=pk, survey=request.survey)
    return found


def _back(request: SurveyRequest, found: OutgoingMessage) -> HttpResponse:
    return redirect("outbox-message", request.survey.key, found.pk)


def _sees_people(request: SurveyRequest) -> bool:
    return has_right(request.role, Right.SEE_PEOPLE)


def _veiled(text: str) -> str:
    """A letter's text without addresses of people, and without links that let one answer for a body."""
    hidden = _LINK.sub("[personal link]", text.replace(settings.HERE.reply_domain, "desk"))
    return _ADDRESS.sub("[address]", hidden)
