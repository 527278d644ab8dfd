"""Finding bodies by postcode as people do: every answer of the box, what leaves the browser, no scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from answerable.press.options import Options
from answerable.press.site import publish
from tests.browsing import MEDIA, axe_faults, served
from tests.postcode_land import directory_file, postcode_study

pytestmark = pytest.mark.browser

ANSWERS = {
    "aa1 1aa": "AA1 1AA lies here:Here CCG, ccg body",
    " AA11AA ": "AA1 1AA lies here:Here CCG",
    "AA1 1AB": "Today After CCG . Until 31 March 2020 the area was that of Gone <b>CCG</b>, ccg body.",
    "AA1 1AD": "AA1 1AD has not been used since June 2019. It lay here:Here CCG",
    "AA1 1AE": "Here CCG, ccg body (the nearest: the place lies just outside the areas as drawn)",
    "AA1 1AF": "The list of postcodes does not say where AA1 1AF lies.",
    "AA1 1AG": "AA1 1AG lies outside the areas of the bodies in this study.",
    "AA1 1ZZ": "There is no AA1 1ZZ in the list of postcodes, though others begin with AA1.",
    "AA2 1AD": "AA2 1AD lies in Scotland, which this study does not cover.",
    "AB1 9ZZ": "AB1 9ZZ lies in Scotland, which this study does not cover.",
    "JE1 1AA": "JE1 1AA lies in the Channel Islands, which this study does not cover.",
    "BT1 1AA": "Postcodes that begin with BT are those of Northern Ireland.",
    "ZZ9 9ZZ": "No postcode in the list begins with ZZ9. One looks like AA1 1AA.",
    "AA1": "“AA1” is not a whole postcode. One looks like AA1 1AA.",
    "<b>x</b>": "“<b>x</b>” is not a whole postcode.",
    "SOI4 3AB": "Did you mean SO14 3AB?",
    "S014 3AB": "Did you mean SO14 3AB?",
    "AAI IAA": "Did you mean AA1 1AA?",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("find")
    options = Options(images=False, postcodes=directory_file(out))
    publish([postcode_study()], out / "site", options=options)
    return out / "site"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder.parent) as root:
        yield f"{root}site/"


def ask(page: Page, postcode: str) -> None:
    page.get_by_label("Your postcode").fill(postcode)
    page.get_by_role("button", name="Find", exact=True).click()


@pytest.mark.parametrize("typed", ANSWERS)
def test_the_box_says_something_helpful(page: Page, address: str, typed: str) -> None:
    page.goto(f"{address}find/index.html")
    ask(page, typed)
    expect(page.locator("form.find [role=status]")).to_contain_text(ANSWERS[typed], timeout=15_000)


def test_names_lead_to_the_pages_of_bodies_from_every_page_with_the_box(page: Page, address: str) -> None:
    for start in ("index.html", "2017/index.html", "find/index.html"):
        page.goto(address + start)
        ask(page, "AA1 1AB")
        page.locator("form.find").get_by_role("link", name="After CCG").click()
        expect(page).to_have_url(re.compile("/bodies/after-ccg/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("After CCG")


def test_a_suggestion_is_looked_up_at_a_press(page: Page, address: str) -> None:
    page.goto(f"{address}find/index.html")
    ask(page, "AAI IAA")
    page.get_by_role("button", name="Did you mean AA1 1AA?").click()
    expect(page.locator("form.find [role=status]")).to_contain_text("Here CCG", timeout=15_000)
    expect(page.get_by_label("Your postcode")).to_have_value("AA1 1AA")
    expect(page.get_by_label("Your postcode")).to_be_focused()


def test_only_the_first_half_leaves_the_browser(page: Page, address: str) -> None:
    asked: list[str] = []
    page.goto(f"{address}index.html")
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    ask(page, "AA1 1AB")
    expect(page.locator("form.find [role=status]")).to_contain_text("Gone", timeout=15_000)
    assert asked == [f"{address}find/aa1.json"]
    assert "1AB" not in page.url


def test_a_postcode_in_the_address_is_looked_up_and_taken_out_of_it(page: Page, address: str) -> None:
    page.goto(f"{address}find/index.html?postcode=aa11ab&other=1#a-to-z")
    expect(page.locator("form.find [role=status]")).to_contain_text("Gone", timeout=15_000)
    assert "postcode" not in page.url
    assert "other=1" in page.url and page.url.endswith("#a-to-z")


def test_without_a_connection_the_box_says_where_else_to_look(page: Page, address: str) -> None:
    page.goto(f"{address}find/index.html")
    page.route("**/*.json", lambda route: route.abort())
    ask(page, "AA1 1AA")
    expect(page.locator("form.find [role=status]")).to_contain_text("could not be fetched", timeout=15_000)


def test_from_the_file_system_it_does_too_and_nothing_breaks(page: Page, folder: Path) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto((folder / "find" / "index.html").as_uri())
    ask(page, "AA1 1AA")
    expect(page.locator("form.find [role=status]")).to_contain_text("opened from a file", timeout=15_000)
    assert errors == []


def test_without_scripts_there_is_no_box_but_regions_and_an_a_to_z(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}find/index.html")
    expect(page.locator("form.find")).to_be_hidden()
    expect(page.get_by_text("Looking up a postcode needs JavaScript")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="South").click()
    expect(page.get_by_role("link", name="After CCG")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Gone <b>CCG</b>").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gone <b>CCG</b>")
    context.close()


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("path", ["find/", "regions/", "regions/north/"])
def test_axe_finds_nothing(chromium: Browser, address: str, path: str, media: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    page.goto(f"{address}{path}index.html")
    if path == "find/":
        ask(page, "AA1 1AB")
        expect(page.locator("form.find [role=status]")).to_contain_text("Gone", timeout=15_000)
    assert axe_faults(page) == []
    page.close()


@pytest.mark.parametrize("path", ["find/", "regions/", "regions/north/", ""])
def test_pages_fit_320_pixels(chromium: Browser, address: str, path: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{address}{path}index.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
