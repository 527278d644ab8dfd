"""Waves: proposed, warned about, approved by a second person, queued once, taken back while they can be."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.core.law.life import EventKind
from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.forms.models import ReplyLink
from answerable.desk.letters.actions import approve_letter, change_letter, open_letter
from answerable.desk.letters.models import Letter, Purpose, Wave, WaveState
from answerable.desk.letters.queueing import can_take_back, take_back_wave
from answerable.desk.letters.waves import (
    approve_wave,
    change_item,
    drop_wave,
    is_stopped,
    leave_out,
    leave_out_stopped,
    propose_wave,
)
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.people.models import User
from answerable.desk.people.roles import Role
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.models import Survey
from tests.desk_factories import NOON, make_survey, member, open_requests

pytestmark = pytest.mark.django_db


def two_people(survey: Survey) -> tuple[User, User]:
    return member(survey), member(survey, Role.EDITOR)


def proposed(survey: Survey, by: User, purpose: Purpose = Purpose.REQUEST) -> Wave:
    requests = [(request, "first letter") for request in open_requests(survey)]
    return propose_wave(round=survey.rounds.get(), purpose=purpose, requests=requests, by=by)


def approved_letter(survey: Survey, by: User, purpose: Purpose = Purpose.REQUEST) -> Letter:
    letter = open_letter(round=survey.rounds.get(), kind=survey.kinds.get(), purpose=purpose, by=None)
    return approve_letter(letter=letter, revision=letter.revision, by=by)


def rules(wave: Wave) -> list[list[str]]:
    return [[warning["rule"] for warning in item.warnings] for item in wave.items.all()]


def test_a_wave_is_queued_once_with_its_links_and_events() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    with clock.at(NOON):
        approved_letter(survey, two)
        wave = proposed(survey, one)
        assert rules(wave) == [[], [], []]
        approve_wave(wave=wave, by=two, not_before=NOON + timedelta(hours=2))
        with pytest.raises(Conflict):
            approve_wave(wave=wave, by=two)
    messages = list(OutgoingMessage.objects.order_by("pk"))
    assert [message.key for message in messages] == [f"wave-item-{item.pk}" for item in wave.items.all()]
    first = messages[0]
    assert (first.logs, first.state, first.not_before) == ("sent", "queued", NOON + timedelta(hours=2))
    assert "{{" not in first.text
    assert f"{first.request.token}@" in first.reply_to  # type: ignore[union-attr]
    assert "due by 30 June 2026" in first.text
    assert ReplyLink.objects.count() == 3
    assert {request.state for request in Request.objects.all()} == {"queued"}
    assert AuditEvent.objects.filter(verb="wave.approved", by=two).count() == 1


def test_the_proposer_does_not_approve_unless_alone_with_a_reason() -> None:
    survey = make_survey()
    one = member(survey)
    approved_letter(survey, one)
    wave = proposed(survey, one)
    with pytest.raises(NotReady, match="write down why"):
        approve_wave(wave=wave, by=one)
    second = member(survey, Role.EDITOR)
    with pytest.raises(NotReady, match="somebody else"):
        approve_wave(wave=wave, by=one, because="in a hurry")
    second.memberships.all().delete()
    approve_wave(wave=wave, by=one, because="I work alone")
    wave.refresh_from_db()
    assert (wave.state, wave.decided_because) == (WaveState.APPROVED, "I work alone")


def test_an_editor_alone_cannot_approve_with_a_reason() -> None:
    survey = make_survey()
    one = member(survey, Role.EDITOR)
    approved_letter(survey, member(survey, Role.VIEWER))
    with pytest.raises(NotReady, match="owner"):
        approve_wave(wave=proposed(survey, one), by=one, because="I work alone")


def test_a_letter_changed_after_the_proposal_has_to_be_proposed_again() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    letter = approved_letter(survey, two)
    wave = proposed(survey, one)
    letter = change_letter(letter=letter, subject="New", text=letter.text, revision=1, by=one)
    with pytest.raises(NotReady, match="not approved"):
        approve_wave(wave=wave, by=two)
    approve_letter(letter=letter, revision=2, by=two)
    with pytest.raises(NotReady, match="propose it again"):
        approve_wave(wave=wave, by=two)
    assert OutgoingMessage.objects.count() == 0


def test_warnings_of_bodies_and_addresses() -> None:
    survey = make_survey(n_bodies=6)
    one, _ = two_people(survey)
    bodies = list(survey.bodies.all())
    bodies[0].contacts.all().delete()
    Contact.objects.filter(body=bodies[2]).update(email="FOI@e10000002.gov.example")
    for body, closed in ((bodies[3], date(2026, 5, 1)), (bodies[4], date(2026, 6, 10))):
        body.closed = closed
        body.save()
    Contact.objects.filter(body=bodies[5]).update(bounced_at=NOON)
    with clock.at(NOON):
        wave = proposed(survey, one)
    assert rules(wave) == [
        ["missing_contact"],
        ["duplicate_address"],
        ["duplicate_address"],
        ["body_closed"],
        ["body_closing"],
        ["bounced_address"],
    ]
    assert [is_stopped(item) for item in wave.items.all()] == [True, False, False, True, False, False]


def test_aggregation_with_an_earlier_round_is_warned_of() -> None:
    survey = make_survey(n_bodies=2)
    one, _ = two_people(survey)
    before = survey.rounds.get()
    earlier = open_requests(survey)[0]
    log_event(request=earlier, kind=EventKind.SENT, on=date(2026, 4, 20), by=None)
    later = survey.rounds.create(position=1, key="2026b", regime="foia")
    requests = [
        (Request.objects.create(round=later, body=b, token=b.body_id, reference=b.body_id), "")
        for b in survey.bodies.all()
    ]
    with clock.at(NOON):
        wave = propose_wave(round=later, purpose=Purpose.REQUEST, requests=requests, by=one)
    assert [w for w in rules(wave)[0] if w == "aggregation"] == ["aggregation"]
    assert "aggregation" not in rules(wave)[1]
    assert earlier.reference in str([w for i in wave.items.all() for w in i.warnings])
    assert before.key in str(wave.items.all()[0].warnings)


def test_stopped_letters_are_left_out_with_their_reason() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    survey.bodies.all()[0].contacts.all().delete()
    approved_letter(survey, two)
    wave = proposed(survey, one)
    with pytest.raises(NotReady, match="1 of 3"):
        approve_wave(wave=wave, by=two)
    assert leave_out_stopped(wave=wave, by=one) == 1
    leave_out(item=wave.items.all()[1], because="asked by telephone", by=one)
    approve_wave(wave=wave, by=two)
    assert OutgoingMessage.objects.count() == 1
    assert sorted(Request.objects.values_list("state", flat=True)) == ["draft", "draft", "queued"]


def test_never_two_first_letters_to_one_body() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    approved_letter(survey, two)
    wave, again = proposed(survey, one), proposed(survey, one)
    assert rules(again) == [["in_two_waves"]] * 3
    approve_wave(wave=wave, by=two)
    with pytest.raises(NotReady, match="3 of 3"):
        approve_wave(wave=again, by=two)
    assert OutgoingMessage.objects.count() == 3


def test_take_back_before_the_first_left() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    approved_letter(survey, two)
    wave = approve_wave(wave=proposed(survey, one), by=two)
    assert can_take_back(wave)
    assert take_back_wave(wave=wave, by=one) == 3
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(Request.objects.values_list("state", flat=True)) == {"draft"}
    assert ReplyLink.objects.filter(revoked_at=None).count() == 0
    again = approve_wave(wave=proposed(survey, one), by=two)
    assert OutgoingMessage.objects.filter(wave_item__wave=again, state="queued").count() == 3


def test_take_back_is_refused_once_one_has_left() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    approved_letter(survey, two)
    wave = approve_wave(wave=proposed(survey, one), by=two)
    OutgoingMessage.objects.filter(pk=OutgoingMessage.objects.first().pk).update(state="claimed")  # type: ignore[union-attr]
    assert not can_take_back(wave)
    with pytest.raises(Conflict, match="1 of 3"):
        take_back_wave(wave=wave, by=one)


def test_a_letter_written_by_hand_makes_its_writer_the_proposer() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    approved_letter(survey, two)
    wave = proposed(survey, one)
    item = wave.items.all()[0]
    change_item(item=item, subject="Hello", text="Dear {{ contact }}", to_address=item.to_address, by=two)
    with pytest.raises(NotReady, match="somebody else"):
        approve_wave(wave=wave, by=two)
    approve_wave(wave=wave, by=one)
    assert OutgoingMessage.objects.get(wave_item=item).text == "Dear Freedom of Information team"


def test_a_reminder_logs_its_event_and_keeps_the_thread() -> None:
    survey = make_survey(n_bodies=1)
    one, two = two_people(survey)
    for purpose in (Purpose.REQUEST, Purpose.REMINDER):
        approved_letter(survey, two, purpose)
    with clock.at(NOON):
        approve_wave(wave=proposed(survey, one), by=two)
    first = OutgoingMessage.objects.get()
    OutgoingMessage.objects.update(state="sent")
    log_event(request=Request.objects.get(), kind=EventKind.SENT, on=NOON.date(), by=None, outgoing=first)
    with clock.at(NOON + timedelta(days=40)):
        approve_wave(wave=proposed(survey, one, Purpose.REMINDER), by=two)
    reminder = OutgoingMessage.objects.get(purpose="reminder")
    assert (reminder.logs, reminder.in_reply_to) == ("reminded", first.message_id)
    assert "On 1 June 2026 we sent" in reminder.text


def test_letters_that_no_longer_fit_or_are_not_to_be_chased_are_stopped() -> None:
    survey = make_survey(n_bodies=2)
    one, _ = two_people(survey)
    drafts = open_requests(survey)
    log_event(request=drafts[0], kind=EventKind.SENT, on=NOON.date(), by=None)
    Request.objects.filter(pk=drafts[0].pk).update(chasing_stopped_at=NOON)
    wave = proposed(survey, one, Purpose.REMINDER)
    assert [r[-1] for r in rules(wave)] == ["chasing_stopped", "not_now"]


def test_a_dropped_wave_sends_nothing() -> None:
    survey = make_survey()
    one, two = two_people(survey)
    wave = proposed(survey, one)
    drop_wave(wave=wave, by=one)
    with pytest.raises(Conflict):
        approve_wave(wave=wave, by=two)
    with pytest.raises(Conflict):
        leave_out(item=wave.items.all()[0], because="x", by=one)


def queries_to_approve(n_bodies: int) -> int:
    survey = make_survey(n_bodies=n_bodies)
    one, two = two_people(survey)
    approved_letter(survey, two)
    wave = proposed(survey, one)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        approve_wave(wave=wave, by=two)
    return len(queries)


def test_approving_asks_the_database_once_per_body_at_most() -> None:
    few, many = queries_to_approve(3), queries_to_approve(30)
    # One row of the trail for each request, and nothing else.
    assert many - few <= 27 + 2
