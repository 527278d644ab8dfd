"""What scripts read: the survey, its requests and mail, answers, decisions, releases."""

from typing import Annotated, Any

from django.db.models import Prefetch, Q
from django.http import FileResponse, Http404, HttpRequest
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from answerable.desk.api import shapes
from answerable.desk.api.actions import Scope
from answerable.desk.api.interface import let_in, round_of
from answerable.desk.api.telling import (
    bounded,
    page,
    told_answer,
    told_decision,
    told_message,
    told_request,
)
from answerable.desk.coding.models import Answer, CodingDecision, Stage
from answerable.desk.mail.files import open_stored
from answerable.desk.mail.models import IncomingMessage, Placement
from answerable.desk.releases.models import Release
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.surveys.models import PublicBody, Questionnaire, Survey

router = Router()
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 422, 429), shapes.Problem)
Cursor = Annotated[int, Query(0, ge=0, le=2**62, description="`next` of the page before")]
Limit = Annotated[int, Query(100, ge=1, le=500, description="How many at most")]
Since = Annotated[AwareDatetime | None, Query(None, description="Only what changed at or after it")]
SURVEY, ROUND = "/surveys/{survey}", "/surveys/{survey}/rounds/{round}"


def _of(survey: Survey) -> dict[str, Any]:
    names = ("key", "title", "publisher", "licence", "simulated")
    rounds = list(survey.rounds.values_list("key", flat=True))
    return {**{name: getattr(survey, name) for name in names}, "rounds": rounds}


@router.get("/surveys", response={200: list[shapes.SurveyShape], **PROBLEMS}, summary="The token’s survey")
def surveys(request: HttpRequest) -> Any:
    """The surveys that the token is for: one."""
    caller = request.auth  # type: ignore[attr-defined]
    caller.check(Scope.READ_SURVEY)
    return [_of(caller.survey)]


@router.get(SURVEY, response={200: shapes.SurveyShape, **PROBLEMS}, summary="A survey")
def survey(request: HttpRequest, survey: str) -> Any:
    """What a survey says of itself."""
    return _of(let_in(request, survey).survey)


@router.get(SURVEY + "/rounds", response={200: list[shapes.RoundShape], **PROBLEMS}, summary="Rounds")
def rounds(request: HttpRequest, survey: str) -> Any:
    """The rounds of a survey, in order."""
    found = let_in(request, survey).survey.rounds.prefetch_related("questionnaires__kind")
    return [
        {
            "key": each.key,
            "title": each.title,
            "sent_on": each.sent_on,
            "cut_off": each.cut_off,
            "regime": each.regime,
            "kinds": [form.kind.key for form in each.questionnaires.all()],
        }
        for each in found
    ]


@router.get(SURVEY + "/bodies", response={200: shapes.BodyPage, **PROBLEMS}, summary="Bodies")
def bodies(request: HttpRequest, survey: str, cursor: Cursor, limit: Limit) -> Any:
    """The rows of bodies.csv."""
    caller = let_in(request, survey)
    found = PublicBody.objects.filter(survey=caller.survey).select_related("kind")
    rows, following = page(found, cursor, limit)
    names = ("body_id", "name", "opened", "closed", "region", "columns")
    items = [
        {"id": row.pk, "kind": row.kind.key, **{name: getattr(row, name) for name in names}} for row in rows
    ]
    return {"items": items, "next": following}


@router.get(
    ROUND + "/questionnaires",
    response={200: list[shapes.QuestionnaireShape], **PROBLEMS},
    summary="Questionnaires",
)
def questionnaires(request: HttpRequest, survey: str, round: str) -> Any:
    """What every kind of body is asked in a round."""
    a_round = round_of(let_in(request, survey), round)
    forms = Questionnaire.objects.filter(round=a_round).select_related("kind").prefetch_related("questions")
    return [
        {
            "kind": form.kind.key,
            "title": form.title,
            "revision": form.revision,
            "questions": list(form.questions.all()),
        }
        for form in forms
    ]


@router.get(ROUND + "/requests", response={200: shapes.RequestPage, **PROBLEMS}, summary="Requests")
def requests(
    request: HttpRequest, survey: str, round: str, cursor: Cursor, limit: Limit, updated_since: Since
) -> Any:
    """Requests and how they stand in law today; `updated_since`: to which something happened since."""
    found = Request.objects.filter(round=round_of(let_in(request, survey), round))
    if updated_since is not None:
        since = bounded(updated_since)
        found = found.filter(Q(events__logged_at__gte=since) | Q(events__undone_at__gte=since)).distinct()
    rows, following = page(found.select_related("body", "round").prefetch_related("events"), cursor, limit)
    return {"items": [told_request(row) for row in rows], "next": following}


