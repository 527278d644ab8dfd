"""The board and a request's thread."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import EventKind
from answerable.desk.chasing import actions
from answerable.desk.chasing import board as boards
from answerable.desk.chasing.forms import EventForm, LetterForm, StopForm
from answerable.desk.chasing.ladder import rung_counts
from answerable.desk.chasing.thread import thread
from answerable.desk.chasing.timeline import timeline
from answerable.desk.clock import today
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.models import OutgoingState
from answerable.desk.people.access import SurveyRequest, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.requests.actions import resume_chasing, stop_chasing
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import stands
from answerable.desk.surveys.choosing import chosen_round
from answerable.desk.surveys.models import Survey


@survey_view(Right.VIEW)
def board(request: SurveyRequest) -> HttpResponse:
    """Who is late, by how much, what came in today, how far everything is."""
    a_round, on = chosen_round(request), today()
    if a_round is None:
        return render(request, "chasing/no_round.html")
    chosen = boards.Chosen.of(request.GET.dict())
    page = boards.page_of(a_round, chosen, on)
    counts = boards.counts(a_round, on)
    per_kind = boards.asked_of(a_round)
    happened = boards.happened(page.object_list)
    rows = [
        {
            "request": each,
            "line": timeline(each, happened.get(each.pk, ()), on),
            "days_late": (on - each.due_if_deemed_on).days
            if each.clock == "running" and each.due_if_deemed_on and on > each.due_if_deemed_on
            else 0,
            "of": per_kind.get(each.body.kind_id, 0),
        }
        for each in page
    ]
    context = {
        "round": a_round,
        "rounds": request.survey.rounds.all(),
        "kinds": request.survey.kinds.all(),
        "regions": request.survey.bodies.exclude(region="")
        .order_by("region")
        .values_list("region", flat=True)
        .distinct(),
        "chosen": chosen,
        "show": next(each for each in boards.SHOWS if each.key == chosen.show),
        "shows": [(each, counts[each.key]) for each in boards.SHOWS if counts[each.key] or each.key == "all"],
        "page": page,
        "rows": rows,
        "progress": boards.progress(request.survey, a_round, on),
        "rungs": rung_counts(a_round, on),
        "today": on,
    }
    return render(request, "chasing/board.html", context)


def request_of(survey: Survey, reference: str) -> Request:
    """The request of a reference in a survey. Raises: Http404"""
    found = (
        Request.objects.filter(round__survey=survey, reference=reference)
        .select_related("body__kind", "round__survey")
        .prefetch_related("events__by", "moves")
        .first()
    )
    if found is None:
        raise Http404("No such request in this survey.")
    return found


@survey_view(Right.VIEW)
def request_page(request: SurveyRequest, reference: str) -> HttpResponse:
    """Everything between us and one body, where it stands in law, and what can be done next."""
    found = request_of(request.survey, reference)
    return render(request, "chasing/request.html", _request_context(found))


def _request_context(found: Request, **forms: object) -> dict[str, object]:
    on = today()
    stood = stands(found, on)
    return {
        "request_shown": found,
        "entries": thread(found),
        "standing": stood,
        "line": timeline(found, [(e.kind, e.on) for e in found.events.all() if e.undone_at is None], on),
        "contact": found.body.contacts.filter(preferred=True, removed_at=None).first(),
        "event_form": forms.get("event_form") or EventForm(request=found),
        "letter_form": forms.get("letter_form") or LetterForm(initial=_letter_start(found)),
        "letter_key": get_random_string(16),
        "stop_form": forms.get("stop_form") or StopForm(),
        "opened": forms.get("opened", ""),
        "waiting_out": found.outgoing.filter(
            state__in=(OutgoingState.QUEUED, OutgoingState.CLAIMED, OutgoingState.DOUBT)
        ).count(),
        "moves": found.moves.all(),
    }


def _letter_start(found: Request) -> dict[str, object]:
    first = found.outgoing.order_by("pk").first()
    subject = first.subject if first else f"Request for information {found.reference}"
    survey = found.round.survey
    signed = "\n".join(filter(None, (survey.sender_name, survey.sender_organisation)))
    return {
        "subject": subject if subject.lower().startswith("re:") else f"Re: {subject}",
        "text": f"Dear {found.body.name},\n\n\n\nYours faithfully\n\n{signed}\n",
        "answers_clarification": found.state == "clarification_asked",
    }


@survey_view(Right.VIEW, to_change=Right.PLACE)
def log(request: SurveyRequest, reference: str) -> HttpResponse:
    """Says what happened, with an undo in the answer."""
    found = request_of(request.survey, reference)
    if request.method != "POST":
        return redirect("board-request", request.survey.key, reference)
    form = EventForm(request.POST, request=found)
    if not form.is_valid():
        return render(
            request,
            "chasing/request.html",
            _request_context(found, event_form=form, opened="event"),
            status=422,
        )
    given = form.cleaned_data
    try:
        event = actions.note_event(
            request=found,
            kind=EventKind(given["kind"]),
            on=given["on"],
            sections=given["sections"],
            until=given["until"],
            note=given["note"],
            by=request.user,
        )
    except ImpossibleEvent as error:
        words = f"On that day it was “{error.state.replace('_', ' ')}”: this cannot have happened then."
        form.add_error("on", words)
        context = _request_context(found, event_form=form, opened="event")
        return render(request, "chasing/request.html", context, status=422)
    taken_back = reverse("board-undo", args=[request.survey.key, reference, event.pk])
    messages.success(request, with_undo(request, f"Noted: {event.kind.replace('_', ' ')}.", taken_back))
    return redirect("board-request", request.survey.key, reference)


@require_POST
@survey_view(Right.PLACE)
def undo(request: SurveyRequest, reference: str, event: int) -> HttpResponse:
    """Takes an event back."""
    found = request_of(request.survey, reference)
    row = found.events.filter(pk=event).first()
    if row is None:
        raise Http404("No such event.")
    actions.take_back(event=row, by=request.user)
    messages.info(request, f"Taken back: {row.kind.replace('_', ' ')} of {row.on}.")
    return redirect("board-request", request.survey.key, reference)


@require_POST
@survey_view(Right.SEND)
def letter(request: SurveyRequest, reference: str) -> HttpResponse:
    """Queues a letter written by hand."""
    found = request_of(request.survey, reference)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "chasing/request.html",
            _request_context(found, letter_form=form, opened="letter"),
            status=422,
        )
    actions.write_letter(
        request=found,
        key=request.POST.get("key", "")[:16] or get_random_string(16),
        by=request.user,
        **form.cleaned_data,
    )
    messages.success(request, "The letter waits in the outbox and leaves at its turn.")
    return redirect("board-request", request.survey.key, reference)


@require_POST
@survey_view(Right.SEND)
def stop(request: SurveyRequest, reference: str) -> HttpResponse:
    """No more chasing of this body."""
    found = request_of(request.survey, reference)
    form = StopForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "chasing/request.html",
            _request_context(found, stop_form=form, opened="stop"),
            status=422,
        )
    stop_chasing(request=found, because=form.cleaned_data["because"], by=request.user)
    messages.success(request, "No step is proposed for this body any more.")
    return redirect("board-request", request.survey.key, reference)


@require_POST
@survey_view(Right.SEND)
def resume(request: SurveyRequest, reference: str) -> HttpResponse:
    """Chasing goes on."""
    resume_chasing(request=request_of(request.survey, reference), by=request.user)
    messages.success(request, "Steps are proposed for this body again.")
    return redirect("board-request", request.survey.key, reference)
