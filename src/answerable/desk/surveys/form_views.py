"""The screens of a questionnaire: its questions in order, one question with the letter beside it, undo."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import InputFaults
from answerable.core.questions import Questionnaire as Form
from answerable.desk.letters.contents import Contents, forms_of
from answerable.desk.letters.defaults import default_letter
from answerable.desk.letters.models import Letter, Purpose
from answerable.desk.letters.questions import answer_words, numbers_of
from answerable.desk.letters.trying import preview
from answerable.desk.look.undoing import with_undo
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.requests.models import Request
from answerable.desk.surveys.editing import define, move, put, remove
from answerable.desk.surveys.form_actions import EditedMeanwhile, change_form, sent_or_none, take_back_form
from answerable.desk.surveys.models import PublicBody, Questionnaire
from answerable.desk.surveys.question_form import DefinitionsForm, QuestionForm, definitions_of, first_values
from answerable.desk.surveys.values import form_of


@survey_view(Right.VIEW, to_change=Right.EDIT)
def form(request: SurveyRequest, round: str, kind: str) -> HttpResponse:
    """A questionnaire: its questions, its definitions, and the letter they make."""
    row = _row(request, round, kind)
    now = form_of(row)
    definitions = DefinitionsForm(
        request.POST or None,
        initial={
            "revision": row.revision,
            "title": row.title,
            "definitions": "\n".join(f"{name}: {words}" for name, words in now.definitions.items()),
        },
    )
    if request.method == "POST" and definitions.is_valid():
        data = definitions.cleaned_data
        new = replace(define(now, definitions_of(data["definitions"])), title=data["title"])
        return _saved(request, row, new, data["revision"], "Changed the title and definitions.")
    numbers = numbers_of(now)
    context = {
        **_about(request, row),
        "questions": [
            {"question": each, "number": numbers.get(each.id, ""), "asks": answer_words(each)}
            for each in now.questions
        ],
        "definitions": definitions,
        **_letter(request, row, now),
    }
    return render(request, "surveys/form.html", context)


@survey_view(Right.VIEW, to_change=Right.EDIT)
def question(request: SurveyRequest, round: str, kind: str, key: str = "") -> HttpResponse:
    """One question, new or there already, with the letter beside it as it is being written."""
    row = _row(request, round, kind)
    now = form_of(row)
    old = now.by_id.get(key) if key else None
    if key and old is None:
        raise Http404("No such question; it may have been removed.")
    if request.method != "POST":
        first = first_values(old) if old else {"answer": "yes_no", "parent": request.GET.get("parent", "")}
        asked = QuestionForm(initial={**first, "revision": row.revision}, form=now, old=old)
        return _question_page(request, row, now, asked)
    asked = QuestionForm(request.POST, form=now, old=old)
    if not asked.is_valid():
        return _question_page(request, row, now, asked, status=400)
    new = put(now, asked.question())
    if "preview" in request.POST:
        return _question_page(request, row, new, asked)
    name = asked.cleaned_data["id"]
    try:
        words = f"{'Changed' if old else 'Added'} the question {name}."
        return _saved(request, row, new, asked.cleaned_data["revision"], words)
    except EditedMeanwhile as error:
        theirs = form_of(error.form).by_id.get(name)
        again = request.POST.copy()
        again["revision"] = str(error.form.revision)
        mine = QuestionForm(again, form=form_of(error.form), old=theirs or old)
        mine.is_valid()
        return _question_page(request, error.form, new, mine, theirs=theirs, meanwhile=True, status=409)
    except InputFaults as error:
        return _question_page(request, row, new, asked, faults=error.faults, status=400)


def _question_page(
    request: SurveyRequest,
    row: Questionnaire,
    shown: Form,
    asked: QuestionForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        **_about(request, row),
        "asked": asked,
        "old": asked.old,
        **_letter(request, row, shown),
        **more,
    }
    return render(request, "surveys/question.html", context, status=status)


@require_POST
@survey_view(Right.VIEW)
def question_preview(request: SurveyRequest, round: str, kind: str, key: str = "") -> HttpResponse:
    """The letter as it would be with the question as it is being written; nothing is kept."""
    row = _row(request, round, kind)
    now = form_of(row)
    asked = QuestionForm(request.POST, form=now, old=now.by_id.get(key))
    shown = put(now, asked.question()) if asked.is_valid() else now
    return render(request, "letters/preview.html", _letter(request, row, shown))


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def question_move(request: SurveyRequest, round: str, kind: str, key: str) -> HttpResponse:
    """Moves a question by one place."""
    row = _row(request, round, kind)
    now = form_of(row)
    if key not in now.by_id:
        raise Http404("No such question; it may have been removed.")
    new = move(now, key, up="up" in request.POST)
    return _saved(request, row, new, _revision(request), f"Moved the question {key}.")


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def question_remove(request: SurveyRequest, round: str, kind: str, key: str) -> HttpResponse:
    """Removes a question and its follow-ups, unless one was answered."""
    row = _row(request, round, kind)
    now = form_of(row)
    if key not in now.by_id:
        raise Http404("No such question; it may have been removed.")
    return _saved(request, row, remove(now, key), _revision(request), f"Removed the question {key}.")


@require_POST
@survey_view(Right.VIEW, to_change=Right.EDIT)
def form_take_back(request: SurveyRequest, round: str, kind: str) -> HttpResponse:
    """Takes the last change of a questionnaire back."""
    row = _row(request, round, kind)
    take_back_form(form=row, revision=_revision(request), by=person(request))
    messages.success(request, "The questionnaire is as it was before.")
    return redirect("setup-form", request.survey.key, round, kind)


def _saved(request: SurveyRequest, row: Questionnaire, new: Form, revision: int, words: str) -> HttpResponse:
    changed = change_form(form=row, new=new, revision=revision, by=person(request), words=words)
    here = (request.survey.key, row.round.key, row.kind.key)
    if changed.revision == revision:
        messages.info(request, "Nothing was changed.")
    else:
        back = reverse("setup-form-take-back", args=here)
        messages.success(request, with_undo(request, words, back, revision=str(changed.revision)))
    return redirect("setup-form", *here)


def _about(request: SurveyRequest, row: Questionnaire) -> dict[str, object]:
    return {"form_row": row, "round": row.round, "kind": row.kind, "sent": sent_or_none(row)}


def _letter(request: SurveyRequest, row: Questionnaire, shown: Form) -> dict[str, object]:
    """The letter that asks these questions, filled for the first body of the kind."""
    body = PublicBody.objects.filter(survey=request.survey, kind=row.kind).select_related("kind").first()
    if body is None:
        return {"preview_body": None}
    letter = Letter.objects.filter(round=row.round, kind=row.kind, purpose=Purpose.REQUEST).first()
    if letter is None:
        subject, text = default_letter(Purpose.REQUEST)
        letter = Letter(subject=subject, text=text)
    letter.round, letter.kind = row.round, row.kind
    forms = {**forms_of(row.round), row.kind_id: shown}
    contents = Contents.of(row.round, [Request(round=row.round, body=body)], forms=forms)
    filled, words = preview(letter=letter, body=body, contents=contents)
    return {
        "preview_body": body,
        "preview_subject": filled.text,
        "preview_text": words.text,
        "preview_faults": [*filled.faults, *words.faults],
    }


def _revision(request: SurveyRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _row(request: SurveyRequest, round: str, kind: str) -> Questionnaire:
    rows = Questionnaire.objects.select_related("round", "kind").prefetch_related("questions")
    found = get_object_or_404(rows, round__survey=request.survey, round__key=round, kind__key=kind)
    found.round.survey = request.survey
    return found
