"""Law: extension for the public interest needs notice by day 20 (s.10(3)); EIR once to 40; FOISA never."""

import pytest

from answerable.core.law.due import SchoolDays
from tests.unit.core.law.makers import day, due, law, live, stands

SENT = ("sent", "2017-06-30")  # day 20 is 2017-07-31, day 40 is 2017-08-30
DAY_20, DAY_40 = "2017-07-31", "2017-08-30"


def extended(*events: object, name: str = "foia") -> str:
    found = live(SENT, *events, name=name)
    assert found.due
    return found.due.due_on.isoformat()


def test_extension_dates_are_those_of_the_calendar() -> None:
    assert (due("2017-06-30").due_on, law()[1].after(day("2017-06-30"), 40)) == (day(DAY_20), day(DAY_40))


def test_extension_moves_the_date_to_the_day_the_notice_names() -> None:
    assert extended(("extended", "2017-07-28", {"until": "2017-08-14"})) == "2017-08-14"


def test_extension_without_a_day_reaches_the_practical_ceiling() -> None:
    assert extended(("extended", "2017-07-28")) == DAY_40


def test_extension_beyond_40_working_days_stops_at_the_ceiling_and_says_so() -> None:
    found = live(SENT, ("extended", "2017-07-28", {"until": "2017-12-01"}))
    assert found.due and found.due.due_on == day(DAY_40)
    assert any("2017-12-01" in note and "good practice" in note for note in found.notes)


@pytest.mark.parametrize(("notice", "due_on"), [(DAY_20, DAY_40), ("2017-08-02", DAY_20)])
def test_extension_needs_its_notice_by_day_20(notice: str, due_on: str) -> None:
    assert extended(("extended", notice)) == due_on


def test_extension_noticed_after_day_20_leaves_the_body_overdue() -> None:
    found = stands(SENT, ("extended", "2017-08-02"), on="2017-08-03")
    assert found.computed == "overdue"
    assert any("extends nothing" in note for note in found.live.notes)


def test_extension_noticed_on_day_20_of_the_other_reading_counts_and_says_so() -> None:
    found = live(SENT, ("extended", "2017-08-01"))
    assert found.due and found.due.due_on == day(DAY_40)
    assert any("deemed" in note for note in found.notes)


def test_extension_never_shortens_the_time() -> None:
    assert extended(("extended", "2017-07-03", {"until": "2017-07-10"})) == DAY_20


def test_extension_can_be_estimated_anew_under_foia_up_to_the_ceiling() -> None:
    first, second = (
        ("extended", "2017-07-28", {"until": "2017-08-14"}),
        ("extended", "2017-08-14", {"until": "2017-08-21"}),
    )
    assert extended(first, second) == "2017-08-21"


def test_extension_under_eir_is_once_to_40_by_law() -> None:
    first, second = (
        ("extended", "2017-07-28", {"until": "2017-08-14"}),
        ("extended", "2017-08-14", {"until": "2017-08-21"}),
    )
    assert extended(("extended", "2017-07-28"), name="eir") == DAY_40
    assert extended(first, second, name="eir") == "2017-08-14"
    found = live(SENT, ("extended", "2017-07-28", {"until": "2017-12-01"}), name="eir")
    assert found.due and found.due.due_on == day(DAY_40)
    assert any("the law allows 40" in note for note in found.notes)


def test_extension_under_the_scottish_act_there_is_none() -> None:
    found = live(SENT, ("extended", "2017-07-21", {"until": "2017-08-14"}), name="foisa")
    assert found.due and found.due.due_on == due("2017-06-30", "foisa").due_on
    assert any("no extension" in note for note in found.notes)


def test_extension_starts_from_zero_with_the_clock() -> None:
    """An extension of the time before a clarification does not outlive the restart."""
    found = live(
        SENT,
        ("extended", "2017-07-10"),
        ("clarification_asked", "2017-07-11"),
        ("clarification_answered", "2017-07-14"),
    )
    assert found.due and found.due.due_on == due("2017-07-14").due_on


def test_extension_of_a_school_never_ends_before_the_schools_own_time() -> None:
    school = SchoolDays(None)
    plain, longer = live(SENT, school=school), live(SENT, ("extended", "2017-07-28"), school=school)
    assert plain.due and longer.due and longer.due.due_on == plain.due.due_on
