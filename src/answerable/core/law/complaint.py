"""Whether a request may go to the regulator now, and under which name the regulator is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from answerable.core.law.calendar import Calendar
from answerable.core.law.clock import standing
from answerable.core.law.deadlines import complain_by
from answerable.core.law.due import Lateness, SchoolDays
from answerable.core.law.life import Event, EventKind, State, in_order
from answerable.core.law.regimes import Regime, Regulator, regulator_on


@dataclass(frozen=True)
class Complaint:
    """Whether a complaint can be made on a day, until when, to whom, and why (not)."""

    possible: bool
    by: date | None
    regulator: Regulator
    because: str


def complaint_on(
    events: Iterable[Event],
    regime: Regime,
    calendar: Calendar,
    on: date,
    school: SchoolDays | None = None,
) -> Complaint:
    """Whether a request may go to the regulator on a day.

    After the body's own review, or when that review is overdue; total silence may go straight there
    where the law has it so, once it is late on both readings and has been chased.

    Raises: ImpossibleEvent, LawDoesNotApply, OutsideCalendar
    Source: FOIA 2000 s.50; EIR 2004 reg.18; FOISA 2002 s.47
    """
    log = in_order(event for event in events if event.on <= on)
    stands = standing(log, regime, calendar, on, school)
    possible, by, because = _decided(log, regime, stands.state, stands.computed, stands.lateness, on)
    return Complaint(possible, by, regulator_on(regime, on), because)


def _decided(
    log: tuple[Event, ...],
    regime: Regime,
    state: State,
    computed: State | None,
    lateness: Lateness | None,
    on: date,
) -> tuple[bool, date | None, str]:
    kinds = {event.kind for event in log}
    if state in (State.REGULATOR_COMPLAINT, State.DECISION_NOTICE):
        return False, None, "It is already with the regulator."
    if EventKind.REVIEW_ANSWERED in kinds:
        answered_on = max(event.on for event in log if event.kind is EventKind.REVIEW_ANSWERED)
        by = complain_by(answered_on, regime)
        if on > by:
            return False, by, f"The time for a complaint ended on {by} ({regime.complaint.section})."
        return True, by, f"The review was answered on {answered_on} ({regime.complaint.section})."
    if computed is State.REVIEW_OVERDUE:
        return True, None, f"The review is overdue ({regime.complaint.section})."
    if computed is State.OVERDUE and not kinds & REPLIES:
        if not regime.complaint.silence_after_chasing:
            return False, None, f"Ask for a review first ({regime.review.section})."
        if EventKind.REMINDED not in kinds:
            return False, None, "Send a reminder first: the regulator wants silence to have been chased."
        return True, None, f"There has been no answer, and it was chased ({regime.complaint.section})."
    if lateness is Lateness.LATE_ON_ONE_READING and not kinds & REPLIES:
        return False, None, "It is late on one reading of the day of receipt only."
    if kinds & REPLIES:
        return False, None, f"Ask for a review first ({regime.review.section})."
    return False, None, "The time for an answer has not run out."


REPLIES = {
    EventKind.ANSWERED,
    EventKind.PARTLY_ANSWERED,
    EventKind.NOT_HELD,
    EventKind.REFUSED,
    EventKind.TRANSFERRED,
}
