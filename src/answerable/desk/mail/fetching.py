"""Fetching mail from folders of IMAP servers: by UID, stored before it counts, nothing changed there."""

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from imap_tools import MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox

from answerable.desk.clock import now
from answerable.desk.errors import DeskError
from answerable.desk.mail.fetching_address import Inbox, inboxes
from answerable.desk.mail.models import LeftOnServer, Mailbox
from answerable.desk.mail.receiving import keep_raw, read_all_waiting

log = logging.getLogger(__name__)
LARGEST = 50 * 1024 * 1024
MOST_IN_A_BATCH = 50
BYTES_IN_A_BATCH = 8 * 1024 * 1024
SECONDS = 60.0
MOST_FALLS = 3
TOO_LARGE = (
    f"It is larger than {LARGEST // 1024 // 1024} MB. Save it from the mail program; upload its files."
)
NOT_GIVEN = "The server does not give this message. Look at it in the mail program."
_NUMBER = re.compile(rb"\d+")
_LISTED = re.compile(rb"\bUID (\d+)\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)\b")
_WHEN = re.compile(rb'\bINTERNALDATE "[^"]{10,40}"')


class LineDropped(DeskError):
    """The line to the server fell; what was stored stays, and fetching goes on from there."""


class ServerRefused(DeskError):
    """The server does not let us in, or has no such folder; the words say which."""


class NoRoom(DeskError):
    """A message could not be stored; it was not acknowledged and comes again."""


@dataclass
class FetchReport:
    """What a fetch brought. `n_new` are messages not known before; `n_left` stay on the server, too large."""

    n_seen: int = 0
    n_new: int = 0
    n_left: int = 0
    n_read: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """How many came and what became of them, for the person at the terminal."""
        left = f"; {self.n_left} stay on the server, too large" if self.n_left else ""
        return f"{self.n_new} new of {self.n_seen} fetched, {self.n_read} read{left}."


@dataclass(frozen=True)
class _Listed:
    """A message on the server."""

    uid: int
    size: int
    came_at: datetime | None


def fetch_all() -> FetchReport:
    """Fetches what is new in every folder of ANSWERABLE_INBOX, then reads all that is stored and not read.

    A folder that cannot be fetched is told in the report and beside the mailbox; the others are fetched.

    Raises: BadSetting
    """
    report = FetchReport()
    for inbox in inboxes(settings.HERE.inbox_url):
        fetch_inbox(inbox, report)
    report.n_read = read_all_waiting()
    return report


def fetch_inbox(inbox: Inbox, report: FetchReport) -> None:
    """Fetches a folder; where the line falls it goes on from what is stored, as long as anything comes."""
    mailbox, _ = Mailbox.objects.get_or_create(name=inbox.name)
    falls = 0
    while True:
        before = _how_far(mailbox)
        try:
            _fetch_once(inbox, mailbox, report, most=max(1, MOST_IN_A_BATCH >> 3 * falls))
        except LineDropped as error:
            falls = 0 if _how_far(mailbox) != before else falls + 1
            if falls < MOST_FALLS:
                continue
            trouble = str(error)
        except (ServerRefused, NoRoom) as error:
            trouble = str(error)
        else:
            trouble = ""
        break
    values: dict[str, object] = {"trouble": trouble[:500]}
    if trouble:
        report.troubles.append(f"{inbox.name}: {trouble}")
        log.warning("fetching from %s: %s", inbox.name, trouble)
    else:
        values["fetched_at"] = now()
    Mailbox.objects.filter(pk=mailbox.pk).update(**values)


