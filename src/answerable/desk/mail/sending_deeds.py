"""What a person does with messages of the outbox: cancel, queue again, settle a doubt, try the server."""

import secrets
from collections.abc import Collection

from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import OutgoingMessage, OutgoingState
from answerable.desk.mail.outbox import queue_message
from answerable.desk.mail.sending_claims import mark_sent
from answerable.desk.mail.sending_pace import end_rest
from answerable.desk.people.models import User
from answerable.desk.surveys.models import Survey

CANCELLABLE = frozenset({OutgoingState.QUEUED, OutgoingState.HELD, OutgoingState.FAILED})
AGAIN = frozenset({OutgoingState.QUEUED, OutgoingState.HELD, OutgoingState.FAILED, OutgoingState.CANCELLED})
_IS = {
    OutgoingState.CLAIMED: "is being sent this moment",
    OutgoingState.SENT: "was sent",
    OutgoingState.DOUBT: "is in doubt: say first whether it was sent",
    OutgoingState.CANCELLED: "was cancelled",
    OutgoingState.QUEUED: "is queued",
    OutgoingState.HELD: "is held back",
    OutgoingState.FAILED: "failed",
}


@transaction.atomic
def cancel_message(*, message: OutgoingMessage, by: User | None) -> OutgoingMessage:
    """Cancels a message that has not left; `queue_again` takes it back. Raises: Conflict"""
    locked = _locked(message, CANCELLABLE, "cannot be cancelled")
    locked.state, locked.trouble = OutgoingState.CANCELLED, ""
    locked.save(update_fields=["state", "trouble"])
    _record(locked, by, "mail.cancelled", "Cancelled a message.")
    return locked


@transaction.atomic
def queue_again(*, message: OutgoingMessage, by: User | None) -> OutgoingMessage:
    """Queues a message that failed, was held back or cancelled, to leave as soon as the pace allows.

    One that was held back leaves whatever speaks against it: a person has said so. Raises: Conflict
    """
    locked = _locked(message, AGAIN, "cannot be queued again")
    locked.insisted = locked.insisted or locked.state == OutgoingState.HELD
    locked.state, locked.trouble = OutgoingState.QUEUED, ""
    locked.not_before, locked.attempts = None, 0
    locked.save(update_fields=["insisted", "state", "trouble", "not_before", "attempts"])
    _record(locked, by, "mail.queued_again", "Queued a message again.")
    return locked


@transaction.atomic
def queue_failed_again(*, survey: Survey, by: User | None) -> int:
    """Queues all failed messages of a survey again; gives how many."""
    failed = OutgoingMessage.objects.filter(survey=survey, state=OutgoingState.FAILED)
    found = list(failed.order_by("id").select_for_update(skip_locked=True))
    for message in found:
        queue_again(message=message, by=by)
    return len(found)


@transaction.atomic
def settle_doubt(*, message: OutgoingMessage, sent: bool, by: User | None) -> OutgoingMessage:
    """Settles a doubt by a person's word: it was sent, or it was not and is queued again. Raises: Conflict"""
    locked = _locked(message, {OutgoingState.DOUBT}, "is not in doubt any more")
    if sent:
        mark_sent(locked, at=locked.claimed_at or now(), by=by)
    else:
        locked.state, locked.trouble, locked.not_before = OutgoingState.QUEUED, "", None
        locked.save(update_fields=["state", "trouble", "not_before"])
    words = (
        "Said of a message in doubt: it was sent." if sent else "Said of a message in doubt: it was not sent."
    )
    _record(locked, by, "mail.settled", words)
    return locked


def queue_test(*, survey: Survey, by: User) -> OutgoingMessage:
    """Queues a message to oneself, to see that mail leaves and how it arrives."""
    return queue_message(
        key=f"test-{secrets.token_hex(12)}",
        survey=survey,
        purpose="test",
        to_address=by.email,
        to_name=by.name,
        subject=f"A test from the desk of {survey.title}",
        text=(
            "This is a test, sent through the outbox to yourself.\n\n"
            "If you can read it, mail leaves. Look at the sender's name and address as your program shows "
            "them, and at whether it went to the folder for junk: a public body will see the same.\n"
        ),
        by=by,
    )


@transaction.atomic
def try_server_now(*, survey: Survey, by: User) -> None:
    """Ends the rest that the mail server is given, so that the next run tries it."""
    end_rest()
    record(by=by, verb="mail.try_now", survey=survey, words="Had the mail server tried again at once.")


def _locked(message: OutgoingMessage, states: Collection[str], what: str) -> OutgoingMessage:
    locked = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
    if locked.state not in states:
        raise Conflict(f"This message {what}: it {_IS[OutgoingState(locked.state)]}.")
    return locked


def _record(message: OutgoingMessage, by: User | None, verb: str, words: str) -> None:
    record(by=by, verb=verb, survey=message.survey, target=message, words=words)
