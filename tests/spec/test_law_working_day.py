"""Law: a working day is no weekend, Christmas Day, Good Friday, nor a bank holiday in ANY part of the UK."""

import pytest

from answerable.core.law.calendar import make_calendar
from answerable.core.law.regimes import regimes
from tests.unit.core.law.makers import day, due

UK, SCOTLAND = make_calendar("uk"), make_calendar("scotland")


@pytest.mark.parametrize(
    ("date", "because"),
    [
        ("2017-07-15", "Saturday"),
        ("2017-07-16", "Sunday"),
        ("2017-12-25", "Christmas Day"),
        ("2017-04-14", "Good Friday"),
        ("2017-03-17", "Northern Ireland"),
        ("2017-07-12", "Northern Ireland"),
        ("2017-08-07", "Scotland"),
        ("2017-11-30", "Scotland"),
        ("2017-08-28", "England"),
        ("2022-09-19", "State Funeral"),
        ("2026-06-15", "Scotland"),
    ],
)
def test_working_day_of_the_united_kingdom_excludes(date: str, because: str) -> None:
    assert because in (UK.why_skipped_or_none(day(date)) or "")


def test_working_day_twelfth_of_july_counts_in_england_too() -> None:
    """Received 2017-06-30, due 2017-07-31 and not 07-28: the Boyne holiday is of Northern Ireland."""
    found = due("2017-06-30")
    assert found.due_on == day("2017-07-31")
    assert (day("2017-07-12"), "Battle of the Boyne (bank holiday in Northern Ireland)") in found.skipped


def test_working_day_a_scottish_holiday_by_proclamation_counts_in_england_too() -> None:
    found = due("2026-06-01")
    assert found.due_on == day("2026-06-30")
    assert [d.isoformat() for d, because in found.skipped if "Scotland" in because] == ["2026-06-15"]


def test_working_day_of_the_environmental_regulations_is_the_same() -> None:
    assert regimes()["eir"].calendar == regimes()["foia"].calendar == "uk"
    assert due("2017-06-30", "eir").due_on == day("2017-07-31")


def test_working_day_of_the_scottish_act_has_scottish_holidays_only() -> None:
    assert due("2017-06-30", "foisa").due_on == day("2017-07-28")
    assert SCOTLAND.is_working_day(day("2017-07-12")) and SCOTLAND.is_working_day(day("2017-04-17"))
    assert not SCOTLAND.is_working_day(day("2017-11-30"))
    assert due("2026-06-01", "foisa").due_on == day("2026-06-30")
