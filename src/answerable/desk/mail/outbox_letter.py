"""A message as it travels: RFC 5322 from plain values, nothing of which can add a header.

Source: RFC 5322; RFC 3676 (format=flowed); RFC 2047 and RFC 2231 (words that are not ASCII)
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property

from answerable.desk.errors import DeskError

WIDTH = 72
MOST_REFERENCES = 20
# All of a letter is ASCII on the way: no server need be able to do more.
POLICY = SMTP.clone(cte_type="7bit")
_ID = re.compile(r"[!-;=?-~]{1,900}")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*")


class BadAddress(DeskError):
    """An address that no mail can go to."""


@dataclass(frozen=True)
class Letter:
    """A message with nothing left to decide. Addresses are ASCII, names and subject hold no line breaks."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: datetime
    files: tuple[tuple[str, str, bytes], ...] = ()

    def threading(self) -> dict[str, str]:
        """The headers that tie a message to others, by name."""
        told = {"Message-ID": f"<{self.message_id}>"}
        if self.in_reply_to:
            told["In-Reply-To"] = f"<{self.in_reply_to}>"
        if self.references:
            told["References"] = " ".join(f"<{each}>" for each in self.references)
        return told

    @cached_property
    def raw(self) -> bytes:
        """The message in ASCII with CRLF."""
        message = EmailMessage(POLICY)
        message["From"] = Address(self.from_name, addr_spec=self.from_address)
        message["To"] = Address(self.to_name, addr_spec=self.to_address)
        if self.reply_to:
            message["Reply-To"] = Address(self.from_name, addr_spec=self.reply_to)
        message["Subject"] = self.subject
        message["Date"] = format_datetime(self.date)
        flowed = flow(self.text)
        message.set_content(flowed, cte=_encoding(flowed), params={"format": "flowed"})
        if self.html:
            message.add_alternative(self.html, subtype="html", cte=_encoding(self.html))
        for name, kind, data in self.files:
            maintype, subtype = kind.split("/")
            message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
        # The library encodes a long id as if it were words, and threads break: these are written here.
        ties = [f"{name}: {value}".replace("> <", ">\r\n <") for name, value in self.threading().items()]
        return "".join(f"{tie}\r\n" for tie in ties).encode("ascii") + message.as_bytes(policy=POLICY)


def clean_letter(
    *,
    from_address: str,
    to_address: str,
    subject: str,
    text: str,
    message_id: str,
    date: datetime,
    from_name: str = "",
    to_name: str = "",
    reply_to: str = "",
    html: str = "",
    in_reply_to: str = "",
    references: Iterable[str] = (),
    files: Iterable[tuple[str, str, bytes]] = (),
) -> Letter:
    """A letter from what records hold: line breaks become spaces, what is no id is left out.

    Raises: BadAddress
    """
    ids = [found for each in references if (found := clean_id(each))]
    return Letter(
        from_name=one_line(from_name),
        from_address=clean_address(from_address),
        to_name=one_line(to_name),
        to_address=clean_address(to_address),
        reply_to=clean_address(reply_to) if reply_to else "",
        subject=one_line(subject),
        text=_printable(text),
        html=html,
        message_id=clean_id(message_id),
        in_reply_to=clean_id(in_reply_to),
        # The first message of a thread and the last ones are what mail programs look for.
        references=tuple(ids if len(ids) <= MOST_REFERENCES else ids[:1] + ids[1 - MOST_REFERENCES :]),
        date=date,
        files=tuple((one_line(name) or "file", _kind(kind), data) for name, kind, data in files),
    )


def clean_address(address: str) -> str:
    """An address in ASCII, its domain in IDNA. Raises: BadAddress"""
    local, at, host = address.strip().rpartition("@")
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_host = ""
    dotted = local.startswith(".") or local.endswith(".") or ".." in local
    if not at or dotted or not _LOCAL.fullmatch(local) or not _HOST.fullmatch(ascii_host):
        raise BadAddress(
            f"“{one_line(address)[:120]}” is no address that mail can go to. Correct the contact."
        )
    return f"{local}@{ascii_host}"


def clean_id(text: str) -> str:
    """A Message-ID without its angle brackets; nothing where it is none."""
    bare = text.strip().removeprefix("<").removesuffix(">")
    return bare if _ID.fullmatch(bare) else ""


def one_line(text: str) -> str:
    """Text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def flow(text: str) -> str:
    """Plain text as format=flowed: long paragraphs broken softly, every line a reader's program can join.

    Source: RFC 3676 s.4
    """
    return "".join(f"{line}\n" for given in text.split("\n") for line in _flowed(given))


def _flowed(line: str) -> list[str]:
    if line == "-- ":  # the line before a signature keeps its space
        return [line]
    line = line.rstrip(" ")
    parts: list[str] = []
    while len(line) > WIDTH:
        cut = line.rfind(" ", 1, WIDTH)
        if cut < 1 or not line[:cut].strip():
            cut = line.find(" ", WIDTH)
        if cut < 1:
            break
        parts.append(line[: cut + 1])
        line = line[cut + 1 :]
    parts.append(line)
    return [_stuffed(part) for part in parts]


def _stuffed(line: str) -> str:
    return f" {line}" if line.startswith((" ", ">", "From ")) else line


def _printable(text: str) -> str:
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(c for c in unbroken if c in "\n\t" or c.isprintable() or c in "\u00a0\u00ad\u200d\u200c")


def _encoding(text: str) -> str:
    return (
        "7bit" if text.isascii() and all(len(line) < 990 for line in text.split("\n")) else "quoted-printable"
    )


def _kind(kind: str) -> str:
    bare = kind.partition(";")[0].strip().lower()
    whole = bool(_TYPE.fullmatch(bare)) and not bare.startswith(("multipart/", "message/"))
    return bare if whole else "application/octet-stream"
