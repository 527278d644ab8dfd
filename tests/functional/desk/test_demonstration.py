"""The demonstration: an invented country half-way through a round, built by the actions that people take."""

from datetime import UTC, datetime

import pytest

from answerable.desk import clock
from answerable.desk.demonstration.building import cases
from answerable.desk.demonstration.round import build, give_password
from answerable.desk.demonstration.story import Turn
from answerable.desk.errors import Conflict
from answerable.desk.mail.models import IncomingMessage, OutgoingMessage
from answerable.desk.people.models import User
from tests.desk_factories import make_user

pytestmark = pytest.mark.django_db
BODIES = 90
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_demonstration_is_half_way_through_with_every_letter_and_reply_in_place() -> None:
    with clock.at(NOW):
        built = build(most=BODIES)
        with pytest.raises(Conflict):
            build()
    letters = OutgoingMessage.objects.filter(survey=built.survey, purpose="request")
    assert built.n_sent == letters.count() == BODIES
    assert all(each.to_address.endswith(".mayda.example") for each in letters)
    received = IncomingMessage.objects.all()
    assert built.n_received == received.count() > 60
    due = set(built.round.requests.exclude(due_on=None).values_list("due_on", flat=True))
    assert min(due) < NOW.date() < max(due)
    assert built.round.answers.count() > 100
    assert built.survey.releases.get().version == "0.1"
    _check_every_placement(built)
    assert received.filter(state="waiting").count() >= 1
    kinds = set(received.values_list("kind", flat=True))
    assert kinds >= {"reply", "acknowledgement", "automatic_reply", "delivery_failure"}


def _check_every_placement(built: object) -> None:
    """A message that was placed for certain came from the body of its request."""
    a_round = built.round  # type: ignore[attr-defined]
    before = a_round.survey.rounds.get(key="2017")
    stories = {case.letter.request_id: case for case in cases(a_round, before, 20_161_005)}
    placed = 0
    for message in IncomingMessage.objects.prefetch_related("placements__request__body"):
        for placement in message.placements.all():
            domain = stories[placement.request_id].letter.to_address.partition("@")[2]
            assert message.sender_address.endswith(f"@{domain}")
            assert stories[placement.request_id].part.turn not in {Turn.NOTHING}
            placed += 1
    assert placed > 50


def test_only_people_of_the_demonstration_get_a_password_printed() -> None:
    stranger: User = make_user()
    with pytest.raises(ValueError, match="demonstration"):
        give_password(person=stranger)
