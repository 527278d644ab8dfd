"""Law: complaint within six weeks of the final answer, silence straight after chasing; FOISA six months."""

from typing import Any

import pytest

from answerable.core.law.complaint import Complaint, complaint_on
from answerable.core.law.deadlines import add_months, complain_by
from answerable.core.law.regimes import regime_named
from tests.unit.core.law.makers import day, law, log

SENT = ("sent", "2017-06-01")  # due 2017-06-29, on the other reading 2017-06-30
REFUSED = ("refused", "2017-06-20", {"sections": ("s.43(2)",)})
REVIEWED = (SENT, REFUSED, ("review_asked", "2017-07-03"), ("review_answered", "2017-07-20"))


def complaint(*events: Any, on: str, name: str = "foia") -> Complaint:
    return complaint_on(log(*events), *law(name), day(on))


@pytest.mark.parametrize(
    ("name", "by"), [("foia", "2017-08-31"), ("eir", "2017-08-31"), ("foisa", "2018-01-20")]
)
def test_regulator_within_six_weeks_or_in_scotland_six_months(name: str, by: str) -> None:
    assert complain_by(day("2017-07-20"), regime_named(name)) == day(by)
    assert complaint(*REVIEWED, on=by, name=name).possible
    late = complaint(*REVIEWED, on=day(by).fromordinal(day(by).toordinal() + 1).isoformat(), name=name)
    assert not late.possible and "ended" in late.because


def test_regulator_comes_after_the_bodys_own_review() -> None:
    for name in ("foia", "eir", "foisa"):
        assert not complaint(SENT, REFUSED, on="2017-07-03", name=name).possible
        assert complaint(*REVIEWED, on="2017-07-21", name=name).possible


def test_regulator_comes_when_the_review_is_overdue() -> None:
    asked = (SENT, REFUSED, ("review_asked", "2017-07-03"))
    assert not complaint(*asked, on="2017-08-01").possible
    assert complaint(*asked, on="2017-09-29").possible
    assert complaint(*asked, on="2017-08-01", name="foisa").possible


def test_regulator_hears_total_silence_once_it_was_chased() -> None:
    reminded = ("reminded", "2017-07-05")
    assert not complaint(SENT, on="2017-07-10").possible
    assert "reminder" in complaint(SENT, on="2017-07-10").because
    assert complaint(SENT, reminded, on="2017-07-10").possible
    acknowledged = (SENT, ("acknowledged", "2017-06-02"), ("holding_reply", "2017-06-20"), reminded)
    assert complaint(*acknowledged, on="2017-07-10").possible


def test_regulator_does_not_hear_silence_that_is_late_on_one_reading_only() -> None:
    reminded = ("reminded", "2017-06-28")
    on_one = complaint(SENT, reminded, on="2017-06-30")
    assert not on_one.possible and "one reading" in on_one.because
    assert not complaint(SENT, reminded, on="2017-06-29").possible
    assert complaint(SENT, reminded, on="2017-07-01").possible


def test_regulator_in_scotland_hears_silence_only_after_a_review() -> None:
    reminded = (SENT, ("reminded", "2017-07-05"))
    assert not complaint(*reminded, on="2017-07-10", name="foisa").possible
    assert complaint(*reminded, ("review_asked", "2017-07-10"), on="2017-09-29", name="foisa").possible


def test_regulator_is_not_asked_twice() -> None:
    asked = (*REVIEWED, ("regulator_complaint", "2017-07-25"))
    assert not complaint(*asked, on="2017-07-26").possible
    assert not complaint(*asked, ("decision_notice", "2017-12-01"), on="2017-12-02").possible


def test_regulator_has_a_configured_name() -> None:
    assert complaint(*REVIEWED, on="2017-07-21").regulator.short == "ICO"
    assert complaint(*REVIEWED, on="2017-07-21", name="foisa").regulator.short == "SIC"


def test_regulator_months_end_with_a_shorter_month() -> None:
    assert add_months(day("2017-08-31"), 6) == day("2018-02-28")
    assert add_months(day("2017-12-15"), 1) == day("2018-01-15")
