"""Events are logged, undone, and tell the state again."""

from datetime import date

import pytest
from django.test import Client

from answerable.core.errors import ImpossibleEvent
from answerable.core.law.life import EventKind
from answerable.desk.audit.models import AuditEvent
from answerable.desk.people.roles import Role
from answerable.desk.requests.actions import log_event, undo_event
from tests.desk_factories import make_survey, member, open_requests, signed_in

pytestmark = pytest.mark.django_db


def test_log_event_a_sent_request_has_its_due_date() -> None:
    request = open_requests(make_survey())[0]
    log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, 1), by=None)
    assert (request.state, request.due_on) == ("sent", date(2026, 6, 30))


def test_undo_event_gives_the_state_before_and_keeps_the_row() -> None:
    request = open_requests(make_survey())[0]
    log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, 1), by=None)
    event = log_event(request=request, kind=EventKind.ANSWERED, on=date(2026, 6, 9), by=None)
    undo_event(event=event, by=None)
    request.refresh_from_db()
    assert request.state == "sent"
    assert request.events.count() == 2


def test_log_event_what_cannot_follow_leaves_nothing() -> None:
    request = open_requests(make_survey())[0]
    before = AuditEvent.objects.count()
    with pytest.raises(ImpossibleEvent):
        log_event(request=request, kind=EventKind.ANSWERED, on=date(2026, 6, 1), by=None)
    assert request.events.count() == 0
    assert AuditEvent.objects.count() == before


def test_surveys_of_others_are_not_found() -> None:
    mine, theirs = make_survey(), make_survey()
    client = signed_in(member(mine, Role.VIEWER))
    assert client.get("/").status_code == 200
    assert client.get(f"/s/{theirs.key}/").status_code == 404
    assert Client().get(f"/s/{mine.key}/").status_code == 302
