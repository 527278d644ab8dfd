"""The board: its counts are those of a slow look, its queries do not grow, its forms do what they say."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.core.law.due import Lateness
from answerable.core.law.life import EventKind
from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.chasing.board import SHOWS, Chosen, chosen_requests, counts
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox import reply_address
from answerable.desk.mail.receiving import receive_message
from answerable.desk.people.roles import Role
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Request
from answerable.desk.requests.standing import stands
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member, open_requests, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 2, 10, tzinfo=UTC)
ON = NOW.date()
K = EventKind


def lived(n_bodies: int = 7) -> Survey:
    """A survey in which each body has come to another point."""
    survey = make_survey(n_bodies=n_bodies)
    stories = (
        ((K.SENT, date(2026, 6, 1)),),
        ((K.SENT, date(2026, 6, 2)),),
        ((K.SENT, date(2026, 6, 20)), (K.ACKNOWLEDGED, date(2026, 6, 22))),
        ((K.SENT, date(2026, 6, 1)), (K.ANSWERED, date(2026, 6, 20))),
        ((K.SENT, date(2026, 6, 1)), (K.CLARIFICATION_ASKED, date(2026, 6, 4))),
        ((K.SENT, date(2026, 6, 1)), (K.NOT_HELD, date(2026, 6, 4))),
        (),
    )
    with clock.at(NOW):
        for n, request in enumerate(open_requests(survey)):
            for kind, on in stories[n % len(stories)]:
                log_event(request=request, kind=kind, on=on, by=None)
    return survey


def test_counts_agree_with_core_for_every_request() -> None:
    survey = lived()
    a_round = survey.rounds.get()
    told = counts(a_round, ON)
    standings = [stands(each, ON) for each in Request.objects.filter(round=a_round)]
    running = [each for each in standings if each.live.clock == "running"]
    assert told["all"] == 7
    assert told["late"] == sum(each.lateness is Lateness.LATE for each in running) == 1
    assert told["one"] == sum(each.lateness is Lateness.LATE_ON_ONE_READING for each in running) == 1
    assert told["running"] == sum(each.lateness is Lateness.ON_TIME for each in running) == 1
    assert (told["answered"], told["ours"], told["closed"], told["unsent"]) == (1, 1, 1, 1)


def test_every_filter_lists_as_many_as_it_counts() -> None:
    a_round = lived().rounds.get()
    told = counts(a_round, ON)
    for show in SHOWS:
        assert chosen_requests(a_round, Chosen.of({"show": show.key}), ON).count() == told[show.key]


def test_what_an_address_asks_for_is_bounded() -> None:
    chosen = Chosen.of({"show": "nonsense", "page": "-3", "q": "x" * 1000, "order": "; drop"})
    assert (chosen.show, chosen.page, chosen.order, len(chosen.words)) == ("all", 1, "due", 100)


def test_board_queries_do_not_grow_with_bodies() -> None:
    taken = []
    for n_bodies in (7, 35):
        survey = lived(n_bodies)
        client = signed_in(member(survey))
        client.get(f"/s/{survey.key}/board/")
        with (
            clock.at(NOW),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            assert client.get(f"/s/{survey.key}/board/").status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_board_tells_who_is_late_and_by_how_much() -> None:
    survey = lived()
    with clock.at(NOW):
        page = (
            signed_in(member(survey, Role.VIEWER)).get(f"/s/{survey.key}/board/?show=late").content.decode()
        )
    assert "Ashby Council" in page and "1 day late" in page
    assert "Birchwood" not in page


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_may_only_look_changes_nothing(role: Role) -> None:
    survey = lived()
    request = Request.objects.filter(round__survey=survey).first()
    assert request is not None
    client, before = signed_in(member(survey, role)), AuditEvent.objects.count()
    base = f"/s/{survey.key}/board/request/{request.reference}/"
    for name, given in (("event", {"kind": "answered", "on": "2026-07-01"}), ("stop", {"because": "x"})):
        assert client.post(f"{base}{name}/", given).status_code == 403
    assert client.get(f"{base}complaint.zip").status_code == 403
    assert AuditEvent.objects.count() == before
    page = client.get(base).content.decode()
    assert "foi@" not in page


def test_an_event_by_hand_can_be_taken_back() -> None:
    survey = lived()
    request = Request.objects.get(round__survey=survey, body__name="Ashby Council")
    client = signed_in(member(survey, Role.CODER))
    base = f"/s/{survey.key}/board/request/{request.reference}/"
    with clock.at(NOW):
        given = {"kind": "refused", "on": "2026-07-01"}
        assert client.post(f"{base}event/", given).status_code == 422
        given |= {"sections": "s.12"}
        page = client.post(f"{base}event/", given, follow=True).content.decode()
        request.refresh_from_db()
        assert request.state == "refused" and "Undo" in page
        event = request.events.get(kind="refused")
        client.post(f"{base}event/{event.pk}/undo/")
    request.refresh_from_db()
    assert request.state == "sent"


def test_a_day_to_come_has_not_happened() -> None:
    survey = lived()
    request = Request.objects.get(round__survey=survey, body__name="Ashby Council")
    with clock.at(NOW):
        answer = signed_in(member(survey)).post(
            f"/s/{survey.key}/board/request/{request.reference}/event/",
            {"kind": "answered", "on": "2026-07-09"},
        )
    assert "has not come yet" in answer.content.decode()


def test_a_letter_by_hand_is_queued_once_in_the_thread() -> None:
    survey = lived()
    request = Request.objects.get(round__survey=survey, body__name="Eastley Council")
    client = signed_in(member(survey))
    given = {
        "subject": "Re: your question",
        "text": "We mean both.",
        "answers_clarification": "on",
        "key": "abc",
    }
    for _ in range(2):
        client.post(f"/s/{survey.key}/board/request/{request.reference}/letter/", given)
    message = OutgoingMessage.objects.get(request=request)
    assert (message.logs, message.state, message.to_address) == (
        "clarification_answered",
        "queued",
        "foi@e10000005.gov.example",
    )


def test_requests_of_other_surveys_are_not_found() -> None:
    mine, theirs = lived(), lived()
    other = Request.objects.filter(round__survey=theirs).first()
    assert other is not None
    client = signed_in(member(mine))
    assert client.get(f"/s/{mine.key}/board/request/{other.reference}/").status_code == 404


def test_what_is_noted_at_the_board_is_what_the_unread_reply_means() -> None:
    survey = lived()
    request = Request.objects.get(round__survey=survey, body__name="Ashby Council")
    client = signed_in(member(survey, Role.CODER))
    to = reply_address(request)
    raw = f"From: foi@e10000001.gov.example\nTo: {to}\nSubject: Re\n\nWe hold none of this.\n"
    with clock.at(NOW):
        message = receive_message(raw=raw.encode(), came_by="upload")
        base = f"/s/{survey.key}/board/request/{request.reference}/"
        assert counts(survey.rounds.get(), ON)["unread"] == 1
        client.post(f"{base}event/", {"kind": "not_held", "on": "2026-07-01"})
        assert counts(survey.rounds.get(), ON)["unread"] == 0
        event = request.events.get(kind="not_held")
        assert event.incoming == message
        client.post(f"{base}event/{event.pk}/undo/")
        assert counts(survey.rounds.get(), ON)["unread"] == 1