def _fetch_once(inbox: Inbox, mailbox: Mailbox, report: FetchReport, *, most: int) -> None:
    server = _opened(inbox)
    try:
        validity = _validity(server, inbox)
        last = _begin(mailbox, validity)
        for batch in _batches(list(_listed(server, last)), most):
            for one, raw, trouble in _fetched(server, batch):
                report.n_seen += 1
                if raw is None:
                    report.n_left += _leave(mailbox, validity, one, trouble)
                else:
                    report.n_new += _keep(inbox, one, raw)
            # Only now: a crash before this line repeats messages and never skips one.
            _move_on(mailbox, validity, batch[-1].uid)
    except imaplib.IMAP4.abort as error:
        raise LineDropped(f"The line to the mail server fell ({_short(error)}).") from None
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        raise ServerRefused(f"The mail server did not do what it was asked ({_short(error)}).") from None
    except (OSError, EOFError) as error:
        raise LineDropped(f"The line to the mail server fell ({_short(error)}).") from None
    finally:
        _close(server)


def _keep(inbox: Inbox, one: _Listed, raw: bytes) -> bool:
    """Stores a message and commits it; whether it is new. Raises: NoRoom"""
    try:
        _, is_new = keep_raw(
            raw=raw, came_by="imap", came_as=f"{inbox.name}#{one.uid}", received_at=one.came_at
        )
    except OSError as error:
        raise NoRoom(f"A message could not be stored ({error}). It comes again when there is room.") from None
    return is_new


def _opened(inbox: Inbox) -> BaseMailBox:
    """The folder, opened so that nothing in it can change. Raises: ServerRefused, LineDropped"""
    server = _connected(inbox)
    try:
        _log_in(server, inbox)
        server.folder.set(inbox.folder, readonly=True)
    except MailboxLoginError:
        _close(server)
        words = f"{inbox.host} does not accept the name or the password in ANSWERABLE_INBOX."
        raise ServerRefused(words) from None
    except MailboxFolderSelectError:
        _close(server)
        raise ServerRefused(f"{inbox.host} has no folder “{inbox.folder}”, or does not open it.") from None
    except (imaplib.IMAP4.abort, OSError, EOFError) as error:
        _close(server)
        raise LineDropped(f"The line to the mail server fell ({_short(error)}).") from None
    except (imaplib.IMAP4.error, ImapToolsError):
        _close(server)
        raise ServerRefused(f"{inbox.host} does not understand how we sign in.") from None
    return server


def _connected(inbox: Inbox) -> BaseMailBox:
    try:
        if inbox.is_encrypted:
            # Without a context of ours the library would take any certificate.
            trusted = ssl.create_default_context()
            return MailBox(inbox.host, inbox.port, timeout=SECONDS, ssl_context=trusted)
        return MailBoxUnencrypted(inbox.host, inbox.port, timeout=SECONDS)
    except ssl.SSLCertVerificationError as error:
        words = f"The certificate of {inbox.host} cannot be trusted ({error.verify_message})."
        raise ServerRefused(words) from None
    except (OSError, EOFError, imaplib.IMAP4.error) as error:
        words = f"{inbox.host}:{inbox.port} does not answer ({_short(error)})."
        raise LineDropped(words) from None


