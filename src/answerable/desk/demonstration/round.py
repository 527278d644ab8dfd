"""How the demonstration's round came to where it is, step by step, by the actions that people take."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from answerable.core.law.regimes import regime_named
from answerable.core.study.reading import read_study
from answerable.desk import clock
from answerable.desk.audit.trail import record
from answerable.desk.clock import UNITED_KINGDOM
from answerable.desk.demonstration.building import cases, deliver
from answerable.desk.demonstration.coding import code_some
from answerable.desk.letters.actions import approve_letter, open_letter
from answerable.desk.letters.choosing import to_be_written_to
from answerable.desk.letters.models import Purpose
from answerable.desk.letters.waves import approve_wave, leave_out_stopped, propose_wave
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.sending_claims import claim, note_sent
from answerable.desk.mail.sending_pace import interval
from answerable.desk.people.actions import join, make_person
from answerable.desk.people.models import User
from answerable.desk.people.roles import Role
from answerable.desk.releases.actions import freeze_survey
from answerable.desk.requests.in_bulk import open_requests
from answerable.desk.requests.models import Contact
from answerable.desk.requests.standing import calendar_of
from answerable.desk.surveys.actions import change_round, change_sender, start_next_round
from answerable.desk.surveys.from_study import study_to_survey
from answerable.desk.surveys.models import PublicBody, Round, Survey
from answerable.packaged import packaged_studies

STUDY = "childrens-palliative-care-simulated"
SEED = 20_161_005
# Working days that have passed since the letters left; the law gives twenty. A few bodies were asked earlier.
SINCE, SINCE_EARLY = 12, 25
N_EARLY = 40
PLACE = "demonstration.example"
PEOPLE = (
    ("owner", "Olwen Demonstration", Role.OWNER),
    ("editor", "Edgar Demonstration", Role.EDITOR),
    ("coder", "Cora Demonstration", Role.CODER),
    ("viewer", "Vera Demonstration", Role.VIEWER),
    ("auditor", "Audrey Demonstration", Role.AUDITOR),
)
SENDER = {
    "sender_name": "Olwen Demonstration",
    "sender_organisation": "Demonstration Trust of Mayda",
    "postal_address": "1 Chart Street\nAdderhaven\nMayda",
    "purpose": (
        "We ask every clinical commissioning group and every upper-tier council of Mayda the same questions, "
        "so that families can see what there is where they live. All answers are published, side by side."
    ),
    "privacy": (
        "We publish answers of public bodies. Names, addresses and telephone numbers of officers are taken "
        "out before anything is published, and are deleted from the desk a year after the round has closed."
    ),
}


@dataclass(frozen=True)
class Built:
    """The demonstration: its survey, its round, and how many messages came in."""

    survey: Survey
    round: Round
    n_sent: int
    n_received: int


def demonstration_survey() -> Survey | None:
    """The demonstration where it was built before."""
    return Survey.objects.filter(key=STUDY).first()


def build(*, seed: int = SEED, most: int | None = None) -> Built:
    """Builds the demonstration in a desk that lacks it, as at today, for all bodies or the first so many.

    Raises: Conflict where it is there
    """
    now = clock.now()
    early_at, sent_at = (_days_ago(clock.today(), days) for days in (SINCE_EARLY, SINCE))
    folder = next(path for path in packaged_studies() if path.name == STUDY)
    with clock.at(early_at - timedelta(days=3)):
        people = _people()
        survey = study_to_survey(study=read_study(folder), by=None)
        for role, person in people.items():
            join(user=person, survey=survey, role=role, by=None)
        owner, editor = people[Role.OWNER], people[Role.EDITOR]
        change_sender(survey=survey, values=SENDER, by=owner)
        survey.refresh_from_db()
        before = survey.rounds.order_by("-position")[0]
        a_round, _ = start_next_round(survey=survey, key=str(sent_at.year), from_round=before, by=owner)
        change_round(round=a_round, title="", cut_off=sent_at.date() + timedelta(days=120), by=owner)
        add_addresses(survey=survey, by=owner)
        _approve_letters(a_round, owner, editor)
    # One commit for all: hundreds of letters, and each commit waits for the disk.
    with transaction.atomic():
        _send(a_round, owner, editor, early_at, N_EARLY if most is None else most // 4)
        n_sent = _send(a_round, owner, editor, sent_at, None if most is None else most - most // 4)
    found = list(cases(a_round, before, seed))
    with transaction.atomic():
        n_received = deliver(found, now)
        code_some(a_round, found, people[Role.CODER])
    freeze_survey(survey=survey, version="0.1", as_at=clock.today(), by=owner)
    return Built(survey, a_round, n_sent, n_received)


def _people() -> dict[Role, User]:
    made = {}
    for local, name, role in PEOPLE:
        founds = role is Role.OWNER
        made[role], _ = make_person(email=f"{local}@{PLACE}", name=name, may_found=founds, by=None)
    return made


def _days_ago(today: date, working_days: int) -> datetime:
    """A morning so many working days ago."""
    calendar = calendar_of(regime_named("foia"))
    day = today
    while calendar.working_days_in(
        day + timedelta(days=1), today
    ) < working_days or not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UNITED_KINGDOM)


@transaction.atomic
def add_addresses(*, survey: Survey, by: User) -> int:
    """An address for every body, at a domain that leads nowhere."""
    bodies = PublicBody.objects.filter(survey=survey, contacts=None)
    made = Contact.objects.bulk_create(
        Contact(
            body=body, email=f"foi@{_domain(body)}", role="Freedom of information team", source="invented"
        )
        for body in bodies
    )
    record(by=by, verb="contacts.imported", survey=survey, words=f"Added {len(made)} addresses.")
    return len(made)


def _domain(body: PublicBody) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", body.name.lower()).strip("-")
    return f"{plain}.mayda.example"


def _approve_letters(a_round: Round, owner: User, editor: User) -> None:
    for form in a_round.questionnaires.select_related("kind"):
        for purpose in (Purpose.REQUEST, Purpose.ACKNOWLEDGEMENT, Purpose.REMINDER):
            letter = open_letter(round=a_round, kind=form.kind, purpose=purpose, by=owner)
            approve_letter(letter=letter, revision=letter.revision, by=editor)


def _send(a_round: Round, owner: User, editor: User, sent_at: datetime, most: int | None) -> int:
    with clock.at(sent_at):
        bodies = to_be_written_to(a_round, clock.today())[:most]
        requests = open_requests(round=a_round, bodies=bodies, by=owner)
        wave = propose_wave(
            round=a_round, purpose=Purpose.REQUEST, requests=[(each, "") for each in requests], by=owner
        )
        leave_out_stopped(wave=wave, by=owner)
        approve_wave(wave=wave, by=editor)
    at = sent_at
    for number in range(OutgoingMessage.objects.filter(request__round=a_round).count()):
        at += interval()
        with clock.at(at):
            turn = claim(f"the demonstration {number}")
            if turn.message is not None:
                note_sent(turn.message)
    return OutgoingMessage.objects.filter(request__round=a_round, sent_at__isnull=False).count()


@transaction.atomic
def give_password(*, person: User) -> str:
    """A new password for a person of the demonstration, told once."""
    if not person.email.endswith(f"@{PLACE}"):
        raise ValueError("only people of the demonstration")
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by=None, verb="people.password", target=person, words="Gave a demonstration's person a password.")
    return password
