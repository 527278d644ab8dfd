"""A test of a letter to oneself: filled for a body, marked as a test, and tied to no request."""

import secrets

from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import today
from answerable.desk.letters.contents import Contents
from answerable.desk.letters.filling import Filled, fill_marks
from answerable.desk.letters.models import Letter
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox import queue_message
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import PublicBody

EXAMPLE_REFERENCE = "EXAMPLE-0000000"
NOTICE = "This is a test: nobody but you was written to, and the reply link opens nothing."


def preview(
    *,
    letter: Letter,
    body: PublicBody,
    contents: Contents,
    subject: str | None = None,
    text: str | None = None,
) -> tuple[Filled, Filled]:
    """A letter's subject and text for a body as they would be sent today; nothing is made or kept."""
    request = Request.objects.filter(round=letter.round, body=body).first()
    if request is not None:
        request.body, request.round = body, letter.round
        known = contents.values(request, because="(the reason is told when it is proposed)")
    else:
        known = contents.body_values(body) | {
            "reference": EXAMPLE_REFERENCE,
            "reply_address": "the address of this request",
            "because": "(the reason is told when it is proposed)",
        }
    known.setdefault("first_sent_on", "")
    known["first_sent_on"] = known["first_sent_on"] or "(the day it was sent)"
    values = known | contents.late_values(request, today(), "(the personal link)")
    return (
        fill_marks(letter.subject if subject is None else subject, values, file="the subject"),
        fill_marks(letter.text if text is None else text, values),
    )


@transaction.atomic
def send_test(*, letter: Letter, body: PublicBody, by: User) -> OutgoingMessage:
    """Queues the letter of a body to the person's own address, marked as a test."""
    contents = Contents.of(letter.round, [Request(round=letter.round, body=body)])
    subject, text = preview(letter=letter, body=body, contents=contents)
    message = queue_message(
        key=f"letter-test-{secrets.token_hex(12)}",
        survey=letter.round.survey,
        purpose="test",
        to_address=by.email,
        subject=f"[Test] {subject.text}"[:400],
        text=f"{NOTICE}\n\n{text.text}",
        by=by,
    )
    record(
        by=by,
        verb="letter.tested",
        survey=letter.round.survey,
        target=letter,
        words=f"Sent a test of the letter “{letter.purpose}” to oneself.",
    )
    return message
