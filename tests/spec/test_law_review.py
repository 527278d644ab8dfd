"""Law: ask for a review within 40 working days; 20 expected and 40 at most, 40 by law (EIR), 20 (FOISA)."""

import pytest

from answerable.core.law.deadlines import ask_review_by, review_due
from answerable.core.law.life import State
from tests.unit.core.law.makers import day, law, stands

RECEIVED, DUE, REPLIED = day("2017-06-01"), day("2017-06-29"), day("2017-06-20")


@pytest.mark.parametrize("name", ["foia", "eir", "foisa"])
def test_review_is_asked_within_40_working_days_of_the_reply(name: str) -> None:
    regime, calendar = law(name)
    by = ask_review_by(regime, calendar, replied_on=REPLIED, received_on=RECEIVED, due_on=DUE)
    assert by == calendar.after(REPLIED, 40)


def test_review_of_silence_under_the_scottish_act_within_60_of_the_request() -> None:
    regime, calendar = law("foisa")
    by = ask_review_by(regime, calendar, replied_on=None, received_on=RECEIVED, due_on=DUE)
    assert by == calendar.after(RECEIVED, 60)


def test_review_of_silence_elsewhere_within_40_of_the_due_date() -> None:
    for name in ("foia", "eir"):
        regime, calendar = law(name)
        by = ask_review_by(regime, calendar, replied_on=None, received_on=RECEIVED, due_on=DUE)
        assert by == calendar.after(DUE, 40)


@pytest.mark.parametrize(
    ("name", "expected", "at_most", "by_law"),
    [("foia", 20, 40, False), ("eir", 40, 40, True), ("foisa", 20, 20, True)],
)
def test_review_is_due(name: str, expected: int, at_most: int, by_law: bool) -> None:
    regime, calendar = law(name)
    found = review_due(day("2017-07-03"), regime, calendar)
    assert found.expected_on == calendar.after(day("2017-07-03"), expected)
    assert found.at_latest_on == calendar.after(day("2017-07-03"), at_most)
    assert found.by_law is by_law


def test_review_overdue_is_computed_after_the_last_day() -> None:
    events = (("sent", "2017-06-01"), ("refused", "2017-06-20"), ("review_asked", "2017-07-03"))
    _, calendar = law()
    last = calendar.after(day("2017-07-03"), 40)
    assert stands(*events, on=last.isoformat()).computed is None
    after = stands(*events, on=calendar.next_working_day(last).isoformat())
    assert (after.state, after.computed) == (State.REVIEW_ASKED, State.REVIEW_OVERDUE)
