"""Law: the life of a request; acknowledgements and holding replies never stop the clock."""

import pytest

from answerable.core.answers import Outcome, Status
from answerable.core.law.clock import ClockState
from answerable.core.law.due import Lateness
from answerable.core.law.life import EventKind, State, life, outcome_after
from tests.unit.core.law.makers import day, due, live, log, stands

SENT = (("sent", "2017-06-01"), ("delivered", "2017-06-01"))  # due 2017-06-29, else 2017-06-30

NAMED = """
draft, queued, sent, bounced, delivered, acknowledged, holding reply, clarification asked,
clarification answered, fees notice, extended for public interest, transferred, partly answered, answered,
not held, refused, overdue, reminded, review asked, review overdue, review answered, regulator complaint,
decision notice, withdrawn, lapsed
"""


def test_life_has_the_states_that_are_named() -> None:
    named = {" ".join(words.split()) for words in NAMED.split(",")}
    assert {info.words.partition(" (")[0] for info in life().states.values()} == named


@pytest.mark.parametrize(
    "noise",
    [
        (("acknowledged", "2017-06-02"),),
        (("holding_reply", "2017-06-20"),),
        (("acknowledged", "2017-06-02"), ("holding_reply", "2017-06-20"), ("reminded", "2017-06-27")),
        (("partly_answered", "2017-06-20"),),
    ],
)
def test_life_acknowledgements_and_holding_replies_never_stop_the_clock(
    noise: tuple[tuple[str, str], ...],
) -> None:
    found = live(*SENT, *noise)
    assert found.clock is ClockState.RUNNING
    assert found.due and found.due.due_on == due("2017-06-01").due_on
    assert stands(*SENT, *noise, on="2017-07-01").computed is State.OVERDUE


@pytest.mark.parametrize("kind", ["answered", "not_held", "refused", "transferred", "withdrawn"])
def test_life_a_final_reply_stops_the_clock(kind: str) -> None:
    found = live(*SENT, (kind, "2017-06-20"))
    assert found.clock is ClockState.STOPPED and found.stopped_on == day("2017-06-20")
    assert stands(*SENT, (kind, "2017-06-20"), on="2018-01-01").computed is None


def test_life_overdue_is_computed_from_the_calendar_on_both_readings() -> None:
    assert due("2017-06-01").due_on == day("2017-06-29")
    for on, lateness, computed in (
        ("2017-06-29", Lateness.ON_TIME, None),
        ("2017-06-30", Lateness.LATE_ON_ONE_READING, None),
        ("2017-07-01", Lateness.LATE, State.OVERDUE),
    ):
        found = stands(*SENT, on=on)
        assert (found.state, found.lateness, found.computed) == (State.DELIVERED, lateness, computed)


def test_life_overdue_is_never_stored() -> None:
    assert {s for s, info in life().states.items() if info.computed} == {State.OVERDUE, State.REVIEW_OVERDUE}
    assert not {State.OVERDUE, State.REVIEW_OVERDUE} & set(life().moves.values())


def test_life_an_answer_that_comes_late_is_late_whenever_it_is_looked_at() -> None:
    events = (*SENT, ("answered", "2017-07-10"))
    assert stands(*events, on="2017-07-10").lateness is Lateness.LATE
    assert stands(*events, on="2020-01-01").lateness is Lateness.LATE
    assert stands(*SENT, ("withdrawn", "2017-07-10"), on="2020-01-01").lateness is None


def test_life_a_part_answer_that_refuses_the_rest_stops_the_clock() -> None:
    rest_refused = ("partly_answered", "2017-06-20", {"sections": ("s.40(2)",)})
    assert live(*SENT, rest_refused).clock is ClockState.STOPPED
    assert live(*SENT, ("partly_answered", "2017-06-20")).clock is ClockState.RUNNING


def test_life_the_state_of_a_request_is_separate_from_each_items_answer() -> None:
    """A body may answer question 3 and refuse question 7; the request is partly answered."""
    items = {"q3": Status.ANSWERED, "q7": Status.REFUSED}
    events = log(*SENT, ("partly_answered", "2017-06-20", {"sections": ("s.43(2)",)}))
    assert outcome_after(events) is Outcome.PARTLY_ANSWERED
    assert len(set(items.values())) == 2
    item_words, request_words = {str(s) for s in Status}, {str(s) for s in State}
    assert "clarification_asked" not in item_words and "not_applicable" not in request_words


def test_life_an_acknowledgement_is_no_reply_and_a_transfer_is_an_outcome() -> None:
    assert outcome_after(log(*SENT, ("acknowledged", "2017-06-02"))) is Outcome.NO_REPLY
    assert outcome_after(log(*SENT, ("transferred", "2017-06-02"))) is Outcome.TRANSFERRED
    assert outcome_after(log(*SENT, ("clarification_asked", "2017-06-02"))) is Outcome.UNRESOLVED
    assert outcome_after(log(("sent", "2017-06-01"), ("bounced", "2017-06-01"))) is Outcome.BOUNCED
    assert outcome_after(()) is None


def test_life_an_acknowledgement_that_comes_late_changes_nothing() -> None:
    found = live(*SENT, ("answered", "2017-06-20"), ("acknowledged", "2017-06-21"))
    assert found.state is State.ANSWERED and found.stopped_on == day("2017-06-20")


def test_life_events_are_taken_by_day_however_they_were_logged() -> None:
    shuffled = (("answered", "2017-06-20"), *SENT)
    assert live(*shuffled).state is State.ANSWERED


def test_life_from_draft_to_a_decision_notice() -> None:
    steps = [
        ("queued", State.QUEUED),
        ("sent", State.SENT),
        ("delivered", State.DELIVERED),
        ("acknowledged", State.ACKNOWLEDGED),
        ("holding_reply", State.HOLDING_REPLY),
        ("reminded", State.REMINDED),
        ("extended", State.EXTENDED),
        ("refused", State.REFUSED),
        ("review_asked", State.REVIEW_ASKED),
        ("review_answered", State.REVIEW_ANSWERED),
        ("regulator_complaint", State.REGULATOR_COMPLAINT),
        ("decision_notice", State.DECISION_NOTICE),
    ]
    events: list[tuple[str, str]] = []
    for n, (kind, state) in enumerate(steps, start=1):
        events.append((kind, f"2017-06-{n:02}"))
        assert live(*events).state is state


def test_life_only_the_body_s_final_words_and_ours_touch_the_clock() -> None:
    silent = {kind for kind, effect in life().clock.items() if effect == "none"}
    assert {EventKind.ACKNOWLEDGED, EventKind.HOLDING_REPLY, EventKind.REMINDED} <= silent
