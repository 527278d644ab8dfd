"""Law: the day of receipt is day 0, even a weekend; both readings are shown before anyone is called late."""

import pytest

from answerable.core.law.clock import ClockState
from answerable.core.law.due import Lateness, is_late
from tests.unit.core.law.makers import day, due, live, stands


def test_day_of_receipt_on_a_saturday_is_day_0() -> None:
    found = due("2017-06-24")
    assert found.due_on == day("2017-07-24")
    assert found.skipped[0] == (day("2017-06-25"), "Sunday")


def test_day_of_receipt_day_1_is_the_next_working_day() -> None:
    # Friday, Saturday and Sunday all begin to count on Monday.
    assert {due(d).due_on for d in ("2017-06-23", "2017-06-24", "2017-06-25")} == {day("2017-07-24")}
    assert due("2017-06-26").due_on == day("2017-07-25")


@pytest.mark.parametrize(
    ("received_on", "deemed_due"),
    [("2017-06-24", "2017-07-25"), ("2017-06-23", "2017-07-25"), ("2017-06-22", "2017-07-24")],
)
def test_day_of_receipt_deemed_the_next_working_day_gives_a_second_date(
    received_on: str, deemed_due: str
) -> None:
    assert due(received_on).if_deemed_received_next_working_day == day(deemed_due)


@pytest.mark.parametrize(
    ("answered_on", "lateness"),
    [
        ("2017-07-24", Lateness.ON_TIME),
        ("2017-07-25", Lateness.LATE_ON_ONE_READING),
        ("2017-07-26", Lateness.LATE),
    ],
)
def test_day_of_receipt_decides_who_is_late(answered_on: str, lateness: Lateness) -> None:
    assert is_late(due("2017-06-24"), day(answered_on)) is lateness
    found = stands(("sent", "2017-06-24"), ("answered", answered_on), on="2017-12-01")
    assert found.lateness is lateness


def test_day_of_receipt_is_that_of_delivery_where_it_is_known() -> None:
    assert live(("sent", "2017-06-23")).due.due_on == day("2017-07-24")  # type: ignore[union-attr]
    found = live(("sent", "2017-06-23"), ("delivered", "2017-06-26"))
    assert found.due and found.due.received_on == day("2017-06-26")
    assert found.due.due_on == day("2017-07-25")


def test_day_of_receipt_of_a_bounced_request_never_came() -> None:
    found = live(("sent", "2017-06-23"), ("bounced", "2017-06-23"))
    assert found.clock is ClockState.NOT_STARTED and found.due is None
    again = live(("sent", "2017-06-23"), ("bounced", "2017-06-23"), ("sent", "2017-06-26"))
    assert again.due and again.due.received_on == day("2017-06-26")