def _log_in(server: BaseMailBox, inbox: Inbox) -> None:
    if inbox.user.isascii() and inbox.password.isascii():
        server.login(inbox.user, inbox.password, initial_folder=None)
        return
    try:
        server.login_utf8(inbox.user, inbox.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise MailboxLoginError(("NO", [str(error).encode()]), "OK") from None


def _validity(server: BaseMailBox, inbox: Inbox) -> int:
    """The UIDVALIDITY that the server told when the folder was opened. Source: RFC 3501 s.2.3.1.1"""
    _, said = server.client.response("UIDVALIDITY")
    found = _NUMBER.search(said[0]) if said and said[0] else None
    if found is None:
        raise ServerRefused(f"{inbox.host} does not tell the UIDVALIDITY of the folder.")
    return int(found[0])


@transaction.atomic
def _begin(mailbox: Mailbox, validity: int) -> int:
    """The last UID that is stored. Where the server numbers anew, all is read again."""
    locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    if locked.uid_validity != validity:
        if locked.uid_validity:
            log.warning("%s numbers its messages anew; all are read again", mailbox.name)
        locked.uid_validity, locked.last_uid = validity, 0
        locked.save(update_fields=["uid_validity", "last_uid"])
    return locked.last_uid


def _move_on(mailbox: Mailbox, validity: int, uid: int) -> None:
    """Moves the place in the folder forward; another fetcher may be further, or at a newer numbering."""
    Mailbox.objects.filter(pk=mailbox.pk, uid_validity=validity, last_uid__lt=uid).update(last_uid=uid)


def _how_far(mailbox: Mailbox) -> tuple[int, int]:
    mailbox.refresh_from_db(fields=["uid_validity", "last_uid"])
    return mailbox.uid_validity, mailbox.last_uid


def _listed(server: BaseMailBox, last: int) -> Iterator[_Listed]:
    """The messages after the last one stored, with their sizes; a range gives the last message even so."""
    uids = sorted({int(each) for each in server.uids(f"UID {last + 1}:*", charset=None)})
    uids = [each for each in uids if each > last]
    for start in range(0, len(uids), 500):
        some = uids[start : start + 500]
        known = {each.uid: each for each in _sizes(server, some)}
        yield from (known[uid] for uid in some if uid in known)


def _sizes(server: BaseMailBox, uids: Sequence[int]) -> Iterator[_Listed]:
    answer, lines = server.client.uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)")
    if answer != "OK":
        raise ServerRefused("The mail server does not tell the sizes of its messages.")
    for line in filter(None, lines):
        words = line[0] + line[1] if isinstance(line, tuple) else line
        uid, size, when = (found.search(words or b"") for found in (_LISTED, _SIZE, _WHEN))
        if uid:
            yield _Listed(int(uid[1]), int(size[1]) if size else 0, _instant(when[0] if when else b""))


def _batches(listed: Sequence[_Listed], most: int) -> Iterator[list[_Listed]]:
    """Messages to be fetched together: few enough, and small enough to be held in memory."""
    batch: list[_Listed] = []
    total = 0
    for one in listed:
        if batch and (len(batch) >= most or total + one.size > BYTES_IN_A_BATCH):
            yield batch
            batch, total = [], 0
        batch.append(one)
        total += one.size
    if batch:
        yield batch


def _fetched(server: BaseMailBox, batch: Sequence[_Listed]) -> Iterator[tuple[_Listed, bytes | None, str]]:
    """The raw messages of a batch in order, or why one is left. Those gone meanwhile are left out."""
    wanted = [one.uid for one in batch if one.size <= LARGEST]
    raws = _raws(server, wanted)
    if raws is None and len(wanted) > 1:
        # One of them may be broken on the server: the others come one by one.
        for one in batch:
            yield from _fetched(server, [one])
        return
    for one in batch:
        if one.size > LARGEST:
            yield one, None, TOO_LARGE
        elif raws is None:
            yield one, None, NOT_GIVEN
        elif one.uid in raws:
            yield one, raws[one.uid], ""


def _raws(server: BaseMailBox, uids: Sequence[int]) -> dict[int, bytes] | None:
    """Messages as they are stored there; None where the server refuses to give them."""
    if not uids:
        return {}
    answer, lines = server.client.uid("FETCH", ",".join(map(str, uids)), "(UID BODY.PEEK[])")
    if answer != "OK":
        return None
    found = {}
    for line in lines:
        uid = _LISTED.search(line[0]) if isinstance(line, tuple) else None
        if uid:
            found[int(uid[1])] = line[1]
    return found


def _leave(mailbox: Mailbox, validity: int, one: _Listed, because: str) -> int:
    """Notes a message that stays on the server; 1 where it was not noted before."""
    _, is_new = LeftOnServer.objects.get_or_create(
        mailbox=mailbox,
        uid_validity=validity,
        uid=one.uid,
        defaults={"size_bytes": one.size, "because": because, "noted_at": now()},
    )
    return int(is_new)


def _instant(words: bytes) -> datetime | None:
    """When the server took a message in; never later than now."""
    parsed = imaplib.Internaldate2tuple(words)
    if parsed is None:
        return None
    moment = datetime.fromtimestamp(time.mktime(parsed), tz=now().tzinfo)
    return min(moment, now())


def _close(server: BaseMailBox) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error, ImapToolsError, EOFError):
        log.debug("the line was closed by the server")


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
