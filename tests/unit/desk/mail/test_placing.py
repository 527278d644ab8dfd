"""A click places a message, several places are allowed, and all of it can be taken back."""

from datetime import date

import pytest

from answerable.core.errors import ImpossibleEvent, UnknownName
from answerable.core.law.life import EventKind
from answerable.desk.audit.models import AuditEvent
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingMessage, Placement
from answerable.desk.mail.placing import bring_back, place_message, set_aside, undo_placement
from answerable.desk.mail.placing_events import mark_read, say_what_it_is, unsay
from answerable.desk.mail.receiving import keep_raw, receive_message
from answerable.desk.people.models import User
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from tests.desk_factories import make_survey, member, open_requests
from tests.desk_mail_in import acknowledgement, failure, reply, sent_requests, stranger

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 9)


@pytest.fixture
def requests() -> list[Request]:
    """Three requests that went out."""
    return sent_requests()


@pytest.fixture
def coder(requests: list[Request]) -> User:
    """A person who may place mail."""
    return member(requests[0].round.survey, Role.CODER)


def _waiting() -> IncomingMessage:
    return receive_message(raw=stranger(), came_by="imap")


def test_place_message_one_reply_for_several_bodies(requests: list[Request], coder: User) -> None:
    message = _waiting()
    place_message(message=message, requests=requests[:2], by=coder, because="one team answers for both")
    again = place_message(message=message, requests=requests[1:], by=coder, because="and for this one")
    assert [each.request for each in message.placements.order_by("pk")] == requests
    assert (message.state, message.survey, len(again)) == ("placed", requests[0].round.survey, 2)
    assert all(each.to_read for each in Placement.objects.all())


def test_place_message_requests_of_two_surveys_are_refused(requests: list[Request], coder: User) -> None:
    other = open_requests(make_survey())[0]
    with pytest.raises(Conflict):
        place_message(message=_waiting(), requests=[requests[0], other], by=coder, because="x")
    assert Placement.objects.count() == 0


def test_place_message_not_before_it_is_read(requests: list[Request], coder: User) -> None:
    message, _ = keep_raw(raw=reply(requests[0]), came_by="imap")
    with pytest.raises(Conflict):
        place_message(message=message, requests=[requests[0]], by=coder, because="x")


def test_undo_placement_gives_back_what_was_before(requests: list[Request], coder: User) -> None:
    message = receive_message(raw=acknowledgement(requests[0]), came_by="imap")
    undo_placement(placement=message.placements.get(), by=coder)
    requests[0].refresh_from_db()
    message.refresh_from_db()
    assert (requests[0].state, message.state) == ("sent", "waiting")
    assert message.placements.get().undone_by == coder
    with pytest.raises(Conflict):
        undo_placement(placement=message.placements.get(), by=coder)
    place_message(message=message, requests=[requests[1]], by=coder, because="it was theirs")
    requests[1].refresh_from_db()
    assert requests[1].state == "acknowledged"


def test_undo_placement_of_a_failure_lets_the_address_be_used_again(
    requests: list[Request], coder: User
) -> None:
    message = receive_message(raw=failure(requests[0]), came_by="imap")
    assert requests[0].body.contacts.get().bounced_at is not None
    undo_placement(placement=message.placements.get(), by=coder)
    assert requests[0].body.contacts.get().bounced_at is None


def test_undo_placement_what_later_events_rest_on_stays(requests: list[Request], coder: User) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    say_what_it_is(
        message=message, request=requests[0], kind=EventKind.CLARIFICATION_ASKED, on=DAY, by=coder
    )  # fmt: skip
    from answerable.desk.requests.actions import log_event

    log_event(request=requests[0], kind=EventKind.CLARIFICATION_ANSWERED, on=DAY, by=coder)
    with pytest.raises(Conflict) as told:
        undo_placement(placement=message.placements.get(), by=coder)
    assert "Take that back first" in str(told.value)
    assert message.placements.get().undone_at is None


def test_say_what_it_is_a_refusal_with_its_sections(requests: list[Request], coder: User) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    event = say_what_it_is(
        message=message, request=requests[0], kind=EventKind.REFUSED, on=DAY, by=coder, sections=["s.12"]
    )
    requests[0].refresh_from_db()
    assert (requests[0].state, event.sections, event.incoming) == ("refused", ["s.12"], message)
    assert message.placements.get().to_read is False
    unsay(event=event, by=coder)
    requests[0].refresh_from_db()
    assert requests[0].state == "sent"
    assert message.placements.get().to_read is True


def test_say_what_it_is_what_cannot_be_is_refused(requests: list[Request], coder: User) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    said = {"message": message, "request": requests[0], "on": DAY, "by": coder}
    with pytest.raises(UnknownName):
        say_what_it_is(kind=EventKind.REFUSED, sections=["s.999"], **said)
    with pytest.raises(ImpossibleEvent):
        say_what_it_is(kind=EventKind.DECISION_NOTICE, **said)
    with pytest.raises(Conflict):
        say_what_it_is(kind=EventKind.REMINDED, **said)
    with pytest.raises(Conflict):
        say_what_it_is(kind=EventKind.ANSWERED, **{**said, "request": requests[1]})
    assert requests[0].events.count() == 1
    assert message.placements.get().to_read is True


def test_mark_read_what_changes_nothing_can_be_put_aside_and_back(
    requests: list[Request], coder: User
) -> None:
    message = receive_message(raw=reply(requests[0]), came_by="imap")
    mark_read(message=message, request=requests[0], to_read=False, by=coder)
    message.refresh_from_db()
    assert (message.placements.get().to_read, message.seen_at is not None) == (False, True)
    mark_read(message=message, request=requests[0], to_read=True, by=coder)
    message.refresh_from_db()
    assert (message.placements.get().to_read, message.seen_at) == (True, None)


def test_set_aside_and_bring_back(requests: list[Request], coder: User) -> None:
    message, survey = _waiting(), requests[0].round.survey
    set_aside(message=message, survey=survey, by=coder)
    assert message.state == "set_aside"
    with pytest.raises(Conflict):
        set_aside(message=message, survey=survey, by=coder)
    bring_back(message=message, by=coder)
    assert message.state == "waiting"
    with pytest.raises(Conflict):
        bring_back(message=message, by=coder)
    placed = receive_message(raw=reply(requests[0]), came_by="imap")
    with pytest.raises(Conflict):
        set_aside(message=placed, survey=survey, by=coder)


def test_placing_every_step_is_in_the_trail(requests: list[Request], coder: User) -> None:
    message = _waiting()
    (placement,) = place_message(message=message, requests=[requests[0]], by=coder, because="x")
    mark_read(message=message, request=requests[0], to_read=False, by=coder)
    undo_placement(placement=placement, by=coder)
    set_aside(message=message, survey=requests[0].round.survey, by=coder)
    bring_back(message=message, by=coder)
    verbs = AuditEvent.objects.filter(by=coder).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "mail.placed", "mail.read", "mail.placement_undone", "mail.set_aside", "mail.brought_back",
    ]  # fmt: skip
