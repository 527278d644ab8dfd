"""A survey with every kind of question, its letters sent, and links to the reply form, for tests."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from answerable.core.law.life import EventKind
from answerable.desk.forms.links import make_link
from answerable.desk.forms.models import ReplyLink
from answerable.desk.forms.opening import stamp_of
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Question, Survey
from tests.desk_factories import make_survey, open_requests

SENT = date(2026, 6, 1)
NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
_MORE: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("spend_why", "What is it spent on?", "text", {"parent": "nursing", "condition": "yes"}),
    ("children", "How many children were seen?", "count", {"unit": "children", "period": "2025-26"}),
    ("policy", "Where is your policy published?", "link", {}),
    (
        "model",
        "Which model of care do you use?",
        "choice",
        {"options": ["in_house", "contracted"], "meaning": {"in_house": "your own staff"}},
    ),
)


def asking_survey(n_bodies: int = 1, n_more: int = 0) -> Survey:
    """A survey of councils with questions of every kind, and `n_more` further ones."""
    survey = make_survey(n_bodies=n_bodies)
    survey.purpose, survey.postal_address = "To know what care there is.", "1 Example Street\nExampleton"
    survey.save()
    form = survey.rounds.get().questionnaires.get()
    form.definitions = {"community_children": "children who live at home"}
    form.save()
    further = tuple(
        (f"more{n}", f"Is there more, {n}?", "yes_no", {"options": ["yes", "no"]}) for n in range(n_more)
    )
    start = form.questions.count()
    for n, (key, text, answer, more) in enumerate((*_MORE, *further)):
        Question.objects.create(
            questionnaire=form,
            position=start + n,
            key=key,
            number=str(start + n + 1),
            text=text,
            answer=answer,
            **more,
        )
    return survey


def sent(survey: Survey) -> list[Request]:
    """Requests to every body, sent."""
    requests = open_requests(survey)
    for request in requests:
        log_event(request=request, kind=EventKind.SENT, on=SENT, by=None)
    return requests


def linked(requests: list[Request]) -> tuple[ReplyLink, str]:
    """A link for requests, and its token."""
    link, address = make_link(requests=requests, by=None)
    return link, re.sub(r".*/reply/|/$", "", address)


class Officer:
    """Somebody of an authority who has a link and no account, and what they type."""

    def __init__(self, requests: list[Request]) -> None:
        self.requests = requests
        self.link, self.token = linked(requests)
        self.client = Client(enforce_csrf_checks=True)
        self.stamp = stamp_of(self.link)

    def address(self, name: str = "reply-form", request: Request | None = None) -> str:
        """The address of a page of one request."""
        return reverse(name, args=[self.token, (request or self.requests[0]).reference])

    def get(self, name: str = "reply-form", request: Request | None = None) -> Any:
        """A page."""
        return self.client.get(self.address(name, request))

    def post(self, name: str, request: Request | None = None, **fields: Any) -> Any:
        """Something posted from our own page."""
        return self.client.post(self.address(name, request), {"stamp": self.stamp, **fields})

    def save(self, base: int | str = 0, request: Request | None = None, **typed: str) -> Any:
        """Saves what was typed, named as `nursing__choice`."""
        fields = {f"q.{name.replace('__', '.')}": value for name, value in typed.items()}
        return self.post("reply-form", request, base=str(base), do="save", **fields)

    def hand_in(self, revision: int, request: Request | None = None) -> Any:
        """Presses the button of the check page."""
        return self.post("reply-hand-in", request, revision=str(revision))
