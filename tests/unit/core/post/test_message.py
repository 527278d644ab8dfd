"""A raw message is read as far as it goes, whatever was done to it on the way."""

from hypothesis import given
from hypothesis import strategies as st

from answerable.core.post.kinds import Kind
from answerable.core.post.message import read_message

REPLY = (
    b"From: =?utf-8?q?FOI_Team?= <foi@authority.example>\r\n"
    b"To: request-17-k3x9@survey.example\r\n"
    b"Subject: RE: Freedom of\r\n Information request\r\n"
    b"Date: Wed, 4 Mar 2026 09:15:00 +0000\r\n"
    b"Message-ID: <abc@authority.example>\r\n"
    b'Content-Type: multipart/mixed; boundary="x y"\r\n\r\n'
    b"--x y \r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
    b"Yes, it cost \xc2\xa3500 4.4.2016.\r\n\r\n-----Original Message-----\r\nFrom: us\r\n"
    b'--x y\r\nContent-Type: application/octet-stream; name*0="ans"; name*1="wer.pdf"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n"
)
FAILURE = (
    b"Return-Path: <>\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\n"
    b"X-Failed-Recipients: foi@council.example\n"
    b"Subject: Mail delivery failed: returning message to sender\n\n"
    b"A message that you sent could not be delivered. This is a permanent error.\n\n"
    b"  foi@council.example\n    550 5.1.1 No such user\n"
)


def test_a_reply_gives_its_words_its_files_and_what_was_wrong_with_it() -> None:
    message = read_message(REPLY)
    assert message.kind is Kind.REPLY
    assert message.sender is not None and message.sender.name == "FOI Team"
    assert message.subject == "RE: Freedom of Information request"
    assert message.reply_text == "Yes, it cost £500 4.4.2016."
    assert [(each.filename, each.content_type) for each in message.attachments] == [
        ("answer.pdf", "application/pdf")
    ]
    assert any("boundary" in note for note in message.notes)


def test_a_failure_names_the_address_and_whether_it_is_for_good() -> None:
    message = read_message(FAILURE)
    assert message.kind is Kind.DELIVERY_FAILURE and message.delivery_failure is not None
    failure = message.delivery_failure
    assert (failure.permanent, failure.address, failure.status) == (True, "foi@council.example", "5.1.1")
    assert not message.may_reply


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw: bytes) -> None:
    read_message(raw)


@given(st.data())
def test_a_damaged_message_is_read(data: st.DataObject) -> None:
    raw = bytearray(REPLY)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
        raw = raw or bytearray(b"\n")
    message = read_message(bytes(raw))
    message.text.encode("utf-8")
