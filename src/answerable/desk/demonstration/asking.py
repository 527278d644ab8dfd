"""What a body of the demonstration knows of the letter that it answers."""

import re

from answerable.desk.demonstration.mailing import Asker
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox import reply_address


def asker(letter: OutgoingMessage, manner: int) -> Asker:
    """The letter as its receiver sees it; `letter` has left, and belongs to a request."""
    assert letter.request is not None and letter.sent_at is not None
    letters = re.sub("[^A-Z]", "", letter.request.body.name.title())[:3] or "FOI"
    return Asker(
        body=letter.request.body.name,
        domain=letter.to_address.partition("@")[2],
        reference=letter.request.reference,
        address=reply_address(letter.request),
        message_id=letter.message_id,
        subject=letter.subject,
        text=letter.text,
        sent_at=letter.sent_at,
        theirs=f"{letters}{manner}{letter.pk:04d}",
    )
