"""Letters through a real SMTP server: what arrives, in which order, and what a bad recipient stops."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import Settings

from answerable.desk.audit.models import AuditEvent
from answerable.desk.mail.files import store_bytes
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox import queue_message
from answerable.desk.mail.sending import send_due
from answerable.desk.requests.models import Request
from tests.desk_factories import make_survey, open_requests
from tests.functional.desk.sending_server import MailServer, free_port, mail_server, send_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        send_by(settings, running.url)
        yield running


def queued(request: Request, n: int = 0, **more: object) -> OutgoingMessage:
    given: dict[str, object] = {
        "key": f"test-{request.pk}-{n}",
        "survey": request.round.survey,
        "request": request,
        "purpose": "request",
        "logs": "sent",
        "to_address": request.body.contacts.get().email,
        "subject": f"Request {request.reference}",
        "text": "Dear colleague\n\nPlease tell us.\n",
        "by": None,
    }
    return queue_message(**{**given, **more})  # type: ignore[arg-type]


def test_send_due_the_letter_arrives_as_it_was_written(server: MailServer) -> None:
    request = open_requests(make_survey())[0]
    file = store_bytes(b"%PDF-1.7 questions")
    long = "Rydym yn gofyn am wybodaeth am ofal plant yng Ngŵyr, Llŷn ac Ynys Môn. " * 4
    message = queued(
        request,
        subject="Cais rhyddid gwybodaeth: gofal yng Ngwynedd a Llŷn",
        to_name="Tîm Rhyddid Gwybodaeth, Ŷ",
        text=f"Annwyl gydweithiwr\n\n{long}\n\n.a line with a dot\n> a quote\nFrom us\n-- \nSiân",
        in_reply_to="<first@council.example>",
        references=["first@council.example", "second@council.example"],
        files=[("Cwestiynau ŵ.pdf", "application/pdf", file)],
    )
    assert send_due().n_sent == 1
    [letter] = server.letters
    assert str(letter["Subject"]) == "Cais rhyddid gwybodaeth: gofal yng Ngwynedd a Llŷn"
    assert letter["From"].addresses[0].display_name == "Sam Asker"
    assert letter["From"].addresses[0].addr_spec == f"{request.token}@127.0.0.1"
    assert letter["Reply-To"].addresses[0].addr_spec == f"{request.token}@127.0.0.1"
    assert letter["To"].addresses[0].display_name == "Tîm Rhyddid Gwybodaeth, Ŷ"
    assert letter["Message-ID"] == f"<{message.message_id}>"
    assert letter["In-Reply-To"] == "<first@council.example>"
    assert str(letter["References"]).split() == ["<first@council.example>", "<second@council.example>"]
    body = letter.get_body(("plain",))
    assert body is not None and body.get_param("format") == "flowed"
    came = unflowed(body.get_content().replace("\r\n", "\n"))
    assert came.rstrip("\n") == message.text.replace(". \n", ".\n").rstrip("\n")
    [attached] = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Cwestiynau ŵ.pdf", b"%PDF-1.7 questions")
    assert max(len(line) for line in server.taken[0].split(b"\r\n")) <= 998
    assert server.taken[0].isascii()


def unflowed(text: str) -> str:
    """Format=flowed read back, as RFC 3676 s.4.2 says: the second implementation."""
    whole, open_line = [], ""
    for line in text.split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        if stuffed.endswith(" ") and stuffed != "-- ":
            open_line += stuffed
            continue
        whole.append(open_line + stuffed)
        open_line = ""
    return "\n".join(whole)


def test_send_due_logs_the_event_with_the_state(server: MailServer) -> None:
    request = open_requests(make_survey())[0]
    message = queued(request)
    send_due()
    message.refresh_from_db()
    request.refresh_from_db()
    [event] = request.events.all()
    assert (message.state, event.kind, event.outgoing_id) == ("sent", "sent", message.pk)
    assert request.state == "sent"
    assert request.due_on is not None and request.due_on > date(2020, 1, 1)
    assert AuditEvent.objects.filter(verb="mail.sent", target_id=str(message.pk)).count() == 1


def test_send_due_one_line_in_order_and_never_again(server: MailServer) -> None:
    messages = [queued(each) for each in open_requests(make_survey(n_bodies=12))]
    assert send_due(limit=5).n_sent == 5
    assert send_due().n_sent == 7
    assert send_due().n_sent == 0
    assert server.ids == [each.message_id for each in messages]
    assert server.n_lines == 2


def test_send_due_a_bad_recipient_fails_alone(server: MailServer) -> None:
    requests = open_requests(make_survey(n_bodies=4))
    messages = [queued(each) for each in requests]
    server.fails("RCPT", "550 5.1.1 no such mailbox here", address=messages[1].to_address)
    OutgoingMessage.objects.filter(pk=messages[2].pk).update(to_address="foi office@council.example")
    report = send_due()
    assert (report.n_sent, report.n_failed) == (2, 2)
    assert server.ids == [messages[0].message_id, messages[3].message_id]
    refused, unwritten = OutgoingMessage.objects.filter(state="failed").order_by("id")
    assert "550 5.1.1 no such mailbox here" in refused.trouble
    assert "is no address" in unwritten.trouble
    assert requests[1].events.count() == 0


def test_send_due_headers_cannot_be_added(server: MailServer) -> None:
    request = open_requests(make_survey())[0]
    request.round.survey.sender_name = "Sam\r\nBcc: all@council.example"
    queued(
        request,
        subject="Words\r\nBcc: all@council.example\r\n\r\nother text",
        to_name='"A"\nCc: all@council.example',
        in_reply_to="x>\r\nBcc: all@council.example",
        references=["a@b\r\nBcc: all@council.example"],
        files=[('a"\r\nX-Evil: 1.pdf', "text/plain\r\nX-Evil: 1", store_bytes(b"x"))],
    )
    assert send_due().n_sent == 1
    [letter] = server.letters
    assert {"Bcc", "Cc", "X-Evil"} & set(letter.keys()) == set()
    assert all("X-Evil" not in part for part in letter.walk())
    assert len(letter["To"].addresses) == 1


def test_send_due_the_pace_is_one_for_all(server: MailServer, settings: Settings) -> None:
    send_by(settings, server.url, pace=1_200)  # one in 51 ms; a second's worth, 20, may go at once
    for request in open_requests(make_survey(n_bodies=30)):
        queued(request)
    began = time.monotonic()
    assert send_due(limit=25, worker="one").n_sent == 25
    assert send_due(worker="two").n_sent == 5
    assert time.monotonic() - began >= 9 * 0.05


def test_send_due_without_a_way_messages_wait(settings: Settings) -> None:
    send_by(settings, "")
    message = queued(open_requests(make_survey())[0])
    assert "ANSWERABLE_MAIL" in send_due().stopped
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)


def test_send_due_an_absent_server_is_given_a_rest(settings: Settings) -> None:
    from answerable.desk import clock

    send_by(settings, f"smtp://127.0.0.1:{free_port()}")
    message = queued(open_requests(make_survey())[0])
    assert "cannot be reached" in send_due().stopped
    assert "given a rest" in send_due().stopped
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
    with mail_server() as server:
        send_by(settings, server.url)
        with clock.at(clock.now() + timedelta(minutes=1)):
            assert send_due().n_sent == 1
        assert server.ids == [message.message_id]
