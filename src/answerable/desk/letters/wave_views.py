"""The screens of waves: choose bodies, read every letter, leave single ones out, approve, take back."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import InputFaults
from answerable.desk.clock import now, today
from answerable.desk.letters import waves
from answerable.desk.letters.approving import needs_reason
from answerable.desk.letters.choosing import Filters, open_bodies, to_be_written_to
from answerable.desk.letters.contents import Contents
from answerable.desk.letters.filling import fill_marks
from answerable.desk.letters.forms import LATER, SOON, ItemForm, LeaveOutForm, ProposeForm, WaveApprovalForm
from answerable.desk.letters.models import Letter, Purpose, Wave, WaveItem
from answerable.desk.letters.queueing import can_take_back, take_back_wave, without_links
from answerable.desk.letters.views import lacking_of_sender
from answerable.desk.look.templatetags.desk import moment
from answerable.desk.look.undoing import with_undo
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.requests.in_bulk import open_requests
from answerable.desk.surveys.choosing import chosen_round, page_of

ON_A_PAGE = 50


@survey_view(Right.VIEW, to_change=Right.EDIT)
def new_wave(request: SurveyRequest) -> HttpResponse:
    """Bodies that have had no first letter yet, by filter; all that fit are proposed together."""
    a_round = chosen_round(request)
    if a_round is None:
        return render(request, "letters/no_round.html")
    source = request.POST if request.method == "POST" else request.GET
    filters, on = Filters.of(source), today()
    fitting = filters.narrowed(to_be_written_to(a_round, on))
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        only = request.POST.get("only") == "with_contact"
        chosen = [body for body in fitting if body.has_contact or not only]
        requests = open_requests(round=a_round, bodies=chosen, by=person(request))
        wave = waves.propose_wave(
            round=a_round,
            purpose=Purpose.REQUEST,
            requests=[(each, "first letter") for each in requests],
            by=person(request),
            not_before=form.cleaned_data["not_before"],
        )
        messages.success(
            request, f"Proposed {len(requests)} letters. Read them, then let a second person approve."
        )
        return redirect("letters-wave", request.survey.key, wave.pk)
    n_fitting = fitting.count()
    context = {
        "round": a_round,
        "filters": filters,
        "form": form,
        "bodies": page_of(request, fitting, ON_A_PAGE),
        "n_fitting": n_fitting,
        "n_without": fitting.filter(has_contact=False).count(),
        "n_open": open_bodies(a_round, on).count(),
        "n_left": to_be_written_to(a_round, on).count(),
        "kinds": request.survey.kinds.filter(questionnaires__round=a_round),
        "regions": _regions(request),
        "letters": Letter.objects.filter(round=a_round, purpose=Purpose.REQUEST).select_related("kind"),
        "lacking": lacking_of_sender(request.survey, a_round),
    }
    return render(request, "letters/new_wave.html", context)


def _regions(request: SurveyRequest) -> list[str]:
    rows = request.survey.bodies.exclude(region="").order_by("region").values_list("region", flat=True)
    return list(rows.distinct())


@survey_view(Right.VIEW)
def wave(request: SurveyRequest, wave: int) -> HttpResponse:
    """Every letter of a wave, those with warnings first to be found, paged and searched."""
    found = _wave(request, wave)
    items = found.items.select_related("request__body", "outgoing").defer("text", "outgoing__text")
    everything = list(found.items.values_list("warnings", "left_out_because"))
    counted = [warnings for warnings, left_out in everything if not left_out]
    user = person(request)
    context = {
        "wave": found,
        "round": found.round,
        "purpose": Purpose(found.purpose),
        "items": page_of(
            request, _shown_items(items, request.GET.get("show", ""), request.GET.get("q", "")), ON_A_PAGE
        ),
        "n_all": len(everything),
        "n_left_out": len(everything) - len(counted),
        "n_to_go": len(counted),
        "n_warned": sum(bool(warnings) for warnings in counted),
        "n_stopped": sum(any(each["stops"] for each in warnings) for warnings in counted),
        "letters": Letter.objects.filter(round=found.round, purpose=found.purpose, items__wave=found)
        .distinct()
        .select_related("kind"),
        "own": found.proposed_by_id == user.pk,
        "alone": needs_reason(survey=request.survey, author=found.proposed_by, by=user),
        "approval": _approval(found),
        "can_take_back": can_take_back(found),
        "waits_until": found.not_before if found.not_before and found.not_before > now() else None,
    }
    return render(request, "letters/wave.html", context)


def _approval(wave: Wave) -> WaveApprovalForm:
    """The form of the approval; a time that was planned when the wave was proposed is kept."""
    planned = wave.not_before if wave.not_before and wave.not_before > now() else None
    return WaveApprovalForm(initial={"leaves": LATER if planned else SOON, "at": planned})


def _shown_items(items: QuerySet[WaveItem], show: str, search: str) -> QuerySet[WaveItem]:
    if show == "warned":
        items = items.exclude(warnings=[])
    elif show == "stopped":
        items = items.filter(warnings__contains='"stops": true')
    elif show == "left_out":
        items = items.exclude(left_out_because="")
    if search.strip():
        words = search.strip()[:100]
        items = items.filter(
            Q(request__body__name__icontains=words)
            | Q(request__reference__iexact=words)
            | Q(to_address__icontains=words)
        )
    return items


@survey_view(Right.SEE_PEOPLE, to_change=Right.EDIT)
def item(request: SurveyRequest, wave: int, item: int) -> HttpResponse:
    """One letter of a wave as it will be sent; it can be written by hand until the wave is approved."""
    found = _item(request, wave, item)
    form = ItemForm(initial={"to_address": found.to_address, "subject": found.subject, "text": found.text})
    faults: Any = ()
    status = 200
    if request.method == "POST":
        form = ItemForm(request.POST)
        if form.is_valid():
            try:
                waves.change_item(item=found, by=person(request), **form.cleaned_data)
            except InputFaults as error:
                faults, status = error.faults, 400
            else:
                messages.success(request, "Saved. Somebody else approves this wave now.")
                return redirect("letters-item", request.survey.key, wave, item)
        else:
            status = 400
    contents = Contents.of(found.wave.round, [found.request])
    values = contents.values(found.request, because=found.because) | contents.late_values(
        found.request, waves.planned_day(found.wave), "(the personal link)"
    )
    sent = found.outgoing
    context = {
        "wave": found.wave,
        "item": found,
        "form": form,
        "faults": faults,
        "subject": sent.subject if sent else fill_marks(found.subject, values).text,
        "text": without_links(sent.text) if sent else fill_marks(found.text, values).text,
        "leave_out": LeaveOutForm(),
    }
    return render(request, "letters/item.html", context, status=status)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def leave_out(request: SurveyRequest, wave: int, item: int) -> HttpResponse:
    """Leaves a letter out with a reason, or puts it in again."""
    found, form = _item(request, wave, item), LeaveOutForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        if "out" in request.POST and not because:
            because = "left out by hand"
        waves.leave_out(item=found, because=because, by=person(request))
        here = reverse("letters-leave-out", args=[request.survey.key, wave, item])
        name = found.request.body.name
        said = with_undo(request, f"{name} is left out.", here) if because else f"{name} is in again."
        messages.success(request, said)
    return redirect("letters-wave", request.survey.key, wave)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def leave_out_stopped(request: SurveyRequest, wave: int) -> HttpResponse:
    """Leaves out all letters that cannot be sent."""
    n = waves.leave_out_stopped(wave=_wave(request, wave), by=person(request))
    messages.success(request, f"{n} letters that cannot be sent are left out, each with its reason.")
    return redirect("letters-wave", request.survey.key, wave)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def check(request: SurveyRequest, wave: int) -> HttpResponse:
    """Looks at every letter again, as contacts and requests are now."""
    n = waves.check_wave(wave=_wave(request, wave))
    messages.info(request, f"Looked at every letter again: {n} cannot be sent.")
    return redirect("letters-wave", request.survey.key, wave)


@require_POST
@survey_view(Right.VIEW, to_change=Right.SEND)
def approve(request: SurveyRequest, wave: int) -> HttpResponse:
    """Approves a wave: its letters go to the outbox."""
    found, form = _wave(request, wave), WaveApprovalForm(request.POST)
    if not form.is_valid():
        said = "; ".join(str(each) for errors in form.errors.values() for each in errors)
        messages.error(request, f"Nothing is approved yet: {said}")
        return redirect("letters-wave", request.survey.key, wave)
    made = waves.approve_wave(
        wave=found,
        by=person(request),
        because=form.cleaned_data["because"],
        not_before=form.not_before(found.not_before),
    )
    back = reverse("letters-wave-take-back", args=[request.survey.key, wave])
    waits = made.not_before is not None and made.not_before > now()
    leave = f" and leave from {moment(made.not_before)} on" if waits else ""
    messages.success(request, with_undo(request, f"Approved: the letters are in the outbox{leave}.", back))
    return redirect("letters-wave", request.survey.key, wave)


@require_POST
@survey_view(Right.VIEW, to_change=Right.SEND)
def take_back(request: SurveyRequest, wave: int) -> HttpResponse:
    """Takes an approved wave back before the first letter left."""
    n = take_back_wave(wave=_wave(request, wave), by=person(request))
    messages.success(
        request, f"{n} letters were taken out of the outbox; none had left. Propose them again when ready."
    )
    return redirect("letters-wave", request.survey.key, wave)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def drop(request: SurveyRequest, wave: int) -> HttpResponse:
    """Drops a proposed wave."""
    waves.drop_wave(wave=_wave(request, wave), by=person(request))
    messages.success(
        request, "The wave was dropped; nothing of it is sent. Its letters can be proposed again."
    )
    return redirect("letters", request.survey.key)


def _wave(request: SurveyRequest, pk: int) -> Wave:
    rows = Wave.objects.select_related("round", "proposed_by", "decided_by")
    found = get_object_or_404(rows, round__survey=request.survey, pk=pk)
    found.round.survey = request.survey
    return found


def _item(request: SurveyRequest, wave: int, pk: int) -> WaveItem:
    found_wave = _wave(request, wave)
    rows = found_wave.items.select_related("request__body__kind", "outgoing", "letter")
    found = get_object_or_404(rows, pk=pk)
    found.wave = found_wave
    found.request.round = found_wave.round
    return found
