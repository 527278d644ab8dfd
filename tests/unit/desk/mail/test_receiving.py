"""Messages are stored first and for good, read, and placed where that is certain."""

import errno
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.core.law.life import EventKind
from answerable.desk.audit.models import AuditEvent
from answerable.desk.mail import receiving
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.models import IncomingMessage, IncomingState, StoredFile
from answerable.desk.mail.outbox import queue_message
from answerable.desk.mail.placing import place_message
from answerable.desk.mail.receiving import (
    MOST_ATTEMPTS,
    keep_raw,
    read_all_waiting,
    read_kept,
    read_message_again,
    receive_message,
)
from answerable.desk.people.roles import Role
from answerable.desk.requests.actions import log_event
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member
from tests.desk_mail_in import SENT, acknowledgement, failure, reply, sent_requests, stranger, with_files
from tests.raw_mail import file

pytestmark = pytest.mark.django_db


def test_receive_message_a_reply_is_placed_and_waits_to_be_read() -> None:
    request = sent_requests()[1]
    message = receive_message(raw=reply(request), came_by="imap")
    placement = message.placements.get()
    assert (message.state, message.kind, message.survey) == ("placed", "reply", request.round.survey)
    assert (placement.request, placement.by, placement.to_read) == (request, None, True)
    assert request.events.count() == 1, "nothing is made of a reply until a person has read it"


def test_receive_message_the_same_bytes_are_one_message() -> None:
    raw = reply(sent_requests()[0])
    first = receive_message(raw=raw, came_by="imap")
    second = receive_message(raw=raw, came_by="upload")
    assert first == second
    assert (IncomingMessage.objects.count(), first.placements.count()) == (1, 1)
    assert stored_bytes(first.raw) == raw


def test_receive_message_an_acknowledgement_is_logged() -> None:
    request = sent_requests()[0]
    message = receive_message(raw=acknowledgement(request), came_by="imap")
    request.refresh_from_db()
    event = request.events.get(incoming=message)
    assert (message.kind, request.state, event.kind) == ("acknowledgement", "acknowledged", "acknowledged")
    assert message.placements.get().to_read is False


def test_receive_message_an_automatic_reply_is_tagged_and_time_runs_on() -> None:
    request = sent_requests()[0]
    raw = reply(request, "I am out of the office until Monday.", Auto_Submitted="auto-replied")
    message = receive_message(raw=raw, came_by="imap")
    request.refresh_from_db()
    assert (message.kind, message.state, request.state) == ("automatic_reply", "placed", "sent")
    assert request.events.count() == 1
    assert message.placements.get().to_read is False


def test_receive_message_a_permanent_failure_marks_the_contact() -> None:
    request = sent_requests()[0]
    message = receive_message(raw=failure(request), came_by="imap")
    request.refresh_from_db()
    contact = request.body.contacts.get()
    assert (request.state, contact.bounced_at) == ("bounced", message.received_at)


def test_receive_message_a_passing_failure_logs_nothing() -> None:
    request = sent_requests()[0]
    message = receive_message(raw=failure(request, permanent=False), came_by="imap")
    request.refresh_from_db()
    assert (message.kind, message.failure_is_permanent, request.state) == ("delivery_failure", False, "sent")
    assert request.body.contacts.get().bounced_at is None


def test_receive_message_an_event_that_cannot_follow_waits_for_a_person() -> None:
    request = sent_requests()[0]
    log_event(request=request, kind=EventKind.ANSWERED, on=SENT, by=None)
    message = receive_message(raw=failure(request), came_by="imap")
    assert message.state == IncomingState.PLACED
    assert message.placements.get().to_read
    assert any("nothing was logged" in note for note in message.notes)
    assert request.events.filter(incoming=message).count() == 0


def test_receive_message_what_no_one_asked_for_waits() -> None:
    survey = sent_requests()[0].round.survey
    message = receive_message(raw=stranger(), came_by="imap")
    assert (message.state, message.survey) == ("waiting", survey)


def test_receive_message_of_no_survey_where_there_are_several() -> None:
    sent_requests()
    make_survey()
    assert Survey.objects.count() == 2
    assert receive_message(raw=stranger(), came_by="imap").survey is None


def test_receive_message_a_likely_one_is_proposed_with_its_reason() -> None:
    request = sent_requests()[2]
    raw = reply(request, To="desk@survey.example", Subject="Your request")
    message = receive_message(raw=raw, came_by="imap")
    assert message.state == "waiting"
    best = message.proposals.all()[0]
    assert best.request == request
    assert 0 < best.score < 1 and best.because


def test_receive_message_a_thread_of_a_message_sent_is_certain() -> None:
    request = sent_requests()[0]
    sent = queue_message(
        key="one", survey=request.round.survey, purpose="request", to_address="foi@e10000001.gov.example",
        subject="A request", text="Dear all", by=None, request=request,
    )  # fmt: skip
    raw = reply(
        request, To="desk@survey.example", Subject="RE: A request", In_Reply_To=f"<{sent.message_id}>"
    )
    assert receive_message(raw=raw, came_by="imap").placements.get().request == request


def test_receive_message_the_same_words_again_are_a_duplicate_of_the_first() -> None:
    request = sent_requests()[0]
    raw = reply(request, Message_ID="<same@authority.example>")
    first = receive_message(raw=raw, came_by="imap")
    second = receive_message(raw=b"Received: from elsewhere.example\r\n" + raw, came_by="imap")
    assert (second.state, second.duplicate_of) == ("duplicate", first)
    assert second.placements.count() == 0


