"""Every screen of the desk with something on it: addresses from the resolver, arguments from real records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from answerable.core.answers import Status
from answerable.core.law.life import EventKind
from answerable.desk.clock import today
from answerable.desk.coding.actions import decide
from answerable.desk.demonstration.round import build
from answerable.desk.forms.statements import give_statements
from answerable.desk.jobs.actions import ask_for
from answerable.desk.letters.choosing import to_be_written_to
from answerable.desk.letters.models import Letter, Purpose, Wave, WaveItem
from answerable.desk.letters.waves import propose_wave
from answerable.desk.mail.models import IncomingFile, IncomingMessage, OutgoingMessage
from answerable.desk.people import invitations
from answerable.desk.people.links import password_link
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import Role
from answerable.desk.releases.actions import freeze_survey
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.in_bulk import open_requests
from answerable.desk.requests.models import Request
from answerable.desk.surveys.importing import upload_table
from answerable.desk.surveys.models import Question, Round, Survey
from tests.desk_factories import make_survey, make_user
from tests.desk_reply_form import SENT, Officer, asking_survey, sent

N_BODIES = 60
# These are drawn from a small survey with a release and a reply form; the others from the demonstration.
_OF_SMALL = ("reply", "inbox-forms", "releases", "jobs", "site")


@dataclass(frozen=True)
class Filled:
    """A desk with something on every screen; `owner` may do everything in each of its surveys."""

    owner: User
    empty: Survey
    small: Survey
    given: dict[str, Any]
    given_of_small: dict[str, Any]

    def address(self, name: str, pattern: str) -> str:
        """The address of a screen, with arguments from the records.

        Raises: KeyError for an argument that nothing is known of: say in `fill_desk` what it is
        """
        given = self.given_of_small if name.startswith(_OF_SMALL) else self.given
        named = re.findall(r"<(?:\w+:)?(\w+)>", pattern.replace("(?P", ""))
        return reverse(name, kwargs={each: given.get(f"{name} {each}", given.get(each)) for each in named})


def patterns() -> Iterator[tuple[str, str]]:
    """The name and pattern of every address of the desk; a name that stands twice is told once."""
    seen: set[str] = set()
    for name, pattern in _walk(get_resolver().url_patterns, ""):
        if name and name not in seen:
            seen.add(name)
            yield name, pattern


def _walk(found: list[Any], above: str) -> Iterator[tuple[str, str]]:
    for each in found:
        if isinstance(each, URLResolver):
            namespace = f"{each.namespace}:" if each.namespace else ""
            below = _walk(each.url_patterns, above + str(each.pattern))
            yield from ((namespace + name, pattern) for name, pattern in below if name)
        elif isinstance(each, URLPattern):
            yield str(each.name or ""), above + str(each.pattern)


def fill_desk() -> Filled:
    """The demonstration half-way through its round, a small survey with a release, and an empty one."""
    built = build(most=N_BODIES)
    owner = User.objects.get(memberships__survey=built.survey, memberships__role=Role.OWNER)
    small, empty = asking_survey(n_bodies=2), make_survey(n_bodies=0)
    empty.rounds.all().delete()
    for survey in (small, empty):
        Membership.objects.create(user=owner, survey=survey, role=Role.OWNER)
    return Filled(owner, empty, small, _of_demonstration(built.round, owner), _of_small(small, owner))


def _of_demonstration(round: Round, owner: User) -> dict[str, Any]:
    survey = round.survey
    wave = _proposed(round, owner)
    item = WaveItem.objects.filter(wave=wave)[0]
    upload_table(survey=survey, what="contacts", data=_TABLE, filename="contacts.csv", by=owner)
    waiting = IncomingMessage.objects.filter(state="waiting")[0]
    file = IncomingFile.objects.filter(
        content_type__contains="pdf", message__placements__request__round=round
    )[0]
    request = file.message.placements.all()[0].request
    invited = make_user()
    _, link = invitations.invite(survey=survey, email="new@desk.example", role=Role.CODER, by=owner)
    way = password_link(invited).rsplit("/", 2)[1].split("-", 1)
    return {
        "survey": survey.key,
        "round": round.key,
        "kind": request.body.kind.key,
        "key": Question.objects.filter(questionnaire__round=round, questionnaire__kind=request.body.kind)[
            0
        ].key,
        "body": request.body.pk,
        "body_id": request.body.body_id,
        "reference": request.reference,
        "table": survey.imports.get().pk,
        "what": "contacts",
        "letter": Letter.objects.filter(round=round, purpose=Purpose.REQUEST)[0].pk,
        "wave": wave.pk,
        "item": item.pk,
        "file": file.pk,
        "event": request.events.all()[0].pk,
        "purpose": Purpose.REMINDER.value,
        "member": owner.pk,
        "invitation": 1,
        "token": link.rstrip("/").rsplit("/", 1)[1],
        "uidb36": way[0],
        "key key": way[1],
        "account_reset_password_from_key key": way[1],
        "account_confirm_email key": "none",
        "pk": waiting.pk,
        "inbox-file pk": file.pk,
        "inbox-clear pk": file.pk,
        "inbox-download pk": file.pk,
        "coding-file file": file.pk,
        "outbox-message pk": OutgoingMessage.objects.filter(request__round=round)[0].pk,
        "secret": "none",
        "inbound-provider name": "postmark",
        "setup-token-revoke token": 1,
        "name": "desk.css",
    }


_TABLE = b"Authority,E-mail\nNobody of this name,foi@nowhere.example\n"


def _proposed(round: Round, owner: User) -> Wave:
    """First letters to three bodies more that wait for approval; one of them cannot be sent."""
    requests = open_requests(round=round, bodies=to_be_written_to(round, today())[:3], by=owner)
    requests[0].body.contacts.all().delete()
    rows = [(each, "first letter") for each in requests]
    return propose_wave(round=round, purpose=Purpose.REQUEST, requests=rows, by=owner)


def _decide(request: Request, owner: User) -> None:
    first = Question.objects.filter(questionnaire__round=request.round)[0]
    decide(
        round=request.round, body=request.body, question=first, status=Status.ANSWERED, answer="yes", by=owner
    )


def _of_small(survey: Survey, owner: User) -> dict[str, Any]:
    officer = Officer(sent(survey))
    officer.save(nursing__choice="=yes", spend__amount="1200")
    officer.hand_in(1)
    officer.save(request=officer.requests[1], nursing__choice="=no")
    log_event(request=officer.requests[0], kind=EventKind.ANSWERED, on=SENT, by=owner)
    _decide(officer.requests[0], owner)
    [submission] = officer.requests[0].submissions.all()
    [statement] = give_statements(
        link=officer.link, request=officer.requests[0], statements={"": "We have more to say."}
    )
    release = freeze_survey(survey=survey, version="1.0.0", as_at="2026-06-05", by=owner)
    job = ask_for(kind="clean_quotes", survey=survey, by=owner)
    return {
        "survey": survey.key,
        "token": officer.token,
        "reference": officer.requests[1].reference,
        "reply-receipt submission": submission.reference,
        "submission": submission.reference,
        "statement": statement.pk,
        "link": officer.link.pk,
        "release": release.pk,
        "job": job.pk,
        "path": "index.html",
    }
