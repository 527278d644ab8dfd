"""Builds raw messages for tests: a head, a text, parts. Nothing is checked: what is built may be wrong."""

import base64
from collections.abc import Mapping, Sequence
from itertools import count

WHEN = "Wed, 4 Mar 2026 09:15:00 +0000"
OFFICE = "FOI Team <foi@authority.example>"
US = "request-17-k3x9@survey.example"

_numbers = count(1)


def head(fields: Mapping[str, str | bytes | None]) -> bytes:
    """Fields as a head without the empty line; None leaves one out."""
    lines = [
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        for name, value in fields.items()
        if value is not None
    ]
    return b"".join(line + b"\r\n" for line in lines)


def mail(
    text: str | bytes = "", *, charset: str = "utf-8", html: bool = False, **fields: str | bytes | None
) -> bytes:
    """A message with one body. Fields are written with _ for -, and None leaves one out."""
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    kind = f"text/{'html' if html else 'plain'}; charset={charset}"
    all_fields = {
        "From": OFFICE,
        "To": US,
        "Subject": "RE: Freedom of Information request",
        "Date": WHEN,
        "Message-ID": "<abc@authority.example>",
        "Content-Type": kind,
    } | given
    body = text if isinstance(text, bytes) else text.encode(charset, "replace")
    return head(all_fields) + b"\r\n" + body


def part(
    body: str | bytes,
    kind: str | None = "text/plain; charset=utf-8",
    *,
    coded: str | None = None,
    **fields: str | bytes | None,
) -> bytes:
    """One part of a multipart: its head and body; `coded` is base64 for one encoded so."""
    data = body if isinstance(body, bytes) else body.encode()
    if coded == "base64":
        data = base64.encodebytes(data).replace(b"\n", b"\r\n")
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    return head({"Content-Type": kind, "Content-Transfer-Encoding": coded} | given) + b"\r\n" + data


def file(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    """An attachment as programs write it."""
    return part(data, kind, coded="base64", Content_Disposition=f'attachment; filename="{name}"')


def together(parts: Sequence[bytes], kind: str = "mixed", *, end: bool = True, extra: str = "") -> bytes:
    """Parts as one part: a multipart with its head."""
    mark = f"=_{next(_numbers):04}_".encode()
    inside = b"".join(b"\r\n--" + mark + b"\r\n" + each for each in parts)
    last = b"\r\n--" + mark + b"--\r\n" if end else b""
    first = f'Content-Type: multipart/{kind}; boundary="{mark.decode()}"{extra}\r\n\r\n'.encode()
    return first + b"Words for old programs." + inside + last


def in_parts(
    parts: Sequence[bytes],
    kind: str = "mixed",
    *,
    end: bool = True,
    extra: str = "",
    **fields: str | bytes | None,
) -> bytes:
    """A message in parts."""
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    all_fields = {
        "From": OFFICE,
        "To": US,
        "Subject": "RE: Freedom of Information request",
        "Date": WHEN,
        "MIME-Version": "1.0",
    } | given
    return head(all_fields) + together(parts, kind, end=end, extra=extra)


def report(
    words: str,
    status: str,
    *,
    returned: bytes | None = b"From: us@survey.example\r\nSubject: A request\r\n\r\nDear all\r\n",
) -> bytes:
    """The parts of a delivery report, as one multipart/report."""
    parts = [part(words), part(status, "message/delivery-status")]
    if returned is not None:
        parts.append(part(returned, "message/rfc822"))
    return together(parts, "report", extra="; report-type=delivery-status")


def whole(inner: bytes, **fields: str | bytes | None) -> bytes:
    """A message whose one content is a part that has its own head already."""
    given = {name.replace("_", "-"): value for name, value in fields.items()}
    return head({"From": OFFICE, "To": US, "Subject": "x", "Date": WHEN} | given) + inner
