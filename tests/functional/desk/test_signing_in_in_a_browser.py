"""Signing in as people do: a passkey of Chromium's virtual authenticator, an app's codes, an invitation."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from django.core.cache import cache
from playwright.sync_api import ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from answerable.desk.people import invitations
from answerable.desk.people.roles import Role
from tests.browsing import axe_faults
from tests.desk_factories import make_survey, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
PHONE = {"width": 360, "height": 760}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def watched(page: Page) -> Page:
    """A page in which whatever the browser refuses fails the test at its end."""
    cache.clear()
    page.set_default_timeout(20_000)
    page.refused = []  # type: ignore[attr-defined]

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            page.refused.append(message.text)  # type: ignore[attr-defined]

    page.on("console", note)
    return page


def sign_in(page: Page, root: str, email: str) -> None:
    """Signs in with the password of the factories."""
    page.goto(f"{root}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page: Page) -> None:
    """Gives the password again where a page asks for it."""
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def totp(secret: str, at: float) -> str:
    """The code that an app shows (RFC 6238: SHA-1, 30 seconds, six digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_passkey_is_added_and_signs_in_without_a_password(watched: Page, live_server: LiveServer) -> None:
    page, root = watched, live_server.url
    user = member(make_survey())
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, root, user.email)
    page.goto(f"{root}/accounts/2fa/webauthn/add/")
    confirm_password(page)
    page.get_by_label("Name").fill("This machine")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page.goto(f"{root}/accounts/2fa/webauthn/")
    assert "This machine" in page.locator("main").inner_text()
    page.goto(f"{root}/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{root}/accounts/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{root}/account/")
    assert user.email in page.locator("main").inner_text()
    # A password alone is no longer enough.
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, root, user.email)
    assert "/2fa/authenticate/" in page.url
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert page.refused == []  # type: ignore[attr-defined]


def test_an_app_is_added_and_its_codes_are_asked_for(watched: Page, live_server: LiveServer) -> None:
    page, root = watched, live_server.url
    user = member(make_survey())
    sign_in(page, root, user.email)
    page.goto(f"{root}/accounts/2fa/totp/activate/")
    confirm_password(page)
    secret = page.locator("#authenticator_secret").input_value()
    assert axe_faults(page) == []
    before = time.time()
    page.get_by_label("Authenticator code").fill(totp(secret, before))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url(re.compile("recovery-codes|2fa/$"))
    page.goto(f"{root}/accounts/2fa/recovery-codes/")
    confirm_password(page)
    code = page.locator("#recovery_codes").input_value().split()[0]
    page.goto(f"{root}/account/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, root, user.email)
    assert "/2fa/authenticate/" in page.url
    for wrong in ("000000", totp(secret, before - 3600)):
        page.locator("input[name=code]").fill(wrong)
        page.get_by_role("button", name="Sign In", exact=True).click()
        assert "/2fa/authenticate/" in page.url
    # A recovery code lets in who has lost the app.
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto(f"{root}/account/")
    assert "Authenticator app" in page.locator("main").inner_text()
    assert page.refused == []  # type: ignore[attr-defined]


def test_an_invited_person_joins_and_screens_stand_up_to_axe(watched: Page, live_server: LiveServer) -> None:
    page, root = watched, live_server.url
    survey = make_survey()
    owner = member(survey)
    _, link = invitations.invite(survey=survey, email="ida@desk.example", role=Role.OWNER, by=owner)
    page.goto(root + link[link.index("/invitation/") :])
    assert axe_faults(page) == []
    page.get_by_label("Your name").fill("Ida")
    page.get_by_label("A password").fill("a long enough sentence")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(lambda url: f"/s/{survey.key}/" in url)
    for address in ("people/", "trail/", "jobs/"):
        page.goto(f"{root}/s/{survey.key}/{address}")
        assert axe_faults(page) == [], address
    for address in ("/account/", "/accounts/2fa/", "/accounts/sessions/"):
        page.goto(root + address)
        assert axe_faults(page) == [], address
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{root}/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{root}/accounts/login/")
    assert axe_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe_faults(page) == []
    assert page.refused == []  # type: ignore[attr-defined]
