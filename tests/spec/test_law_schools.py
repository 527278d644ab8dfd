"""Law: schools have 20 school days or 60 working days, whichever comes first (SI 2004/3364)."""

import pytest

from answerable.core.errors import LawDoesNotApply
from answerable.core.law.calendar import DateRange
from answerable.core.law.due import SchoolDays
from tests.unit.core.law.makers import day, due, law

SUMMER = DateRange(day("2017-07-24"), day("2017-09-01"), "summer holidays")


def test_schools_days_without_a_session_do_not_count() -> None:
    found = due("2017-06-30", school=SchoolDays((SUMMER,)))
    _, calendar = law()
    before = calendar.working_days_in(day("2017-07-01"), day("2017-07-23"))
    assert found.due_on == calendar.after(day("2017-09-01"), 20 - before)
    assert (day("2017-07-24"), "summer holidays") in found.skipped


def test_schools_open_throughout_have_20_working_days() -> None:
    assert due("2017-06-30", school=SchoolDays(())).due_on == due("2017-06-30").due_on


def test_schools_closed_for_long_have_60_working_days() -> None:
    closed = DateRange(day("2017-07-03"), day("2018-07-03"))
    found = due("2017-06-30", school=SchoolDays((closed,)))
    assert found.due_on == law()[1].after(day("2017-06-30"), 60)


def test_schools_whose_closures_are_unknown_have_only_the_60_day_limit_for_certain() -> None:
    found = due("2017-06-30", school=SchoolDays(None))
    assert found.due_on == law()[1].after(day("2017-06-30"), 60) == day("2017-09-27")
    (note,) = found.notes
    assert "not known" in note and due("2017-06-30").due_on.isoformat() in note


@pytest.mark.parametrize("name", ["eir", "foisa"])
def test_schools_have_no_longer_time_under_other_laws(name: str) -> None:
    with pytest.raises(LawDoesNotApply, match="no longer time"):
        due("2017-06-30", name, school=SchoolDays(()))
