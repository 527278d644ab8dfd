"""What is held back when its turn comes, and what a person does about it."""

from datetime import date, timedelta

import pytest

from answerable.core.law.life import EventKind
from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.sending_claims import claim, note_doubt, note_sent
from answerable.desk.mail.sending_deeds import cancel_message, queue_again, settle_doubt
from answerable.desk.mail.sending_pace import interval
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Contact, Request
from tests.desk_factories import NOON, make_survey, member, open_requests
from tests.functional.desk.test_sending_smtp import queued

pytestmark = pytest.mark.django_db


def sent_request() -> Request:
    request = open_requests(make_survey(n_bodies=1))[0]
    log_event(request=request, kind=EventKind.SENT, on=date(2026, 5, 1), by=None)
    return request


def reminder(request: Request, n: int = 0) -> OutgoingMessage:
    return queued(request, n, purpose="reminder", logs="reminded")


def held_words(message: OutgoingMessage) -> str:
    turn = claim("a sender")
    assert turn.held and turn.message is None
    message.refresh_from_db()
    assert message.state == "held"
    return message.trouble


def test_a_request_withdrawn_meanwhile_holds_its_letters() -> None:
    request = sent_request()
    message = reminder(request)
    log_event(request=request, kind=EventKind.WITHDRAWN, on=date(2026, 5, 2), by=None)
    assert "withdrawn meanwhile" in held_words(message)


def test_a_reminder_of_what_was_answered_meanwhile_is_held() -> None:
    request = sent_request()
    message = reminder(request)
    log_event(request=request, kind=EventKind.ANSWERED, on=date(2026, 5, 9), by=None)
    assert "“answered” meanwhile" in held_words(message)


def test_an_address_that_bounced_holds_its_letters_until_a_person_insists() -> None:
    request = sent_request()
    message = reminder(request)
    Contact.objects.filter(body=request.body).update(bounced_at=NOON)
    assert "came back on 1 June 2026" in held_words(message)
    user = member(request.round.survey)
    queue_again(message=message, by=user)
    assert claim("a sender").message == message
    assert AuditEvent.objects.filter(verb="mail.queued_again", by=user).count() == 1


def test_an_address_that_was_removed_or_chasing_that_was_stopped_holds() -> None:
    request = sent_request()
    message = reminder(request)
    Request.objects.filter(pk=request.pk).update(chasing_stopped_at=NOON, chasing_stopped_because="a call")
    assert held_words(message) == "Chasing this body was stopped: a call."
    Request.objects.filter(pk=request.pk).update(chasing_stopped_at=None)
    Contact.objects.filter(body=request.body).update(removed_at=NOON)
    assert "was removed" in held_words(reminder(request, 1))


def test_a_message_is_not_claimed_before_its_time_and_in_order_after() -> None:
    requests = open_requests(make_survey(n_bodies=2))
    later = queued(requests[0], not_before=clock.now() + timedelta(hours=1))
    now = queued(requests[1])
    assert claim("one").message == now
    assert claim("two").message is None
    with clock.at(clock.now() + timedelta(hours=2)):
        assert claim("three").message == later


def test_the_pace_lets_no_minute_have_more_than_it_says() -> None:
    for request in open_requests(make_survey(n_bodies=30)):
        queued(request)
    from dataclasses import replace

    from django.test import override_settings

    from answerable.desk import settings as ours

    left = []
    at = NOON
    with override_settings(HERE=replace(ours.HERE, pace_per_minute=12)):
        for _ in range(240):
            with clock.at(at):
                if claim(f"at {at}").message is not None:
                    left.append(at)
            at += timedelta(seconds=0.5)
        assert interval() == timedelta(seconds=61) / 12
    for first in left:
        assert sum(first <= each < first + timedelta(minutes=1) for each in left) <= 12
    assert len(left) in {23, 24}


def test_settle_doubt_not_sent_queues_again_and_a_sender_that_knows_better_wins() -> None:
    request = open_requests(make_survey(n_bodies=1))[0]
    queued(request)
    message = claim("slow sender").message
    assert message is not None
    note_doubt(message, "The line broke.")
    settle_doubt(message=message, sent=False, by=None)
    with pytest.raises(Conflict, match="not in doubt any more"):
        settle_doubt(message=message, sent=True, by=None)
    note_sent(message)
    message.refresh_from_db()
    assert message.state == "sent"
    assert request.events.count() == 1
    note_sent(message)
    assert request.events.count() == 1


def test_settle_doubt_sent_logs_the_day_it_was_claimed() -> None:
    request = open_requests(make_survey(n_bodies=1))[0]
    with clock.at(NOON):
        queued(request)
        message = claim("sender").message
    assert message is not None
    note_doubt(message, "The line broke.")
    settle_doubt(message=message, sent=True, by=None)
    assert request.events.get().on == NOON.date()


def test_cancel_message_only_what_has_not_left() -> None:
    request = open_requests(make_survey(n_bodies=1))[0]
    message = queued(request)
    cancel_message(message=message, by=None)
    assert claim("sender").message is None
    queue_again(message=message, by=None)
    assert claim("sender").message == message
    with pytest.raises(Conflict, match="being sent this moment"):
        cancel_message(message=message, by=None)


def test_note_sent_what_cannot_be_logged_is_said_and_still_counts_as_sent() -> None:
    request = sent_request()
    reminder(request)
    message = claim("sender").message
    assert message is not None
    log_event(request=request, kind=EventKind.WITHDRAWN, on=date(2026, 5, 2), by=None)
    note_sent(message)
    message.refresh_from_db()
    assert message.state == "sent" and "could not be logged" in message.trouble
