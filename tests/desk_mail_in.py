"""Messages that come in, for tests of the desk: replies to requests that went out."""

from datetime import date
from itertools import count

from answerable.core.law.life import EventKind
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, open_requests
from tests.raw_mail import mail, part, report, together, whole

SENT = date(2026, 3, 2)
_numbers = count(1)


def sent_requests(n: int = 3, survey: Survey | None = None) -> list[Request]:
    """Requests of one survey that went out on a Monday."""
    requests = open_requests(survey or make_survey(n_bodies=n))
    for request in requests:
        log_event(request=request, kind=EventKind.SENT, on=SENT, by=None)
    return requests


def office(request: Request) -> str:
    """The office that answers, by name and address."""
    return f"Pat Officer <foi@{request.body.body_id.lower()}.gov.example>"


def reply(request: Request, words: str = "Yes, we commission it day and night.", **fields: str) -> bytes:
    """A reply of the body to the request's own address."""
    given = {
        "To": reply_address(request),
        "From": office(request),
        "Subject": f"RE: Your request {request.reference}",
        "Message_ID": f"<reply-{next(_numbers)}@authority.example>",
        **fields,
    }
    return mail(words, **given)


def acknowledgement(request: Request) -> bytes:
    """A message that confirms receipt and says nothing else."""
    words = (
        "Dear Sam Asker\r\n\r\nThank you for your request for information. "
        "We acknowledge receipt of your request and it is being dealt with.\r\n\r\nYours sincerely\r\nPat"
    )
    return reply(request, words, Subject="Acknowledgement of your request")


def failure(request: Request, *, permanent: bool = True, address: str = "") -> bytes:
    """A report that a message could not be delivered."""
    to = address or f"foi@{request.body.body_id.lower()}.gov.example"
    code, action = ("5.1.1", "failed") if permanent else ("4.4.1", "delayed")
    status = (
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {code}\r\n"
    )
    return whole(
        report(f"Delivery to {to} failed: no such user.", status, returned=None),
        From="Mail Delivery System <mailer-daemon@mx.example>",
        To=reply_address(request),
        Subject="Undelivered Mail Returned to Sender",
        Return_Path="<>",
        Message_ID=f"<dsn-{next(_numbers)}@mx.example>",
    )


def with_files(request: Request, *files: bytes, words: str = "Please see attached.") -> bytes:
    """A reply with attachments, as `raw_mail.file` makes them."""
    return whole(
        together([part(words), *files]),
        From=office(request),
        To=reply_address(request),
        Subject=f"RE: {request.reference}",
        Message_ID=f"<files-{next(_numbers)}@authority.example>",
    )


def stranger(words: str = "We have changed our address.", **fields: str) -> bytes:
    """A message of somebody who was never asked."""
    given = {
        "To": "desk@survey.example",
        "From": "News <news@elsewhere.example>",
        "Subject": "Newsletter",
        "Message_ID": f"<other-{next(_numbers)}@elsewhere.example>",
        **fields,
    }
    return mail(words, **given)