def test_receive_message_a_copy_to_another_request_is_no_duplicate() -> None:
    one, other, _ = sent_requests()
    raw = reply(one, Message_ID="<both@authority.example>", Subject="Our answer")
    copy = raw.replace(one.token.encode(), other.token.encode())
    assert receive_message(raw=raw, came_by="imap").placements.get().request == one
    assert receive_message(raw=copy, came_by="imap").placements.get().request == other


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 50,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"From: \xff\x00\r\n\r\n\x00",
    ],
)
def test_receive_message_what_cannot_be_read_is_kept_and_placed_by_hand(raw: bytes) -> None:
    request = sent_requests()[0]
    message = receive_message(raw=raw, came_by="upload")
    assert (message.state, stored_bytes(message.raw)) == ("waiting", raw)
    assert message.notes
    by = member(request.round.survey)
    place_message(message=message, requests=[request], by=by, because="I know it")
    assert message.placements.get().request == request


def test_receive_message_a_reader_that_breaks_loses_nothing() -> None:
    request = sent_requests()[0]
    with patch.object(receiving, "read_raw", side_effect=RuntimeError("broken")):
        message = receive_message(raw=reply(request), came_by="imap")
    assert message.state == "waiting"
    assert "RuntimeError" in message.notes[0]
    read_message_again(message)
    assert message.placements.get().request == request


def test_receive_message_a_full_disk_is_not_acknowledged_and_it_comes_again() -> None:
    raw = reply(sent_requests()[0])
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch.object(type(default_storage._wrapped), "save", side_effect=full), pytest.raises(OSError):
        receive_message(raw=raw, came_by="imap")
    assert (IncomingMessage.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert receive_message(raw=raw, came_by="imap").state == "placed"


def test_receive_message_a_full_disk_for_its_files_is_read_when_there_is_room() -> None:
    request = sent_requests()[0]
    message, _ = keep_raw(raw=with_files(request, file("a.pdf", b"%PDF-1.4 x")), came_by="imap")
    full = OSError(errno.ENOSPC, "No space left on device")
    for _ in range(MOST_ATTEMPTS + 1):
        with patch.object(type(default_storage._wrapped), "save", side_effect=full):
            read_all_waiting()
    message.refresh_from_db()
    assert message.state == "received"
    assert read_all_waiting() == 1
    message.refresh_from_db()
    assert message.state == "placed"


def test_read_all_waiting_reads_what_a_crash_left() -> None:
    requests = sent_requests()
    kept = [keep_raw(raw=reply(each), came_by="imap")[0] for each in requests]
    assert {each.state for each in kept} == {"received"}
    assert read_all_waiting() == 3
    assert read_all_waiting() == 0
    assert [each.placements.get().request for each in kept] == requests


def test_read_kept_what_ends_every_reader_is_left_alone_in_the_end() -> None:
    message, _ = keep_raw(raw=reply(sent_requests()[0]), came_by="imap")
    with patch.object(receiving, "read_raw", side_effect=KeyboardInterrupt):
        for _ in range(MOST_ATTEMPTS):
            message.refresh_from_db()
            with pytest.raises(KeyboardInterrupt):
                read_kept(message)
        message.refresh_from_db()
        read_kept(message)
    message.refresh_from_db()
    assert message.state == "waiting"
    assert "never ended" in message.notes[0]


def test_read_message_again_keeps_what_people_placed() -> None:
    one, other, _ = sent_requests()
    by = member(one.round.survey, Role.CODER)
    message = receive_message(raw=stranger(), came_by="imap")
    place_message(message=message, requests=[other], by=by, because="the letterhead")
    read_message_again(message)
    assert [(each.request, each.by) for each in message.placements.all()] == [(other, by)]
    assert message.state == "placed"


def test_read_message_again_changes_nothing_where_nothing_changed() -> None:
    request = sent_requests()[0]
    message = receive_message(raw=with_files(request, file("a.xlsx", b"PK\x03\x04 rows")), came_by="imap")
    before = (message.placements.get().pk, message.files.get().pk, request.events.count())
    read_message_again(message)
    assert (message.placements.get().pk, message.files.get().pk, request.events.count()) == before


def test_receive_message_spreadsheets_are_held_until_looked_at() -> None:
    request = sent_requests()[0]
    raw = with_files(
        request, file("answers.xlsx", b"PK\x03\x04 rows"), file("letter.pdf", b"%PDF-1.4\n1 0 obj\n"),
        file("data.csv", b"a,b\r\n1,2\r\n", "text/csv"),
    )  # fmt: skip
    message = receive_message(raw=raw, came_by="imap")
    held = {each.filename: each.quarantined for each in message.files.all()}
    assert held == {"answers.xlsx": True, "letter.pdf": False, "data.csv": True}


def test_receive_message_leaves_a_trail_without_names() -> None:
    request = sent_requests()[0]
    receive_message(raw=reply(request), came_by="imap")
    told = AuditEvent.objects.filter(verb__startswith="mail.").order_by("pk")
    assert [each.verb for each in told] == ["mail.received", "mail.placed"]
    assert not any("Pat" in each.words or "@" in each.words for each in told)


def test_receive_message_asks_the_same_number_of_queries_for_any_number_of_requests() -> None:
    counts = []
    for n in (3, 30):
        request = sent_requests(n)[0]
        with CaptureQueriesContext(connection) as asked:
            receive_message(raw=reply(request), came_by="imap")
        counts.append(len(asked))
    assert counts[0] == counts[1] < 70


def test_read_all_waiting_builds_the_index_once() -> None:
    for each in sent_requests(3):
        keep_raw(raw=reply(each), came_by="imap")
    with patch.object(receiving, "known_requests", wraps=receiving.known_requests) as known:
        read_all_waiting()
    assert known.call_count == 1
