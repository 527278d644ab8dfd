"""Every screen of the desk as people meet it: axe in light and dark, a phone, a keyboard, no complaints.

Screens come from the resolver: whatever answers a GET is looked at here, or is named with its reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from answerable.desk.demonstration.round import give_password
from tests.browsing import OPEN_DETAILS, axe_faults, serious
from tests.desk_screens import Filled, fill_desk, patterns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 760}
# What answers a GET with no page of ours, and why. What takes only a POST answers 405 and need not be named.
NO_SCREEN = {
    "look": "the style sheet",
    "survey": "goes on to the board",
    "account_logout": "goes away at once where nobody is signed in",
    "account_reauthenticate": "asks once more; test_signing_in_in_a_browser goes through it",
    "account_email": "not offered",
    "account_email_verification_sent": "not offered",
    "account_confirm_email": "not offered",
    "account_set_password": "for accounts without a password: there are none",
    "account_confirm_login_code": "not offered",
    "mfa_authenticate": "between password and code; test_signing_in goes through it",
    "mfa_reauthenticate": "asks once more; test_signing_in_in_a_browser goes through it",
    "mfa_reauthenticate_webauthn": "asks once more",
    "mfa_deactivate_totp": "needs an app; test_signing_in_in_a_browser adds one",
    "mfa_view_recovery_codes": "needs an app; test_signing_in_in_a_browser adds one",
    "mfa_generate_recovery_codes": "needs an app; test_signing_in_in_a_browser adds one",
    "mfa_download_recovery_codes": "needs an app; test_signing_in_in_a_browser adds one",
    "mfa_remove_webauthn": "needs a passkey; test_signing_in_in_a_browser adds one",
    "mfa_edit_webauthn": "needs a passkey; test_signing_in_in_a_browser adds one",
    "mfa_login_webauthn": "for a script of the page of signing in",
    "inbound-provider": "for machines, and not there without their secret",
    "outbox-progress": "a part of the outbox, which has it",
    "board-log": "goes back to the request",
    "site": "the public site, which the tests of the press look at",
    "site-file": "the public site, which the tests of the press look at",
    "api:api-root": "not offered",
}
FOR_ANYBODY = ("account_login", "account_signup", "account_reset", "account_inactive", "invitation", "reply")
FOLLOWED = {"account_reset_password_from_key"}
EMPTY = (
    "board", "board-ladder", "inbox", "inbox-forms", "coding", "letters", "letters-wave-new", "outbox",
    "releases", "releases-freeze", "releases-publishing", "setup", "setup-bodies", "setup-sender", "people",
    "trail", "jobs",
)  # fmt: skip
# In the dark only colours differ, and axe takes a while.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const seen = style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
  return [at.tagName, at.className, at.hash || '', seen];
}"""


def test_every_screen_stands_up_to_axe(live_server: LiveServer, chromium: Browser) -> None:
    cache.clear()
    filled = fill_desk()
    client = _signed_in(filled)
    screens, astray = _screens(filled, client)
    assert astray == [], "neither a page nor named in NO_SCREEN"
    assert len(screens) > 60
    with _browsing(chromium, live_server.url, client) as mine, _browsing(chromium, live_server.url) as theirs:
        faults = [
            f"{name}: {fault}"
            for name, address in screens
            for fault in (theirs if name.startswith(FOR_ANYBODY) else mine).faults(address)
        ]
        for name in EMPTY:
            address = reverse(name, args=[filled.empty.key])
            faults += [f"{name}, empty: {fault}" for fault in mine.faults(address, in_the_dark=False)]
        faults += mine.faults_of_keyboard(reverse("board", args=[filled.given["survey"]]))
    assert faults == [], "\n".join(["", *faults])


def _signed_in(filled: Filled) -> Client:
    """A client that gave the password twice, so that no page asks for it again."""
    client = Client()
    password = give_password(person=filled.owner)
    given = {"login": filled.owner.email, "password": password}
    assert client.post("/accounts/login/", given).status_code == 302
    assert client.post("/accounts/reauthenticate/", {"password": password}).status_code == 302
    return client


def _screens(filled: Filled, client: Client) -> tuple[list[tuple[str, str]], list[str]]:
    """The addresses that answer with a page, and what answers a GET with neither a page nor a reason."""
    anybody = Client()
    screens, astray = [], []
    for name, pattern in patterns():
        if name in NO_SCREEN:
            continue
        address = filled.address(name, pattern)
        asking = anybody if name.startswith(FOR_ANYBODY) else client
        answer = asking.get(address, follow=name in FOLLOWED)
        is_html = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_html and answer.status_code == 200:
            screens.append((name, address))
        elif is_html and answer.status_code != 405:
            astray.append(f"{name} ({address}): {answer.status_code} {answer.headers.get('Location', '')}")
    return screens, astray


@dataclass
class Browsing:
    """A browser at the desk, and what it complained of since the last look."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)

    def faults(self, address: str, *, in_the_dark: bool = True) -> list[str]:
        """What is wrong with a screen, in light, in the dark and on a phone."""
        self.complaints.clear()
        page = self.page
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light")
        page.goto(self.root + address)
        page.evaluate(OPEN_DETAILS)
        found = axe_faults(page)
        if in_the_dark:
            page.emulate_media(color_scheme="dark")
            found += [f"dark: {each}" for each in serious(Axe().run(page, options=OF_COLOURS))]
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            found.append(f"a phone has to scroll sideways: {width} px")
        if page.locator("main h1").count() != 1 and page.locator("h1").count() != 1:
            found.append("there is not one heading of the page")
        return [*found, *self.complaints]

    def faults_of_keyboard(self, address: str) -> list[str]:
        """The first key leads past the navigation; each stop after it can be seen."""
        page = self.page
        page.goto(self.root + address)
        page.keyboard.press("Tab")
        first = page.evaluate(FOCUS)
        found = [] if first[2] == "#main" else [f"the first stop is {first}, not the link to the content"]
        for _ in range(15):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUS)
            if not at[3]:
                found.append(f"the focus cannot be seen at {at}")
        page.goto(self.root + address)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.id") != "main":
            found.append("the link to the content does not lead there")
        return found


@contextmanager
def _browsing(chromium: Browser, root: str, client: Client | None = None) -> Iterator[Browsing]:
    context = chromium.new_context()
    if client is not None:
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        context.add_cookies([{"name": name, "value": value, "url": root} for name, value in kept.items()])
    browsing = Browsing(context.new_page(), root)
    browsing.page.set_default_timeout(60_000)

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            browsing.complaints.append(f"the browser says: {message.text}")

    browsing.page.on("console", note)
    browsing.page.on("pageerror", lambda error: browsing.complaints.append(f"a script failed: {error}"))
    yield browsing
    context.close()
