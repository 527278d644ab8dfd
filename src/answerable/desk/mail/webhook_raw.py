"""The raw message in what a provider posts: as it came where that is given, else built, always alike."""

import hashlib
import re
from base64 import b64decode
from email.policy import SMTP
from typing import Any

_HEADER = re.compile(r"[\w!#$&^.+/-]{1,80}(?:;[^\r\n]{0,300})?")


def raw_of(event: Any) -> bytes:
    """The raw message of an event of django-anymail. Raises: AttributeError, ValueError"""
    given = event.esp_event
    found = _given(given)
    if found:
        return found
    return _built(event.message)


def _given(event: Any) -> bytes | None:
    """The message as the provider took it in; None where it gives only parts of it."""
    if hasattr(event, "POST"):  # Mailgun
        text = event.POST.get("body-mime", "")
        return str(text).encode("utf-8", "surrogateescape") or None
    if not isinstance(event, dict):
        return None
    if isinstance(event.get("RawEmail"), str):  # Postmark
        return str(event["RawEmail"]).encode("utf-8", "surrogateescape")
    relayed = event.get("msys", {}).get("relay_message", {}).get("content", {})
    if isinstance(relayed.get("email_rfc822"), str):  # SparkPost
        text = str(relayed["email_rfc822"])
        is_coded = relayed.get("email_rfc822_is_base64")
        return b64decode(text) if is_coded else text.encode("utf-8", "surrogateescape")
    return None


def _built(message: Any) -> bytes:
    """A message built from its parts. The same parts give the same bytes: no boundary is left to chance."""
    told = "\n".join(f"{name}: {value}" for name, value in message.items())
    for number, part in enumerate(message.walk()):
        if part.get_content_maintype() == "multipart":
            digest = hashlib.sha256(f"{number}\n{told}".encode("utf-8", "replace")).hexdigest()
            part.set_boundary(f"=_{digest[:32]}")
    recipient = message.envelope_recipient
    raw: bytes = message.as_bytes(policy=SMTP.clone(max_line_length=None))
    if recipient and re.fullmatch(r"[^\s<>]{1,300}@[^\s<>]{1,300}", recipient):
        return b"Delivered-To: " + str(recipient).encode("utf-8") + b"\r\n" + raw
    return raw


def enveloped(content_type: str, payload: bytes) -> bytes:
    """A payload as the body of a message of its own type: a form's parts are read as a message's parts."""
    kind = content_type if _HEADER.fullmatch(content_type) else "application/octet-stream"
    return b"Content-Type: " + kind.encode("ascii", "replace") + b"\r\n\r\n" + payload
