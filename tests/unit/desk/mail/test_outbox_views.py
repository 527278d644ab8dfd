"""The outbox on the screen: what it shows, what may be done by whom, and that its queries do not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.mail.models import OutgoingMessage, OutgoingState
from answerable.desk.mail.outbox import queue_message
from answerable.desk.mail.sending_claims import claim, note_doubt, note_failed, note_sent
from answerable.desk.mail.sending_pace import rest
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member, open_requests, signed_in
from tests.functional.desk.sending_server import send_by

pytestmark = pytest.mark.django_db
LINK = "https://desk.example/reply/abc-def/"


def outbox_of(n: int, survey: Survey | None = None) -> list[OutgoingMessage]:
    return [
        queue_message(
            key=f"view-{request.pk}",
            survey=request.round.survey,
            request=request,
            purpose="request",
            logs="sent",
            to_address=request.body.contacts.get().email,
            subject="Request for information",
            text=f"Please answer at {LINK} or write to {request.token}@127.0.0.1",
            by=None,
        )
        for request in open_requests(survey or make_survey(n_bodies=n))
    ]


def page(client: Client, survey: Survey, rest_of: str = "") -> str:
    answer = client.get(f"/s/{survey.key}/outbox/{rest_of}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_outbox_the_number_of_queries_does_not_grow() -> None:
    counts = []
    for n in (3, 30):
        survey = make_survey(n_bodies=n)
        outbox_of(n, survey)
        client = signed_in(member(survey))
        with CaptureQueriesContext(connection) as captured:
            page(client, survey)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20


def test_outbox_filters_stay_in_the_address_and_count() -> None:
    survey = make_survey()
    first, _, third = outbox_of(3, survey)
    note_sent(taken(first))
    client = signed_in(member(survey))
    sent = page(client, survey, "?state=sent")
    assert "Sent: 1" in sent and first.request and first.request.body.name in sent
    assert third.request and third.request.body.name not in sent
    assert "Waiting: 2" in page(client, survey, "?state=queued")
    assert "All messages: 1" in page(client, survey, f"?q={third.request.reference}")
    assert "No message fits" in page(client, survey, "?q=nobody&wave=99")
    assert "All messages: 3" in page(client, survey, "?state=nonsense&wave=x&page=zzz")


def taken(message: OutgoingMessage) -> OutgoingMessage:
    claimed = claim(f"for {message.pk}").message
    assert claimed == message
    return claimed


def test_outbox_empty_says_what_to_do_next() -> None:
    survey = make_survey()
    assert "Letters come here when a wave is approved" in page(signed_in(member(survey)), survey)


def test_outbox_progress_asks_again_until_done(settings: Settings) -> None:
    send_by(settings, "console:", pace=60)
    survey = make_survey()
    messages = outbox_of(3, survey)
    client = signed_in(member(survey))
    going = page(client, survey, "progress/")
    assert 'hx-trigger="every 2s"' in going and "0 of 3 sent" in going
    assert "in about 3 seconds" in going
    OutgoingMessage.objects.filter(pk__in=[m.pk for m in messages]).update(state=OutgoingState.SENT)
    done = client.get(f"/s/{survey.key}/outbox/progress/")
    assert "hx-trigger" not in done.content.decode() and done.headers["HX-Refresh"] == "true"


def test_outbox_says_what_stands_in_the_way(settings: Settings) -> None:
    survey = make_survey()
    outbox_of(3, survey)
    client = signed_in(member(survey))
    send_by(settings, "")
    assert "No mail leaves" in page(client, survey)
    send_by(settings, "console:")
    assert "Is a worker running?" not in page(client, survey)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert "Is a worker running?" in page(client, survey)
        rest("The server said no")
        assert "The server said no" in page(client, survey)
        client.post(f"/s/{survey.key}/outbox/try/")
        assert "The server said no" not in page(client, survey)


def test_outbox_a_doubt_is_settled_and_leaves_its_trail() -> None:
    survey = make_survey()
    message = outbox_of(1, survey)[0]
    note_doubt(taken(message), "The line broke.")
    user = member(survey, Role.EDITOR)
    client, address = signed_in(user), f"/s/{survey.key}/outbox/{message.pk}/"
    assert "The line broke." in page(client, survey, f"{message.pk}/")
    assert client.post(f"{address}settle/", {"sent": "perhaps"}).status_code == 400
    assert client.post(f"{address}settle/", {"sent": "yes"}).status_code == 302
    message.refresh_from_db()
    assert message.state == "sent" and message.request and message.request.events.count() == 1
    assert AuditEvent.objects.filter(verb="mail.settled", by=user).count() == 1
    assert client.post(f"{address}settle/", {"sent": "no"}).status_code == 409


def test_outbox_cancel_has_an_undo_that_works() -> None:
    survey = make_survey()
    message = outbox_of(1, survey)[0]
    client, address = signed_in(member(survey)), f"/s/{survey.key}/outbox/{message.pk}/"
    shown = client.post(f"{address}cancel/", follow=True).content.decode()
    assert "Undo" in shown and f"{address}again/" in shown
    message.refresh_from_db()
    assert message.state == "cancelled"
    client.post(f"{address}again/")
    message.refresh_from_db()
    assert message.state == "queued" and not message.insisted


def test_outbox_failed_messages_are_queued_again_together() -> None:
    survey = make_survey()
    messages = outbox_of(3, survey)
    for each in messages[:2]:
        note_failed(taken(each), "550 no")
    client = signed_in(member(survey))
    assert "550 no" in page(client, survey, "?state=failed")
    client.post(f"/s/{survey.key}/outbox/failed-again/")
    assert OutgoingMessage.objects.filter(survey=survey, state="queued").count() == 3


def test_outbox_a_test_goes_to_oneself() -> None:
    survey = make_survey()
    user = member(survey)
    assert signed_in(user).post(f"/s/{survey.key}/outbox/test/").status_code == 302
    assert OutgoingMessage.objects.get(survey=survey).to_address == user.email


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.CODER])
def test_outbox_who_may_not_send_changes_nothing(role: Role) -> None:
    survey = make_survey()
    message = outbox_of(1, survey)[0]
    client = signed_in(member(survey, role))
    for deed in (f"{message.pk}/cancel/", f"{message.pk}/again/", f"{message.pk}/settle/", "test/", "try/"):
        assert client.post(f"/s/{survey.key}/outbox/{deed}").status_code == 403
    assert client.post(f"/s/{survey.key}/outbox/failed-again/").status_code == 403
    assert "<button>Cancel" not in page(client, survey, f"{message.pk}/")
    message.refresh_from_db()
    assert message.state == "queued"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_outbox_who_sees_no_people_sees_no_addresses_and_no_links(role: Role) -> None:
    survey = make_survey()
    message = outbox_of(1, survey)[0]
    client = signed_in(member(survey, role))
    assert message.request is not None
    for shown in (page(client, survey), page(client, survey, f"{message.pk}/")):
        assert message.to_address not in shown
        assert message.request.token not in shown
        assert LINK not in shown
    assert message.to_address in page(signed_in(member(survey, Role.OWNER)), survey, f"{message.pk}/")
    assert "No message fits" in page(client, survey, f"?q={message.to_address}")


def test_outbox_messages_of_other_surveys_are_not_found_and_forms_are_guarded() -> None:
    mine, theirs = make_survey(), make_survey()
    message = outbox_of(1, theirs)[0]
    user = member(mine)
    assert signed_in(user).get(f"/s/{mine.key}/outbox/{message.pk}/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(f"/s/{mine.key}/outbox/test/").status_code == 403
    assert signed_in(user).get(f"/s/{mine.key}/outbox/test/").status_code == 405
