"""What people do with messages: place them, take that back, say what they are, set them aside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import ImpossibleEvent
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.inbox_views import message_context
from answerable.desk.mail.inbox_views_queue import visible
from answerable.desk.mail.inbox_views_saying import SayingForm
from answerable.desk.mail.models import IncomingMessage, Placement
from answerable.desk.mail.placing import bring_back, place_message, set_aside, undo_placement
from answerable.desk.mail.placing_events import mark_read, say_what_it_is, unsay
from answerable.desk.mail.receiving_fields import fit
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.requests.models import Request, RequestEvent


@survey_view(Right.PLACE)
@require_POST
def place(request: SurveyRequest, pk: int) -> HttpResponse:
    """Places a message at the request that was clicked, with those that were ticked."""
    found = _message(request, pk)
    wanted = {int(each) for each in request.POST.getlist("at") if each.isdecimal() and len(each) < 18}
    chosen = list(
        Request.objects.filter(pk__in=wanted, round__survey=request.survey).select_related(
            "round__survey", "body"
        )
    )
    because = fit(request.POST.get("because", "").strip(), 500) or "placed by hand"
    before = set(found.placements.filter(undone_at=None).values_list("pk", flat=True))
    made = place_message(message=found, requests=chosen, by=person(request), because=because)
    new = [each for each in made if each.pk not in before]
    names = ", ".join(each.request.body.name for each in made)
    if len(new) == 1:
        back = reverse("inbox-take-back", args=[request.survey.key, new[0].pk])
        messages.success(request, with_undo(request, f"Placed: {names}.", back))
    else:
        messages.success(request, f"Placed: {names}.")
    return _to(request, pk)


@survey_view(Right.PLACE)
@require_POST
def take_back(request: SurveyRequest, pk: int) -> HttpResponse:
    """Takes a placement back."""
    placement = _placement(request, pk)
    undo_placement(placement=placement, by=person(request))
    back = reverse("inbox-place", args=[request.survey.key, placement.message_id])
    words = with_undo(request, "Taken back.", back, at=str(placement.request_id))
    messages.success(request, words)
    return _to(request, placement.message_id)


@survey_view(Right.PLACE)
@require_POST
def aside(request: SurveyRequest, pk: int) -> HttpResponse:
    """Sets a message aside, or brings it back."""
    found = _message(request, pk)
    here = reverse("inbox-aside", args=[request.survey.key, pk])
    if request.POST.get("back"):
        bring_back(message=found, by=person(request))
        messages.success(request, with_undo(request, "It waits again.", here))
    else:
        set_aside(message=found, survey=request.survey, by=person(request))
        messages.success(request, with_undo(request, "Set aside.", here, back="1"))
    return _to(request, pk)


@survey_view(Right.PLACE)
@require_POST
def read(request: SurveyRequest, pk: int) -> HttpResponse:
    """Says that a message changes nothing at its request, or that it is to be read after all."""
    placement = _placement(request, pk)
    again = bool(request.POST.get("again"))
    mark_read(message=placement.message, request=placement.request, to_read=again, by=person(request))
    here = reverse("inbox-read", args=[request.survey.key, pk])
    if again:
        messages.success(request, "It is to be read.")
    else:
        messages.success(request, with_undo(request, "Read: it changes nothing.", here, again="1"))
    return _to(request, placement.message_id)


@survey_view(Right.PLACE)
@require_POST
def say(request: SurveyRequest, pk: int) -> HttpResponse:
    """Logs what a message is for its request."""
    placement = _placement(request, pk)
    form = SayingForm(request.POST, request=placement.request, prefix=f"p{pk}")
    event = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            event = say_what_it_is(
                message=placement.message,
                request=placement.request,
                kind=form.event,
                on=given["on"],
                by=person(request),
                sections=given["sections"],
                until=given["until"],
                note=given["note"],
            )
        except ImpossibleEvent as error:
            form.add_error("kind", str(error))
    if event is None:
        context = message_context(request, placement.message, form)
        return render(request, "mail/inbox_message.html", context, status=422)
    back = reverse("inbox-unsay", args=[request.survey.key, event.pk])
    words = f"Noted: {placement.request.body.name}, {event.kind.replace('_', ' ')}."
    messages.success(request, with_undo(request, words, back))
    return _to(request, placement.message_id)


@survey_view(Right.PLACE)
@require_POST
def take_back_saying(request: SurveyRequest, pk: int) -> HttpResponse:
    """Takes back what was said of a message."""
    event = get_object_or_404(
        RequestEvent.objects.select_related("incoming", "request__round__survey"),
        pk=pk,
        request__round__survey=request.survey,
        incoming__isnull=False,
    )
    unsay(event=event, by=person(request))
    messages.success(request, "Taken back: it is to be read again.")
    return _to(request, event.incoming_id or 0)


def _message(request: SurveyRequest, pk: int) -> IncomingMessage:
    return get_object_or_404(visible(request), pk=pk)


def _placement(request: SurveyRequest, pk: int) -> Placement:
    """A placement in the survey of the address: others are not found."""
    placements = Placement.objects.select_related("message", "request__round__survey", "request__body")
    return get_object_or_404(placements, pk=pk, request__round__survey=request.survey)


def _to(request: SurveyRequest, pk: int) -> HttpResponse:
    address = reverse("inbox-message", args=[request.survey.key, pk])
    return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
