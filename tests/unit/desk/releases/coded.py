"""A survey that was sent and partly coded at the desk, for tests of releases."""

from datetime import UTC, date, datetime
from typing import Any

from answerable.core.law.life import EventKind
from answerable.desk.clock import now
from answerable.desk.coding.models import Answer, CodingDecision, Evidence
from answerable.desk.mail.files import store_bytes
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.releases.publishing import change_publishing
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import PublicBody, Question, Survey
from tests.desk_factories import make_survey, open_requests

SENT, REPLIED = date(2026, 6, 1), date(2026, 6, 20)
LATER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MAIL = """Dear Sam,

{words}

Kind regards,
Gwendolyn Prosser
Information Governance Officer
gwendolyn.prosser@ashby.gov.example
01234 567890
"""


def sent_survey(n_bodies: int = 3, key: str = "") -> tuple[Survey, list[Request]]:
    """A survey whose round was sent to every body."""
    survey = make_survey(n_bodies=n_bodies, key=key)
    requests = open_requests(survey)
    for each in requests:
        log_event(request=each, kind=EventKind.SENT, on=SENT, by=None)
    return survey, requests


def reply(request: Request, words: str = "Yes, we do.") -> IncomingMessage:
    """A reply of an officer, and the event that it answers everything."""
    text = MAIL.format(words=words)
    message = IncomingMessage.objects.create(
        raw=store_bytes(f"{request.pk} {text}".encode()),
        received_at=now(),
        came_by="upload",
        survey=request.round.survey,
        sender_name="Gwendolyn Prosser",
        sender_address="gwendolyn.prosser@ashby.gov.example",
        text=text,
        reply_text=text,
    )
    log_event(request=request, kind=EventKind.ANSWERED, on=REPLIED, by=None, incoming=message)
    return message


def code(
    request: Request,
    question: str,
    answer: str | None = None,
    *,
    quote: str = "",
    message: IncomingMessage | None = None,
    **given: Any,
) -> Answer:
    """What was decided that a body answered, adopted."""
    about: dict[str, Any] = {
        "round": request.round,
        "body": request.body,
        "question": question_of(request.round.survey, question),
    }
    cells: dict[str, Any] = {"status": "answered", "answer": answer, **given}
    decision = CodingDecision.objects.create(**about, **cells, made_at=now())
    if quote:
        Evidence.objects.create(decision=decision, message=message, start=0, end=len(quote), quote=quote)
    kept, _ = Answer.objects.update_or_create(
        **about, defaults={**cells, "decision": decision, "changed_at": now()}
    )
    return kept


def question_of(survey: Survey, key: str) -> Question:
    """A question of the survey's only round."""
    return Question.objects.get(questionnaire__round__survey=survey, key=key)


def body_of(survey: Survey, n: int) -> PublicBody:
    """A body by its place."""
    return survey.bodies.order_by("position")[n]


def coded_survey(key: str = "") -> tuple[Survey, list[Request]]:
    """Three councils: one said yes, one said no, one said nothing."""
    survey, requests = sent_survey(key=key)
    message = reply(requests[0])
    code(requests[0], "nursing", "yes", quote="Yes, we do.", message=message)
    code(requests[0], "nursing_ooh", "no")
    reply(requests[1], "No.")
    code(requests[1], "nursing", "no", quote="No.")
    return survey, requests


def served(survey: Survey, **given: Any) -> None:
    """Lets the desk serve the survey's site."""
    values: dict[str, Any] = {
        "folder": "",
        "address": "",
        "served": True,
        "every_days": None,
        "next_at": None,
        "publishes": False,
        **given,
    }
    change_publishing(survey=survey, by=None, **values)
