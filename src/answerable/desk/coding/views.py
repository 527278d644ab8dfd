"""The coding screens: the queue, and a body's reply beside its questions."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from answerable.core.answers import STATUS_WORDS
from answerable.desk.coding import queue
from answerable.desk.coding.alike import bodies_alike, code_alike
from answerable.desk.coding.assigning import (
    assign,
    coders_of,
    finish,
    hold,
    holders,
    let_go,
    reopen,
    share_out,
)
from answerable.desk.coding.finding import body_of, chosen_round, round_of
from answerable.desk.coding.models import Answer, Assignment, Stage
from answerable.desk.coding.page import Row, rows_of, sources_of
from answerable.desk.coding.saying import saying_context
from answerable.desk.errors import Conflict
from answerable.desk.look.undoing import with_undo
from answerable.desk.people.access import SurveyRequest, survey_view
from answerable.desk.people.models import User
from answerable.desk.people.roles import Right, has_right
from answerable.desk.surveys.models import PublicBody, Question, Round


@survey_view(Right.VIEW)
def coding(request: SurveyRequest) -> HttpResponse:
    """The queue: what to code next, who has what, how far everybody is."""
    a_round = chosen_round(request.survey, request.GET.get("round", ""))
    if a_round is None:
        return render(request, "coding/queue.html", {"round": None})
    chosen = queue.Chosen.of(request.GET.dict())
    page, counts = queue.page_of(a_round, chosen, request.user), queue.counts(a_round, request.user)
    per_kind = queue.asked_of(a_round)
    coders = coders_of(request.survey)
    by_coder = queue.progress_by_coder(a_round)
    names = {user.pk: user for user in (*coders, *(each.coder for each in by_coder))}
    rows = [
        {"body": each, "of": per_kind.get(each.kind_id, 0), "coder": names.get(each.coder)}  # type: ignore[attr-defined]
        for each in page
    ]
    questions = Question.objects.filter(questionnaire__round=a_round, derived=None)
    context = {
        "round": a_round,
        "rounds": request.survey.rounds.all(),
        "chosen": chosen,
        "show": next(each for each in queue.SHOWS if each.key == chosen.show),
        "shows": [(each, counts[each.key]) for each in queue.SHOWS],
        "counts": counts,
        "page": page,
        "rows": rows,
        "kinds": request.survey.kinds.all(),
        "coders": coders,
        "by_coder": by_coder,
        "mine": next((each for each in by_coder if each.coder == request.user), None),
        "questions": list(
            questions.order_by("questionnaire__position", "position").values_list("key", "number", "text")
        ),
        "statuses": [(queue.UNCODED, "not coded"), *((s.value, w) for s, w in STATUS_WORDS.items())],
        "n_coded": Answer.objects.filter(round=a_round, question__derived=None).count(),
        "next": queue.next_to_code(a_round, request.user) if has_right(request.role, Right.CODE) else None,
    }
    return render(request, "coding/queue.html", context)


@require_POST
@survey_view(Right.EDIT)
def give(request: SurveyRequest, round: str) -> HttpResponse:
    """Gives the bodies that are ticked, or all that the address shows, to a coder or to several evenly."""
    a_round = round_of(request.survey, round)
    chosen = queue.Chosen.of(request.POST.dict())
    found = queue.chosen_bodies(a_round, chosen, request.user)
    ticked = [each for each in request.POST.getlist("body") if each.isdecimal() and len(each) < 18]
    if ticked:
        found = queue.in_order(queue.bodies_in(a_round).filter(pk__in=ticked), request.user)
    bodies = list(found)
    people = {str(each.pk): each for each in coders_of(request.survey)}
    to = [people[each] for each in request.POST.getlist("coder_to") if each in people]
    if request.POST.get("do") == "share":
        made = share_out(round=a_round, bodies=bodies, coders=to, by=request.user)
        messages.success(request, f"{len(made)} shared out; what somebody had stayed with them.")
    elif request.POST.get("do") == "take_away":
        assign(round=a_round, bodies=_ticked(ticked, bodies), coder=None, by=request.user)
        messages.success(request, "Nobody has them now.")
    else:
        if len(to) != 1:
            raise Conflict("Choose one coder to give them to, or share them out among several.")
        made = assign(round=a_round, bodies=_ticked(ticked, bodies), coder=to[0], by=request.user)
        messages.success(request, f"{to[0]} has {len(made)} of these now.")
    return redirect(_queue_address(request.survey.key, a_round, chosen))


def _ticked(ticked: list[str], bodies: list[PublicBody]) -> list[PublicBody]:
    if not ticked:
        raise Conflict("Tick the bodies first.")
    return bodies


def _queue_address(survey: str, round: Round, chosen: queue.Chosen) -> str:
    from django.utils.http import urlencode

    given = {"round": round.key, "show": chosen.show, "kind": chosen.kind, "coder": chosen.coder}
    given |= {"question": chosen.question, "status": chosen.status, "q": chosen.words}
    return f"{reverse('coding', args=[survey])}?{urlencode({k: v for k, v in given.items() if v})}"


def page_context(request: SurveyRequest, round: Round, body: PublicBody) -> dict[str, Any]:
    """Everything about a body's coding but the questions themselves."""
    people = has_right(request.role, Right.SEE_PEOPLE)
    given = (
        Assignment.objects.filter(round=round, body=body, stage=Stage.FIRST).select_related("coder").first()
    )
    before, after = queue.beside(round, body)
    return {
        "round": round,
        "body": body,
        "given": given,
        "before": before,
        "after": after,
        "sources": sources_of(round, body, _bases(request.GET)) if people else [],
        "alike": bodies_alike(round, body),
        "holders": holders(round=round, body=body, but=request.user),
        "can_code": has_right(request.role, Right.CODE),
    }


