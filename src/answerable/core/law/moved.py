"""What a new edition of the calendar does to requests that are under way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from answerable.core.law.calendar import Calendar, holiday_changes
from answerable.core.law.clock import ClockState, due_after
from answerable.core.law.due import SchoolDays
from answerable.core.law.life import Event
from answerable.core.law.regimes import Regime


@dataclass(frozen=True)
class LiveRequest:
    """A request under way: its id, its events, and what is known of a school's days."""

    id: str
    events: tuple[Event, ...]
    regime: Regime
    school: SchoolDays | None = None


@dataclass(frozen=True)
class MovedDueDate:
    """A live request whose due date moved because the calendar changed; a line for the log."""

    request_id: str
    before: date
    after: date
    from_edition: str
    to_edition: str
    because: tuple[str, ...]


def moved_due_dates(
    requests: Iterable[LiveRequest], before: Mapping[str, Calendar], after: Mapping[str, Calendar]
) -> tuple[MovedDueDate, ...]:
    """The live requests whose due date, on either reading, differs between two editions of the calendars.

    `before` and `after` map a calendar's name to an edition of it. Requests whose time does not run are
    passed over: an answer that has come was due by the calendar of its day.

    Raises: ImpossibleEvent, LawDoesNotApply, OutsideCalendar
    """
    changes = {name: holiday_changes(before[name], after[name]) for name in before}
    moved = []
    for request in requests:
        name = request.regime.calendar
        old = due_after(request.events, request.regime, before[name], request.school)
        if old.clock is not ClockState.RUNNING or old.due is None:
            continue
        new = due_after(request.events, request.regime, after[name], request.school).due
        if new is None or (new.due_on, new.if_deemed_received_next_working_day) == (
            old.due.due_on,
            old.due.if_deemed_received_next_working_day,
        ):
            continue
        last = max(new.if_deemed_received_next_working_day, old.due.if_deemed_received_next_working_day)
        because = tuple(
            f"{day}: {words}" for day, words in changes[name].items() if old.due.received_on < day <= last
        )
        moved.append(
            MovedDueDate(
                request.id, old.due.due_on, new.due_on, before[name].edition, after[name].edition, because
            )
        )
    return tuple(moved)
