"""A receipt says nothing but that it is one; whoever tells anything has replied."""

import pytest

from answerable.core.post.kinds import Kind
from answerable.core.post.message import read_message
from answerable.core.post.receipts import is_receipt
from tests.post_cases.machines import CASES as MACHINES
from tests.post_cases.receipts import ANSWERS, RECEIPTS
from tests.raw_mail import file, in_parts, mail, part


@pytest.mark.parametrize(
    ("subject", "text"), [each[1:] for each in RECEIPTS], ids=[each[0] for each in RECEIPTS]
)
def test_a_receipt_is_an_acknowledgement(subject: str, text: str) -> None:
    message = read_message(mail(text, Subject=subject))
    assert message.kind is Kind.ACKNOWLEDGEMENT, message.because


@pytest.mark.parametrize(
    ("subject", "text"), [each[1:] for each in ANSWERS], ids=[each[0] for each in ANSWERS]
)
def test_an_answer_that_thanks_is_a_reply(subject: str, text: str) -> None:
    message = read_message(mail(text, Subject=subject))
    assert message.kind is Kind.REPLY, message.because


@pytest.mark.parametrize("answer", [each[2] for each in ANSWERS if "Thank" in each[2][:5]])
def test_an_answer_below_a_whole_receipt_is_a_reply(answer: str) -> None:
    receipt = RECEIPTS[0][2].partition("Yours faithfully")[0]
    assert is_receipt("", receipt, [])
    told = answer.partition(". ")[2]
    assert is_receipt("", f"{receipt}\n{told or answer}", []) is None


@pytest.mark.parametrize(("kind", "subject", "text"), MACHINES)
def test_machines_and_people_who_speak_of_them(kind: str, subject: str, text: str) -> None:
    message = read_message(mail(text, Subject=subject))
    assert str(message.kind) == kind, message.because


THANKS = "Thank you for your request, which we have received. We will reply within 20 working days."


def test_a_receipt_with_the_picture_of_a_signature_is_one() -> None:
    logo = part(b"\x89PNG\r\n\x1a\n", "image/png", Content_ID="<logo@x>", Content_Disposition="inline")
    assert (
        read_message(in_parts([part("Received, with thanks."), logo], "related")).kind is Kind.ACKNOWLEDGEMENT
    )
    scan = file("scan.png", b"\x89PNG\r\n\x1a\n", "image/png")
    assert read_message(in_parts([part("Received, with thanks."), scan])).kind is Kind.REPLY


@pytest.mark.parametrize("name", ["Response FOI 117.pdf", "answer.docx", "Refusal notice.pdf", "ymateb.docx"])
def test_a_file_that_calls_itself_an_answer_is_one(name: str) -> None:
    assert read_message(in_parts([part(THANKS), file(name, b"x")])).kind is Kind.REPLY
    letter = in_parts([part(THANKS), file("Acknowledgement letter.docx", b"x")])
    assert read_message(letter).kind is Kind.ACKNOWLEDGEMENT


def test_a_very_long_letter_is_no_receipt() -> None:
    assert is_receipt("", THANKS, [])
    assert is_receipt("", f"{THANKS} " * 100, []) is None
