"""Coding as coders do it: by keyboard, by mouse, without a script; light and dark, on a desk and a phone."""

import json
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from answerable.desk.coding.models import Answer, CodingDecision
from answerable.desk.people.roles import Role
from tests.browsing import MEDIA, OPEN_DETAILS, axe_faults
from tests.desk_factories import member, signed_in
from tests.unit.desk.coding.coded import Case, attached, case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNEX = "<h1>Annex</h1><p>There are twelve nurses 🙂 by day, and two aides.</p>"
# Selects some words of the reply as a person does with a mouse, wherever their nodes begin.
SELECT = """([id, words]) => {
  const source = id ? document.getElementById(id) : document.querySelector('.source[data-file]');
  const walk = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture
def replied() -> Case:
    a = case(n_bodies=3)
    attached(a.message, ANNEX.encode(), "annex.html", "text/html")
    return a


def opened(browser: Browser, a: Case, server: LiveServer, **options: object) -> BrowserContext:
    """A browser in which a coder is signed in."""
    client = signed_in(member(a.survey, Role.CODER, name="Ana Coder"))
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}]
    )
    return context


def address(a: Case, server: LiveServer) -> str:
    return server.url + reverse("coding-body", args=[a.survey.key, a.round.key, a.body.body_id])


@pytest.fixture
def coder(chromium: Browser, replied: Case, live_server: LiveServer) -> Iterator[Page]:
    """The screen of the body that replied, with a guard for complaints of the browser."""
    context = opened(chromium, replied, live_server, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(address(replied, live_server))
    yield page
    page.goto("about:blank")
    context.close()
    assert told == []


def test_a_reply_is_coded_by_keyboard_alone(coder: Page, replied: Case) -> None:
    keys = coder.keyboard
    expect(coder.locator("#q-nursing")).to_have_class("q now")
    keys.press("y")
    assert coder.evaluate(SELECT, [f"source-m{replied.message.pk}-reply", "Yes, we commission it"])
    keys.press("e")
    keys.press("s")
    expect(coder.locator("#q-nursing .stands")).to_contain_text("Yes")
    expect(coder.locator("#q-nursing_ooh")).to_be_focused()
    mark = coder.locator('mark[data-for="nursing"]').first
    expect(mark).to_have_text("Yes, we commission it")
    keys.press("n")
    keys.press("s")
    expect(coder.locator("#q-spend")).to_be_focused()
    coder.locator("#q-spend [name=value]").focus()
    keys.type("£30,000 yn")  # keys in a field are letters
    keys.press("Tab")
    coder.locator("#q-spend").focus()
    keys.press("s")
    expect(coder.locator("#q-spend .faults")).to_contain_text("is not read as a number")
    expect(coder.locator("#q-spend [name=value]")).to_have_value("£30,000 yn")
    coder.locator("#q-spend [name=value]").fill("£30,000")
    coder.locator("#q-spend").focus()
    keys.press("s")
    expect(coder.locator("#q-spend .stands")).to_contain_text("30,000 GBP for 2025-26")
    keys.press("k")
    keys.press("k")
    expect(coder.locator("#q-nursing_ooh")).to_be_focused()
    keys.press("h")
    expect(coder.locator("#q-nursing_ooh [value=not_held]")).to_be_checked()
    keys.press("?")
    expect(coder.locator("#keys")).to_have_attribute("open", "")
    coder.locator("[data-keys]").uncheck()
    coder.locator("#q-nursing").focus()
    keys.press("u")
    expect(coder.locator("#q-nursing [value=unclear]")).not_to_be_checked()
    coder.reload()
    expect(coder.locator("[data-keys]")).not_to_be_checked()
    rows = {row.question.key: row for row in Answer.objects.select_related("question")}
    assert (rows["nursing"].answer, rows["nursing_ooh"].answer, rows["spend"].value) == (
        "yes",
        "no",
        30_000.0,
    )
    quotes = CodingDecision.objects.get(adopted_as=rows["nursing"]).evidence.values_list("quote", flat=True)
    assert list(quotes) == ["Yes, we commission it"]


def test_a_reply_is_coded_by_mouse_with_undo_and_words_of_a_file(coder: Page, replied: Case) -> None:
    expect(coder.locator(".source[data-file]")).to_contain_text("twelve nurses")
    section = coder.locator("#q-nursing_ooh")
    section.get_by_label("in development").count()
    section.get_by_text("unclear", exact=True).click()
    assert coder.evaluate(SELECT, ["", "🙂 by day, and two"])
    coder.get_by_role("button", name="Use the selected words for 2").click()
    expect(section.locator(".evidence q")).to_have_text("🙂 by day, and two")
    section.get_by_role("button", name="Save").click()
    expect(section.locator(".stands")).to_contain_text("Answer unclear")
    expect(coder.locator(".source[data-file] mark")).to_have_text("🙂 by day, and two")
    expect(coder.locator("#count")).to_contain_text("1 of 5 coded")
    made = CodingDecision.objects.get()
    assert made.evidence.get().quote == "🙂 by day, and two"
    coder.locator("#messages").get_by_role("button", name="Undo").click()
    expect(coder.locator("#messages")).to_contain_text("Taken back")
    assert coder.url.endswith("#q-nursing_ooh")
    assert not Answer.objects.exists()
    coder.get_by_role("button", name="Done, next body").click()
    expect(coder.locator("#messages")).to_contain_text("is done")


def test_two_coders_are_told_of_each_other(
    coder: Page, chromium: Browser, replied: Case, live_server: LiveServer
) -> None:
    expect(coder.locator("#holders")).not_to_contain_text("open just now")
    context = opened(chromium, replied, live_server)
    other = context.new_page()
    other.goto(address(replied, live_server))
    expect(other.locator("#holders")).to_contain_text("Ana Coder has this open just now")
    context.close()


def test_without_a_script_words_are_quoted_and_saved(
    chromium: Browser, replied: Case, live_server: LiveServer
) -> None:
    context = opened(chromium, replied, live_server, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(replied, live_server))
    section = page.locator("#q-spend")
    section.get_by_text("answered", exact=True).click()
    section.get_by_label("Number").fill("£30,000")
    section.locator("summary").click()
    section.get_by_label("Words of the reply").fill("We spent £30,000")
    section.get_by_role("button", name="Save").click()
    expect(page.locator("#q-spend .stands")).to_contain_text("30,000 GBP for 2025-26")
    expect(page.locator('mark[data-for="spend"]').first).to_have_text("We spent £30,000")
    context.close()


@pytest.mark.parametrize("media", ["light", "dark"])
def test_screens_fit_and_stand_up_to_axe(
    chromium: Browser, replied: Case, live_server: LiveServer, media: str
) -> None:
    context = opened(chromium, replied, live_server, **MEDIA[media])
    page = context.new_page()
    where = reverse("coding", args=[replied.survey.key])
    faults = {}
    for name, url in (("queue", live_server.url + where), ("body", address(replied, live_server))):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(url, wait_until="networkidle")
            page.evaluate(OPEN_DETAILS)
            if name == "body":
                expect(page.locator(".source[data-file]")).to_be_visible()
            faults[name, width] = axe_faults(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, json.dumps([name, width])
    assert not any(faults.values()), faults
    page.wait_for_load_state("networkidle")
    context.close()