@router.get(ROUND + "/events", response={200: shapes.EventPage, **PROBLEMS}, summary="Events")
def events(
    request: HttpRequest, survey: str, round: str, cursor: Cursor, limit: Limit, updated_since: Since
) -> Any:
    """Everything that happened to the requests of a round."""
    found = RequestEvent.objects.filter(request__round=round_of(let_in(request, survey), round))
    if updated_since is not None:
        since = bounded(updated_since)
        found = found.filter(Q(logged_at__gte=since) | Q(undone_at__gte=since))
    rows, following = page(found.select_related("request"), cursor, limit)
    names = ("kind", "on", "logged_at", "until", "sections", "undone_at")
    items = [
        {
            "id": row.pk,
            "reference": row.request.reference,
            **{name: getattr(row, name) for name in names},
        }
        for row in rows
    ]
    return {"items": items, "next": following}


@router.get(SURVEY + "/messages", response={200: shapes.MessagePage, **PROBLEMS}, summary="Messages")
def messages(request: HttpRequest, survey: str, cursor: Cursor, limit: Limit, updated_since: Since) -> Any:
    """Messages that came in; who wrote and what is told only with read:people."""
    caller = let_in(request, survey)
    found = IncomingMessage.objects.filter(survey=caller.survey)
    if updated_since is not None:
        since = bounded(updated_since)
        placed = Q(placements__made_at__gte=since) | Q(placements__undone_at__gte=since)
        found = found.filter(Q(received_at__gte=since) | placed).distinct()
    live = Placement.objects.filter(undone_at=None, request__round__survey=caller.survey)
    found = found.prefetch_related(
        "files", Prefetch("placements", live.select_related("request"), to_attr="live")
    )
    people = caller.can(Scope.READ_PEOPLE)
    if not people:
        found = found.defer("text", "reply_text")
    rows, following = page(found, cursor, limit)
    items = [told_message(row, [each.request.reference for each in row.live], people) for row in rows]
    return {"items": items, "next": following}


@router.get(ROUND + "/answers", response={200: shapes.AnswerPage, **PROBLEMS}, summary="Answers")
def answers(
    request: HttpRequest, survey: str, round: str, cursor: Cursor, limit: Limit, updated_since: Since
) -> Any:
    """The answers as they stand. A body that was asked and has no row has not replied: never a no."""
    caller = let_in(request, survey)
    found = Answer.objects.filter(round=round_of(caller, round))
    if updated_since is not None:
        found = found.filter(changed_at__gte=bounded(updated_since))
    rows, following = page(found.select_related("body", "question"), cursor, limit)
    people = caller.can(Scope.READ_PEOPLE)
    return {"items": [told_answer(row, people) for row in rows], "next": following}


@router.get(ROUND + "/decisions", response={200: shapes.DecisionPage, **PROBLEMS}, summary="Decisions")
def decisions(
    request: HttpRequest, survey: str, round: str, cursor: Cursor, limit: Limit, updated_since: Since
) -> Any:
    """Decisions on answers, superseded and undone ones too. Second codings are blind and not told."""
    caller = let_in(request, survey)
    found = CodingDecision.objects.filter(round=round_of(caller, round)).exclude(stage=Stage.SECOND)
    if updated_since is not None:
        since = bounded(updated_since)
        told = Q(made_at__gte=since) | Q(superseded_at__gte=since) | Q(undone_at__gte=since)
        found = found.filter(told)
    rows, following = page(
        found.select_related("body", "question").prefetch_related("evidence"), cursor, limit
    )
    people = caller.can(Scope.READ_PEOPLE)
    return {"items": [told_decision(row, people) for row in rows], "next": following}


@router.get(SURVEY + "/releases", response={200: list[shapes.ReleaseShape], **PROBLEMS}, summary="Releases")
def releases(request: HttpRequest, survey: str) -> Any:
    """The releases of a survey, newest first."""
    found = Release.objects.filter(survey=let_in(request, survey).survey).select_related("file")
    names = ("version", "as_at", "frozen_at", "published_at", "withdrawn_at", "embargo_until", "because")
    return [
        {
            **{name: getattr(row, name) for name in names},
            "sha256": row.file.sha256,
            "size_bytes": row.file.size_bytes,
        }
        for row in found
    ]


@router.get(
    SURVEY + "/releases/{version}/zip",
    response=PROBLEMS,
    summary="A release as a zip",
    openapi_extra={
        "responses": {
            200: {
                "description": "The study folder, zipped",
                "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def release_zip(request: HttpRequest, survey: str, version: Annotated[str, Field(max_length=40)]) -> Any:
    """The study folder of a release."""
    caller = let_in(request, survey)
    found = None
    if "\x00" not in version:
        rows = Release.objects.filter(survey=caller.survey, version=version).select_related("file")
        found = rows.first()
    if found is None:
        raise Http404("There is no such release.")
    name = f"{caller.survey.key}-{found.version}.zip"
    response = FileResponse(open_stored(found.file), as_attachment=True, filename=name)
    response.headers["Content-Type"] = "application/zip"
    return response
