"""What was handed in as a message: a numbered text that people and programs read like any other reply."""

from collections.abc import Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from django.conf import settings

from answerable.core.questions import Question, Questionnaire
from answerable.desk.clock import UNITED_KINGDOM
from answerable.desk.forms.answers import in_words
from answerable.desk.forms.models import Submission, SubmissionKind
from answerable.desk.letters.questions import numbers_of
from answerable.desk.look.templatetags.desk import moment
from answerable.desk.mail.files import stored_bytes
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.models import Request

INDENT = "    "
_TITLES = {
    SubmissionKind.ANSWERS: "Answers by the reply form",
    SubmissionKind.CORRECTION: "Corrections by the reply form",
}
SAYS_RIGHT, SAYS_WRONG = "right", "should_be"


def answers_text(
    fields: Mapping[str, Mapping[str, Any]], form: Questionnaire, *, remarks: str, files: Sequence[str]
) -> str:
    """The answers as numbered text, in the order of the letter, and which questions were left blank."""
    numbers = numbers_of(form)
    blocks = [
        _block(numbers[each.id], each, _answer_lines(fields[each.id], each))
        for each in form.asked
        if each.id in fields
    ]
    blank = [numbers[each.id] for each in form.asked if each.id not in fields]
    if blank:
        blocks.append(f"Left blank (neither a yes nor a no): {', '.join(blank)}")
    blocks += list(_tail(remarks, files))
    return "\n\n".join(blocks)


def corrections_text(
    fields: Mapping[str, Mapping[str, Any]], form: Questionnaire, *, remarks: str, files: Sequence[str]
) -> str:
    """What a body says of the coding of its answers, as numbered text."""
    numbers = numbers_of(form)
    blocks = [
        _block(numbers[each.id], each, _correction_lines(fields[each.id]))
        for each in form.asked
        if each.id in fields
    ]
    return "\n\n".join([*blocks, *_tail(remarks, files)])


def _block(number: str, question: Question, lines: Iterator[str]) -> str:
    return "\n".join([f"{number}. {' '.join(question.wording.split())}", *lines])


def _answer_lines(fields: Mapping[str, Any], question: Question) -> Iterator[str]:
    said = in_words(fields, question)
    yield from _labelled("Answer", said)
    if fields["text"] and fields["text"] != said:
        yield from _labelled("In their words", fields["text"])


def _correction_lines(fields: Mapping[str, Any]) -> Iterator[str]:
    if fields["says"] == SAYS_RIGHT:
        yield f"{INDENT}They say: this is right."
        return
    yield from _labelled("This should be", fields["should_be"])
    if fields["because"]:
        yield from _labelled("Because", fields["because"])


def _labelled(label: str, words: str) -> Iterator[str]:
    first, *rest = words.split("\n")
    yield f"{INDENT}{label}: {first}".rstrip()
    yield from (f"{INDENT}{INDENT}{line}".rstrip() for line in rest)


def _tail(remarks: str, files: Sequence[str]) -> Iterator[str]:
    if remarks:
        yield "\n".join(_labelled("Of the whole", remarks)).lstrip()
    if files:
        yield "\n".join(["Files attached:", *(f"{INDENT}{name}" for name in files)])


def whole_text(submission: Submission, request: Request) -> str:
    """What is handed in with its heading: the text of the message, and the copy that the body keeps."""
    lines = (
        _TITLES[SubmissionKind(submission.kind)],
        f"From: {request.body.name}",
        f"To: {request.round.survey.title}",
        f"Request: {request.reference}",
        f"Handed in: {moment(submission.handed_in_at)} ({submission.reference})",
    )
    return "\n".join([*lines, "", submission.text, ""])


def as_message(submission: Submission) -> bytes:
    """The message that something handed in becomes; made again, it has the same bytes.

    It is addressed to the request's own address, so that its place is certain.
    """
    request = submission.request
    message = EmailMessage(policy=SMTP)
    domain = settings.HERE.reply_domain
    title = _TITLES[SubmissionKind(submission.kind)]
    message["From"] = Address(f"{title[:1]}{title[1:]}", "reply-form", domain)
    message["To"] = reply_address(request)
    message["Subject"] = " ".join(f"{title}: {request.body.name} ({request.reference})".split())
    message["Date"] = submission.handed_in_at.astimezone(UNITED_KINGDOM)
    message["Message-ID"] = f"<{submission.reference.lower()}@{domain}>"
    message.set_content(whole_text(submission, request), cte="base64")
    for each in submission.files.select_related("file"):
        main, _, sub = each.content_type.partition("/")
        message.add_attachment(stored_bytes(each.file), maintype=main, subtype=sub, filename=each.filename)
    if message.is_multipart():
        message.set_boundary(f"=_{submission.reference}")
    return message.as_bytes()
