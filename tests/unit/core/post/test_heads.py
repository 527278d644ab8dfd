"""Heads of messages: people, dates, subjects, identifiers, whether a message may be answered."""

import pytest

from answerable.core.post.message import read_message
from answerable.core.post.people import people
from tests.post_cases.heads import ANSWERABLE, DATES, IDENTIFIERS, PEOPLE, SUBJECTS
from tests.raw_mail import head, mail


@pytest.mark.parametrize(("written", "expected", "notes"), PEOPLE)
def test_people_are_read_as_they_are_written(
    written: str | bytes, expected: list[tuple[str | None, str | None]], notes: int
) -> None:
    message = read_message(mail("x", To=written, Cc=written))
    assert [(each.name, each.address) for each in message.to] == expected
    assert message.cc == message.to
    assert len([note for note in message.notes if "address" in note]) == notes


@pytest.mark.parametrize(("written", "expected", "notes"), PEOPLE)
def test_a_message_is_from_the_first_with_an_address(
    written: str | bytes, expected: list[tuple[str | None, str | None]], notes: int
) -> None:
    sender = read_message(mail("x", From=written)).sender
    wanted = next((each for each in expected if each[1]), expected[0] if expected else None)
    assert (sender and (sender.name, sender.address)) == wanted


def test_every_address_has_one_at_and_no_blank() -> None:
    for written, _, _ in PEOPLE:
        for person in people(written if isinstance(written, bytes) else written.encode())[0]:
            if person.address:
                assert person.address.count("@") == 1 and not set(person.address) & set("<> \t\r\n")
                assert all(person.address.split("@"))


def test_several_fields_of_one_name_are_read_one_after_the_other() -> None:
    raw = head({"To": "one@a.example"}) + head({"To": "Two <two@b.example>"}) + b"\r\nx"
    assert [each.address for each in read_message(raw).to] == ["one@a.example", "two@b.example"]


def test_delivered_to_names_each_address_once() -> None:
    raw = (
        b"Delivered-To: one@a.example\r\nX-Original-To: <two@b.example>\r\nDelivered-To: one@a.example\r\n"
        b"Envelope-To: two@b.example, three@c.example\r\nDelivered-To: \r\n\r\nx"
    )
    expected = ("one@a.example", "two@b.example", "three@c.example")
    assert read_message(raw).delivered_to == expected


@pytest.mark.parametrize(("written", "expected"), DATES)
def test_dates_are_read_with_their_offset(written: str, expected: str | None) -> None:
    message = read_message(mail("x", Date=written, Received="by mx.example; Thu, 5 Mar 2026 10:00:00 +0000"))
    assert (message.sent_at and message.sent_at.isoformat()) == expected
    assert any("date" in note for note in message.notes) == (expected is None)


def test_the_time_of_receipt_never_stands_in() -> None:
    raw = b"Received: by mx.example; Thu, 5 Mar 2026 10:00:00 +0000\r\nFrom: a@b.example\r\n\r\nx"
    assert read_message(b"From a@b.example Thu Mar 05 10:00:00 2026\n" + raw).sent_at is None


@pytest.mark.parametrize(("written", "expected"), SUBJECTS)
def test_subjects_are_decoded(written: str | bytes, expected: str | None) -> None:
    assert read_message(mail("x", Subject=written)).subject == expected


@pytest.mark.parametrize(("written", "expected"), IDENTIFIERS)
def test_identifiers_carry_no_brackets(written: str, expected: list[str]) -> None:
    message = read_message(mail("x", References=written, In_Reply_To=written, Message_ID=written))
    assert list(message.references) == expected
    assert message.in_reply_to == message.message_id == (expected[0] if expected else None)


@pytest.mark.parametrize(
    ("fields", "expected"), [case[1:] for case in ANSWERABLE], ids=[case[0] for case in ANSWERABLE]
)
def test_whether_a_message_may_be_answered(fields: dict[str, str | None], expected: bool) -> None:
    assert read_message(mail("Yes, we do.", **fields)).may_reply is expected


def test_the_line_of_a_mailbox_stands_for_the_envelope() -> None:
    assert not read_message(b"From MAILER-DAEMON Wed Mar 04 09:15:00 2026\n" + mail("x")).may_reply
    assert read_message(b"From foi@authority.example Wed Mar 04 09:15:00 2026\n" + mail("x")).may_reply


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\r\n" + mail("Yes."),
        mail("Yes.").replace(b"\r\n", b"\n"),
        mail("Yes.").replace(b"\r\n", b"\r"),
        mail("Yes.").replace(b"\r\n", b"\r\r\n"),
        b"From foi@authority.example Wed Mar 04 09:15:00 2026\r\n" + mail("Yes."),
        b">From foi@authority.example Wed Mar 04 09:15:00 2026\n" + mail("Yes."),
        mail("Yes.").replace(b"Subject:", b"this is no field\r\nSubject:"),
        mail("Yes.").replace(b"Subject: ", b"SUBJECT : "),
        mail("Yes.").replace(b"\r\n\r\nYes.", b"\r\nYes."),
        mail("Yes.").replace(b"\r\n\r\n", b"\n\n"),
    ],
)
def test_heads_that_are_damaged_are_read(raw: bytes) -> None:
    message = read_message(raw)
    assert message.sender is not None and message.sender.address == "foi@authority.example"
    assert message.subject == "RE: Freedom of Information request"
    assert message.text == "Yes."


def test_a_text_without_a_head_is_a_body() -> None:
    message = read_message(b"Dear all\n\nyes")
    assert message.text == "Dear all\n\nyes" and message.sender is None and message.to == ()
