"""What the doctor finds of a desk's own holidays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from answerable.desk.requests.standing import OVERRIDES_FILE
from answerable.desk.running import doctor
from answerable.desk.running.doctor import ERROR, GOOD, Finding, examine

pytestmark = pytest.mark.django_db


@pytest.fixture
def holidays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of holidays in a home of the test's own, with tables that no migration made."""
    monkeypatch.setattr(doctor, "check_made", lambda: None)
    with override_settings(HERE=replace(settings.HERE, home=tmp_path)):
        yield tmp_path / OVERRIDES_FILE


def _told(path: Path) -> list[Finding]:
    return [each for each in examine() if str(path) in each.words]


def test_doctor_reads_the_holidays_of_the_home(holidays: Path) -> None:
    assert _told(holidays) == []
    holidays.write_text("- day: 2027-06-04\n  part: ENG\n  change: add\n  name: Celebration\n")
    assert [each.grade for each in _told(holidays)] == [GOOD]


def test_doctor_tells_of_holidays_that_cannot_be_read(holidays: Path) -> None:
    holidays.write_text("- day: 2027-06-04\n  part: France\n  change: add\n")
    told = _told(holidays)
    assert [each.grade for each in told] == [ERROR]
    assert "France" in told[0].words
