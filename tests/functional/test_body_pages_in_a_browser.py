"""Pages of bodies, stars, trends and methods in a real browser: axe in all colours, phones, keys."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from answerable.press.view.build import body_views
from tests.browsing import MEDIA, OPEN_DETAILS, axe_faults, served
from tests.lived_study import CODES, HOSTILE, LONG, REUSED, SILENT, lived_site, lived_study

pytestmark = pytest.mark.browser

SLUGS = {(body.id, body.name): body.slug for body in body_views(lived_study(), "")}
BODY = f"bodies/{SLUGS[CODES[0], HOSTILE]}/index.html"
KINDS = {
    "body": BODY,
    "body with a long name": f"bodies/{SLUGS[CODES[1], LONG]}/index.html",
    "body that is gone": "bodies/group-8/index.html",
    "body that was silent": f"bodies/{SLUGS[SILENT, 'Group 5']}/index.html",
    "body never asked": "bodies/latecomer/index.html",
    "letters": f"write/{SLUGS[CODES[0], HOSTILE]}/index.html",
    "letters about a body that is gone": "write/group-8/index.html",
    "bodies": "bodies/index.html",
    "identifier": f"id/{REUSED}/index.html",
    "stars": "2016/ratings/index.html",
    "stars of one kind": "2016/ratings/ccg/index.html",
    "printed stars": "2015/ratings/index.html",
    "trends": "trends/index.html",
    "trend": "trends/care-ccg-2016-2017/index.html",
    "trend across a break": "trends/hard-ccg-2016-2017/index.html",
    "methods": "methods/2017/index.html",
}
KILOBYTE, BODY_PAGE_KB = 1000, 30


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(lived_site()) as root:
        yield root


@pytest.mark.parametrize("media", MEDIA)
def test_axe_finds_nothing(chromium: Browser, address: str, media: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    found = {}
    for kind, path in KINDS.items():
        page.goto(address + path)
        page.evaluate(OPEN_DETAILS)
        found[kind] = axe_faults(page)
    assert {kind: faults for kind, faults in found.items() if faults} == {}
    page.close()


@pytest.mark.parametrize("width", [320, 360, 768])
def test_pages_fit_a_narrow_screen(chromium: Browser, address: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 640})
    for kind, path in KINDS.items():
        page.goto(address + path)
        page.evaluate(OPEN_DETAILS)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
    page.close()


def test_pages_raise_no_error_and_ask_nobody_else(page: Page, address: str) -> None:
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    for path in KINDS.values():
        page.goto(address + path)
    assert errors == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_an_answer_opens_by_keyboard_to_the_words_of_the_reply(page: Page, address: str) -> None:
    page.goto(address + BODY)
    words = page.locator("blockquote[id='2017-care-words']")
    assert not words.is_visible()
    page.locator("tr[id='2017-care'] summary").focus()
    page.keyboard.press("Enter")
    assert words.is_visible()
    assert 'We commission "care" & more.' in words.inner_text()


def test_a_link_from_the_table_of_a_question_opens_the_words(page: Page, address: str) -> None:
    page.goto(f"{address}2017/questions/care/ccg/index.html")
    page.get_by_role("link", name=f"its words by day: {HOSTILE}").click()
    assert page.locator("blockquote[id='2017-care-words']").is_visible()


def test_a_phone_names_day_and_night_beside_each_answer(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + BODY)
    said = page.evaluate(
        "[...document.querySelectorAll('tr[id=\"2017-care\"] td')].map("
        "each => getComputedStyle(each, '::before').content)"
    )
    assert said[:2] == ['"in hours "', '"out of hours "']
    alone = page.evaluate(
        "getComputedStyle(document.querySelector('tr[id=\"2017-overall\"] td'), '::before').content"
    )
    assert alone == "none"
    page.close()


def test_stars_sort_by_their_number_and_can_be_filtered(page: Page, address: str) -> None:
    page.goto(f"{address}2016/ratings/ccg/index.html")
    page.get_by_role("button", name="Stars").click()
    stars = page.locator("table.sortable tbody td:nth-child(3)").all_inner_texts()
    order = [-1 if words == "not rated" else int(words[0]) for words in stars]
    assert order == sorted(order) and len(set(order)) > 3
    page.get_by_label("Show only").select_option(label="not rated")
    assert page.locator("table.sortable tbody tr:visible").count() == 1
    assert page.locator(".tools [role=status]").inner_text() == "1 of 12 shown"


def test_arrows_move_through_the_map_of_stars(page: Page, address: str) -> None:
    page.goto(f"{address}2016/ratings/ccg/index.html")
    page.locator("svg#geography-stars").focus()
    page.keyboard.press("ArrowRight")
    assert "of 5" in page.locator(".explorer .tip").inner_text()
    assert page.locator("tr.on").count() == 1


def test_identifier_of_one_body_leads_to_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}id/M1/index.html")
    page.wait_for_url("**/bodies/merged-group/index.html")
    assert page.locator("h1").inner_text() == "Merged group"


def test_everything_is_there_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + BODY)
    page.locator("tr[id='2017-care'] summary").click()
    assert page.locator("blockquote[id='2017-care-words']").is_visible()
    page.goto(f"{address}2016/ratings/index.html")
    assert page.locator("tr[data-code]:visible").count() == len(CODES)
    context.close()


def test_body_pages_keep_their_budget() -> None:
    sizes = {
        path.parent.name: len(gzip.compress(path.read_bytes(), 9)) / KILOBYTE
        for path in (lived_site() / "bodies").rglob("index.html")
    }
    assert max(sizes.values()) <= BODY_PAGE_KB


def test_states_can_be_told_apart_on_grey_paper(page: Page, address: str) -> None:
    page.goto(address + BODY)
    page.emulate_media(media="print")
    assert page.locator("svg.bar").first.is_visible()
    assert page.locator("circle.own").first.is_visible()
    assert not page.locator("nav.crumbs").is_visible()
