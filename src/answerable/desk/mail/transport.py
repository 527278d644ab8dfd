"""Handing letters over: what a transport promises, and what can become of a letter at its hands."""

import os
import sys
from pathlib import Path
from typing import Protocol

from answerable.desk.errors import DeskError
from answerable.desk.mail.outbox_letter import Letter
from answerable.desk.mail.transport_address import MailRoute, Way

MOST_WORDS = 300


class NotTaken(DeskError):
    """The letter was not taken, for certain. It may be tried again later unless `permanent`.

    `about_server`: it looks as if others would fare no better.
    """

    def __init__(self, words: str, *, permanent: bool, about_server: bool = False) -> None:
        """Takes the words of the server."""
        super().__init__(words)
        self.permanent = permanent
        self.about_server = about_server


class Unclear(DeskError):
    """The letter may have been taken or not: only a person can find out."""


class ServerTrouble(DeskError):
    """The server as a whole does not work. The letter at hand was not taken, for certain."""


class Transport(Protocol):
    """A way for letters to leave; many may leave between `open` and `close`."""

    def open(self) -> None:
        """Gets ready, if it is not. Raises: ServerTrouble"""

    def send(self, letter: Letter) -> str:
        """Hands a letter over; gives the provider's id for it, or nothing.

        Raises: NotTaken, Unclear, ServerTrouble
        """

    def close(self) -> None:
        """Ends. Raises nothing."""


def open_transport(route: MailRoute, *, we_are: str) -> Transport:
    """The transport of a route; `we_are` is the host name that we give. Raises: ServerTrouble"""
    transport = _transport(route, we_are)
    transport.open()
    return transport


def _transport(route: MailRoute, we_are: str) -> Transport:
    if route.way is Way.SMTP:
        from answerable.desk.mail.transport_smtp import SmtpTransport

        return SmtpTransport(route, we_are)
    if route.way is Way.PROVIDER:
        from answerable.desk.mail.transport_provider import ProviderTransport

        return ProviderTransport(route)
    if route.folder is not None:
        return FolderTransport(route.folder)
    if route.way is Way.CONSOLE:
        return ConsoleTransport()
    raise ServerTrouble("No way for mail to leave is set: ANSWERABLE_MAIL is empty.")


class ConsoleTransport:
    """Shows letters where the sender was started: for trying out."""

    def open(self) -> None:
        """Nothing to do."""

    def send(self, letter: Letter) -> str:
        """Writes the letter to the standard output."""
        sys.stdout.write(letter.raw.decode("ascii", "replace").replace("\r\n", "\n") + "\n")
        sys.stdout.flush()
        return ""

    def close(self) -> None:
        """Nothing to do."""


class FolderTransport:
    """Writes each letter as an .eml file: for trying out."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder."""
        self.folder = folder

    def open(self) -> None:
        """Makes the folder where it is missing."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ServerTrouble(f"The folder {self.folder} cannot be made: {error.strerror}.") from None

    def send(self, letter: Letter) -> str:
        """Writes the letter whole or not at all; the same letter again is the same file."""
        name = "".join(c if c.isalnum() or c in ".-@" else "-" for c in letter.message_id)[:200]
        target = self.folder / f"{name}.eml"
        half = self.folder / f".{name}.half"
        try:
            with half.open("wb") as file:
                file.write(letter.raw)
                file.flush()
                os.fsync(file.fileno())
            half.replace(target)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise ServerTrouble(f"{target} cannot be written: {error.strerror}.") from None
        return ""

    def close(self) -> None:
        """Nothing to do."""


def plain_words(text: str | bytes) -> str:
    """What a server said, on one line and not too long."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"
