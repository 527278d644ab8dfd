"""Law: an answer is due promptly, at most 20 working days after receipt (s.10(1), EIR reg.5(2))."""

import json
from pathlib import Path

import pytest

from answerable.core.law.calendar import make_calendar
from answerable.core.law.regimes import regimes
from tests.unit.core.law.makers import bank_holidays, day, due

RECEIVED_AND_DUE = [
    ("2016-04-04", "2016-05-03"),
    ("2016-04-12", "2016-05-11"),
    ("2017-06-14", "2017-07-13"),
    ("2017-06-30", "2017-07-31"),
    ("2017-06-24", "2017-07-24"),
    ("2026-06-01", "2026-06-30"),
]


def test_time_is_twenty_working_days_under_every_law() -> None:
    assert {regime.working_days for regime in regimes().values()} == {20}


@pytest.mark.parametrize(("received_on", "due_on"), RECEIVED_AND_DUE)
def test_time_of_known_requests(received_on: str, due_on: str) -> None:
    assert due(received_on).due_on == day(due_on)


@pytest.mark.shared
def test_time_of_the_test_vectors(shared: Path) -> None:
    vectors = json.loads((shared / "domain" / "test-vectors.json").read_text())["due_dates_foia_20wd"]
    for vector in vectors:
        received_on = day(vector["received"][:10])
        found = due(received_on.isoformat())
        assert found.due_on == day(vector["due"])
        if "if_deemed_received_monday" in vector:
            assert found.if_deemed_received_next_working_day == day(vector["if_deemed_received_monday"])
        if "england_only_wrong" in vector:
            assert england_only(received_on.isoformat()) == vector["england_only_wrong"]


def england_only(received_on: str) -> str:
    """What counting on England's holidays alone gives."""
    uk, reached, left = make_calendar("uk"), day(received_on), 20
    while left:
        reached = reached.fromordinal(reached.toordinal() + 1)
        left -= reached.weekday() < 5 and reached not in bank_holidays(reached.year, "ENG")
    assert uk.first < reached < uk.last
    return reached.isoformat()
