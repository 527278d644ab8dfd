"""Law: when the calendar changes, due dates of live requests move and the change is logged."""

from typing import Any

from answerable.core.law.calendar import Override, make_calendar
from answerable.core.law.moved import LiveRequest, MovedDueDate, moved_due_dates
from answerable.core.law.regimes import regime_named
from tests.unit.core.law.makers import day, log

PROCLAIMED = Override(day("2017-07-20"), "SCT", True, "A day proclaimed late")
NAMES = ("uk", "scotland")
BEFORE = {name: make_calendar(name, ()) for name in NAMES}
AFTER = {name: make_calendar(name, (PROCLAIMED,)) for name in NAMES}


def moved(*events: Any, name: str = "foia") -> tuple[MovedDueDate, ...]:
    return moved_due_dates([LiveRequest("E1", log(*events), regime_named(name))], BEFORE, AFTER)


def test_calendar_change_moves_the_due_date_of_a_live_request() -> None:
    (found,) = moved(("sent", "2017-06-30"))
    assert (found.request_id, found.before, found.after) == ("E1", day("2017-07-31"), day("2017-08-01"))
    assert found.because == ("2017-07-20: now a holiday: A day proclaimed late (bank holiday in Scotland)",)
    assert found.from_edition == BEFORE["uk"].edition != found.to_edition == AFTER["uk"].edition


def test_calendar_change_back_moves_it_back() -> None:
    live = [LiveRequest("E1", log(("sent", "2017-06-30")), regime_named("foia"))]
    (found,) = moved_due_dates(live, AFTER, BEFORE)
    assert (found.before, found.after) == (day("2017-08-01"), day("2017-07-31"))
    assert "no longer a holiday" in found.because[0]


def test_calendar_change_leaves_requests_alone_that_it_does_not_touch() -> None:
    assert moved(("sent", "2017-08-01")) == ()
    assert moved(("sent", "2017-06-01")) == ()


def test_calendar_change_leaves_requests_alone_whose_time_does_not_run() -> None:
    assert moved(("sent", "2017-06-30"), ("answered", "2017-07-25")) == ()
    assert moved(("sent", "2017-06-30"), ("clarification_asked", "2017-07-03")) == ()
    assert moved(("sent", "2017-06-30"), ("bounced", "2017-06-30")) == ()


def test_calendar_change_of_scotland_moves_scottish_requests_too() -> None:
    (found,) = moved(("sent", "2017-06-30"), name="foisa")
    assert (found.before, found.after) == (day("2017-07-28"), day("2017-07-31"))


def test_calendar_change_elsewhere_leaves_scottish_requests_alone() -> None:
    welsh = {n: make_calendar(n, (Override(day("2017-07-20"), "WLS", True, "A Welsh day"),)) for n in NAMES}
    live = [LiveRequest("E1", log(("sent", "2017-06-30")), regime_named("foisa"))]
    assert moved_due_dates(live, BEFORE, welsh) == ()


def test_calendar_change_that_moves_the_other_reading_only_is_reported() -> None:
    """A holiday on the last day of the deemed reading moves that date alone."""
    late = Override(day("2017-08-01"), "NIR", True, "A day")
    after = {n: make_calendar(n, (late,)) for n in NAMES}
    live = [LiveRequest("E1", log(("sent", "2017-06-30")), regime_named("foia"))]
    (found,) = moved_due_dates(live, BEFORE, after)
    assert found.before == found.after == day("2017-07-31") and found.because
