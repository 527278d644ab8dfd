"""A mail server for tests of sending: keeps what it took, and fails where it is told to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

DROP = "drop"


@dataclass
class Fault:
    """Something to do wrong at a stage: `drop`, or the answer to give; for one address, or for all."""

    stage: str
    does: str
    address: str = ""
    times: int = 1


@dataclass
class MailServer:
    """What the server took, in order, and the faults that are left. `port` is where it listens."""

    port: int
    taken: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    n_lines: int = 0

    @property
    def url(self) -> str:
        """The address of the server as ANSWERABLE_MAIL has it."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        return [_parsed(each) for each in self.taken]

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was taken, without brackets."""
        return [str(each["Message-ID"]).strip("<>") for each in self.letters]

    def fails(self, stage: str, does: str, *, address: str = "", times: int = 1) -> None:
        """Has a stage go wrong."""
        self.faults.append(Fault(stage, does, address, times))

    def fault(self, stage: str, address: str) -> str:
        """What to do wrong now, if anything."""
        for each in self.faults:
            if each.stage == stage and each.times > 0 and each.address in {"", address}:
                each.times -= 1
                return each.does
        return ""

    async def handle_EHLO(
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """EHLO: a line that is in use."""
        self.n_lines += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """MAIL FROM."""
        said = self._said(server, "MAIL", address)
        if not said:
            envelope.mail_from = address
        return said or "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """RCPT TO."""
        said = self._said(server, "RCPT", address)
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        """The text with its final dot: `taken` at the stage ANSWER takes it and drops the line."""
        said = self._said(server, "DOT", envelope.rcpt_tos[0])
        if said:
            return said
        self.taken.append(envelope.original_content or b"")
        return self._said(server, "ANSWER", envelope.rcpt_tos[0]) or "250 taken"

    def _said(self, server: Any, stage: str, address: str) -> str:
        does = self.fault(stage, address)
        if does == DROP:
            server.transport.abort()
            return "421 gone"
        return does


class _Faulty(SMTP):
    """The dialogue, with faults where aiosmtpd has no hook."""

    def connection_made(self, transport: Any) -> None:
        handler: MailServer = self.event_handler
        does = handler.fault("GREETING", "")
        if does == DROP:
            transport.abort()
            return
        if does:
            transport.write(f"{does}\r\n".encode())
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.session is not None:
            super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:
        handler: MailServer = self.event_handler
        does = handler.fault("DATA", self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else "")
        if does == DROP:
            self.transport.abort()
        elif does:
            await self.push(does)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Faulty(self.handler, hostname="mail.example", enable_SMTPUTF8=False)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server on a free port of the loopback."""
    server = MailServer(free_port())
    controller = _Controller(server, hostname="127.0.0.1", port=server.port, ready_timeout=20)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def send_by(settings: Settings, url: str, *, pace: int = 60_000) -> None:
    """Has the desk send by an address, at a pace."""
    settings.HERE = replace(settings.HERE, mail_url=url, pace_per_minute=pace)


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)
