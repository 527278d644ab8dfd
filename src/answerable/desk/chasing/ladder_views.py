"""The ladder's screens: what is due for whom, proposed in a batch; complaint packs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from answerable.desk.chasing import actions
from answerable.desk.chasing.forms import PlanForm
from answerable.desk.chasing.ladder import RUNGS, plan_of, reasons, rungs
from answerable.desk.chasing.packs import file_name, pack
from answerable.desk.chasing.views import request_of
from answerable.desk.clock import today
from answerable.desk.errors import NotReady
from answerable.desk.jobs.actions import ask_for
from answerable.desk.letters.models import Purpose
from answerable.desk.look.headers import SANDBOX
from answerable.desk.people.access import SurveyRequest, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.requests.models import Request
from answerable.desk.surveys.choosing import chosen_round
from answerable.desk.surveys.models import Round

MOST_SHOWN = 50


def _round(request: SurveyRequest) -> Round:
    found = chosen_round(request)
    if found is None:
        raise NotReady("This survey has no round yet. Start one in the set-up.")
    return found


@survey_view(Right.VIEW)
def ladder(request: SurveyRequest) -> HttpResponse:
    """Each step with the bodies it is due for, and why."""
    a_round, on = chosen_round(request), today()
    if a_round is None:
        return render(request, "chasing/no_round.html")
    steps = []
    for rung in rungs(a_round, on):
        found = reasons(rung, on)
        steps.append(
            {
                "rung": rung,
                "n": len(found),
                "shown": found[:MOST_SHOWN],
                "more": max(len(found) - MOST_SHOWN, 0),
            }
        )
    plan = plan_of(a_round)
    context = {
        "round": a_round,
        "steps": steps,
        "plan": plan,
        "plan_form": PlanForm(initial=plan.__dict__),
        "today": on,
    }
    return render(request, "chasing/ladder.html", context)


@require_POST
@survey_view(Right.EDIT)
def plan(request: SurveyRequest) -> HttpResponse:
    """Sets after how many days steps are proposed."""
    a_round, form = _round(request), PlanForm(request.POST)
    if not form.is_valid():
        raise NotReady(
            "; ".join(f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items())
        )
    actions.plan_ladder(round=a_round, days=form.cleaned_data, by=request.user)
    messages.success(request, "The ladder was planned anew.")
    return redirect("board-ladder", request.survey.key)


@require_POST
@survey_view(Right.EDIT)
def propose(request: SurveyRequest, purpose: str) -> HttpResponse:
    """Proposes a step for every body for which it is due."""
    if purpose not in {each.value for each in RUNGS}:
        raise Http404("No such step.")
    wave = actions.propose_step(round=_round(request), purpose=Purpose(purpose), by=request.user)
    messages.success(request, "Proposed. Read the letters; somebody else may then approve them.")
    return redirect("letters-wave", request.survey.key, wave.pk)


@require_POST
@survey_view(Right.SEND)
def complaints(request: SurveyRequest) -> HttpResponse:
    """Makes the packs of the chosen bodies, or notes that they were handed in."""
    chosen = Request.objects.filter(
        round=_round(request), reference__in=request.POST.getlist("reference")[:500]
    ).select_related("round__survey")
    if request.POST.get("do") == "note":
        n = actions.note_complaints(requests=list(chosen), by=request.user)
        messages.success(
            request, f"Noted for {n} {'body' if n == 1 else 'bodies'}: the regulator has the complaint."
        )
        return redirect("board-ladder", request.survey.key)
    ids = list(chosen.values_list("pk", flat=True))
    if not ids:
        raise NotReady("Choose at least one body.")
    job = ask_for(kind="complaint_packs", survey=request.survey, by=request.user, given={"requests": ids})
    return redirect("jobs-one", request.survey.key, job.pk)


@survey_view(Right.SEND)
def complaint_zip(request: SurveyRequest, reference: str) -> HttpResponse:
    """One body's complaint pack."""
    found = request_of(request.survey, reference)
    response = HttpResponse(pack(found), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(found)}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
