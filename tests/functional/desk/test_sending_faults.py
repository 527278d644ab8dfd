"""A mail server that fails at each stage: what is certain goes on alone, what is not waits for a person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from pytest_django.fixtures import Settings

from answerable.desk import clock
from answerable.desk.mail import sending
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.sending import send_due, settle_doubt
from answerable.desk.mail.sending_claims import LEASE, claim, note_sent
from tests.desk_factories import make_survey, open_requests
from tests.functional.desk.sending_server import DROP, MailServer, mail_server, send_by
from tests.functional.desk.test_sending_smtp import queued

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        send_by(settings, running.url)
        yield running


def three() -> list[OutgoingMessage]:
    return [queued(each) for each in open_requests(make_survey(n_bodies=3))]


def states(messages: list[OutgoingMessage]) -> list[str]:
    for each in messages:
        each.refresh_from_db()
    return [each.state for each in messages]


@pytest.mark.parametrize("said", [DROP, "421 too busy", "554 go away"])
def test_a_server_that_fails_at_the_greeting_has_heard_of_no_message(server: MailServer, said: str) -> None:
    messages = three()
    server.fails("GREETING", said)
    assert send_due().stopped
    assert states(messages) == ["queued"] * 3
    assert [each.attempts for each in messages] == [0, 0, 0]
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert send_due().n_sent == 3


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize("said", [DROP, "421 too busy", "451 4.7.1 greylisted, come back later"])
def test_a_message_that_was_not_taken_is_tried_later(server: MailServer, stage: str, said: str) -> None:
    messages = three()
    # The second message: a line that broke between messages is opened again, and broke once more.
    server.fails(stage, said, address=messages[1].to_address, times=2)
    report = send_due()
    assert (report.n_sent, report.n_later, report.n_doubt) == (2, 1, 0)
    assert states(messages) == ["sent", "queued", "sent"]
    assert messages[1].not_before is not None and messages[1].trouble
    assert send_due().n_sent == 0
    server.faults.clear()
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert send_due().n_sent == 1
    assert sorted(server.ids) == sorted(each.message_id for each in messages)


def test_a_line_closed_between_messages_is_opened_again_at_once(server: MailServer) -> None:
    messages = three()
    server.fails("MAIL", "421 that was enough for one line", address=messages[1].from_address)
    server.fails("MAIL", DROP, address=messages[2].from_address)
    assert send_due().n_sent == 3
    assert server.ids == [each.message_id for each in messages]
    assert server.n_lines == 3


@pytest.mark.parametrize("said", [DROP, "999 what"])
def test_a_line_that_breaks_after_the_final_dot_leaves_doubt(server: MailServer, said: str) -> None:
    messages = three()
    server.fails("ANSWER", said, address=messages[1].to_address)
    report = send_due()
    assert (report.n_sent, report.n_doubt) == (2, 1)
    assert states(messages) == ["sent", "doubt", "sent"]
    with clock.at(clock.now() + timedelta(days=3)):
        assert send_due().n_sent == 0
    assert server.ids == [each.message_id for each in messages]
    settle_doubt(message=messages[1], sent=True, by=None)
    assert states(messages) == ["sent"] * 3
    assert messages[1].request is not None
    assert [each.kind for each in messages[1].request.events.all()] == ["sent"]


def test_a_message_refused_after_the_dot_was_not_taken(server: MailServer) -> None:
    messages = three()
    server.fails("DOT", "452 4.2.2 mailbox full", address=messages[0].to_address)
    server.fails("DOT", "554 5.7.1 looks like junk", address=messages[1].to_address)
    report = send_due()
    assert (report.n_sent, report.n_later, report.n_failed) == (1, 1, 1)
    assert states(messages) == ["queued", "failed", "sent"]
    assert "looks like junk" in messages[1].trouble


def test_a_server_that_fails_every_message_does_not_get_them_all(server: MailServer) -> None:
    messages = [queued(each) for each in open_requests(make_survey(n_bodies=8))]
    server.fails("ANSWER", DROP, times=99)
    report = send_due()
    assert report.n_doubt == 3
    assert "3 messages in a row" in report.stopped
    assert states(messages).count("queued") == 5


def test_a_sender_not_let_in_fails_no_message(server: MailServer) -> None:
    messages = three()
    server.fails("MAIL", "530 5.7.0 authentication required", times=9)
    assert "530" in send_due().stopped
    assert states(messages) == ["queued"] * 3
    assert messages[0].attempts == 0


def test_a_message_never_taken_fails_in_the_end(server: MailServer) -> None:
    [message] = [queued(each) for each in open_requests(make_survey(n_bodies=1))]
    server.fails("RCPT", "451 come back later", times=99)
    at = clock.now()
    for _ in range(40):
        at += timedelta(hours=4)
        with clock.at(at):
            send_due()
    message.refresh_from_db()
    assert message.state == "failed"
    assert "451 come back later" in message.trouble
    assert server.taken == []


def test_a_claim_of_a_sender_that_died_becomes_doubt_after_the_lease(server: MailServer) -> None:
    [message] = [queued(each) for each in open_requests(make_survey(n_bodies=1))]
    claimed = claim("a sender that dies").message
    assert claimed == message
    assert send_due().n_doubt == 0
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert send_due().n_doubt == 1
    assert states([message]) == ["doubt"]
    assert server.taken == []


@pytest.mark.parametrize("jump", [timedelta(hours=-30), timedelta(days=400)])
def test_a_clock_that_jumps_neither_stops_nor_repeats(server: MailServer, jump: timedelta) -> None:
    messages = three()
    assert send_due(limit=1).n_sent == 1
    claimed = claim("a sender at work").message
    assert claimed is not None
    with clock.at(clock.now() + jump):
        report = send_due()
        assert (report.n_sent, report.n_doubt) == (1, 1)
        # The sender was at work all the time and comes back with what it knows.
        note_sent(claimed)
        assert send_due().n_sent == 0
    assert states(messages) == ["sent"] * 3
    assert claimed.request is not None and claimed.request.events.count() == 1
    assert server.ids == [messages[0].message_id, messages[2].message_id]


def test_a_database_that_cannot_note_a_sent_letter_leaves_one_doubt_and_no_more(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = three()

    def full(*_: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(sending, "note_sent", full)
        patched.setattr(sending, "PAUSES", ())
        with pytest.raises(OperationalError):
            send_due()
        assert "could not note that" in send_due().stopped
    assert states(messages) == ["claimed", "queued", "queued"]
    with clock.at(clock.now() + LEASE + timedelta(minutes=1)):
        report = send_due()
    assert (report.n_doubt, report.n_sent) == (1, 2)
    assert server.ids == [each.message_id for each in messages]
