"""What can be done after the answer, or without one: review, complaint, and when a silence ends a request."""

import calendar as months_of_the_year
from dataclasses import dataclass
from datetime import date, timedelta

from answerable.core.errors import OutsideCalendar
from answerable.core.law.calendar import Calendar
from answerable.core.law.due import check_calendar
from answerable.core.law.regimes import Lapse, Regime


@dataclass(frozen=True)
class ReviewDue:
    """When a review is expected and when it is overdue; not `by_law` where it is a code of practice."""

    expected_on: date
    at_latest_on: date
    by_law: bool
    section: str


def ask_review_by(
    regime: Regime, calendar: Calendar, *, replied_on: date | None, received_on: date, due_on: date
) -> date:
    """The last day to ask the body for a review; `replied_on` None means total silence.

    Raises: LawDoesNotApply, OutsideCalendar
    Source: FOIA 2000 s.45 code of practice; EIR 2004 reg.11(2); FOISA 2002 s.20(5)
    """
    check_calendar(regime, calendar)
    if replied_on is not None:
        return calendar.after(replied_on, regime.review.ask_within)
    start = received_on if regime.review.silent_from == "received" else due_on
    return calendar.after(start, regime.review.silent_days)


def review_due(asked_on: date, regime: Regime, calendar: Calendar) -> ReviewDue:
    """When the answer to a review asked for on a day is expected, and the last day for it.

    Raises: LawDoesNotApply, OutsideCalendar
    Source: FOIA 2000 s.45 code of practice; EIR 2004 reg.11(4); FOISA 2002 s.21(1)
    """
    check_calendar(regime, calendar)
    rule = regime.review
    return ReviewDue(
        calendar.after(asked_on, rule.expected),
        calendar.after(asked_on, rule.at_most),
        rule.by_law,
        rule.section,
    )


def complain_by(final_answer_on: date, regime: Regime) -> date:
    """The last day for a complaint to the regulator about a final answer.

    Source: FOIA 2000 s.50 and the regulator's practice; FOISA 2002 s.47(4)
    """
    rule = regime.complaint
    return add_months(final_answer_on, rule.months) + timedelta(weeks=rule.weeks)


def lapses_on(asked_on: date, lapse: Lapse, calendar: Calendar) -> date:
    """The day on which a request lapses that we were asked about (clarification or fee) and left unanswered.

    Raises: OutsideCalendar
    """
    if lapse.working_days:
        return calendar.after(asked_on, lapse.working_days)
    return add_months(asked_on, lapse.months)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month. Raises: OutsideCalendar"""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    if year > date.max.year:
        raise OutsideCalendar(day, "Gregorian", date.min, date.max)
    return date(year, month, min(day.day, months_of_the_year.monthrange(year, month)[1]))
