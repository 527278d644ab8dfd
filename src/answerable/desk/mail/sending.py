"""Sending what is queued: each message once, in order, at the set pace.

A claim is committed before the server hears of a message. What is claimed and then neither sent nor put back
(the sender was killed, the line broke after the text) may have left or not: it becomes `doubt` and waits for
a person. Everything else is certain and goes on by itself.
"""

import logging
import os
import secrets
import socket
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError

from answerable.desk.clock import now
from answerable.desk.errors import DeskError
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox_record import letter_of
from answerable.desk.mail.sending_claims import (
    claim,
    doubt_lost_claims,
    is_any_due,
    note_doubt,
    note_failed,
    note_not_taken,
    note_sent,
    put_back,
)
from answerable.desk.mail.sending_deeds import cancel_message, queue_again, settle_doubt
from answerable.desk.mail.sending_pace import end_rest, rest, resting
from answerable.desk.mail.transport import NotTaken, ServerTrouble, Transport, Unclear, open_transport
from answerable.desk.mail.transport_address import MailRoute, Way, read_route

__all__ = ["SendReport", "cancel_message", "queue_again", "send_due", "settle_doubt"]

log = logging.getLogger(__name__)
# A worker that is told to stop waits this long at most, so that it never leaves a message in doubt.
SECONDS = 15.0
MOST_IN_A_ROW = 3
LONGEST_NAP = 1.0
PAUSES = (0.2, 1.0, 3.0)


@dataclass(frozen=True)
class SendReport:
    """What a run of sending did. `stopped` says why it ended although more was due."""

    n_sent: int = 0
    n_failed: int = 0
    n_later: int = 0
    n_held: int = 0
    n_doubt: int = 0
    stopped: str = ""

    @property
    def words(self) -> str:
        """The report in a sentence."""
        counts = (
            (self.n_sent, "sent"),
            (self.n_later, "to be tried later"),
            (self.n_failed, "failed"),
            (self.n_held, "held back"),
            (self.n_doubt, "in doubt"),
        )
        told = ", ".join(f"{n} {what}" for n, what in counts if n) or "nothing sent"
        return f"{told}. {self.stopped}".strip()


@dataclass
class _Run:
    """One run of one sender: its line, what it did so far and what went wrong in a row."""

    worker: str
    transport: Transport
    report: SendReport = field(default_factory=SendReport)
    n_in_a_row: int = 0
    is_proven: bool = False

    def add(self, what: str) -> None:
        """Counts one more."""
        self.report = replace(self.report, **{what: getattr(self.report, what) + 1})


def send_due(*, limit: int | None = None, worker: str = "", seconds: float | None = SECONDS) -> SendReport:
    """Sends what is due, as many as `limit`, for about `seconds`; several senders are safe.

    Raises: DatabaseError where a claim cannot be written; then nothing was sent that is not recorded
    """
    n_lost = doubt_lost_claims()
    report = _send(read_route(settings.HERE.mail_url), limit, worker or _default_name(), seconds)
    report = replace(report, n_doubt=report.n_doubt + n_lost)
    if report != SendReport():
        log.info("sending: %s", report.words)
    return report


def _send(route: MailRoute, limit: int | None, worker: str, seconds: float | None) -> SendReport:
    if not is_any_due():
        return SendReport()
    if route.way is Way.NONE:
        return SendReport(stopped="No way for mail to leave is set (ANSWERABLE_MAIL): messages wait.")
    row = resting(now())
    if row is not None:
        return SendReport(stopped=f"The mail server is given a rest. {row.trouble}")
    try:
        transport = open_transport(route, we_are=settings.HERE.host)
    except ServerTrouble as error:
        return _rested(SendReport(), str(error))
    run = _Run(worker, transport)
    try:
        return _send_all(run, limit, seconds)
    finally:
        transport.close()


def _send_all(run: _Run, limit: int | None, seconds: float | None) -> SendReport:
    ends = None if seconds is None else time.monotonic() + seconds
    n_taken = 0
    while limit is None or n_taken < limit:
        if ends is not None and time.monotonic() >= ends:
            return replace(run.report, stopped="More is due: the next run goes on.")
        turn = claim(_claim_name(run.worker))
        if turn.held:
            run.add("n_held")
        elif turn.wait > timedelta(0):
            if not _nap(turn.wait):
                return replace(run.report, stopped="The clock stands still: the pace allows no more.")
        elif turn.message is None:
            return run.report
        else:
            n_taken += 1
            try:
                _send_one(run, turn.message)
            except ServerTrouble as error:
                return _rested(run.report, str(error))
    return run.report


def _send_one(run: _Run, message: OutgoingMessage) -> None:
    """Sends a claimed message and notes what became of it. Raises: ServerTrouble"""
    try:
        letter = letter_of(message)
        letter.raw  # noqa: B018 - written before anybody hears of it
    except (DeskError, ValueError, LookupError) as error:
        note_failed(message, f"The message cannot be written: {error}")
        run.add("n_failed")
        return
    try:
        provider_id = run.transport.send(letter)
    except ServerTrouble as error:
        put_back(message, str(error))
        raise
    except NotTaken as error:
        note = note_failed if error.permanent else note_not_taken
        run.add("n_later" if note(message, str(error)) else "n_failed")
        _count_trouble(run, str(error), error.about_server)
    except Unclear as error:
        note_doubt(message, str(error))
        run.add("n_doubt")
        _count_trouble(run, str(error), True)
    else:
        _note_sent_surely(message, provider_id)
        run.add("n_sent")
        run.n_in_a_row = 0
        if not run.is_proven:
            run.is_proven = True
            end_rest()


def _count_trouble(run: _Run, words: str, about_server: bool) -> None:
    """Stops before a server that fails every message has had them all. Raises: ServerTrouble"""
    run.n_in_a_row = run.n_in_a_row + 1 if about_server else 0
    if run.n_in_a_row >= MOST_IN_A_ROW:
        raise ServerTrouble(f"{MOST_IN_A_ROW} messages in a row met the same trouble. {words}")


def _note_sent_surely(message: OutgoingMessage, provider_id: str) -> None:
    """Notes that a message left; a database that is busy for a moment must not make a doubt of it.

    Raises: DatabaseError where it stays so; then the others get a rest, or each of them would be in doubt
    """
    for pause in PAUSES:
        try:
            note_sent(message, provider_id)
            return
        except DatabaseError as error:
            log.warning("message %s left and could not be noted yet: %s", message.pk, error)
            time.sleep(pause)
    try:
        note_sent(message, provider_id)
    except DatabaseError as error:
        rest(f"A message left, and the database could not note that: {error}")
        raise


def _rested(report: SendReport, words: str) -> SendReport:
    rest(words)
    return replace(report, stopped=words)


def _nap(wait: timedelta) -> bool:
    """Waits for the turn; False where the clock stands still, as in a demonstration that is being built."""
    before = now()
    time.sleep(min(wait.total_seconds(), LONGEST_NAP))
    return now() != before


def _default_name() -> str:
    return f"{socket.gethostname()[:60]}-{os.getpid()}"


def _claim_name(worker: str) -> str:
    """A name that no other claim has."""
    return f"{worker[:80]} {secrets.token_hex(8)}"
