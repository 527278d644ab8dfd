"""The site in a real browser: axe in all colours, budgets, keys, narrow screens, and no scripts."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import MEDIA, axe_faults, served
from tests.made_site import CODES, made_site

pytestmark = pytest.mark.browser

KINDS = {
    "front page": "index.html",
    "round": "2017/index.html",
    "round ready to send": "2026/index.html",
    "pair of questions": "2017/questions/nurses/ccg/index.html",
    "one question": "2017/questions/plan/ccg/index.html",
    "choice": "2017/questions/form/ccg/index.html",
    "number": "2017/questions/children/ccg/index.html",
    "data": "data/index.html",
    "not found": "404.html",
}
PAIR = KINDS["pair of questions"]
KILOBYTE = 1000
MAP_PAGE_KB, SCRIPT_KB, STYLE_KB, MOST_ELEMENTS, MOST_REQUESTS = 60, 10, 8, 3_500, 4


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site served on this machine, from a sub-path of the server."""
    with served(made_site().parent) as root:
        yield f"{root}site/"


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(chromium: Browser, address: str, kind: str, media: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    page.goto(address + KINDS[kind])
    found = axe_faults(page)
    assert found == []
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_few_requests_and_none_elsewhere_and_no_error(page: Page, address: str, kind: str) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address + KINDS[kind])
    outside = [url for url in asked if not url.startswith((address, "data:"))]
    assert outside == []
    assert len([url for url in asked if not url.startswith("data:")]) <= MOST_REQUESTS
    assert errors == []


def test_pages_work_from_the_file_system(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto((made_site() / "index.html").as_uri())
    page.get_by_role("link", name="2017").first.click()
    assert page.url.endswith("/2017/index.html")
    assert errors == []


@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_320_pixels(chromium: Browser, address: str, kind: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto(address + KINDS[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_budgets(page: Page, address: str) -> None:
    def kilobytes(path: str) -> float:
        return len(gzip.compress((made_site() / path).read_bytes(), 9)) / KILOBYTE

    assert kilobytes("assets/site.css") <= STYLE_KB
    assert kilobytes("assets/site.js") <= SCRIPT_KB
    assert kilobytes(PAIR) <= MAP_PAGE_KB
    page.goto(address + PAIR)
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_ELEMENTS


def test_everything_is_there_without_scripts(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + PAIR)
    assert page.locator("table.answers tbody tr:visible").count() == len(CODES)
    assert page.locator("svg#geography-0").is_visible()
    assert not page.locator("svg#hex-0").is_visible()
    page.get_by_text("Equal areas").first.click()
    assert page.locator("svg#hex-0").is_visible()
    assert not page.locator("svg#geography-0").is_visible()
    # No control stands there that would do nothing.
    assert page.locator("table button, .tools input").count() == 0
    context.close()


def test_a_phone_sees_equal_areas_first(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + PAIR)
    assert page.locator("svg#hex-0").is_visible()
    assert not page.locator("svg#geography-0").is_visible()
    page.locator("label.l-geography").click()
    assert page.locator("svg#geography-0").is_visible()
    page.close()


def test_sorting_moves_the_one_mark(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    names = page.locator("table.answers tbody th")
    assert page.locator("[aria-sort]").count() == 1
    page.get_by_role("button", name="In hours").click()
    assert page.locator("[aria-sort]").count() == 1
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("In hours")
    cells = page.locator("table.answers tbody td:nth-child(3)").all_inner_texts()
    assert cells == sorted(cells)
    page.get_by_role("button", name="In hours").click()
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.get_by_role("button", name="group").first.click()
    assert names.count() == len(CODES)


def test_filtering_says_how_many_are_shown(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    status = page.locator(".tools [role=status]")
    assert status.inner_text() == f"{len(CODES)} groups, all shown"
    page.get_by_label("Find in the table").fill("two of a name")
    assert status.inner_text() == f"2 of {len(CODES)} shown"
    assert page.locator("table.answers tbody tr:visible").count() == 2
    page.get_by_label("Find in the table").fill("")
    page.get_by_label("Show only").select_option(label="Refused")
    shown = page.locator("table.answers tbody tr:visible").count()
    assert 0 < shown < len(CODES)
    assert status.inner_text() == f"{shown} of {len(CODES)} shown"


def test_arrows_move_through_a_map_and_escape_leaves(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    page.locator("svg#geography-0").focus()
    tip = page.locator(".explorer .tip")
    assert not tip.is_visible()
    page.keyboard.press("ArrowRight")
    first = tip.inner_text()
    page.keyboard.press("ArrowRight")
    second = tip.inner_text()
    assert first != second
    assert "In hours:" in second and "Out of hours:" in second
    assert page.locator("tr.on").count() == 1
    # The same body is marked in every map of the figure.
    assert page.locator(".explorer path.mark").count() >= 4
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert page.locator("tr.on, path.mark").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_what_a_pointer_shows_can_be_pointed_at_and_dismissed(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    page.locator("svg#geography-0 .areas path").nth(7).hover()
    tip = page.locator(".explorer .tip")
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)  # an area now lies under the pointer, which has not moved
    assert not tip.is_visible()
    page.mouse.move(box["x"] + box["width"] / 2 + 9, box["y"] + box["height"] / 2, steps=4)
    assert tip.is_visible()


def test_focus_is_never_hidden(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    for _ in range(40):
        page.keyboard.press("Tab")
        top = page.evaluate(
            "(() => { const b = document.activeElement.getBoundingClientRect();"
            " return b.bottom > 0 && b.top < innerHeight; })()"
        )
        assert top, page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


def test_one_request_is_a_page_of_its_own(page: Page, address: str, tmp_path: Path) -> None:
    """Print keeps the finding, the bars and the table, and drops what only a screen can use."""
    page.goto(address + PAIR)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator("svg.bar").first.is_visible()
    assert not page.locator(".tools").is_visible()
    assert not page.locator("nav.crumbs").is_visible()
    assert page.locator("svg#geography-0").is_visible()
