"""The transition table: whole, reachable, drawn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.answers import Outcome
from answerable.core.errors import ImpossibleEvent
from answerable.core.law.clock import ClockState, due_after, standing
from answerable.core.law.life import Event, EventKind, State, draw_life, life, outcome_after, state_after
from tests.unit.core.law.makers import law, log

START = date(2017, 1, 3)


@st.composite
def logs(draw: st.DrawFn) -> tuple[Event, ...]:
    """Logs that the table allows, of up to a dozen events."""
    state, on, events = State.DRAFT, START, []
    for _ in range(draw(st.integers(0, 12))):
        possible = life().possible(state)
        if not possible:
            break
        on += timedelta(days=draw(st.integers(0, 25)))
        kind = draw(st.sampled_from(possible))
        until = draw(st.none() | st.integers(0, 90).map(lambda n, on=on: on + timedelta(days=n)))
        sections = draw(st.sampled_from(((), ("s.12",), ("s.40(2)", "s.43(2)"))))
        events.append(Event(kind, on, sections, until))
        state = life().moves[state, kind]
    return tuple(events)


@given(logs(), st.sampled_from(("foia", "eir", "foisa")))
def test_every_allowed_log_has_a_due_date_or_a_reason_for_none(events: tuple[Event, ...], name: str) -> None:
    regime, calendar = law(name)
    found = due_after(events, regime, calendar)
    assert found.state is state_after(events)
    if found.clock in (ClockState.WAITING, ClockState.PAUSED):
        assert found.due is None and found.lapses_on is not None
    if found.clock is ClockState.RUNNING:
        assert found.due is not None and calendar.after(found.due.received_on, 20) <= found.due.due_on
        assert found.due.due_on <= found.due.if_deemed_received_next_working_day
    stands = standing(events, regime, calendar, START + timedelta(days=400))
    assert stands.state not in (State.OVERDUE, State.REVIEW_OVERDUE)
    if stands.computed is State.OVERDUE:
        assert found.clock is ClockState.RUNNING


@given(logs())
def test_every_allowed_log_has_an_outcome_once_it_was_sent(events: tuple[Event, ...]) -> None:
    sent = any(event.kind is EventKind.SENT for event in events)
    assert (outcome_after(events) is not None) == (sent or state_after(events) is State.WITHDRAWN)


def test_table_has_a_way_to_every_state_but_the_computed_ones() -> None:
    reached, waiting = {State.DRAFT}, [State.DRAFT]
    while waiting:
        at = waiting.pop()
        for (state, _), to in life().moves.items():
            if state is at and to not in reached:
                reached.add(to)
                waiting.append(to)
    assert set(State) - reached == {State.OVERDUE, State.REVIEW_OVERDUE}
    assert {state for state, info in life().states.items() if info.computed} == set(State) - reached


def test_table_uses_every_event_and_lets_nothing_follow_the_end() -> None:
    assert {event for _, event in life().moves} == set(EventKind) == set(life().clock)
    for state, info in life().states.items():
        assert bool(life().possible(state)) is not (info.final or info.computed), state


def test_event_that_cannot_follow_is_refused_with_what_can() -> None:
    with pytest.raises(ImpossibleEvent, match="“answered” of 2017-01-03 cannot follow the state “draft”"):
        state_after(log(("answered", "2017-01-03")))
    with pytest.raises(ImpossibleEvent, match="queued, sent"):
        state_after(log(("delivered", "2017-01-03")))


def test_drawing_shows_every_move_that_changes_the_state() -> None:
    drawn = draw_life()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> draft\n")
    assert "    sent --> delivered: delivered\n" in drawn
    assert "    withdrawn --> [*]\n" in drawn
    assert "overdue is computed" in drawn
    assert "    answered --> answered" not in drawn
    moves = [1 for (at, _), to in life().moves.items() if at is not to]
    assert drawn.count(" --> ") == len(moves) + 1 + 2


def test_outcome_of_a_review_is_that_of_the_reply() -> None:
    refused = (("sent", "2017-01-03"), ("refused", "2017-01-10", {"sections": ("s.12",)}))
    asked = (*refused, ("review_asked", "2017-01-20"))
    assert outcome_after(log(*asked)) is Outcome.REFUSED
    assert outcome_after(log(*asked, ("answered", "2017-01-30"))) is Outcome.ANSWERED
    assert outcome_after(log(*asked, ("review_answered", "2017-01-30"))) is Outcome.REFUSED
