"""Saving one question's answer, undoing it, and the words of a file: small exchanges that keep the place."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.errors import AnswerableError, Fault, InputFaults
from answerable.desk.coding.actions import clear, decide, redo_decision, undo_decision
from answerable.desk.coding.evidence import messages_of
from answerable.desk.coding.finding import body_of, decisions_in, question_in, round_of
from answerable.desk.coding.marking import shown
from answerable.desk.coding.models import CodingDecision, Evidence
from answerable.desk.coding.page import Row, as_mark, evidence_of, rows_of, sources_of, typed
from answerable.desk.coding.said import read_form, read_submission, words_of
from answerable.desk.coding.texts import file_texts, is_open
from answerable.desk.coding.views import show_body
from answerable.desk.forms.models import Submission
from answerable.desk.look.undoing import with_undo
from answerable.desk.mail.models import IncomingFile
from answerable.desk.people.access import SurveyRequest, survey_view
from answerable.desk.people.roles import Right
from answerable.desk.surveys.models import PublicBody, Question, Round


@require_POST
@survey_view(Right.CODE)
def answer(request: SurveyRequest, round: str, body_id: str, key: str) -> HttpResponse:
    """Saves what is said on one question, takes what the authority handed in, or takes back."""
    a_round = round_of(request.survey, round)
    body = body_of(a_round, body_id)
    question = question_in(a_round, body, key)
    try:
        words = _deed(request, a_round, body, question)
    except AnswerableError as error:
        row = typed(_row(a_round, body, key), request.POST, _faults(error, question))
        if not request.htmx:  # type: ignore[attr-defined]
            return show_body(request, a_round, body, wrong=row)
        return _exchange(request, a_round, body, row)
    messages.success(request, words)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_place(request, a_round, body, key))
    return _exchange(request, a_round, body, _row(a_round, body, key))


def _deed(request: SurveyRequest, round: Round, body: PublicBody, question: Question) -> str:
    deed, name = request.POST.get("do", "save"), question.number or question.key
    address = reverse("coding-undo", args=[request.survey.key, round.key, body.body_id])
    seen = _number(request.POST.get("seen", ""))
    if deed in ("undo", "clear"):
        if deed == "undo":
            made = _decided(round, body, question)
            undo_decision(decision=made, by=request.user)
        else:
            last = clear(round=round, body=body, question=question, by=request.user)
            made = last or _decided(round, body, question)
        return with_undo(request, f"{name}: taken back.", address, redo=str(made.pk))
    if deed == "take":
        found = Submission.objects.filter(request__round=round, request__body=body)
        submission = found.filter(pk=_number(request.POST.get("submission", "")) or 0).first()
        if submission is None:
            raise Http404("No such form was handed in.")
        given: dict[str, Any] = read_submission(submission, question)
    else:
        given = read_form(request.POST, question, round, body)
    made = decide(round=round, body=body, question=question, by=request.user, seen=seen, **given)
    said = words_of({name: getattr(made, name) for name in ("status", "answer", "value", "unit", "period")})
    return with_undo(request, f"{name}: {said[:80]}.", address, decisions=str(made.pk))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _decided(round: Round, body: PublicBody, question: Question) -> CodingDecision:
    found = CodingDecision.objects.filter(adopted_as__round=round, adopted_as__body=body, question=question)
    made = found.first()
    if made is None:
        raise InputFaults(
            [
                Fault(
                    "nothing_decided",
                    "Nothing was decided here that could be taken back.",
                    "Reload the page.",
                )
            ]
        )
    return made


def _faults(error: AnswerableError, question: Question) -> list[Fault]:
    if isinstance(error, InputFaults):
        return list(error.faults)
    return [Fault("refused", str(error), "", question=question.key)]


def _row(round: Round, body: PublicBody, key: str) -> Row:
    return rows_of(round, body, only=key)[0]


def _place(request: SurveyRequest, round: Round, body: PublicBody, key: str) -> str:
    return f"{reverse('coding-body', args=[request.survey.key, round.key, body.body_id])}#q-{key}"


def _exchange(request: SurveyRequest, round: Round, body: PublicBody, row: Row) -> HttpResponse:
    """One question anew, and beside it what changed elsewhere: the follow-ups, the marks, the count."""
    rows = rows_of(round, body)
    context = {
        "round": round,
        "body": body,
        "row": row,
        "hang": [each for each in rows if each.question.parent == row.question.key],
        "n_coded": sum(each.answer is not None for each in rows),
        "n_rows": len(rows),
        "sources": [] if row.faults else sources_of(round, body),
        "can_code": True,
    }
    response = render(request, "coding/exchange.html", context)
    in_files = Evidence.objects.filter(
        decision__round=round, decision__body=body, decision__question=row.question, file__isnull=False
    )
    if not row.faults and in_files.exists():
        response.headers["HX-Trigger-After-Settle"] = "evidence-changed"
    return response


@require_POST
@survey_view(Right.CODE)
def undo(request: SurveyRequest, round: str, body_id: str) -> HttpResponse:
    """Takes decisions back, or adopts one again that was taken back."""
    a_round = round_of(request.survey, round)
    body = body_of(a_round, body_id)
    if "redo" in request.POST:
        found = decisions_in(a_round, [request.POST["redo"]])
        redo_decision(decision=found[0], by=request.user)
        messages.info(request, "It counts again.")
    else:
        found = decisions_in(a_round, request.POST.get("decisions", "").split(","))
        for decision in found:
            undo_decision(decision=decision, by=request.user)
        messages.info(request, "Taken back." if len(found) == 1 else f"{len(found)} decisions taken back.")
    return redirect(_place(request, a_round, body, found[0].question.key))


@survey_view(Right.SEE_PEOPLE)
def file(request: SurveyRequest, round: str, body_id: str, file: int) -> HttpResponse:
    """The words of a file that came with a reply, read at the first asking."""
    a_round = round_of(request.survey, round)
    body = body_of(a_round, body_id)
    mine = messages_of(a_round, body).order_by().values("pk")
    row = IncomingFile.objects.filter(pk=file, message__in=mine).select_related("file").first()
    if row is None:
        raise Http404("No such file came from this body.")
    evidence = [each for each in evidence_of(a_round, body) if each.file_id == row.pk]
    start = _number(request.GET.get("from", "")) or 0
    part = request.GET.get("part", "")
    texts = file_texts(row) if is_open(row) else []
    parts = [
        (
            each,
            shown(
                each.text,
                [as_mark(one) for one in evidence if one.part == each.part],
                start if each.part == part else 0,
            ),
        )
        for each in texts
    ]
    context = {"round": a_round, "body": body, "file": row, "parts": parts, "is_open": is_open(row)}
    page = "coding/file.html" if request.htmx else "coding/file_page.html"  # type: ignore[attr-defined]
    return render(request, page, context)
