"""One worker at a time does a duty: whoever changes its row first has it, for as long as the row says."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F, Q

from answerable.core.errors import AnswerableError
from answerable.desk.clock import now
from answerable.desk.running.models import Duty

log = logging.getLogger(__name__)

# A holder says again that it lives long before this is over; one that died is followed by another.
HELD_FOR = timedelta(seconds=90)
LONGEST = 500


def take_duty(*, name: str, holder: str, every: timedelta = timedelta(0)) -> bool:
    """Whether the holder has the duty now: not while another has it, not before `every` has passed.

    Times that lie further ahead than they can come from a clock that jumped; they hold nobody up. Clocks of
    machines may differ by as much as HELD_FOR before one takes another's time for such.
    """
    Duty.objects.get_or_create(name=name)
    at = now()
    free = Q(until=None) | Q(until__lte=at) | Q(until__gt=at + 2 * HELD_FOR)
    due = Q(begun_at=None) | Q(begun_at__lte=at - every) | Q(begun_at__gt=at + HELD_FOR)
    taken = Duty.objects.filter(free, due, name=name).update(
        held_by=holder, until=at + HELD_FOR, begun_at=at, runs=F("runs") + 1
    )
    return taken == 1


def keep_duties(*, holder: str) -> int:
    """Says that the holder lives: what it holds it holds for longer. Returns how many."""
    at = now()
    return Duty.objects.filter(held_by=holder, until__gt=at).update(until=at + HELD_FOR)


def leave_duty(*, name: str, holder: str, trouble: str = "") -> None:
    """Lets a duty go, with words on what went wrong."""
    at = now()
    Duty.objects.filter(name=name, held_by=holder).update(
        until=None, ended_at=at, trouble=trouble[:LONGEST], held_by=""
    )


def do_duty(
    work: Callable[[], object], *, name: str, holder: str, every: timedelta = timedelta(0)
) -> str | None:
    """Does a duty if nobody else does: its trouble in words, blank if there was none; None if not done."""
    if not take_duty(name=name, holder=holder, every=every):
        return None
    trouble = "It was stopped before its end."
    try:
        work()
        trouble = ""
    except Exception as error:
        log.exception("the duty %s failed", name)
        trouble = str(error) if isinstance(error, AnswerableError) else f"{type(error).__name__}: {error}"
    finally:
        leave_duty(name=name, holder=holder, trouble=trouble)
    return trouble
