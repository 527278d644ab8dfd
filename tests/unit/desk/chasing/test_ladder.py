"""The ladder's rungs are those that a slow look at every single request gives."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.clock import ClockState
from answerable.core.law.due import Lateness
from answerable.core.law.life import EventKind
from answerable.core.law.regimes import regime_named
from answerable.desk import clock
from answerable.desk.chasing.actions import plan_ladder, propose_step
from answerable.desk.chasing.ladder import latest_start, plan_of, reasons, rungs
from answerable.desk.errors import NotReady
from answerable.desk.letters.models import Purpose
from answerable.desk.requests.actions import log_event, stop_chasing, undo_event
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import calendar_of, stands
from tests.desk_factories import make_survey, open_requests

pytestmark = pytest.mark.django_db
SENT = date(2026, 6, 1)  # due on 30 June, on 1 July if deemed received on the next working day
CALENDAR = calendar_of(regime_named("foia"))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def on_rungs(request: Request, on: date) -> list[str]:
    return [rung.purpose for rung in rungs(request.round, on) if request in rung.requests]


def slow_rungs(request: Request, on: date) -> list[str]:
    """The steps of one request by core's own words, looking at nothing but its events."""
    told, plan = stands(request, on), plan_of(request.round)
    live = [event for event in request.events.all() if event.undone_at is None]
    kinds = {event.kind for event in live}

    def since(day: date) -> int:
        return CALENDAR.working_days_in(day + timedelta(days=1), on)

    reminded = [event.on for event in live if event.kind == EventKind.REMINDED]
    late = told.lateness is Lateness.LATE and told.live.clock is ClockState.RUNNING
    deemed = told.live.due.if_deemed_received_next_working_day if told.live.due else on
    ripe = any(since(day) >= plan.review_after for day in reminded)
    found = []
    if told.live.state in ("sent", "delivered") and told.live.due and told.live.due.due_on >= on:
        sent = min(event.on for event in live if event.kind == EventKind.SENT)
        found += [Purpose.ACKNOWLEDGEMENT] if since(sent) >= plan.acknowledge_after else []
    fresh = any(since(day) < plan.remind_again_after for day in reminded)
    if late and since(deemed) >= plan.remind_after and not fresh and not ripe:
        found.append(Purpose.REMINDER)
    if late and ripe and EventKind.REVIEW_ASKED not in kinds:
        found.append(Purpose.REVIEW)
    if told.computed == "review_overdue":
        found.append(Purpose.COMPLAINT)
    return [str(each) for each in found]


STORIES = st.lists(
    st.tuples(
        st.sampled_from(
            (
                EventKind.DELIVERED,
                EventKind.ACKNOWLEDGED,
                EventKind.CLARIFICATION_ASKED,
                EventKind.CLARIFICATION_ANSWERED,
                EventKind.REMINDED,
                EventKind.REVIEW_ASKED,
                EventKind.ANSWERED,
                EventKind.EXTENDED,
            )
        ),
        st.integers(0, 120),
    ),
    max_size=5,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(story=STORIES, days=st.integers(0, 200))
def test_rungs_are_those_of_a_slow_look(story: list[tuple[EventKind, int]], days: int) -> None:
    request = open_requests(make_survey(n_bodies=1))[0]
    on = SENT + timedelta(days=days)
    log_event(request=request, kind=EventKind.SENT, on=SENT, by=None)
    for kind, after in sorted(story, key=lambda each: each[1]):
        if after <= days:
            try:
                log_event(request=request, kind=kind, on=SENT + timedelta(days=after), by=None)
            except ImpossibleEvent:
                continue
    with clock.at(at(on)):
        fresh = Request.objects.get(pk=request.pk)
        assert on_rungs(fresh, on) == slow_rungs(fresh, on)


@pytest.fixture
def sent() -> Iterator[Request]:
    """A request that was sent, and nothing else."""
    request = open_requests(make_survey(n_bodies=1))[0]
    log_event(request=request, kind=EventKind.SENT, on=SENT, by=None)
    yield request


def test_latest_start_is_the_day_from_which_so_many_working_days_have_passed() -> None:
    assert latest_start(CALENDAR, 20, date(2026, 6, 30)) == date(2026, 6, 1)
    assert latest_start(CALENDAR, 1, date(2026, 6, 8)) == date(2026, 6, 7)


def test_a_reminder_is_due_only_when_late_on_both_readings(sent: Request) -> None:
    assert on_rungs(sent, date(2026, 7, 1)) == []
    assert on_rungs(sent, date(2026, 7, 2)) == [Purpose.REMINDER]
    rung = rungs(sent.round, date(2026, 7, 2))[1]
    assert reasons(rung, date(2026, 7, 2))[0][1] == (
        "Due on 30 June 2026, late on both readings since 1 July 2026."
    )


def test_a_stop_and_an_undone_reminder_count_at_once(sent: Request) -> None:
    on = date(2026, 7, 10)
    event = log_event(request=sent, kind=EventKind.REMINDED, on=on, by=None)
    assert on_rungs(sent, on) == []
    undo_event(event=event, by=None)
    assert on_rungs(sent, on) == [Purpose.REMINDER]
    stop_chasing(request=sent, because="They rang.", by=None)
    assert on_rungs(sent, on) == []


def test_the_plan_of_a_round_moves_the_steps(sent: Request) -> None:
    assert on_rungs(sent, date(2026, 6, 8)) == [Purpose.ACKNOWLEDGEMENT]
    days = {"acknowledge_after": 8, "remind_after": 3, "remind_again_after": 5, "review_after": 5}
    plan_ladder(round=sent.round, days=days, by=None)
    assert on_rungs(sent, date(2026, 6, 8)) == []
    assert on_rungs(sent, date(2026, 7, 3)) == []
    assert on_rungs(sent, date(2026, 7, 6)) == [Purpose.REMINDER]


def test_a_complaint_is_never_a_letter_to_the_body(sent: Request) -> None:
    with pytest.raises(NotReady, match="regulator"):
        propose_step(round=sent.round, purpose=Purpose.COMPLAINT, by=None)


def test_a_step_that_is_due_for_nobody_is_not_proposed(sent: Request) -> None:
    with clock.at(at(SENT)), pytest.raises(NotReady, match="no body"):
        propose_step(round=sent.round, purpose=Purpose.REMINDER, by=None)


def test_rungs_cost_a_constant_number_of_queries(django_assert_num_queries: object) -> None:
    for n_bodies in (2, 12):
        survey = make_survey(n_bodies=n_bodies)
        for request in open_requests(survey):
            log_event(request=request, kind=EventKind.SENT, on=SENT, by=None)
        a_round = survey.rounds.get()
        with django_assert_num_queries(6):  # type: ignore[operator]
            found = [reasons(rung, date(2026, 7, 2)) for rung in rungs(a_round, date(2026, 7, 2))]
        assert [len(each) for each in found] == [0, n_bodies, 0, 0]
