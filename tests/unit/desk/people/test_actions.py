"""People come by invitation, have roles, and are forgotten; the last owner stays."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from answerable.desk.audit.models import AuditEvent
from answerable.desk.clock import at, now
from answerable.desk.errors import Conflict
from answerable.desk.mail.files import store_bytes
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.people import actions, invitations
from answerable.desk.people.forgetting import forget_person, forget_user
from answerable.desk.people.models import Membership, User
from answerable.desk.people.own_data import export_own_data
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Contact
from tests.desk_factories import make_survey, make_user, member

pytestmark = pytest.mark.django_db


def test_last_owner_stays_an_owner_and_in_the_survey() -> None:
    survey = make_survey()
    owner = member(survey)
    mine = Membership.objects.get(user=owner)
    with pytest.raises(Conflict, match="last owner"):
        actions.change_role(membership=mine, role=Role.VIEWER, by=owner)
    with pytest.raises(Conflict, match="last owner"):
        actions.remove_member(membership=mine, by=owner)
    with pytest.raises(Conflict, match="last owner"):
        forget_user(user=owner, by=owner)
    member(survey)
    actions.change_role(membership=mine, role=Role.VIEWER, by=owner)
    mine.refresh_from_db()
    assert mine.role == Role.VIEWER


def test_an_owner_whose_account_is_closed_is_not_another_owner() -> None:
    survey = make_survey()
    owner = member(survey)
    member(survey, is_active=False)
    with pytest.raises(Conflict, match="last owner"):
        actions.remove_member(membership=Membership.objects.get(user=owner), by=owner)


def test_invitation_lets_a_new_person_in_once() -> None:
    survey = make_survey()
    owner = member(survey)
    made, link = invitations.invite(survey=survey, email=" New@Desk.Example ", role=Role.CODER, by=owner)
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in made.token_hash and made.email == "new@desk.example"
    joined = invitations.accept(token=token, user=None, name="New", password="a long enough sentence")
    assert joined.check_password("a long enough sentence")
    assert Membership.objects.get(user=joined, survey=survey).role == Role.CODER
    with pytest.raises(Conflict, match="used, has run out or was taken back"):
        invitations.accept(token=token, user=make_user())


def test_invitation_that_ran_out_or_was_taken_back_lets_nobody_in() -> None:
    survey = make_survey()
    _, old = invitations.invite(survey=survey, email="a@desk.example", role=Role.OWNER, by=None)
    second, newer = invitations.invite(survey=survey, email="a@desk.example", role=Role.CODER, by=None)
    tokens = [link.rstrip("/").rsplit("/", 1)[1] for link in (old, newer)]
    with pytest.raises(Conflict):  # the second invitation took the first back
        invitations.invitation_of(tokens[0])
    assert invitations.invitation_of(tokens[1]) == second
    with at(now() + timedelta(days=8)), pytest.raises(Conflict):
        invitations.invitation_of(tokens[1])
    invitations.revoke(invitation=second, by=None)
    with pytest.raises(Conflict):
        invitations.invitation_of(tokens[1])
    with pytest.raises(Conflict):
        invitations.invitation_of("no such token")


def test_invitation_does_not_give_an_account_a_new_password() -> None:
    survey, there = make_survey(), make_user("there@desk.example")
    _, link = invitations.invite(survey=survey, email=there.email, role=Role.OWNER, by=None)
    token = link.rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(Conflict, match="sign in first"):
        invitations.accept(token=token, user=None, name="Thief", password="a long enough sentence")
    there.refresh_from_db()
    assert there.check_password("correct horse battery")


def test_trail_of_people_holds_no_names_and_no_addresses() -> None:
    survey = make_survey()
    owner = member(survey, email="owner@desk.example", name="Olive Owner")
    _, link = invitations.invite(survey=survey, email="ida@desk.example", role=Role.CODER, by=owner)
    joined = invitations.accept(
        token=link.rstrip("/").rsplit("/", 1)[1], user=None, name="Ida Invited", password="a long sentence"
    )
    actions.change_role(membership=Membership.objects.get(user=joined), role=Role.VIEWER, by=owner)
    actions.change_name(user=joined, name="Ida Renamed", by=joined)
    forget_user(user=joined, by=joined)
    told = " ".join(
        f"{each.words} {each.actor} {json.dumps(each.details)}" for each in AuditEvent.objects.all()
    ).lower()
    assert AuditEvent.objects.filter(verb="people.forgotten").exists()
    for word in ("ida", "olive", "desk.example"):
        assert word not in told


def test_forgotten_user_is_a_nameless_row_that_nobody_signs_in_as() -> None:
    survey = make_survey()
    member(survey)
    coder = member(survey, Role.CODER, email="carl@desk.example", name="Carl Coder")
    forget_user(user=coder, by=coder)
    coder.refresh_from_db()
    assert (coder.name, coder.is_active, coder.has_usable_password()) == ("", False, False)
    assert "carl" not in str(coder)
    assert not User.objects.filter(email="carl@desk.example").exists()
    assert not Membership.objects.filter(user=coder).exists()
    assert not Client().login(email="carl@desk.example", password="correct horse battery")


def test_forget_person_takes_a_correspondent_out_of_one_survey_only() -> None:
    survey, other = make_survey(), make_survey()
    address = "Pat.Officer@council.gov.example"
    for each in (survey, other):
        body = each.bodies.first()
        assert body is not None
        Contact.objects.create(body=body, email=address, name="Pat", telephone="01234")
        IncomingMessage.objects.create(
            raw=store_bytes(each.key.encode()), received_at=now(), came_by="test", survey=each,
            sender_address=address, sender_name="Pat Officer",
        )  # fmt: skip
    done = forget_person(survey=survey, address=address.lower(), by=None)
    assert (done.contacts, done.senders, done.raw_messages) == (1, 1, 1)
    assert not survey.incoming.filter(sender_name="Pat Officer").exists()
    assert not Contact.objects.filter(body__survey=survey, name="Pat").exists()
    assert other.incoming.filter(sender_name="Pat Officer").exists()


def test_export_holds_what_a_person_did_and_no_secret() -> None:
    survey = make_survey()
    user = member(survey, email="me@desk.example")
    actions.ask_for_second_factor(survey=survey, wanted=True, by=user)
    packed = zipfile.ZipFile(io.BytesIO(export_own_data(user=user, by=user)))
    assert set(packed.namelist()) == {"account.json", "surveys.json", "trail.json", "coding.json"}
    assert json.loads(packed.read("account.json"))["email"] == "me@desk.example"
    assert json.loads(packed.read("surveys.json"))[0]["survey"] == survey.key
    assert [each["verb"] for each in json.loads(packed.read("trail.json"))] == ["people.second_factor"]
    assert user.password not in packed.read("account.json").decode()


def test_founders_own_what_nobody_owns() -> None:
    founder = make_user(may_found=True)
    survey, owned = make_survey(), make_survey()
    member(owned)
    assert actions.founders_own(survey=survey) == 1
    assert Membership.objects.get(survey=survey).user == founder
    assert actions.own_the_ownerless(user=founder) == 0
    assert make_survey() and actions.own_the_ownerless(user=founder) == 1
