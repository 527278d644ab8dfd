"""Requests and messages made up for the tests of placing."""

from email.message import EmailMessage
from email.utils import formatdate

from answerable.core.post.asked import Request
from answerable.core.post.message import Message, read_message

SURVEY = "survey.example"


def a_request(number: int = 1, token: str = "k3x9m2qa", council: str = "north", **more: object) -> Request:
    """A request to a council, with an address, a message sent and a reference."""
    made: dict[str, object] = {
        "id": f"r{number}",
        "address": f"request-{number}-{token}@{SURVEY}",
        "message_ids": frozenset({f"sent-{number}@{SURVEY}"}),
        "reference": f"ANS-2026-{number:04}",
        "subject": "Freedom of Information request: hedgehogs",
        "body_name": f"{council.title()} Council",
        "domains": frozenset({f"{council}.gov.example"}),
        "sent_to": frozenset({f"foi@{council}.gov.example"}),
    }
    return Request(**{**made, **more})  # type: ignore[arg-type]


def a_message(body: str = "Please see our answer.", **fields: str) -> Message:
    """A message read from raw bytes; fields are named as headers, with underscores for hyphens."""
    made = EmailMessage()
    given = {"From": "Team <team@elsewhere.example>", "Date": formatdate(1_800_000_000), **fields}
    for name, value in given.items():
        if value:
            made[name.replace("_", "-")] = value
    made.set_content(body)
    return read_message(made.as_bytes())


def a_failure(body: str, returned: str | None = None, failed: str = "foi@north.gov.example") -> Message:
    """A report of non-delivery, with the head of what came back if there is any."""
    parts = [
        f"Content-Type: text/plain\n\n{body}",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {failed}\nAction: failed\nStatus: 5.1.1\n",
        *([f"Content-Type: text/rfc822-headers\n\n{returned}"] if returned else []),
    ]
    head = (
        "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example>\nSubject: Undeliverable\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    raw = head + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return read_message(raw.encode())
