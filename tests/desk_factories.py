"""Small surveys, people and messages for tests of the desk."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client

from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Role
from answerable.desk.requests.actions import open_request
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.models import (
    BodyKind,
    PublicBody,
    Question,
    Questionnaire,
    Round,
    Survey,
)

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
_numbers = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    """A person who can sign in with the password "correct horse battery"."""
    return User.objects.create_user(
        email or f"person{next(_numbers)}@desk.example",
        "correct horse battery",
        **{"name": "A Person", **fields},
    )


def member(survey: Survey, role: Role = Role.OWNER, **fields: Any) -> User:
    """A person with a role in a survey."""
    user = make_user(**fields)
    Membership.objects.create(user=user, survey=survey, role=role)
    return user


def signed_in(user: User) -> Client:
    """A client in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def make_survey(*, n_bodies: int = 3, key: str = "", sent_on: date | None = None) -> Survey:
    """A survey of councils: a round "2026" with three questions, a contact for each body, no requests yet."""
    survey = Survey.objects.create(
        key=key or f"care-{next(_numbers)}",
        title="Care for children",
        publisher="Example Trust",
        licence="CC-BY-4.0",
        simulated=True,
        sender_name="Sam Asker",
        sender_organisation="Example Trust",
    )
    kind = BodyKind.objects.create(
        survey=survey, position=0, key="council", name="council", plural="councils", short="Council"
    )
    bodies = PublicBody.objects.bulk_create(
        PublicBody(
            survey=survey,
            position=n,
            body_id=f"E{10000001 + n}",
            kind=kind,
            name=f"{_NAMES[n % len(_NAMES)]}{'' if n < len(_NAMES) else f' {n}'} Council",
            region=("North", "South")[n % 2],
            columns={"region": ("North", "South")[n % 2]},
        )
        for n in range(n_bodies)
    )
    Contact.objects.bulk_create(
        Contact(body=body, email=f"foi@{body.body_id.lower()}.gov.example") for body in bodies
    )
    a_round = Round.objects.create(
        survey=survey, position=0, key="2026", sent_on=sent_on, cut_off=date(2026, 12, 31), regime="foia"
    )
    form = Questionnaire.objects.create(round=a_round, kind=kind, position=0, file="council.yaml")
    for n, (name, text, answer, more) in enumerate(_QUESTIONS):
        Question.objects.create(
            questionnaire=form, position=n, key=name, number=str(n + 1), text=text, answer=answer, **more
        )
    return survey


_NAMES = ("Ashby", "Birchwood", "Coldham", "Dunmere", "Eastley", "Fenwick", "Garforth")
_QUESTIONS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("nursing", "Do you commission community children's nursing?", "yes_no", {"options": ["yes", "no"]}),
    ("nursing_ooh", "Is it there at night?", "yes_no", {"options": ["yes", "no"], "pair_of": "nursing"}),
    ("spend", "How much did you spend on it?", "money", {"unit": "GBP", "period": "2025-26"}),
)


def open_requests(survey: Survey) -> list[Request]:
    """A draft request to every body of a survey's only round."""
    a_round = survey.rounds.get()
    return [
        open_request(round=a_round, body=body, by=None, position=n)
        for n, body in enumerate(survey.bodies.all())
    ]
