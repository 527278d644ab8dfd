"""Looks at everything that can be wrong with a desk, and says in words what to do."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import DatabaseError, connection

from answerable.core.errors import AnswerableError
from answerable.core.law.regimes import regimes
from answerable.desk.requests.standing import OVERRIDES_FILE, calendar_of
from answerable.desk.running import doctor_records, health
from answerable.desk.running.making import check_made, not_writable

GOOD, WARNING, ERROR = "good", "warning", "error"
OPEN_TO_OTHERS = 0o077


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: good, a warning or an error; `remedy` says what to do."""

    grade: str
    words: str
    remedy: str = ""

    def as_record(self) -> dict[str, str]:
        """The finding as a flat record for JSON."""
        return asdict(self)


def examine() -> list[Finding]:
    """Everything that was looked at, in order. What rests on a database that does not answer is left out."""
    findings = [*_settings(), *_database()]
    if any(finding.grade == ERROR for finding in findings[-1:]):
        return findings
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _storage,
        _files,
        _holidays,
        _requests,
        _mail,
        _workers,
        _people,
    )
    for each in looks:
        try:
            findings.extend(each())
        except (AnswerableError, OSError, DatabaseError) as error:
            findings.append(Finding(ERROR, f"Looking at {each.__name__.strip('_')} failed: {error}."))
    return findings


def _settings() -> Iterator[Finding]:
    here = settings.HERE
    trouble = not_writable()
    if trouble:
        yield Finding(ERROR, trouble)
        return
    local = here.host in {"127.0.0.1", "localhost", "::1"}
    if not here.is_https and not local:
        yield Finding(
            WARNING, f"People reach {here.address} without TLS: passwords can be read on the way.",
            "Put a proxy with a certificate before it and set ANSWERABLE_ADDRESS to its https address.",
        )  # fmt: skip
    if here.debug:
        yield Finding(WARNING, "ANSWERABLE_DEBUG is on: failures show what the desk holds.", "Unset it.")
    for path in (here.home, here.home / "secret-key"):
        if path.exists() and path.stat().st_mode & OPEN_TO_OTHERS:
            yield Finding(WARNING, f"Others on this machine can read {path}.", f"chmod go= {path}")
    yield Finding(GOOD, f"The settings are read; home is {here.home}, address {here.address}.")


def _database() -> Iterator[Finding]:
    try:
        check_made()
    except AnswerableError as error:
        yield Finding(ERROR, str(error))
        return
    where = "a file of this machine" if connection.vendor == "sqlite" else connection.vendor
    yield Finding(GOOD, f"The database is {where} and as this version wants it.")


def _storage() -> Iterator[Finding]:
    if health.storage_takes_files():
        yield Finding(GOOD, "The file storage takes files and gives them back.")
    else:
        yield Finding(
            ERROR, "The file storage does not take files.",
            "Look at ANSWERABLE_FILES, the rights of the folder, and whether its disk is full.",
        )  # fmt: skip


def _files() -> Iterator[Finding]:
    looked, lost, of = doctor_records.sample_files()
    if lost:
        names = ", ".join(f"{each[:12]}…" for each in lost[:5])
        yield Finding(
            ERROR, f"{len(lost)} of {looked} files looked at are missing or damaged: {names}.",
            "Put them back from a backup: they lie in it as files/<hash>.",
        )  # fmt: skip
    else:
        yield Finding(GOOD, f"{looked} of {of} stored files were read and are what was stored.")


def _holidays() -> Iterator[Finding]:
    own = settings.HERE.home / OVERRIDES_FILE
    if own.exists():
        for regime in regimes().values():
            calendar_of(regime)
        yield Finding(GOOD, f"The holidays in {own} are read; due dates are counted with them.")


def _requests() -> Iterator[Finding]:
    astray, impossible, looked = doctor_records.kept_states()
    for references, what in (
        (impossible, "have events that cannot follow each other"),
        (astray, "are kept in another state or with another due date than the law gives"),
    ):
        if references:
            yield Finding(
                ERROR, f"{len(references)} of {looked} requests {what}: {', '.join(references[:5])}.",
                "A worker counts due dates again within the hour; if it stays, report it.",
            )  # fmt: skip
    if not astray and not impossible:
        yield Finding(GOOD, f"{looked} requests stand where the law puts them.")


def _mail() -> Iterator[Finding]:
    here = settings.HERE
    if not here.mail_url:
        yield Finding(WARNING, "Mail does not leave this desk.", "Set ANSWERABLE_MAIL to send letters.")
    if not here.inbox_url:
        yield Finding(
            WARNING,
            "No inbox is read.",
            "Set ANSWERABLE_INBOX, or use a provider's webhook or upload messages.",
        )
    for words, n in doctor_records.mail_in_trouble():
        yield Finding(WARNING, f"{n} message{'' if n == 1 else 's'} {words}.", "See the outbox or the inbox.")
    for name, trouble in doctor_records.duties_in_trouble():
        yield Finding(WARNING, f"The duty “{name}” failed when it was last done: {trouble}.")


def _workers() -> Iterator[Finding]:
    found = health.look()
    if found.worker:
        yield Finding(GOOD, f"A worker is alive (beat at {found.worker_beat_at}).")
    else:
        last = f" The last one was heard of at {found.worker_beat_at}." if found.worker_beat_at else ""
        yield Finding(
            WARNING, f"No worker is running: nothing is sent, fetched or published.{last}",
            "Start one: answerable desk serve, or answerable desk worker.",
        )  # fmt: skip
    failed = doctor_records.failed_jobs()
    if failed:
        yield Finding(
            WARNING, f"{failed} pieces of long work failed in the last week.", "See them at the desk."
        )


def _people() -> Iterator[Finding]:
    n_people, ownerless = doctor_records.people()
    if not n_people:
        yield Finding(WARNING, "Nobody can sign in yet.", "answerable desk user EMAIL --founder")
    for key in ownerless:
        yield Finding(WARNING, f"Nobody owns the survey {key}.", "answerable desk user EMAIL --founder")
