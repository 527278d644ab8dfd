"""What scripts write: raw messages into the inbox, and answers that are decided.

The routes join those of `reading`: one address is read and written.
"""

from typing import Any

from django.http import Http404, HttpRequest
from ninja.errors import HttpError

from answerable.core.errors import Fault, InputFaults
from answerable.desk.api import reading, shapes
from answerable.desk.api.actions import Scope
from answerable.desk.api.interface import let_in, round_of
from answerable.desk.api.reading import PROBLEMS, ROUND, SURVEY
from answerable.desk.api.telling import told_decision
from answerable.desk.coding.actions import decide
from answerable.desk.coding.evidence import Words
from answerable.desk.coding.finding import body_of, question_in
from answerable.desk.mail.models import Placement
from answerable.desk.mail.receiving import keep_raw, read_kept

LARGEST_MESSAGE = 50_000_000


@reading.router.post(
    SURVEY + "/messages",
    response={201: shapes.Received, 413: shapes.Problem, 503: shapes.Problem, **PROBLEMS},
    summary="Push a message",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def push_message(request: HttpRequest, survey: str) -> Any:
    """Takes in a raw message, as mail servers pass them on. The same bytes again are the same message."""
    caller = let_in(request, survey, Scope.WRITE_MESSAGES)
    raw = request.read(LARGEST_MESSAGE + 1)
    if len(raw) > LARGEST_MESSAGE:
        raise HttpError(413, f"A message may have {LARGEST_MESSAGE:,} bytes at most.")
    if not raw.strip():
        words = "The body of the request is the raw message; it was empty."
        raise InputFaults([Fault("empty", words, "Send the bytes of an .eml or .msg file.", file="body")])
    try:
        message, _ = keep_raw(
            raw=raw,
            came_by="api",
            came_as=f"token {caller.token.pk}",
            survey=caller.survey,
            by=caller.user,
        )
    except OSError as error:
        words = "The storage takes nothing just now; nothing was received. Send it again later."
        raise HttpError(503, words) from error
    read_kept(message)
    message.refresh_from_db()
    if message.survey_id != caller.survey.pk:
        return 201, {"id": None, "state": "received", "references": []}
    live = Placement.objects.filter(message=message, undone_at=None, request__round__survey=caller.survey)
    references = sorted(live.values_list("request__reference", flat=True))
    return 201, {"id": message.pk, "state": message.state, "references": references}


@reading.router.post(
    ROUND + "/answers",
    response={201: shapes.DecisionShape, 409: shapes.Problem, **PROBLEMS},
    summary="Decide an answer",
)
def push_answer(request: HttpRequest, survey: str, round: str, given: shapes.GivenAnswer) -> Any:
    """Decides what a body answered to a question; the decision is adopted as its answer."""
    caller = let_in(request, survey, Scope.WRITE_ANSWERS)
    a_round = round_of(caller, round)
    if "\x00" in given.body_id or "\x00" in given.question:
        raise Http404("No such body or question.")
    body = body_of(a_round, given.body_id)
    made = decide(
        round=a_round,
        body=body,
        question=question_in(a_round, body, given.question),
        status=given.status,
        answer=given.answer,
        value=given.value,
        unit=given.unit,
        period=given.period,
        note=given.note,
        because=given.because,
        evidence=[Words(**each.dict()) for each in given.evidence],
        by=caller.user,
        seen=given.seen,
    )
    return 201, told_decision(made, caller.can(Scope.READ_PEOPLE))
