"""Law: the clock restarts at zero when a clarification is answered; a refinement is a new request."""

import pytest

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.clock import ClockState, refined_request
from answerable.core.law.life import State
from answerable.core.law.regimes import regime_named
from tests.unit.core.law.makers import day, due, live, log, stands

ASKED = (("sent", "2017-06-01"), ("delivered", "2017-06-01"), ("clarification_asked", "2017-06-20"))
COST = {"sections": ("s.12",)}


def test_clarification_waits_for_us_while_it_is_unanswered() -> None:
    found = live(*ASKED)
    assert found.state is State.CLARIFICATION_ASKED
    assert found.clock is ClockState.WAITING and found.due is None
    assert stands(*ASKED, on="2017-09-01").computed is None


def test_clarification_answered_restarts_the_clock_at_zero() -> None:
    found = live(*ASKED, ("clarification_answered", "2017-06-30"))
    assert found.due and found.due.due_on == due("2017-06-30").due_on == day("2017-07-31")
    assert any("s.1(3)" in note for note in found.notes)


def test_clarification_asked_twice_restarts_twice() -> None:
    found = live(
        *ASKED,
        ("clarification_answered", "2017-06-22"),
        ("clarification_asked", "2017-06-26"),
        ("clarification_answered", "2017-06-30"),
    )
    assert found.due and found.due.due_on == day("2017-07-31")


def test_clarification_asked_after_the_due_date_leaves_the_missed_date_on_record() -> None:
    late = (
        ("sent", "2017-06-01"),
        ("clarification_asked", "2017-07-20"),
        ("clarification_answered", "2017-07-21"),
    )
    assert live(*late).missed == (due("2017-06-01").due_on,)
    assert live(*ASKED).missed == ()


def test_clarification_unanswered_for_three_months_lapses() -> None:
    assert live(*ASKED).lapses_on == day("2017-09-20")
    assert live(*ASKED, ("lapsed", "2017-09-20")).state is State.LAPSED


def test_clarification_cannot_be_answered_where_none_was_asked() -> None:
    with pytest.raises(ImpossibleEvent):
        live(("sent", "2017-06-01"), ("clarification_answered", "2017-06-02"))


def test_clarification_unlike_a_refinement_after_a_cost_refusal_which_is_a_new_request() -> None:
    events = (("sent", "2017-06-01"), ("refused", "2017-06-20", COST), ("refined", "2017-06-30"))
    old = live(*events)
    assert old.state is State.REFUSED and old.clock is ClockState.STOPPED
    assert old.due and old.due.due_on == due("2017-06-01").due_on
    new = refined_request(log(*events), regime_named("foia"))
    assert [e.on for e in new] == [day("2017-06-30")] * 2
    assert live(*((e.kind, e.on.isoformat()) for e in new)).due.due_on == day("2017-07-31")  # type: ignore[union-attr]


def test_clarification_unlike_a_refinement_after_another_refusal_which_starts_nothing() -> None:
    events = log(
        ("sent", "2017-06-01"),
        ("refused", "2017-06-20", {"sections": ("s.43(2)",)}),
        ("refined", "2017-06-30"),
    )
    assert refined_request(events, regime_named("foia")) == ()
