"""Due dates move with the calendar and every move is logged; requests lapse that nobody answered for us."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from answerable.core.law.life import EventKind
from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.errors import BadSetting
from answerable.desk.requests.actions import log_event, stop_chasing
from answerable.desk.requests.duties import lapse_waiting, move_due_dates
from answerable.desk.requests.standing import OVERRIDES_FILE
from tests.desk_factories import make_survey, open_requests

pytestmark = pytest.mark.django_db

PROCLAIMED = """
- day: 2026-06-24
  part: ENG
  change: add
  name: A day of mourning
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the desk in which a test may write."""
    monkeypatch.setattr(settings, "HERE", replace(settings.HERE, home=tmp_path))
    return tmp_path


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_move_due_dates_a_late_proclamation_moves_live_requests_and_is_logged(home: Path) -> None:
    live, answered, _ = open_requests(make_survey())
    with clock.at(at(date(2026, 6, 20))):
        for request in (live, answered):
            log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, 1), by=None)
        log_event(request=answered, kind=EventKind.ANSWERED, on=date(2026, 6, 19), by=None)
        (home / OVERRIDES_FILE).write_text(PROCLAIMED)
        assert move_due_dates() == 1
        assert move_due_dates() == 0
    live.refresh_from_db()
    answered.refresh_from_db()
    assert (live.due_on, answered.due_on) == (date(2026, 7, 1), date(2026, 6, 30))
    move = live.moves.get()
    assert (move.before, move.after) == (date(2026, 6, 30), date(2026, 7, 1))
    assert "day of mourning" in " ".join(move.because)
    assert AuditEvent.objects.filter(verb="request.due_date_moved").count() == 1


def test_an_event_after_a_changed_calendar_logs_the_move_too(home: Path) -> None:
    request = open_requests(make_survey())[0]
    with clock.at(at(date(2026, 6, 20))):
        log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, 1), by=None)
        (home / OVERRIDES_FILE).write_text(PROCLAIMED)
        log_event(request=request, kind=EventKind.ACKNOWLEDGED, on=date(2026, 6, 20), by=None)
    assert request.due_on == date(2026, 7, 1)
    assert request.moves.count() == 1


def test_overrides_that_cannot_be_read_are_told_by_name(home: Path) -> None:
    request = open_requests(make_survey())[0]
    (home / OVERRIDES_FILE).write_text("- day: tomorrow\n")
    with pytest.raises(BadSetting, match=OVERRIDES_FILE):
        log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, 1), by=None)


def test_lapse_waiting_a_clarification_of_three_months_ago() -> None:
    old, young, _ = open_requests(make_survey())
    for request, asked_on in ((old, date(2026, 6, 5)), (young, date(2026, 8, 5))):
        log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, 1), by=None)
        log_event(request=request, kind=EventKind.CLARIFICATION_ASKED, on=asked_on, by=None)
    with clock.at(at(date(2026, 9, 6))):
        assert lapse_waiting() == 1
        assert lapse_waiting() == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == ("lapsed", "clarification_asked")


def test_stop_chasing_is_told_and_cannot_be_done_twice() -> None:
    request = open_requests(make_survey())[0]
    stop_chasing(request=request, because="They rang: it comes on Friday.", by=None)
    assert AuditEvent.objects.filter(verb="request.chasing_stopped").count() == 1
    with pytest.raises(Exception, match="before"):
        stop_chasing(request=request, because="", by=None)
