"""Raw messages of invented bodies, as their mail systems would send them."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

_SIGNED = (
    "Kind regards\n\nInformation Governance Officer\n{body}",
    "Regards\nFreedom of Information Team\n{body}\nfoi@{domain}",
    "Yours faithfully\n\nCorporate Information Manager | {body}",
)
_ACKNOWLEDGED = (
    "Thank you for your request for information, which we received on {day}. It is being dealt with "
    "under the Freedom of Information Act 2000 and we will reply within 20 working days. "
    "Our reference is {theirs}.",
    "We acknowledge receipt of your request. Your reference number is {theirs}. You should expect a response "
    "by the statutory deadline.",
)
_AWAY = (
    "I am out of the office until {day}. Requests under the Freedom of Information Act go to foi@{domain}."
)
_CLARIFY = (
    "Before we can answer we need to know what you mean by “{words}”. Does it include services paid for by "
    "personal budget? The time for our reply begins again when we hear from you."
)
_TOO_DEAR = (
    "We have considered your request. We estimate that it would take more than 18 hours to find and extract "
    "what you ask for, which is above the appropriate limit, and refuse it under section 12 of the Act. You "
    "may wish to narrow it."
)
_TRANSFER = (
    "This body does not commission these services. We have passed your request to the council, which does, "
    "and will write no further."
)
_PORTAL = (
    "A response to your request {theirs} is ready. Log in to our portal to view it. The link expires in "
    "14 days. Please do not reply to this message."
)


@dataclass(frozen=True)
class Asker:
    """What a body knows of the request it answers."""

    body: str
    domain: str
    reference: str
    address: str
    message_id: str
    subject: str
    text: str
    sent_at: datetime
    theirs: str
    files: tuple[tuple[str, bytes, str, str], ...] = field(default=())


def _message(asked: Asker, at: datetime, text: str, *, manner: int, from_local: str = "foi") -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{asked.body} FOI <{from_local}@{asked.domain}>"
    message["To"] = asked.address
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{asked.theirs.lower()}.{int(at.timestamp())}@{asked.domain}>"
    # Half of the bodies answer from a system that starts a thread of its own.
    if manner % 2 == 0:
        message["Subject"] = f"RE: {asked.subject}"
        message["In-Reply-To"] = f"<{asked.message_id}>"
        message["References"] = f"<{asked.message_id}>"
    else:
        message["Subject"] = f"{asked.theirs} {asked.subject} [{asked.reference}]"
    signed = _SIGNED[manner % len(_SIGNED)].format(body=asked.body, domain=asked.domain)
    quoted = "\n".join(f"> {line}" for line in asked.text.splitlines()[:30]) if manner % 4 == 0 else ""
    message.set_content("\n\n".join(part for part in (text, signed, quoted) if part) + "\n")
    return message


def reply(asked: Asker, at: datetime, text: str, manner: int) -> bytes:
    """A reply, with the files of `asked`."""
    message = _message(asked, at, text, manner=manner)
    for name, data, main, sub in asked.files:
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def acknowledgement(asked: Asker, at: datetime, manner: int) -> bytes:
    """A confirmation of receipt."""
    words = _ACKNOWLEDGED[manner % len(_ACKNOWLEDGED)]
    day = f"{asked.sent_at.day} {asked.sent_at:%B %Y}"
    return _message(asked, at, words.format(day=day, theirs=asked.theirs), manner=manner).as_bytes()


def away(asked: Asker, at: datetime, until: str) -> bytes:
    """An automatic reply of somebody who is not there."""
    message = _message(asked, at, _AWAY.format(day=until, domain=asked.domain), manner=0, from_local="inbox")
    message.replace_header("Subject", f"Automatic reply: {asked.subject}")
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    return message.as_bytes()


def clarification(asked: Asker, at: datetime, words: str, manner: int) -> bytes:
    """A question back."""
    return _message(asked, at, _CLARIFY.format(words=words), manner=manner).as_bytes()


def refusal(asked: Asker, at: datetime, manner: int) -> bytes:
    """A refusal for cost."""
    return _message(asked, at, _TOO_DEAR, manner=manner).as_bytes()


def transfer(asked: Asker, at: datetime, manner: int) -> bytes:
    """Word that the request was passed on."""
    return _message(asked, at, _TRANSFER, manner=manner).as_bytes()


def portal(asked: Asker, at: datetime) -> bytes:
    """A notice of a portal that holds the reply."""
    words = _PORTAL.format(theirs=asked.theirs)
    return _message(asked, at, words, manner=1, from_local="noreply").as_bytes()


def stray(asked: Asker, at: datetime, text: str, dice: random.Random) -> bytes:
    """A reply from a colleague without thread or reference: a person must place it."""
    message = EmailMessage()
    message["From"] = f"Children's commissioning <children{dice.randrange(9)}@{asked.domain}>"
    message["To"] = f"desk@{asked.address.partition('@')[2]}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{dice.getrandbits(64):x}@{asked.domain}>"
    message["Subject"] = "Your questions on children's palliative care"
    message.set_content(f"Further to your email, our team's answers are below.\n\n{text}\n\n{asked.body}\n")
    return message.as_bytes()


def bounce(asked: Asker, at: datetime) -> bytes:
    """A delivery failure, as RFC 3464 has it."""
    failed = f"foi@{asked.domain}"
    edge = "=_failed"
    lines = [
        "Return-Path: <>",
        f"From: Mail Delivery System <mailer-daemon@{asked.domain}>",
        f"To: {asked.address}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <failed.{int(at.timestamp())}@{asked.domain}>",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{edge}"',
        "",
        f"--{edge}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"I'm sorry to have to inform you that your message could not be delivered to <{failed}>:",
        "user unknown",
        "",
        f"--{edge}",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; mail.{asked.domain}",
        "",
        f"Final-Recipient: rfc822; {failed}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown",
        "",
        f"--{edge}",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: <{asked.message_id}>",
        f"Subject: {asked.subject}",
        "",
        f"--{edge}--",
        "",
    ]
    return "\r\n".join(lines).encode()
