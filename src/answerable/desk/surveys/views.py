"""The screens of set-up: one's surveys, starting one, who asks, rounds."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import AnswerableError, InputFaults
from answerable.core.law.life import EventKind
from answerable.desk.clock import today
from answerable.desk.errors import NotAllowed
from answerable.desk.letters.views import lacking_of_sender
from answerable.desk.look.undoing import with_undo
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.models import Membership
from answerable.desk.people.roles import Right
from answerable.desk.requests.models import Contact, RequestEvent
from answerable.desk.surveys import actions
from answerable.desk.surveys.choosing import chosen_round
from answerable.desk.surveys.forms import FolderForm, FoundForm, KindForm, NewRoundForm, RoundForm, SenderForm
from answerable.desk.surveys.models import Round, Survey


@login_required
def surveys(request: HttpRequest) -> HttpResponse:
    """The surveys of the person who is signed in."""
    mine = Membership.objects.filter(user=person(request)).select_related("survey").order_by("survey__title")
    return render(request, "surveys/surveys.html", {"memberships": mine})


@survey_view(Right.VIEW)
def survey(request: SurveyRequest) -> HttpResponse:
    """A survey opens on its board."""
    return redirect("board", request.survey.key)


@login_required
def found(request: HttpRequest) -> HttpResponse:
    """Starts a survey from a zip of a study folder, or from nothing."""
    by = person(request)
    actions.check_may_found(by)
    folder, nothing, faults, words = FolderForm(), FoundForm(), (), ""
    if request.method == "POST":
        try:
            if "folder" in request.POST:
                folder = FolderForm(request.POST, request.FILES)
                made = _from_folder(request, folder)
            else:
                nothing = FoundForm(request.POST)
                made = actions.found_survey(by=by, **nothing.cleaned_data) if nothing.is_valid() else None
            if made is not None:
                messages.success(request, f"“{made.title}” is started. You own it.")
                return redirect("setup", made.key)
        except InputFaults as error:
            faults = error.faults  # type: ignore[assignment]
        except NotAllowed:
            raise
        except AnswerableError as error:
            words = str(error)
    context = {"folder": folder, "nothing": nothing, "faults": faults, "words": words}
    return render(request, "surveys/found.html", context, status=400 if request.method == "POST" else 200)


def _from_folder(request: HttpRequest, form: FolderForm) -> Survey | None:
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    return actions.found_from_zip(
        upload=upload.file, size=upload.size, by=person(request), key=form.cleaned_data["key"]
    )


@survey_view(Right.VIEW)
def setup(request: SurveyRequest) -> HttpResponse:
    """What a survey is made of, and what it still lacks."""
    a_round, on = chosen_round(request), today()
    open_now = Q(bodies__opened=None) | Q(bodies__opened__lte=on)
    open_now &= Q(bodies__closed=None) | Q(bodies__closed__gte=on)
    preferred = Contact.objects.filter(body=OuterRef("pk"), preferred=True, removed_at=None)
    bodies = request.survey.bodies.filter(
        Q(opened=None) | Q(opened__lte=on), Q(closed=None) | Q(closed__gte=on)
    )
    forms = (
        a_round.questionnaires.select_related("kind").annotate(n_questions=Count("questions"))
        if a_round
        else []
    )
    kinds = request.survey.kinds.annotate(n_open=Count("bodies", filter=open_now), n_all=Count("bodies"))
    asked = {form.kind_id for form in forms}
    context = {
        "round": a_round,
        "sent_on": _sent_on(a_round) if a_round else None,
        "rounds": request.survey.rounds.all(),
        "forms": forms,
        "kinds": kinds,
        "not_asked": [kind for kind in kinds if kind.pk not in asked],
        "n_open": bodies.count(),
        "n_without": bodies.filter(~Exists(preferred)).count(),
        "n_imports": request.survey.imports.filter(ended_at=None).count(),
        "imports": request.survey.imports.filter(ended_at=None).defer("rows"),
        "lacking": lacking_of_sender(request.survey, a_round) if a_round else [],
        "kind_form": KindForm(),
    }
    return render(request, "surveys/setup.html", context)


def _sent_on(round: Round) -> date | None:
    """The day on which a round was sent: as it was imported, else that of the first letter that left."""
    if round.sent_on is not None:
        return round.sent_on
    sent = RequestEvent.objects.filter(request__round=round, kind=EventKind.SENT, undone_at=None)
    return sent.aggregate(first=Min("on"))["first"]  # type: ignore[no-any-return]


@survey_view(Right.VIEW, to_change=Right.EDIT)
def sender(request: SurveyRequest) -> HttpResponse:
    """Who asks, and why."""
    form = SenderForm(
        request.POST or None, initial={name: getattr(request.survey, name) for name in actions.SENDER}
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.cleaned_data if name in request.POST}
        before = actions.change_sender(survey=request.survey, values=values, by=person(request))
        back = {name: before[name] for name in values if before[name] != values[name]}
        said = (
            with_undo(request, "Saved.", reverse("setup-sender", args=[request.survey.key]), **back)
            if back
            else "Nothing was changed."
        )
        messages.success(request, said)
        return redirect("setup-sender", request.survey.key)
    a_round = chosen_round(request)
    context = {"form": form, "lacking": lacking_of_sender(request.survey, a_round) if a_round else []}
    return render(request, "surveys/sender.html", context, status=400 if form.errors else 200)


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def kind(request: SurveyRequest) -> HttpResponse:
    """Adds a kind of body."""
    form = KindForm(request.POST)
    if form.is_valid():
        actions.add_kind(survey=request.survey, by=person(request), **form.cleaned_data)
        messages.success(request, f"Added {form.cleaned_data['plural']}.")
    else:
        messages.error(
            request, "; ".join(f"{name}: {each}" for name, all_ in form.errors.items() for each in all_)
        )
    return redirect("setup", request.survey.key)


@survey_view(Right.VIEW, to_change=Right.EDIT)
def new_round(request: SurveyRequest) -> HttpResponse:
    """Starts a round, with the questions of an earlier one or with none."""
    rounds = list(request.survey.rounds.order_by("-position"))
    for each in rounds:
        each.survey = request.survey
    form = NewRoundForm(request.POST or None, rounds=[(each.key, str(each)) for each in rounds])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        source = next((each for each in rounds if each.key == data["source"]), None)
        if source:
            made, notes = actions.start_next_round(
                survey=request.survey, key=data["key"], from_round=source, by=person(request)
            )
        else:
            made = actions.start_round(
                survey=request.survey, key=data["key"], regime=data["regime"] or "foia", by=person(request)
            )
            notes = ("It asks nobody yet: add a questionnaire for a kind of body.",)
        messages.success(request, f"Started the round {made}. {' '.join(notes)}")
        return redirect(reverse("setup", args=[request.survey.key]) + f"?round={made.key}")
    return render(request, "surveys/new_round.html", {"form": form}, status=400 if form.errors else 200)


@survey_view(Right.VIEW, to_change=Right.EDIT)
def edit_round(request: SurveyRequest, round: str) -> HttpResponse:
    """A round's title and cut-off."""
    found_round = get_object_or_404(request.survey.rounds.select_related("survey"), key=round)
    form = RoundForm(
        request.POST or None, initial={"title": found_round.title, "cut_off": found_round.cut_off}
    )
    if request.method == "POST" and form.is_valid():
        before = {
            "title": found_round.title,
            "cut_off": found_round.cut_off.isoformat() if found_round.cut_off else "",
        }
        actions.change_round(round=found_round, by=person(request), **form.cleaned_data)
        messages.success(request, with_undo(request, "Saved.", request.path, **before))
        return redirect(reverse("setup", args=[request.survey.key]) + f"?round={round}")
    return render(
        request,
        "surveys/round.html",
        {"form": form, "round": found_round},
        status=400 if form.errors else 200,
    )


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def ask_kind(request: SurveyRequest, round: str, kind: str) -> HttpResponse:
    """Adds a questionnaire for a kind that the round does not ask yet."""
    found_round = get_object_or_404(request.survey.rounds.select_related("survey"), key=round)
    found_kind = get_object_or_404(request.survey.kinds, key=kind)
    actions.add_questionnaire(round=found_round, kind=found_kind, by=person(request))
    return redirect("setup-form", request.survey.key, round, kind)
