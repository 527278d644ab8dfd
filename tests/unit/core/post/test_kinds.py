"""What kind a message is, with the reason; only the message itself is judged."""

import pytest

from answerable.core.post.kinds import Kind
from answerable.core.post.message import read_message
from tests.post_cases.failures import CASES as FAILURES
from tests.post_cases.failures import SUCCESS
from tests.post_cases.failures_of_systems import NONE
from tests.post_cases.kinds import CASES
from tests.raw_mail import in_parts, mail, part


@pytest.mark.parametrize(("kind", "raw"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_kind_of_a_message(kind: str, raw: bytes) -> None:
    message = read_message(raw)
    assert str(message.kind) == kind, message.because
    assert message.because and message.delivery_failure is None


@pytest.mark.parametrize(
    ("raw", "permanent", "address", "status"),
    [case[1:] for case in FAILURES],
    ids=[case[0] for case in FAILURES],
)
def test_a_failure_names_the_address_and_whether_it_is_for_good(
    raw: bytes, permanent: bool | None, address: str | None, status: str | None
) -> None:
    message = read_message(raw)
    assert message.kind is Kind.DELIVERY_FAILURE, message.because
    failure = message.delivery_failure
    assert failure is not None
    assert (failure.permanent, failure.address, failure.status) == (permanent, address, status)
    assert not message.may_reply


@pytest.mark.parametrize(
    ("name", "raw"), [(name, raw) for name, raw, *_ in FAILURES], ids=[case[0] for case in FAILURES]
)
def test_a_failure_that_is_attached_or_quoted_is_not_judged(name: str, raw: bytes) -> None:
    attached = in_parts(
        [part("Your letter came back to us, see below. We hold none."), part(raw, "message/rfc822")]
    )
    assert read_message(attached).kind is Kind.REPLY
    text = read_message(raw).text
    quoted = "We do not hold this information.\n\n" + "\n".join(f"> {line}" for line in text.split("\n"))
    assert read_message(mail(quoted, Subject="Re: Undeliverable: FOI request")).kind is Kind.REPLY
    below = f"We do not hold this information.\n\n-----Original Message-----\nFrom: MAILER-DAEMON\n\n{text}"
    assert read_message(mail(below, Subject="RE: Mail delivery failed")).kind is Kind.REPLY


@pytest.mark.parametrize(("name", "raw"), SUCCESS)
def test_a_report_that_a_message_arrived_is_no_failure(name: str, raw: bytes) -> None:
    message = read_message(raw)
    assert message.kind is Kind.ACKNOWLEDGEMENT and message.delivery_failure is None


@pytest.mark.parametrize("raw", [case[1] for case in NONE], ids=[case[0] for case in NONE])
def test_an_answer_that_speaks_of_failures_is_none(raw: bytes) -> None:
    message = read_message(raw)
    assert message.kind is Kind.REPLY, message.because


NUMBERS = [
    "450 5.4.2016",
    "£500 4.4.2016",
    "550 5.1.2016",
    "5.1.1",
    "550 5.1.1 posts",
    "version 4.4.7",
    "5.7.1 of the plan",
    "1.4.2016",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "around", ["We spent {} on it.", "{}", "See {} and the rest.\n\nRegards", "Q1\n\n{}\n\nQ2\n\n{}"]
)
def test_a_number_in_an_answer_is_no_status(number: str, around: str) -> None:
    message = read_message(mail(around.format(number, number)))
    assert message.kind is Kind.REPLY and message.delivery_failure is None


def test_the_first_that_fits_is_the_kind() -> None:
    both = read_message(mail("I am away.", X_Failed_Recipients="a@b.example", X_Autoreply="yes"))
    assert both.kind is Kind.DELIVERY_FAILURE
    portal = read_message(
        mail("You have received a secure message. Sign in to read it.", Auto_Submitted="auto-generated")
    )
    assert portal.kind is Kind.AUTOMATIC_REPLY
    thanks = "Thank you for your request. Your response is now available: log in to the portal to read it."
    assert read_message(mail(thanks)).kind is Kind.NOTICE


def test_the_reason_is_the_header_or_the_words() -> None:
    assert read_message(mail("x", X_Autoreply="yes")).because == "x-autoreply"
    assert read_message(mail("x", X_POST_MessageClass="9; Autoresponder")).because == "X-POST-MessageClass"
    assert "Out of Office" in read_message(mail("x", Subject="Out of Office: request")).because
    assert "acknowledge receipt" in read_message(mail("I acknowledge receipt of your request.")).because
