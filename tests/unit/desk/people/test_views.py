"""The screens of people: who may, what they change, what they tell, how many queries they take."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.desk.audit.models import AuditEvent
from answerable.desk.people import actions, invitations
from answerable.desk.people.models import Invitation, Membership
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, make_user, member, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def survey() -> Survey:
    """A survey without anybody."""
    cache.clear()
    return make_survey()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_people_only_owners_see_and_change_them(survey: Survey, role: Role) -> None:
    owner = member(survey)
    client = signed_in(member(survey, role))
    at = f"/s/{survey.key}/people/"
    assert client.get(at).status_code == 403
    for way, data in (
        ("invite/", {"email": "x@desk.example", "role": "owner"}),
        (f"{owner.pk}/role/", {"role": "viewer"}),
        (f"{owner.pk}/remove/", {}),
        ("second-factor/", {"wanted": "1"}),
        ("forget/", {"forget-email": "x@desk.example"}),
    ):
        assert client.post(at + way, data).status_code == 403
    assert Membership.objects.get(user=owner).role == Role.OWNER
    assert not Invitation.objects.exists()


def test_people_the_screen_takes_as_many_queries_for_thirty_as_for_three(survey: Survey) -> None:
    client = signed_in(member(survey))
    counts = []
    for n in (2, 30):
        for _ in range(n):
            member(survey, Role.CODER)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/s/{survey.key}/people/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_invite_shows_the_link_where_mail_does_not_leave_and_keeps_only_its_hash(survey: Survey) -> None:
    client = signed_in(member(survey))
    page = client.post(f"/s/{survey.key}/people/invite/", {"email": "i@desk.example", "role": "coder"})
    assert page.status_code == 200
    link = page.context["link"]
    assert link in page.content.decode()
    assert link not in client.get(f"/s/{survey.key}/people/").content.decode()
    path = link.split("127.0.0.1:8000")[1]
    stranger = Client()
    assert "Join" in stranger.get(path).content.decode()
    weak = stranger.post(path, {"name": "Ida", "password": "password1234"})
    assert weak.status_code == 400 and "too common" in weak.content.decode()
    done = stranger.post(path, {"name": "Ida", "password": "a long enough sentence"})
    assert (done.status_code, done.headers["Location"]) == (302, f"/s/{survey.key}/")
    assert stranger.get("/account/").status_code == 200
    assert stranger.get(path).status_code == 409


def test_taking_out_can_be_undone_but_strangers_are_not_put_in(survey: Survey) -> None:
    client = signed_in(member(survey))
    coder, stranger = member(survey, Role.CODER), make_user()
    at = f"/s/{survey.key}/people/"
    page = client.post(f"{at}{coder.pk}/remove/", follow=True).content.decode()
    assert "Undo" in page and f"{at}{coder.pk}/role/" in page
    assert client.post(f"{at}{coder.pk}/role/", {"role": "coder"}).status_code == 302
    assert Membership.objects.get(user=coder).role == Role.CODER
    assert client.post(f"{at}{stranger.pk}/role/", {"role": "owner"}).status_code == 403
    assert not Membership.objects.filter(user=stranger).exists()


def test_last_owner_is_told_in_words(survey: Survey) -> None:
    owner = member(survey)
    page = signed_in(owner).post(f"/s/{survey.key}/people/{owner.pk}/remove/")
    assert page.status_code == 409 and "Make somebody else an owner first" in page.content.decode()


def test_a_survey_that_asks_for_a_second_factor_sends_to_where_one_is_added(survey: Survey) -> None:
    from allauth.mfa.models import Authenticator

    user = member(survey)
    client = signed_in(user)
    actions.ask_for_second_factor(survey=survey, wanted=True, by=user)
    answer = client.get(f"/s/{survey.key}/people/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/2fa/")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get(f"/s/{survey.key}/people/").status_code == 200


def test_signing_in_and_out_by_password(survey: Survey) -> None:
    user = member(survey)
    client = Client()
    page = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert (page.status_code, page.headers["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302


def test_signing_in_is_refused_after_some_wrong_passwords_whoever_counts(survey: Survey) -> None:
    user = member(survey)
    for _ in range(5):
        assert (
            Client().post("/accounts/login/", {"login": user.email, "password": "wrong"}).status_code == 200
        )
    refused = Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert "Too many" in refused.content.decode()
    assert "_auth_user_id" not in refused.client.session
    other = member(survey)
    assert Client().post("/accounts/login/", {"login": other.email, "password": PASSWORD}).status_code == 302


def test_a_wrong_password_and_an_unknown_address_read_the_same(survey: Survey) -> None:
    user = member(survey)
    pages = [
        Client().post("/accounts/login/", {"login": login, "password": "wrong"}).content.decode()
        for login in (user.email, "nobody@desk.example")
    ]
    words = [page.split('role="alert"')[1].split("</div>")[0] for page in pages]
    assert words[0] == words[1]


def test_nobody_signs_up_and_nobody_changes_an_address(survey: Survey) -> None:
    page = Client().get("/accounts/signup/")
    assert "come by invitation" in page.content.decode()
    assert signed_in(member(survey)).get("/accounts/email/").status_code == 404


def test_forms_are_refused_without_a_token_of_the_page(survey: Survey) -> None:
    user = member(survey)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post(f"/s/{survey.key}/people/second-factor/", {"wanted": "1"})
    assert answer.status_code == 403 and "send it again" in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="people.second_factor").exists()


def test_account_name_export_and_being_forgotten(survey: Survey) -> None:
    member(survey)
    user = member(survey, Role.CODER)
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/", {"name": "Another Name"})
    assert "Another Name" in client.get("/account/").content.decode()
    packed = client.post("/account/export/")
    assert packed.content.startswith(b"PK") and "attachment" in packed.headers["Content-Disposition"]
    asked = client.get("/account/leave/")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    again = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/account/leave/"})
    assert again.headers["Location"] == "/account/leave/"
    assert client.get("/account/leave/").status_code == 200
    assert client.post("/account/leave/").status_code == 302
    user.refresh_from_db()
    assert user.name == "" and client.get("/account/").status_code == 302


def test_password_reset_goes_by_mail_and_to_known_addresses_only(
    survey: Survey, mailoutbox: list[object]
) -> None:
    user = member(survey)
    client = Client()
    for address in (user.email, "nobody@desk.example"):
        assert client.post("/accounts/password/reset/", {"email": address}).status_code == 302
    assert len(mailoutbox) == 1
    assert "/accounts/password/reset/key/" in mailoutbox[0].body  # type: ignore[attr-defined]


def test_an_invitation_of_a_known_address_asks_to_sign_in(survey: Survey) -> None:
    there = make_user()
    _, link = invitations.invite(survey=survey, email=there.email, role=Role.CODER, by=None)
    path = link.split("127.0.0.1:8000")[1]
    assert "Sign in" in Client().get(path).content.decode()
    assert Client().post(path, {"name": "x", "password": "a long enough sentence"}).status_code == 400
    assert signed_in(there).post(path).status_code == 302
    assert Membership.objects.get(survey=survey).user == there


def test_signing_in_offers_passkeys_by_name_alone_and_one_way_to_a_new_password(survey: Survey) -> None:
    by_name, by_number = (
        Client().get("/accounts/login/", headers={"host": host}).content.decode()
        for host in ("localhost:8000", "127.0.0.1:8000")
    )
    assert 'id="passkey_login"' in by_name and 'id="passkey_login"' not in by_number
    assert by_name.count("Forgotten your password?") + by_name.count("Forgot your password?") == 1
    wrong = Client().post("/accounts/login/", {"login": member(survey).email, "password": "wrong"})
    assert "do not belong together" in wrong.content.decode()
