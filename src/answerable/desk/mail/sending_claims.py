"""Claims of messages, and what each can become: every step one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import EventKind
from answerable.desk.audit.trail import record
from answerable.desk.clock import day_of, now
from answerable.desk.mail.models import OutgoingMessage, OutgoingState
from answerable.desk.mail.sending_checks import held_because
from answerable.desk.mail.sending_pace import locked_pace, take_turn, wait_for_turn
from answerable.desk.people.models import User
from answerable.desk.requests.actions import log_event

# Longer than any talk with a server may last (transport_smtp.ANSWER_SECONDS and the commands before it).
LEASE = timedelta(minutes=20)
# Greylisting servers want some minutes; what is not taken for two days is told to a person.
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240))
MOST_ATTEMPTS = 18


@dataclass(frozen=True)
class Turn:
    """A message to send now, or one held back, or the time to wait; none of them when nothing is due."""

    message: OutgoingMessage | None = None
    wait: timedelta = timedelta(0)
    held: bool = False


def due(at: datetime) -> QuerySet[OutgoingMessage]:
    """Messages whose time has come, in the order they were queued."""
    come = Q(not_before=None) | Q(not_before__lte=at)
    return OutgoingMessage.objects.filter(come, state=OutgoingState.QUEUED).order_by("id")


def is_any_due() -> bool:
    """Whether there is anything to send."""
    return due(now()).exists()


@transaction.atomic
def claim(name: str) -> Turn:
    """Takes the next message that is due, when the pace allows. `name` is unlike that of any other claim."""
    at = now()
    row = locked_pace()
    wait = wait_for_turn(row, at)
    if wait > timedelta(0):
        return Turn(wait=wait) if due(at).exists() else Turn()
    message = due(at).select_for_update(skip_locked=True).first()
    if message is None:
        return Turn()
    because = held_because(message)
    if because:
        _hold(message, because)
        return Turn(held=True)
    take_turn(row, at)
    message.state, message.claimed_at, message.claimed_by = OutgoingState.CLAIMED, at, name
    message.attempts += 1
    message.save(update_fields=["state", "claimed_at", "claimed_by", "attempts"])
    return Turn(message=message)


def _hold(message: OutgoingMessage, because: str) -> None:
    message.state, message.trouble = OutgoingState.HELD, because[:500]
    message.save(update_fields=["state", "trouble"])
    _record(message, "mail.held", "Held back a message; a person says what becomes of it.")


@transaction.atomic
def note_sent(message: OutgoingMessage, provider_id: str = "") -> None:
    """Notes that a claimed message left, with the event that its leaving is.

    What is known outweighs what others made of the claim meanwhile: a doubt is settled by it.
    """
    at = now()
    of_claim = OutgoingMessage.objects.filter(pk=message.pk, claimed_by=message.claimed_by)
    is_news = of_claim.exclude(state=OutgoingState.SENT).update(
        state=OutgoingState.SENT, sent_at=at, provider_id=provider_id, trouble=""
    )
    if is_news:
        _tell_sent(message, at, None)


def mark_sent(locked: OutgoingMessage, *, at: datetime, by: User | None) -> None:
    """Marks a locked message as sent and logs its event, inside the transaction of the caller."""
    locked.state, locked.sent_at, locked.trouble = OutgoingState.SENT, at, ""
    locked.save(update_fields=["state", "sent_at", "trouble"])
    _tell_sent(locked, at, by)


def _tell_sent(message: OutgoingMessage, at: datetime, by: User | None) -> None:
    """Logs the event that a message's leaving is; where it cannot follow, the message says so."""
    if message.logs and message.request_id is not None:
        try:
            kind = EventKind(message.logs)
            log_event(request=message.request_id, kind=kind, on=day_of(at), by=by, outgoing=message)
        except (ImpossibleEvent, ValueError) as error:
            message.trouble = f"It left, but that could not be logged with the request: {error}"[:500]
            message.save(update_fields=["trouble"])
    _record(message, "mail.sent", f"Sent a message: {message.purpose}.", by=by)


def note_failed(message: OutgoingMessage, words: str) -> bool:
    """Notes that a claimed message cannot be delivered. Always False: it is not tried again."""
    _leave_claim(message, OutgoingState.FAILED, words)
    return False


def note_not_taken(message: OutgoingMessage, words: str) -> bool:
    """Puts a claimed message back for later; False where it has been tried too often and failed."""
    if message.attempts >= MOST_ATTEMPTS:
        return note_failed(message, f"Tried {message.attempts} times. {words}")
    later = now() + BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    _leave_claim(message, OutgoingState.QUEUED, words, not_before=later)
    return True


def put_back(message: OutgoingMessage, words: str) -> None:
    """Puts a claimed message back as it was: that it did not leave was not its fault."""
    _leave_claim(message, OutgoingState.QUEUED, words, attempts=message.attempts - 1)


def note_doubt(message: OutgoingMessage, words: str) -> None:
    """Notes that nobody knows whether a claimed message left."""
    _leave_claim(message, OutgoingState.DOUBT, words)


@transaction.atomic
def _leave_claim(
    message: OutgoingMessage,
    state: OutgoingState,
    words: str,
    *,
    not_before: datetime | None = None,
    attempts: int | None = None,
) -> None:
    locked = _of_claim(message)
    if locked is None or locked.state not in {OutgoingState.CLAIMED, OutgoingState.DOUBT}:
        return
    locked.state, locked.trouble = state, words[:500]
    locked.not_before = not_before or locked.not_before
    locked.attempts = locked.attempts if attempts is None else attempts
    locked.save(update_fields=["state", "trouble", "not_before", "attempts"])
    if state != OutgoingState.QUEUED:
        _record(locked, f"mail.{state}", _WORDS[state])


_WORDS = {
    OutgoingState.FAILED: "A message could not be delivered.",
    OutgoingState.DOUBT: "Nobody knows whether a message left; a person has to find out.",
}


@transaction.atomic
def doubt_lost_claims() -> int:
    """Makes doubts of claims that no sender can still be at work on; gives how many.

    A claim from the future was made before the clock was put back: it is as old as none can tell.
    """
    at = now()
    lost = OutgoingMessage.objects.filter(state=OutgoingState.CLAIMED).filter(
        Q(claimed_at__lt=at - LEASE) | Q(claimed_at__gt=at + LEASE)
    )
    if not lost.exists():
        return 0
    words = "The sender stopped while it was sending this: it may have left or not."
    n_lost = 0
    for message in lost.select_for_update(skip_locked=True):
        message.state, message.trouble = OutgoingState.DOUBT, words
        message.save(update_fields=["state", "trouble"])
        _record(message, "mail.doubt", _WORDS[OutgoingState.DOUBT])
        n_lost += 1
    return n_lost


def _of_claim(message: OutgoingMessage) -> OutgoingMessage | None:
    """The message, locked, if it was not claimed again since this claim."""
    return (
        OutgoingMessage.objects.select_for_update()
        .filter(pk=message.pk, claimed_by=message.claimed_by)
        .first()
    )


def _record(message: OutgoingMessage, verb: str, words: str, by: User | None = None) -> None:
    record(by=by, verb=verb, survey=message.survey_id, target=message, words=words)
