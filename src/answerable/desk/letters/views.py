"""The screens of letters: what there is, writing with a preview, approval, a test to oneself."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import InputFaults
from answerable.core.law.asking import Draft, draft_faults
from answerable.core.law.regimes import regime_named
from answerable.desk.letters import actions
from answerable.desk.letters.approving import needs_reason
from answerable.desk.letters.contents import Contents
from answerable.desk.letters.forms import ApprovalForm, LetterForm, PurposeForm
from answerable.desk.letters.marks import MARKS
from answerable.desk.letters.models import Letter, Purpose, Wave, WaveItem
from answerable.desk.letters.trying import preview, send_test
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.models import OutgoingState
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right, has_right
from answerable.desk.requests.models import Request
from answerable.desk.surveys.choosing import chosen_round, page_of
from answerable.desk.surveys.models import PublicBody, Round, Survey

WAVES_ON_A_PAGE = 25


@survey_view(Right.VIEW)
def letters(request: SurveyRequest) -> HttpResponse:
    """Every letter of a round by kind of body, and its waves."""
    a_round = chosen_round(request)
    if a_round is None:
        return render(request, "letters/no_round.html")
    kinds = [form.kind for form in a_round.questionnaires.select_related("kind")]
    there = {
        (letter.kind_id, letter.purpose): letter
        for letter in Letter.objects.filter(round=a_round).select_related("changed_by", "approved_by")
    }
    table = [
        (kind, [(purpose, there.get((kind.pk, purpose.value))) for purpose in Purpose]) for kind in kinds
    ]
    waves = (
        Wave.objects.filter(round=a_round)
        .select_related("proposed_by", "decided_by")
        .annotate(
            n_items=Count("items"),
            n_left_out=Count("items", filter=~Q(items__left_out_because="")),
            n_sent=Count("items", filter=Q(items__outgoing__state="sent")),
        )
        .order_by("-pk")
    )
    context = {
        "round": a_round,
        "rounds": request.survey.rounds.all(),
        "table": table,
        "purposes": list(Purpose),
        "waves": page_of(request, waves, WAVES_ON_A_PAGE),
        "lacking": lacking_of_sender(request.survey, a_round),
    }
    return render(request, "letters/letters.html", context)


def lacking_of_sender(survey: Survey, a_round: Round) -> list[str]:
    """What a request in the survey's name would lack to be valid under the round's law, in words."""
    name = " ".join(part for part in (survey.sender_name, survey.sender_organisation) if part)
    draft = Draft(
        describes="the questions",
        name=name,
        email="reply@address",  # every request has a reply address of its own
        postal_address=survey.postal_address,
    )
    return [f"{fault.message} {fault.remedy}" for fault in draft_faults(draft, regime_named(a_round.regime))]


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def begin(request: SurveyRequest) -> HttpResponse:
    """Begins a letter with the default text."""
    a_round, form = chosen_round(request), PurposeForm(request.POST)
    if a_round is None or not form.is_valid():
        return redirect("letters", request.survey.key)
    kind = get_object_or_404(request.survey.kinds, key=form.cleaned_data["kind"])
    letter = actions.open_letter(
        round=a_round, kind=kind, purpose=Purpose(form.cleaned_data["purpose"]), by=person(request)
    )
    return redirect("letters-letter", request.survey.key, letter.pk)


@survey_view(Right.VIEW, to_change=Right.EDIT)
def letter(request: SurveyRequest, letter: int) -> HttpResponse:
    """A letter: its text, how it looks for a body, and who approved it."""
    found = _letter(request, letter)
    if request.method != "POST":
        first = {"subject": found.subject, "text": found.text, "revision": found.revision}
        return _shown(request, found, LetterForm(initial=first))
    form = LetterForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _shown(request, found, form, status=200 if form.is_valid() else 400)
    try:
        changed = actions.change_letter(letter=found, by=person(request), **form.cleaned_data)
    except InputFaults as error:
        return _shown(request, found, form, faults=error.faults, status=400)
    except actions.WrittenMeanwhile as error:
        mine = {**form.cleaned_data, "revision": error.letter.revision}
        return _shown(request, error.letter, LetterForm(initial=mine), theirs=error.letter, status=409)
    back = reverse("letters-take-back", args=[request.survey.key, found.pk])
    if changed.revision == form.cleaned_data["revision"]:
        messages.info(request, "Nothing was changed.")
    else:
        said = with_undo(request, "Saved. It waits for approval.", back, revision=str(changed.revision))
        messages.success(request, said)
    return redirect(_address(request, found))


def _shown(
    request: SurveyRequest,
    letter: Letter,
    form: LetterForm,
    *,
    faults: object = (),
    theirs: Letter | None = None,
    status: int = 200,
) -> HttpResponse:
    user = person(request)
    context = {
        "letter": letter,
        "round": letter.round,
        "form": form,
        "faults": faults,
        "theirs": theirs,
        "marks": MARKS.values(),
        "approval": ApprovalForm(initial={"revision": letter.revision}),
        "own": letter.changed_by_id == user.pk,
        "alone": needs_reason(survey=request.survey, author=letter.changed_by, by=user),
        **_gone_out(letter),
        **_preview(request, letter, form),
    }
    return render(request, "letters/letter.html", context, status=status)


def _gone_out(letter: Letter) -> dict[str, object]:
    """To how many bodies a letter went out, and when the first left."""
    gone = WaveItem.objects.filter(letter=letter, outgoing__state=OutgoingState.SENT)
    return gone.aggregate(
        n_sent=Count("request__body", distinct=True), first_sent_at=Min("outgoing__sent_at")
    )


def _preview(request: SurveyRequest, letter: Letter, form: LetterForm) -> dict[str, object]:
    """What the letter would be for the body that `?body=` names, else the first of the kind."""
    bodies = PublicBody.objects.filter(survey=request.survey, kind=letter.kind).select_related("kind")
    wanted = request.POST.get("body") or request.GET.get("body") or ""
    body = bodies.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 18 else None
    body = body or bodies.first()
    if body is None:
        return {"bodies": [], "preview_body": None}
    bound = form.data if form.is_bound else form.initial
    contents = Contents.of(letter.round, [Request(round=letter.round, body=body)])
    if not has_right(request.role, Right.SEE_PEOPLE):
        contents = replace(contents, contacts={})
    subject, text = preview(
        letter=letter,
        body=body,
        contents=contents,
        subject=str(bound.get("subject") or ""),
        text=str(bound.get("text") or "").replace("\r\n", "\n"),
    )
    return {
        "bodies": bodies.only("pk", "name", "kind")[:500],
        "preview_body": body,
        "preview_subject": subject.text,
        "preview_text": text.text,
        "preview_faults": [*subject.faults, *text.faults],
    }


@require_POST
@survey_view(Right.VIEW)
def letter_preview(request: SurveyRequest, letter: int) -> HttpResponse:
    """The part of the screen that shows the letter as it is being written; nothing is kept."""
    found = _letter(request, letter)
    return render(request, "letters/preview.html", _preview(request, found, LetterForm(request.POST)))


@require_POST
@survey_view(Right.VIEW, to_change=Right.SEND)
def approve(request: SurveyRequest, letter: int) -> HttpResponse:
    """Approves the text that the person saw."""
    found, form = _letter(request, letter), ApprovalForm(request.POST)
    if form.is_valid() and form.cleaned_data["revision"]:
        actions.approve_letter(
            letter=found,
            revision=form.cleaned_data["revision"],
            by=person(request),
            because=form.cleaned_data["because"],
        )
        back = reverse("letters-withdraw", args=[request.survey.key, found.pk])
        messages.success(request, with_undo(request, "Approved: it may be sent as it stands.", back))
    return redirect(_address(request, found))


@require_POST
@survey_view(Right.VIEW, to_change=Right.SEND)
def withdraw(request: SurveyRequest, letter: int) -> HttpResponse:
    """Takes an approval back."""
    found = _letter(request, letter)
    actions.withdraw_approval(letter=found, by=person(request))
    messages.success(
        request, "The approval was taken back. The letter is not sent before it is approved again."
    )
    return redirect(_address(request, found))


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def take_back(request: SurveyRequest, letter: int) -> HttpResponse:
    """Puts the text before the last change back."""
    found = _letter(request, letter)
    revision = request.POST.get("revision", "")
    if revision.isdecimal():
        actions.take_back_letter(letter=found, revision=int(revision), by=person(request))
        messages.success(request, "The text before is back.")
    return redirect(_address(request, found))


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def test(request: SurveyRequest, letter: int) -> HttpResponse:
    """Sends the letter of a body to the person who asks."""
    found = _letter(request, letter)
    body = get_object_or_404(
        PublicBody.objects.select_related("kind"), survey=request.survey, pk=_number(request.POST.get("body"))
    )
    message = send_test(letter=found, body=body, by=person(request))
    messages.success(request, f"A test for {body.name} is on its way to {message.to_address}.")
    return redirect(_address(request, found) + f"?body={body.pk}")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _letter(request: SurveyRequest, pk: int) -> Letter:
    rows = Letter.objects.select_related("round", "kind", "changed_by", "approved_by")
    found = get_object_or_404(rows, round__survey=request.survey, pk=pk)
    found.round.survey = request.survey
    return found


def _address(request: HttpRequest, letter: Letter) -> str:
    return reverse("letters-letter", args=[letter.round.survey.key, letter.pk])
