"""When an answer is due: the day of receipt is day 0, and every day that does not count is named.

Some bodies deem a request received on the next working day. Which reading holds is for them and the
regulator; so both dates are kept, and nobody is called late who is late on one of them only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from answerable.core.errors import LawDoesNotApply
from answerable.core.law.calendar import Calendar, Counted, DateRange, SkippedDay
from answerable.core.law.regimes import Regime, SchoolTime


@dataclass(frozen=True)
class SchoolDays:
    """What is known of a school's days: the ranges on which it has no session, or None for unknown.

    An empty tuple says that it is known to be open on every working day.
    """

    closed: tuple[DateRange, ...] | None = None


@dataclass(frozen=True)
class DueDate:
    """The last day for an answer, and how it was counted.

    `calendar` is the edition counted on; `skipped` the days after receipt that did not count.
    """

    received_on: date
    due_on: date
    regime: str
    calendar: str
    skipped: tuple[SkippedDay, ...]
    if_deemed_received_next_working_day: date
    notes: tuple[str, ...] = field(default=())

    def as_record(self) -> dict[str, Any]:
        """The due date as a record for JSON, with the names of the study-folder interface."""
        return {
            "received_on": self.received_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "regime": self.regime,
            "calendar": self.calendar,
            "skipped": [{"date": day.isoformat(), "because": because} for day, because in self.skipped],
            "if_deemed_received_next_working_day": self.if_deemed_received_next_working_day.isoformat(),
        }


class Lateness(StrEnum):
    """Whether an answer of a day is in time, on both readings of the day of receipt."""

    ON_TIME = "on_time"
    LATE_ON_ONE_READING = "late_on_one_reading"
    LATE = "late"


def due_date(
    received_on: date, regime: Regime, calendar: Calendar, school: SchoolDays | None = None
) -> DueDate:
    """The due date of a request received on a day, with each day that was passed over.

    For a school whose closures are unknown only the outer limit is certain; that is the date given,
    and a note says what it would be if the school were open throughout.

    Raises: LawDoesNotApply, OutsideCalendar
    Source: FOIA 2000 s.10(1), s.10(6); EIR 2004 reg.5(2); FOISA 2002 s.10(1), s.73; SI 2004/3364 reg.3
    """
    return counted_due_date(received_on, regime, calendar, school)


def counted_due_date(
    received_on: date,
    regime: Regime,
    calendar: Calendar,
    school: SchoolDays | None = None,
    disregarded: Sequence[DateRange] = (),
    working_days: int | None = None,
) -> DueDate:
    """The due date with ranges of days that are disregarded, or with another number of days.

    Raises: LawDoesNotApply, OutsideCalendar
    """
    check_calendar(regime, calendar)
    regime.check_in_force(received_on)
    days = regime.working_days if working_days is None else working_days
    deemed = calendar.next_working_day(received_on)
    notes: tuple[str, ...] = ()
    if school is None or working_days is not None:
        found = calendar.count(received_on, days, disregarded)
        deemed_due = calendar.count(deemed, days, disregarded).reached
    else:
        rule = _school_rule(regime)
        found = _school_count(received_on, rule, calendar, school, disregarded)
        deemed_due = _school_count(deemed, rule, calendar, school, disregarded).reached
        notes = _school_notes(received_on, rule, calendar, school, disregarded, found.reached)
    return DueDate(
        received_on=received_on,
        due_on=found.reached,
        regime=regime.id,
        calendar=calendar.edition,
        skipped=found.skipped,
        if_deemed_received_next_working_day=deemed_due,
        notes=notes,
    )


def is_late(due: DueDate, on: date) -> Lateness:
    """How an answer given on a day stands; late only when it is late on both readings."""
    if on <= due.due_on:
        return Lateness.ON_TIME
    if on <= due.if_deemed_received_next_working_day:
        return Lateness.LATE_ON_ONE_READING
    return Lateness.LATE


def check_calendar(regime: Regime, calendar: Calendar) -> None:
    """Refuses a calendar whose holidays are not the regime's. Raises: LawDoesNotApply"""
    if calendar.name != regime.calendar:
        raise LawDoesNotApply(
            f"Working days under the {regime.name} are counted on the calendar “{regime.calendar}” "
            f"({regime.working_day_section}), not on “{calendar.name}”."
        )


def _school_rule(regime: Regime) -> SchoolTime:
    if regime.schools is None:
        raise LawDoesNotApply(f"Schools have no longer time under the {regime.name}; leave the school out.")
    return regime.schools


def _school_count(
    received_on: date,
    rule: SchoolTime,
    calendar: Calendar,
    school: SchoolDays,
    disregarded: Sequence[DateRange],
) -> Counted:
    limit = calendar.count(received_on, rule.working_days, disregarded)
    if school.closed is None:
        return limit
    spans = (*disregarded, *(DateRange(s.first, s.last, s.because or "no school day") for s in school.closed))
    within = (date.fromordinal(n) for n in range(received_on.toordinal() + 1, limit.reached.toordinal() + 1))
    n_open = sum(calendar.is_working_day(day) and not any(day in span for span in spans) for day in within)
    return calendar.count(received_on, rule.school_days, spans) if n_open >= rule.school_days else limit


def _school_notes(
    received_on: date,
    rule: SchoolTime,
    calendar: Calendar,
    school: SchoolDays,
    disregarded: Sequence[DateRange],
    due_on: date,
) -> tuple[str, ...]:
    if school.closed is None:
        earliest = calendar.count(received_on, rule.school_days, disregarded).reached
        return (
            f"The school's closures are not known. The answer is due after {rule.school_days} school days, "
            f"{earliest} if the school is open throughout, and on {due_on} at the latest "
            f"({rule.working_days} working days; {rule.section}).",
        )
    return (
        f"{rule.school_days} school days or {rule.working_days} working days, whichever comes first "
        f"({rule.section}).",
    )
