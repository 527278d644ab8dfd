"""Due dates: bounds, readings of the day of receipt, records."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import LawDoesNotApply, OutsideCalendar
from answerable.core.law.calendar import DateRange, make_calendar
from answerable.core.law.due import Lateness, SchoolDays, due_date, is_late
from answerable.core.law.regimes import regime_named, regimes
from tests.unit.core.law.makers import day, due, law

days = st.dates(date(2005, 1, 1), date(2090, 1, 1))
names = st.sampled_from(sorted(regimes()))


@given(days, names)
def test_due_date_is_a_working_day_and_every_day_is_accounted_for(received_on: date, name: str) -> None:
    regime, calendar = law(name)
    found = due_date(received_on, regime, calendar)
    assert calendar.is_working_day(found.due_on)
    assert (found.due_on - received_on).days == regime.working_days + len(found.skipped)
    assert all(received_on < skipped.date < found.due_on and skipped.because for skipped in found.skipped)
    assert (
        found.if_deemed_received_next_working_day
        == due_date(calendar.next_working_day(received_on), regime, calendar).due_on
    )


@given(days, names)
def test_due_date_deemed_is_the_next_working_day_after_it(received_on: date, name: str) -> None:
    regime, calendar = law(name)
    found = due_date(received_on, regime, calendar)
    assert found.if_deemed_received_next_working_day == calendar.next_working_day(found.due_on)


@given(days, days, names)
def test_due_date_of_a_later_request_is_never_earlier(one: date, other: date, name: str) -> None:
    first, last = sorted((one, other))
    assert due_date(first, *law(name)).due_on <= due_date(last, *law(name)).due_on


@given(days, st.lists(st.tuples(st.integers(-5, 120), st.integers(0, 60)), max_size=4))
def test_due_date_of_a_school_lies_between_twenty_and_sixty_working_days(
    received_on: date, closed: list[tuple[int, int]]
) -> None:
    spans = tuple(
        DateRange(received_on + timedelta(days=first), received_on + timedelta(days=first + n))
        for first, n in closed
    )
    regime, calendar = law()
    found = due_date(received_on, regime, calendar, SchoolDays(spans)).due_on
    assert calendar.after(received_on, 20) <= found <= calendar.after(received_on, 60)
    open_days = calendar.working_days_in(received_on + timedelta(days=1), found) - sum(
        calendar.is_working_day(received_on + timedelta(days=i))
        and any(received_on + timedelta(days=i) in span for span in spans)
        for i in range(1, (found - received_on).days + 1)
    )
    assert open_days == 20 or (open_days < 20 and found == calendar.after(received_on, 60))


def test_due_date_before_the_law_is_refused() -> None:
    with pytest.raises(LawDoesNotApply, match="begin on 2005-01-01"):
        due("2004-12-31")
    # A Saturday; 3 and 4 January 2005 stood in for the New Year holidays.
    assert due("2005-01-01").due_on == day("2005-02-01")


def test_due_date_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        due("2100-12-10")
    with pytest.raises(OutsideCalendar):
        due("9999-12-31")


def test_due_date_on_the_calendar_of_another_law_is_refused() -> None:
    with pytest.raises(LawDoesNotApply, match="counted on the calendar “uk”"):
        due_date(day("2017-06-30"), regime_named("foia"), make_calendar("scotland"))


def test_due_date_as_record_has_the_keys_of_the_interface() -> None:
    record = json.loads(json.dumps(due("2017-07-11").as_record()))
    assert list(record) == [
        "received_on",
        "due_on",
        "regime",
        "calendar",
        "skipped",
        "if_deemed_received_next_working_day",
    ]
    assert record["skipped"][0] == {
        "date": "2017-07-12",
        "because": "Battle of the Boyne (bank holiday in Northern Ireland)",
    }


def test_is_late_only_when_late_on_both_readings() -> None:
    found = due("2017-06-24")
    assert is_late(found, found.due_on) is Lateness.ON_TIME
    assert is_late(found, found.due_on + timedelta(days=1)) is Lateness.LATE_ON_ONE_READING
    assert is_late(found, found.due_on + timedelta(days=2)) is Lateness.LATE
