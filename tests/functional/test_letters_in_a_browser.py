"""Letters in a real browser: changed, copied, opened in a mail program, and sent nowhere."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from answerable.press.view.build import body_views
from tests.browsing import MEDIA, OPEN_DETAILS, axe_faults, served
from tests.lived_study import CODES, HOSTILE, lived_site, lived_study

pytestmark = pytest.mark.browser

SLUGS = {(body.id, body.name): body.slug for body in body_views(lived_study(), "")}
LETTER = f"write/{SLUGS[CODES[0], HOSTILE]}/index.html"
BODY = f"bodies/{SLUGS[CODES[0], HOSTILE]}/"
BLANK = "[address of the page with its answers]"
KILOBYTE, PAGE_KB, LONGEST_LINK = 1000, 30, 1_900


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(lived_site()) as root:
        yield root


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def letter(context: BrowserContext, address: str) -> Page:
    """The letters about one body, with what the page asked of anyone in `asked`."""
    page = context.new_page()
    page.goto(address + LETTER)
    expect(page.get_by_role("button", name="Copy the letter").first).to_be_visible()
    return page


def text_of_link(page: Page, place: int) -> str:
    """The letter that a mail program would be given, with line feeds."""
    link = page.locator("a.mail").nth(place).get_attribute("href") or ""
    return parse_qs(urlsplit(link).query)["body"][0].replace("\r\n", "\n")


def test_script_puts_the_address_of_the_answers_into_the_text(letter: Page, address: str) -> None:
    for place in (0, 1):
        field = letter.locator("textarea").nth(place)
        assert BLANK not in field.input_value()
        assert f"with its words and date: {address}{BODY}\n" in field.input_value()
        assert text_of_link(letter, place) == field.input_value()


def test_changed_letter_is_what_is_copied_and_what_the_mail_program_gets(letter: Page) -> None:
    field = letter.get_by_label("The letter, yours to change").nth(1)
    field.fill('Dear all,\n\n"Words" & more: 100%.')
    assert text_of_link(letter, 1) == 'Dear all,\n\n"Words" & more: 100%.'
    letter.get_by_role("button", name="Copy the letter").nth(1).click()
    expect(letter.locator("[role=status]").nth(1)).to_have_text("Copied.")
    expect(letter.locator("[role=status]").nth(0)).to_have_text("")
    copied = letter.evaluate("navigator.clipboard.readText()")
    assert copied == 'Dear all,\n\n"Words" & more: 100%.'


def test_browser_that_does_not_copy_marks_the_text_and_says_so(letter: Page) -> None:
    letter.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    letter.get_by_role("button", name="Copy the letter").first.click()
    expect(letter.locator("[role=status]").first).to_contain_text("press Ctrl and C")
    marked = "(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.querySelector('textarea'))"
    assert letter.evaluate(marked) == letter.locator("textarea").first.input_value()


def test_choice_of_a_person_fills_name_and_address(letter: Page) -> None:
    field, pick = letter.locator("textarea").first, letter.get_by_label("Write to")
    expect(pick).to_be_visible()
    assert "Dear [name of your Member]," in field.input_value()
    pick.select_option(label='Sits "Here" <b>, Member for North & West')
    assert 'Dear Sits "Here" <b>,' in field.input_value()
    link = letter.locator("a.mail").first.get_attribute("href") or ""
    assert link.startswith("mailto:north@assembly.example?subject=")
    pick.select_option(label="Member for East")
    assert "Dear Member for East," in field.input_value() and "Sits" not in field.input_value()
    assert (letter.locator("a.mail").first.get_attribute("href") or "").startswith("mailto:?subject=")
    pick.select_option(index=0)
    assert "Dear [name of your Member]," in field.input_value()


def test_letter_too_long_for_a_link_is_to_be_copied(letter: Page) -> None:
    field, mail = letter.locator("textarea").first, letter.locator("a.mail").first
    expect(mail).to_be_visible()
    field.fill("word " * LONGEST_LINK)
    expect(mail).to_be_hidden()
    expect(letter.locator(".long").first).to_be_visible()
    field.fill("short")
    expect(mail).to_be_visible()
    expect(letter.locator(".long").first).to_be_hidden()


def test_nothing_that_is_written_leaves_the_browser(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    asked: list[tuple[str, str | None]] = []
    page.on("request", lambda request: asked.append((request.url, request.post_data)))
    page.goto(address + LETTER)
    expect(page.get_by_label("Write to")).to_be_visible()
    before = len(asked)
    assert before and all(url.startswith((address, "data:")) for url, _ in asked)
    page.get_by_label("Write to").select_option(index=1)
    page.locator("textarea").first.fill("A secret of mine")
    page.get_by_role("button", name="Copy the letter").first.click()
    expect(page.locator("[role=status]").first).to_have_text("Copied.")
    page.keyboard.press("Enter")
    assert len(asked) == before
    assert page.locator("form").count() == 0
    assert page.url.startswith(address) and "secret" not in page.url


def test_without_scripts_the_letters_can_be_changed_and_opened(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + LETTER)
    assert page.locator("textarea").nth(1).is_editable()
    assert page.get_by_role("button").count() == 0
    assert page.get_by_label("Write to").count() == 0 or not page.get_by_label("Write to").is_visible()
    assert text_of_link(page, 0) == page.locator("textarea").first.input_value()
    page.get_by_text("Who sits for the people here").click()
    assert page.get_by_role("link", name="north@assembly.example").is_visible()
    context.close()


def test_letter_opens_from_the_file_system(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((lived_site() / LETTER).as_uri())
    expect(page.get_by_role("button", name="Copy the letter").first).to_be_visible()
    assert BLANK in page.locator("textarea").first.input_value()
    assert errors == []


def test_body_page_leads_to_its_letters(page: Page, address: str) -> None:
    page.goto(f"{address}{BODY}index.html")
    page.get_by_role("link", name="Write about this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Write about {HOSTILE}")


def test_address_of_an_answer_names_the_answer(page: Page, address: str) -> None:
    page.goto(f"{address}{BODY}index.html")
    row = page.locator("tr[id='2017-care']")
    row.locator("summary").click()
    row.get_by_role("link", name="Address of this answer").click()
    expect(page).to_have_url(f"{address}{BODY}#2017-care")
    assert page.evaluate("document.querySelector(':target').id") == "2017-care"


@pytest.mark.parametrize("media", MEDIA)
def test_axe_finds_nothing_in_letters_of_the_packaged_study(
    chromium: Browser, site: Path, site_address: str, media: str
) -> None:
    name = sorted(path.name for path in (site / "write").iterdir())[0]
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    page.goto(f"{site_address}write/{name}/index.html")
    expect(page.get_by_role("button", name="Copy the letter").first).to_be_visible()
    page.evaluate(OPEN_DETAILS)
    assert axe_faults(page) == []
    page.close()


@pytest.mark.parametrize("width", [320, 768])
def test_letters_fit_a_narrow_screen(chromium: Browser, address: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 640})
    page.goto(address + LETTER)
    expect(page.get_by_label("Write to")).to_be_visible()
    page.evaluate(OPEN_DETAILS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator(".act button, .act .mail, select, summary").evaluate_all(
        "found => found.map(each => each.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 24
    page.close()


def test_letters_of_the_packaged_study_are_light_and_there_is_one_for_every_body_with_answers(
    site: Path,
) -> None:
    sizes = {path: len(gzip.compress(path.read_bytes(), 9)) for path in (site / "write").glob("*/index.html")}
    assert len(sizes) >= 361
    assert max(sizes.values()) <= PAGE_KB * KILOBYTE / 4
    simulated = [path for path in sizes if "please send these letters to nobody" not in path.read_text()]
    assert simulated == []
