"""The pace of sending, shared by all senders through one row, and the rest that a failing server is given.

A message may leave when the row says so; taking a turn moves the row on by one interval. A sender that woke
late may catch up a second's worth, and no minute ever holds more than the pace.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from answerable.desk.clock import now
from answerable.desk.mail.models import SendingPace

ROW = 1
CREDIT = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
RESTS = tuple(timedelta(seconds=s) for s in (15, 60, 120, 300, 600))


def interval() -> timedelta:
    """The time between two messages at the set pace."""
    return (MINUTE + CREDIT) / max(1, settings.HERE.pace_per_minute)


def locked_pace() -> SendingPace:
    """The row, locked until the transaction ends."""
    row = SendingPace.objects.select_for_update().filter(pk=ROW).first()
    if row is None:
        SendingPace.objects.get_or_create(pk=ROW)
        row = SendingPace.objects.select_for_update().get(pk=ROW)
    return row


def wait_for_turn(row: SendingPace, at: datetime) -> timedelta:
    """How long until a message may leave; nothing or less when it may leave now.

    A time further off than one interval was set by a clock that has been put back since: it does not count.
    """
    if row.next_at is None or row.next_at > at + interval():
        return timedelta(0)
    return row.next_at - at


def take_turn(row: SendingPace, at: datetime) -> None:
    """Moves the row on by one message."""
    early = at - CREDIT
    counts = row.next_at is not None and row.next_at <= at + interval()
    base = max(row.next_at, early) if counts and row.next_at is not None else early
    row.next_at = base + interval()
    row.save(update_fields=["next_at"])


def resting(at: datetime) -> SendingPace | None:
    """The row while the mail server is given a rest, else nothing."""
    row = SendingPace.objects.filter(pk=ROW, resting_until__gt=at).first()
    if row is None or row.resting_until is None or row.resting_until > at + RESTS[-1]:
        return None
    return row


@transaction.atomic
def rest(words: str) -> datetime:
    """Gives the mail server a rest, longer each time in a row; gives its end."""
    row = locked_pace()
    until = now() + RESTS[min(row.rests, len(RESTS) - 1)]
    row.resting_until, row.trouble = until, words[:500]
    row.rests += 1
    row.save(update_fields=["resting_until", "rests", "trouble"])
    return until


@transaction.atomic
def end_rest() -> None:
    """The mail server works again, or a person wants it tried now."""
    row = locked_pace()
    row.resting_until, row.rests, row.trouble = None, 0, ""
    row.save(update_fields=["resting_until", "rests", "trouble"])
