"""The addresses of IMAP folders in ANSWERABLE_INBOX, checked."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from answerable.desk.errors import BadSetting

EXPECTED = "Expected imaps://name:password@mail.example.org/INBOX"


@dataclass(frozen=True)
class Inbox:
    """A folder of an IMAP server. `name` is what people see of it: never the password."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    is_encrypted: bool

    @property
    def name(self) -> str:
        """The folder in words; also the key under which it is known how far it was read."""
        port = "" if self.port in {143, 993} else f":{self.port}"
        return f"{self.user}@{self.host}{port}/{self.folder}"[:300]


def inboxes(setting: str) -> list[Inbox]:
    """The folders of a setting: none, one, or several with blanks between. Raises: BadSetting"""
    return [_inbox(each) for each in setting.split()]


def _inbox(address: str) -> Inbox:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadSetting(f"ANSWERABLE_INBOX cannot be read. {EXPECTED}") from None
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise BadSetting(f"ANSWERABLE_INBOX is not the address of a mailbox. {EXPECTED}")
    if parts.scheme == "imap" and not _is_loopback(parts):
        raise BadSetting(
            "ANSWERABLE_INBOX is imap:// at another machine: the password would be open to all on the way."
            f" {EXPECTED}"
        )
    return Inbox(
        host=parts.hostname,
        port=port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=parts.scheme == "imaps",
    )


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