def _bases(query: Mapping[str, str]) -> dict[str, int]:
    part, start = query.get("part", ""), query.get("from", "")
    return {part[:40]: int(start)} if part and start.isdecimal() and len(start) < 10 else {}


@survey_view(Right.VIEW)
def coding_body(request: SurveyRequest, round: str, body_id: str) -> HttpResponse:
    """The reply beside the questions."""
    a_round = round_of(request.survey, round)
    return show_body(request, a_round, body_of(a_round, body_id))


def show_body(
    request: SurveyRequest, round: Round, body: PublicBody, wrong: Row | None = None
) -> HttpResponse:
    """The screen of a body; `wrong` is a question whose form could not be taken, with what was typed."""
    rows = rows_of(round, body, people=has_right(request.role, Right.SEE_PEOPLE))
    if wrong is not None:
        rows = [wrong if row.question.pk == wrong.question.pk else row for row in rows]
    context = page_context(request, round, body)
    context |= {"rows": rows, "n_coded": sum(row.answer is not None for row in rows)}
    context |= saying_context(request, round, body)
    return render(request, "coding/body.html", context, status=422 if wrong else 200)


@require_POST
@survey_view(Right.CODE)
def here(request: SurveyRequest, round: str, body_id: str) -> HttpResponse:
    """A sign of life from who has a body open; answers with who else has."""
    a_round = round_of(request.survey, round)
    body = body_of(a_round, body_id)
    if request.POST.get("gone"):
        let_go(round=a_round, body=body, user=request.user)
        return HttpResponse(status=204)
    others = hold(round=a_round, body=body, user=request.user)
    return render(request, "coding/holders.html", {"holders": others})


@require_POST
@survey_view(Right.CODE)
def done(request: SurveyRequest, round: str, body_id: str) -> HttpResponse:
    """Takes a body, says that it is done and goes on to the next, or that it is not done after all."""
    a_round = round_of(request.survey, round)
    body, me = body_of(a_round, body_id), request.user
    here = redirect("coding-body", request.survey.key, a_round.key, body.body_id)
    deed = request.POST.get("do", "done")
    if deed == "take":
        assign(round=a_round, bodies=[body], coder=me, by=me)
        messages.success(request, f"You have {body.name} now.")
        return here
    if deed == "reopen":
        reopen(round=a_round, body=body, by=me)
        messages.success(request, f"{body.name} is open again.")
        return here
    finish(round=a_round, body=body, by=me)
    let_go(round=a_round, body=body, user=me)
    address = reverse("coding-done", args=[request.survey.key, a_round.key, body.body_id])
    messages.success(request, with_undo(request, f"{body.name} is done.", address, do="reopen"))
    following = _following(a_round, me, body)
    if following is None:
        return redirect(f"{reverse('coding', args=[request.survey.key])}?round={a_round.key}")
    return redirect("coding-body", request.survey.key, a_round.key, following.body_id)


def _following(round: Round, user: User, body: PublicBody) -> PublicBody | None:
    return queue.next_to_code(round, user, but=body)


@require_POST
@survey_view(Right.CODE)
def alike(request: SurveyRequest, round: str, body_id: str) -> HttpResponse:
    """The same for the other bodies that the reply answers for."""
    a_round = round_of(request.survey, round)
    body = body_of(a_round, body_id)
    ticked = set(request.POST.getlist("body"))
    others = [each for each in bodies_alike(a_round, body) if str(each.pk) in ticked]
    if not others:
        raise Conflict("Tick the bodies for which the reply answers too.")
    made = code_alike(round=a_round, body=body, others=others, by=request.user)
    words = f"{len(made)} answers coded for {len(others)} other bodies; what they had stayed."
    if made:
        # A session does not hold thousands of numbers; the trail has them all.
        address = reverse("coding-undo", args=[request.survey.key, a_round.key, body.body_id])
        numbers = ",".join(str(each.pk) for each in made)
        messages.success(request, with_undo(request, words, address, decisions=numbers))
    else:
        messages.info(request, words)
    return redirect("coding-body", request.survey.key, a_round.key, body.body_id)
