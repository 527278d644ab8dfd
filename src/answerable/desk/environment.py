"""Settings from the environment: a short list, each checked, with words for what is wrong.

`ANSWERABLE_HOME` alone is enough for one machine. docs/operating-the-desk.md explains each.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from answerable.desk.errors import BadSetting
from answerable.desk.mail.transport_address import read_route

SECRET_FILE = "secret-key"  # noqa: S105 - the name of a file, not what is in it
DATABASE_FILE = "desk.sqlite3"
SHORTEST_SECRET = 50
OTHER_HOME = "Give the folder to the user that runs this, or name another: ANSWERABLE_HOME."
DATABASES = ("sqlite", "postgres", "postgresql")
LOG_FORMATS = ("words", "json")


@dataclass(frozen=True)
class Environment:
    """What the environment says. Paths are absolute; `address` has no slash at its end."""

    home: Path
    secret_key: str
    database_url: str
    address: str
    mail_url: str
    mail_from: str
    reply_domain: str
    inbox_url: str
    inbox_secret: str
    files_url: str
    pace_per_minute: int
    debug: bool
    log_format: str
    n_proxies: int = 0
    sites: Path = Path("sites")

    @property
    def host(self) -> str:
        """The host name of the desk's address."""
        return urlsplit(self.address).hostname or "127.0.0.1"

    @property
    def is_https(self) -> bool:
        """Whether people reach the desk through TLS."""
        return self.address.startswith("https://")


def read_environment(variables: dict[str, str] | None = None) -> Environment:
    """The settings. Raises: BadSetting"""
    given = dict(os.environ) if variables is None else variables
    home = Path(given.get("ANSWERABLE_HOME") or Path.home() / ".answerable").expanduser().absolute()
    address = (given.get("ANSWERABLE_ADDRESS") or "http://127.0.0.1:8000").rstrip("/")
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise BadSetting(
            f"ANSWERABLE_ADDRESS is “{address}”. Expected an address such as https://desk.example.org"
        )
    host = urlsplit(address).hostname or ""
    log_format = given.get("ANSWERABLE_LOG") or "words"
    if log_format not in LOG_FORMATS:
        raise BadSetting(f"ANSWERABLE_LOG is “{log_format}”. Expected one of: {', '.join(LOG_FORMATS)}.")
    mail_url = given.get("ANSWERABLE_MAIL", "")
    read_route(mail_url)  # a wrong one is told at the start, not when the first letter should leave
    # Behind TLS there is a proxy that ends it: gunicorn does not.
    proxies = _whole(given, "ANSWERABLE_PROXIES", 1 if address.startswith("https://") else 0)
    return Environment(
        home=home,
        secret_key=_secret(given.get("ANSWERABLE_SECRET_KEY", ""), home),
        database_url=_database(given.get("DATABASE_URL") or f"sqlite:///{home / DATABASE_FILE}"),
        address=address,
        mail_url=mail_url,
        mail_from=given.get("ANSWERABLE_MAIL_FROM") or f"desk@{host}",
        reply_domain=given.get("ANSWERABLE_REPLY_DOMAIN") or host,
        inbox_url=given.get("ANSWERABLE_INBOX", ""),
        inbox_secret=given.get("ANSWERABLE_INBOX_SECRET", ""),
        files_url=given.get("ANSWERABLE_FILES", ""),
        pace_per_minute=_whole(given, "ANSWERABLE_PACE", 600, least=1),
        debug=given.get("ANSWERABLE_DEBUG", "") == "1",
        log_format=log_format,
        n_proxies=proxies,
        sites=Path(given.get("ANSWERABLE_SITES") or home / "sites").expanduser().absolute(),
    )


def _secret(given: str, home: Path) -> str:
    secret = given or _kept_secret(home)
    if len(secret) < SHORTEST_SECRET:
        what = "ANSWERABLE_SECRET_KEY" if given else str(home / SECRET_FILE)
        how = "Unset it" if given else "Remove the file"
        raise BadSetting(
            f"{what} has {len(secret)} letters and could be guessed. Expected {SHORTEST_SECRET} or more. "
            f"{how} and run answerable desk init: it makes one."
        )
    return secret


def _database(url: str) -> str:
    """The address of the database; what is wrong with it is told without its password. Raises: BadSetting"""
    try:
        parts = urlsplit(url)
        scheme, _ = parts.scheme, parts.port
    except ValueError as error:
        raise BadSetting(f"DATABASE_URL cannot be read: {error}.") from None
    if scheme not in DATABASES:
        raise BadSetting(
            f"DATABASE_URL begins with “{scheme}:”. The desk keeps its records in SQLite or PostgreSQL: "
            "sqlite:////srv/desk.sqlite3 or postgres://user:password@host/name"
        )
    return url


def _kept_secret(home: Path) -> str:
    """The secret that `desk init` left; before that a passing one that nobody knows."""
    try:
        return (home / SECRET_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)
    except OSError as error:
        raise BadSetting(f"{home / SECRET_FILE} cannot be read ({error.strerror}). {OTHER_HOME}") from None


def _whole(given: dict[str, str], name: str, default: int, *, least: int = 0) -> int:
    text = given.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or int(text) < least:
        raise BadSetting(f"{name} is “{text}”. Expected a whole number, {least} or more.")
    return int(text)
