"""Embeds within another site, and pages of figures, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import MEDIA, OPEN_DETAILS, axe_faults, served
from tests.made_site import SERVICE, made_site

pytestmark = pytest.mark.browser

VIEWS = ("map", "hex", "difference", "bar")
FIGURE = f"figures/2017/ccg/{SERVICE}/yes/index.html"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(made_site()) as root:
        yield root


def embed(view: str) -> str:
    return f"embed/2017/{SERVICE}/ccg-{view}/index.html"


@pytest.mark.parametrize("view", VIEWS)
def test_embed_in_another_page_asks_for_nothing_but_itself(
    page: Page, address: str, view: str, tmp_path: Path
) -> None:
    host = (
        '<!doctype html><html lang="en"><title>A newspaper</title>'
        f'<iframe src="{address}{embed(view)}" title="Nurses" width="600" height="700"></iframe>'
    )
    (tmp_path / "index.html").write_text(host, encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(tmp_path) as elsewhere:
        page.goto(elsewhere)
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_contain_text("Community nurses")
        page.wait_for_load_state("networkidle")
        # A browser may ask every site for an icon by itself.
        assert [url for url in asked if not url.endswith("favicon.ico")] == [
            elsewhere, f"{address}{embed(view)}",
        ]  # fmt: skip
        frame.locator("a", has_text="Every answer").click()
        page.wait_for_url(re.compile(re.escape(address) + r"2017/questions/.*"))


@pytest.mark.parametrize("medium", list(MEDIA))
@pytest.mark.parametrize("path", [*map(embed, VIEWS), FIGURE])
def test_axe_finds_nothing(chromium: Browser, address: str, path: str, medium: str) -> None:
    context = chromium.new_context(**MEDIA[medium])
    try:
        shown = context.new_page()
        shown.goto(f"{address}{path}")
        shown.evaluate(OPEN_DETAILS)
        assert axe_faults(shown) == []
    finally:
        context.close()


@pytest.mark.parametrize("path", [*map(embed, VIEWS), FIGURE])
def test_nothing_runs_over_a_narrow_screen(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}{path}")
    page.evaluate(OPEN_DETAILS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_embed_works_without_scripts_in_a_sandbox(page: Page, address: str) -> None:
    page.set_content(f'<iframe sandbox src="{address}{embed("map")}" title="Nurses"></iframe>')
    expect(page.frame_locator("iframe").locator("svg.map")).to_have_count(2)


def test_code_to_paste_can_be_reached_and_selected_by_keys(page: Page, address: str) -> None:
    page.goto(f"{address}2017/questions/{SERVICE}/ccg/index.html")
    summary = page.locator("summary", has_text="Show this on another site")
    summary.focus()
    page.keyboard.press("Enter")
    field = page.locator("textarea[readonly]").first
    expect(field).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
