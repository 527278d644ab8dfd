"""ANSWERABLE_MAIL: one address that says how mail leaves. docs/operating-the-desk.md shows each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from answerable.desk.errors import BadSetting

NAME = "ANSWERABLE_MAIL"
PROVIDER = "anymail+"
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
EXPECTED = (
    "Expected smtps://user:password@host, smtp+starttls://user:password@host:587, smtp://host:25, "
    "anymail+postmark://?server_token=… (or another provider of django-anymail), "
    "file:///folder or console: to try out, or nothing: then messages wait in the outbox"
)


class Way(StrEnum):
    """How mail leaves."""

    NONE = "none"
    SMTP = "smtp"
    PROVIDER = "provider"
    CONSOLE = "console"
    FOLDER = "folder"


@dataclass(frozen=True)
class MailRoute:
    """How mail leaves, as the setting says. `options` are the provider's own, secrets among them."""

    way: Way
    host: str = ""
    port: int = 0
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    wrapped: bool = False
    starttls: bool = False
    provider: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    folder: Path | None = None

    @property
    def words(self) -> str:
        """Where mail goes, without secrets."""
        if self.way is Way.SMTP:
            return f"{self.host}, port {self.port}"
        if self.way is Way.PROVIDER:
            return self.provider
        if self.way is Way.FOLDER:
            return f"the folder {self.folder}; nobody receives it"
        return "the console; nobody receives it" if self.way is Way.CONSOLE else "nowhere"


def read_route(text: str) -> MailRoute:
    """The route that a setting names. Raises: BadSetting, whose words never repeat the setting's secrets"""
    if not text.strip():
        return MailRoute(Way.NONE)
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise _wrong("its port or its host cannot be read") from None
    if parts.scheme in PORTS:
        return _smtp(parts, port)
    if parts.scheme.startswith(PROVIDER):
        return _provider(parts)
    if parts.scheme == "console":
        return MailRoute(Way.CONSOLE)
    if parts.scheme == "file":
        return _folder(parts)
    raise _wrong(f"“{parts.scheme}” is no way to send mail" if parts.scheme else "it begins with no kind")


def _smtp(parts: SplitResult, port: int | None) -> MailRoute:
    if not parts.hostname:
        raise _wrong("it names no host")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise _wrong("something stands after the host; write / ? # in a password as %2F %3F %23")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise _wrong("it has a user without a password, or the other way round")
    if user and parts.scheme == "smtp" and parts.hostname not in HERE:
        raise _wrong("a password would travel in clear; use smtps:// or smtp+starttls://")
    if any(ord(letter) < 32 for letter in user + password):
        raise _wrong("user or password holds a control character")
    return MailRoute(
        Way.SMTP,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=user,
        password=password,
        wrapped=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )


def _provider(parts: SplitResult) -> MailRoute:
    name = parts.scheme.removeprefix(PROVIDER).replace("-", "_")
    if not name.isidentifier() or find_spec(f"anymail.backends.{name}") is None:
        raise _wrong(f"django-anymail knows no provider “{name}”")
    if parts.netloc or parts.path not in {"", "/"}:
        raise _wrong(f"what {name} needs stands after a question mark, as in anymail+{name}://?key=value")
    return MailRoute(Way.PROVIDER, provider=name, options=MappingProxyType(dict(parse_qsl(parts.query))))


def _folder(parts: SplitResult) -> MailRoute:
    if parts.netloc not in {"", "localhost"} or not parts.path.startswith("/") or parts.path == "/":
        raise _wrong("a folder is written with three slashes, as in file:///srv/letters")
    return MailRoute(Way.FOLDER, folder=Path(unquote(parts.path)))


def _wrong(what: str) -> BadSetting:
    return BadSetting(f"{NAME} cannot be used: {what}. {EXPECTED}.")
