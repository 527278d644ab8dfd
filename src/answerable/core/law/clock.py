"""The time for answering as it stands after everything that has happened to a request.

Computed from the event log and the calendar each time, never stored. Acknowledgements and holding
replies do nothing to it; a clarification restarts it at zero; a fees notice pauses it; a timely
extension moves it, up to a ceiling.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from answerable.core.law.calendar import Calendar, DateRange, SkippedDay
from answerable.core.law.deadlines import lapses_on, review_due
from answerable.core.law.due import (
    DueDate,
    Lateness,
    SchoolDays,
    check_calendar,
    counted_due_date,
    is_late,
)
from answerable.core.law.life import (
    ClockEffect,
    Event,
    EventKind,
    State,
    in_order,
    life,
    next_state,
)
from answerable.core.law.regimes import Extension, Regime


class ClockState(StrEnum):
    """Whether the time for answering runs, and if not, why."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True)
class LiveDue:
    """A request's state and due date after its events.

    `due` is None before receipt and while the body waits for us (clarification or fee); after a final
    answer it is the date that answer had to meet, and `stopped_on` the day it came. `missed` holds due
    dates that passed, on both readings, before the body did anything about them. `lapses_on` is when the
    request ends if we stay silent.
    """

    state: State
    clock: ClockState
    due: DueDate | None
    stopped_on: date | None = None
    missed: tuple[date, ...] = ()
    lapses_on: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How a request stands on a day: its state, what the calendar adds to it, and how late it is."""

    state: State
    computed: State | None
    lateness: Lateness | None
    live: LiveDue


@dataclass
class _Clock:
    """The fold over the events; private to `due_after`."""

    regime: Regime
    calendar: Calendar
    school: SchoolDays | None
    state: ClockState = ClockState.NOT_STARTED
    received_on: date | None = None
    paused_on: date | None = None
    stopped_on: date | None = None
    lapses_on: date | None = None
    extended_by: Event | None = None
    disregarded: list[DateRange] = field(default_factory=list)
    missed: list[date] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def apply(self, event: Event) -> None:
        effect = life().clock[event.kind]
        if effect is ClockEffect.STOP_IF_REST_REFUSED:
            effect = ClockEffect.STOP if event.sections else ClockEffect.NONE
        handler = {
            ClockEffect.START: self.start,
            ClockEffect.RESTART: self.start,
            ClockEffect.CANCEL: self.cancel,
            ClockEffect.WAIT: self.wait,
            ClockEffect.PAUSE: self.pause,
            ClockEffect.RESUME: self.resume,
            ClockEffect.EXTEND: self.extend,
            ClockEffect.STOP: self.stop,
        }.get(effect)
        if handler:
            handler(event)

    def start(self, event: Event) -> None:
        self.cancel(event)
        self.received_on, self.state = event.on, ClockState.RUNNING
        if event.kind is EventKind.CLARIFICATION_ANSWERED:
            self.notes.append(
                f"The clarification was answered on {event.on}; the time runs anew from that day "
                f"({self.regime.clarification.section})."
            )

    def cancel(self, event: Event) -> None:
        self.received_on = self.paused_on = self.extended_by = self.lapses_on = None
        self.disregarded, self.state = [], ClockState.NOT_STARTED

    def wait(self, event: Event) -> None:
        if self.state is not ClockState.WAITING:
            self.note_missed(event.on)
            self.lapses_on = lapses_on(event.on, self.regime.clarification, self.calendar)
        self.state = ClockState.WAITING

    def pause(self, event: Event) -> None:
        self.note_missed(event.on)
        self.paused_on, self.state = event.on, ClockState.PAUSED
        self.lapses_on = lapses_on(event.on, self.regime.fees_notice, self.calendar)

    def resume(self, event: Event) -> None:
        if self.paused_on is not None:
            because = f"fee not yet paid ({self.regime.fees_notice.section})"
            self.disregarded.append(DateRange(self.paused_on, event.on, because))
        self.paused_on, self.lapses_on, self.state = None, None, ClockState.RUNNING

    def extend(self, event: Event) -> None:
        rule, due = self.regime.extension, self.due_or_none()
        if due is None:
            return
        if rule is None:
            self.notes.append(f"There is no extension under the {self.regime.name}; {due.due_on} stands.")
            return
        if self.extended_by is not None and rule.once:
            self.notes.append(f"The time can be extended once only ({rule.section}); {due.due_on} stands.")
            return
        notice_due = self.notice_due(rule)
        in_time = is_late(notice_due, event.on)
        if self.extended_by is None and in_time is Lateness.LATE:
            self.notes.append(
                f"The notice of {event.on} came after {notice_due.due_on}, the last day for it "
                f"({rule.section}); it extends nothing."
            )
            return
        if self.extended_by is None and in_time is Lateness.LATE_ON_ONE_READING:
            self.notes.append(
                f"The notice of {event.on} is in time only if receipt is deemed the next working day."
            )
        self.extended_by = event

    def stop(self, event: Event) -> None:
        if self.stopped_on is None and self.state is not ClockState.NOT_STARTED:
            if self.state is ClockState.PAUSED:
                self.resume(event)
            if self.state is ClockState.WAITING:
                # Nothing was due while the body waited for us, so its answer cannot be late.
                self.received_on = None
            self.stopped_on, self.state, self.lapses_on = event.on, ClockState.STOPPED, None

    def note_missed(self, on: date) -> None:
        due = self.due_or_none()
        if due is not None and is_late(due, on) is Lateness.LATE:
            self.missed.append(due.due_on)

    def notice_due(self, rule: Extension) -> DueDate:
        assert self.received_on is not None
        days = rule.notice_within if self.school is None else None
        return counted_due_date(
            self.received_on, self.regime, self.calendar, self.school, self.disregarded, days
        )

    def due_or_none(self) -> DueDate | None:
        if self.received_on is None:
            return None
        due = counted_due_date(self.received_on, self.regime, self.calendar, self.school, self.disregarded)
        if self.extended_by is None or self.regime.extension is None:
            return due
        return self.extended(due, self.regime.extension, self.extended_by)

    def extended(self, due: DueDate, rule: Extension, event: Event) -> DueDate:
        ceiling = counted_due_date(
            due.received_on, self.regime, self.calendar, None, self.disregarded, rule.ceiling
        )
        wanted = event.until or ceiling.due_on
        # A school's own time may be longer than the ceiling; an extension never shortens the time.
        due_on = max(due.due_on, min(wanted, ceiling.due_on))
        deemed = max(due_on, min(wanted, ceiling.if_deemed_received_next_working_day))
        notes = [*due.notes, f"Extended by the notice of {event.on} {rule.reason} ({rule.section})."]
        if event.until and event.until > ceiling.due_on:
            ground = "the law" if rule.ceiling_by_law else "good practice"
            notes.append(
                f"The notice names {event.until}; {ground} allows {rule.ceiling} working days, {due_on}."
            )
        passed = _skipped(due.received_on, due_on, self.calendar, self.disregarded)
        return replace(
            due,
            due_on=due_on,
            skipped=passed,
            if_deemed_received_next_working_day=deemed,
            notes=tuple(notes),
        )


def due_after(
    events: Iterable[Event], regime: Regime, calendar: Calendar, school: SchoolDays | None = None
) -> LiveDue:
    """The state of a request and its live due date, from everything that happened to it.

    A request counts as received when its delivery is known, until then on the day it was sent.

    Raises: ImpossibleEvent, LawDoesNotApply, OutsideCalendar
    Source: FOIA 2000 s.1(3), s.9, s.10, s.17; EIR 2004 reg.5 to 9; FOISA 2002 s.1(3), s.9, s.10
    """
    check_calendar(regime, calendar)
    clock, state = _Clock(regime, calendar, school), State.DRAFT
    for event in in_order(events):
        state = next_state(state, event)
        clock.apply(event)
    waiting = clock.state in (ClockState.WAITING, ClockState.PAUSED)
    due = None if waiting else clock.due_or_none()
    return LiveDue(
        state=state,
        clock=clock.state,
        due=due,
        stopped_on=clock.stopped_on,
        missed=tuple(clock.missed),
        lapses_on=clock.lapses_on,
        notes=(*clock.notes, *(due.notes if due else ())),
    )


def standing(
    events: Iterable[Event], regime: Regime, calendar: Calendar, on: date, school: SchoolDays | None = None
) -> Standing:
    """How a request stands on a day: overdue only when late on both readings of its receipt.

    After a final answer `lateness` says whether that answer was in time; a request that was withdrawn or
    lapsed has none.

    Raises: ImpossibleEvent, LawDoesNotApply, OutsideCalendar
    """
    log = in_order(events)
    live = due_after(log, regime, calendar, school)
    ended = life().states[live.state].final
    lateness = is_late(live.due, live.stopped_on or on) if live.due and not ended else None
    computed = None
    if live.clock is ClockState.RUNNING and lateness is Lateness.LATE:
        computed = State.OVERDUE
    if live.state is State.REVIEW_ASKED:
        asked_on = max(event.on for event in log if event.kind is EventKind.REVIEW_ASKED)
        if on > review_due(asked_on, regime, calendar).at_latest_on:
            computed = State.REVIEW_OVERDUE
    return Standing(live.state, computed, lateness, live)


def refined_request(events: Iterable[Event], regime: Regime) -> tuple[Event, ...]:
    """The log of the new request that a refinement after a cost refusal makes; empty where there is none.

    The old request stays refused: its clock does not move.

    Source: FOIA 2000 s.1(3), s.12, s.16
    """
    refused_for_cost = False
    for event in in_order(events):
        if event.kind is EventKind.REFUSED:
            refused_for_cost = regime.is_cost_refusal(event.sections)
        if event.kind is EventKind.REFINED and refused_for_cost:
            return (Event(EventKind.SENT, event.on), Event(EventKind.DELIVERED, event.on))
    return ()


def _skipped(
    received_on: date, end: date, calendar: Calendar, disregarded: Iterable[DateRange]
) -> tuple[SkippedDay, ...]:
    spans, passed = tuple(disregarded), []
    for ordinal in range(received_on.toordinal() + 1, end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        because = calendar.why_skipped_or_none(day) or next(
            (span.because for span in spans if day in span), None
        )
        if because is not None:
            passed.append(SkippedDay(day, because))
    return tuple(passed)
