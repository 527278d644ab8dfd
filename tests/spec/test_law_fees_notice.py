"""Law: the clock pauses from a fees notice until it is paid (FOIA 2000 s.10(2))."""

from answerable.core.law.clock import ClockState
from answerable.core.law.due import Lateness
from tests.unit.core.law.makers import day, due, law, live, stands

NOTICE = (("sent", "2017-06-30"), ("fees_notice", "2017-07-10"))


def test_fees_notice_pauses_the_clock() -> None:
    found = live(*NOTICE)
    assert found.clock is ClockState.PAUSED and found.due is None
    assert stands(*NOTICE, on="2017-09-29").computed is None


def test_fees_notice_days_from_the_notice_to_the_payment_do_not_count() -> None:
    """The working days from the day of the notice to the day of payment, both included, are disregarded."""
    found = live(*NOTICE, ("fee_paid", "2017-07-14"))
    _, calendar = law()
    disregarded = calendar.working_days_in(day("2017-07-10"), day("2017-07-14"))
    assert disregarded == 4  # the 12th is a holiday anyway
    assert found.due and found.due.due_on == calendar.after(due("2017-06-30").due_on, disregarded)
    unpaid = [d.isoformat() for d, because in found.due.skipped if "fee" in because]
    assert unpaid == ["2017-07-10", "2017-07-11", "2017-07-13", "2017-07-14"]


def test_fees_notice_does_not_restart_the_clock() -> None:
    found = live(*NOTICE, ("fee_paid", "2017-07-14"))
    assert found.due and found.due.received_on == day("2017-06-30")
    assert found.due.due_on < due("2017-07-14").due_on


def test_fees_notice_given_twice_pauses_twice() -> None:
    once = live(*NOTICE, ("fee_paid", "2017-07-14")).due
    twice = live(
        *NOTICE, ("fee_paid", "2017-07-14"), ("fees_notice", "2017-07-20"), ("fee_paid", "2017-07-21")
    ).due
    assert once and twice and twice.due_on == law()[1].after(once.due_on, 2)


def test_fees_notice_unpaid_lapses_after_three_months_and_after_60_working_days_under_eir() -> None:
    assert live(*NOTICE).lapses_on == day("2017-10-10")
    assert live(*NOTICE, name="eir").lapses_on == law("eir")[1].after(day("2017-07-10"), 60)


def test_fees_notice_unpaid_but_answered_all_the_same_is_in_time() -> None:
    found = stands(*NOTICE, ("answered", "2017-09-01"), on="2017-12-01")
    assert found.lateness is Lateness.ON_TIME
