"""Calendars against bank holidays worked out by their own rules, and against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import LawDoesNotApply, OutsideCalendar, UnknownName
from answerable.core.law.calendar import (
    CALENDARS,
    FIRST_YEAR,
    LAST_YEAR,
    DateRange,
    Override,
    holiday_changes,
    make_calendar,
    packaged_overrides,
    read_overrides,
)
from tests.unit.core.law.makers import bank_holidays, day

UK = make_calendar("uk")
days = st.dates(date(2005, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize("name", CALENDARS)
@pytest.mark.parametrize("year", range(2005, 2041))
def test_calendar_has_the_bank_holidays_of_its_parts(name: str, year: int) -> None:
    expected = set().union(*(bank_holidays(year, part) for part in CALENDARS[name]))
    found = {d for d in make_calendar(name).holidays if d.year == year and d.weekday() < 5}
    assert found == expected


@given(days, st.integers(1, 70))
def test_calendar_counts_as_one_counts_on_fingers(start: date, n: int) -> None:
    reached, left = start, n
    while left:
        reached += timedelta(days=1)
        parts = CALENDARS["uk"]
        working = reached.weekday() < 5 and not any(reached in bank_holidays(reached.year, p) for p in parts)
        left -= working
    counted = UK.count(start, n)
    assert counted.reached == reached
    assert (reached - start).days == n + len(counted.skipped)
    assert UK.working_days_in(start + timedelta(days=1), reached) == n


@given(days, st.integers(1, 30), st.integers(0, 40), st.integers(0, 40))
def test_calendar_passes_over_disregarded_days(start: date, n: int, offset: int, length: int) -> None:
    first = start + timedelta(days=offset)
    span = DateRange(first, first + timedelta(days=length), "closed")
    counted = UK.count(start, n, (span,))
    between = [start + timedelta(days=i) for i in range(1, (counted.reached - start).days + 1)]
    assert sum(UK.is_working_day(d) and d not in span for d in between) == n
    assert counted.reached not in span and UK.is_working_day(counted.reached)


def test_calendar_says_why_a_day_does_not_count() -> None:
    assert (
        UK.why_skipped_or_none(day("2017-07-12")) == "Battle of the Boyne (bank holiday in Northern Ireland)"
    )
    assert UK.why_skipped_or_none(day("2017-12-25")) == "Christmas Day"
    assert UK.why_skipped_or_none(day("2017-07-15")) == "Saturday"
    assert UK.why_skipped_or_none(day("2017-07-14")) is None
    easter_monday = UK.why_skipped_or_none(day("2017-04-17"))
    assert easter_monday == "Easter Monday (bank holiday in England, Wales and Northern Ireland)"


def test_calendar_knows_where_it_ends() -> None:
    assert (UK.first, UK.last) == (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    # The library works out the last year too: a year of no holidays would move dates unnoticed.
    assert date(LAST_YEAR, 12, 27) in UK.holidays
    for outside in (date(2003, 12, 31), date(2101, 1, 1), date(1066, 10, 14)):
        with pytest.raises(OutsideCalendar, match="Check the year"):
            UK.is_working_day(outside)
    with pytest.raises(OutsideCalendar):
        UK.after(date(2100, 12, 20), 20)
    with pytest.raises(OutsideCalendar):
        UK.after(date.max, 1)


def test_calendar_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownName, match="scotland"):
        make_calendar("scotlnd")


def test_overrides_add_and_remove_holidays_of_one_part() -> None:
    added = Override(day("2030-06-14"), "WLS", True, "A day off")
    removed = Override(day("2030-08-05"), "SCT", False, "Summer Bank Holiday")
    made = make_calendar("uk", (added, removed))
    assert made.why_skipped_or_none(day("2030-06-14")) == "A day off (bank holiday in Wales)"
    assert made.is_working_day(day("2030-08-05")) and not UK.is_working_day(day("2030-08-05"))
    assert holiday_changes(UK, made) == {
        day("2006-11-30"): "now a holiday: Saint Andrew's Day (bank holiday in Scotland)",
        day("2030-06-14"): "now a holiday: A day off (bank holiday in Wales)",
        day("2030-08-05"): "no longer a holiday: Summer Bank Holiday (bank holiday in Scotland)",
    }


def test_edition_names_the_library_and_the_overrides_it_used() -> None:
    one = make_calendar("uk", (Override(day("2030-06-14"), "WLS", True, "A day off"),))
    same = make_calendar("uk", (Override(day("2030-06-14"), "WLS", True, "A day off", because="proclaimed"),))
    other = make_calendar("uk", (Override(day("2030-06-17"), "WLS", True, "A day off"),))
    assert one.edition == same.edition != other.edition
    assert "holidays 0." in one.edition and one.edition.startswith("uk: ")
    assert make_calendar("uk", ()).edition.endswith("overrides none")
    # A Welsh override is nothing to the Scottish calendar.
    assert make_calendar(
        "scotland", (Override(day("2030-06-14"), "WLS", True, "A day off"),)
    ).edition.endswith("none")


def test_overrides_that_come_with_the_package_name_their_source() -> None:
    assert packaged_overrides() and all(o.because and o.source for o in packaged_overrides())
    assert UK.is_working_day(day("2006-11-30")) and not UK.is_working_day(day("2007-11-30"))


def test_overrides_are_read_from_yaml() -> None:
    text = "- {day: 2030-06-14, part: NIR, change: add, name: A day off}\n"
    assert read_overrides(text) == (Override(day("2030-06-14"), "NIR", True, "A day off"),)
    assert read_overrides("") == ()
    with pytest.raises(UnknownName, match="NIR"):
        read_overrides(text.replace("NIR", "NI"))
    with pytest.raises(UnknownName, match="remove"):
        read_overrides(text.replace("add", "delete"))


def test_changes_between_different_calendars_are_refused() -> None:
    with pytest.raises(LawDoesNotApply, match="not editions of one another"):
        holiday_changes(UK, make_calendar("scotland"))


@given(first=st.dates(date(2015, 1, 1), date(2028, 1, 1)), days=st.integers(-3, 150), most=st.integers(0, 80))
def test_has_at_most_agrees_with_counting(first: date, days: int, most: int) -> None:
    uk, last = make_calendar("uk"), first + timedelta(days=days)
    assert uk.has_at_most(most, first, last) == (uk.working_days_in(first, last) <= most)
