"""Search and comparing bodies in a real browser: what is found, and what stands beside what."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from answerable.core.answers import MISSING
from answerable.press.search_index import words_of
from answerable.press.site import publish
from answerable.press.view.build import body_views
from answerable.press.view.cells import missing_words
from tests.browsing import MEDIA, axe_faults, served
from tests.hostile_study import NAMES, hostile_study
from tests.lived_study import lived_site

pytestmark = pytest.mark.browser
KILOBYTE, FILE_KB, PAGE_KB = 1000, 15, 60
SILENT = {*(missing_words(str(status)) for status in MISSING), "Answered in words"}
FOLDERS = ("compare/", "search/")


def slugs(site: Path, kind: str) -> list[str]:
    pages = sorted((site / "bodies").glob("*/index.html"))
    return [p.parent.name for p in pages if f'data-kind="{kind}"' in p.read_text(encoding="utf-8")]


def beside(*chosen: str, **more: str) -> str:
    return "compare/?" + "&".join([f"b={slug}" for slug in chosen] + [f"{k}={v}" for k, v in more.items()])


def search(page: Page, address: str, words: str) -> list[str]:
    """The names that are found for some words, best first."""
    page.goto(f"{address}search/")
    page.get_by_role("searchbox").fill(words)
    expect(page.locator("[role=status]")).not_to_be_empty()
    page.wait_for_load_state("networkidle")
    return page.locator(".found a").all_inner_texts()


def table_of(page: Page) -> dict[tuple[str, str], list[str]]:
    """Answers by question and time of day as they stand beside each other."""
    rows = page.evaluate(
        "[...document.querySelectorAll('.compared tr[data-id]')].map(row => [row.dataset.id, "
        "row.dataset.column, ...[...row.cells].slice(1).map(cell => cell.textContent.trim())])"
    )
    return {(row[0], row[1]): row[2:] for row in rows}


def test_bodies_are_found_by_the_beginnings_of_their_words(page: Page, site_address: str) -> None:
    assert "Adderhaven CCG" in search(page, site_address, "ccg ADDERH")
    assert "Adderhaven CCG" in search(page, site_address, "X38000001")
    assert search(page, site_address, "Adderhaven CCG")[0] == "Adderhaven CCG"


def test_one_slip_in_a_long_word_is_forgiven_where_nothing_fits_better(page: Page, site_address: str) -> None:
    for slip in ("adderhaben", "adderhavn", "adderhavven"):
        assert "Adderhaven CCG" in search(page, site_address, slip)
    page.get_by_role("searchbox").fill("zzzzzz")
    expect(page.locator("[role=status]")).to_contain_text("Nothing found")


def test_questions_are_found_by_their_wording_with_round_and_kind(page: Page, site_address: str) -> None:
    assert "Short breaks" in search(page, site_address, "short break")
    note = page.locator(".found li", has=page.get_by_role("link", name="Short breaks", exact=True)).first
    expect(note.locator("p")).to_contain_text("2017")
    note.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Short breaks")


def test_what_is_sought_stands_in_the_address(page: Page, site_address: str) -> None:
    search(page, site_address, "adderh")
    page.wait_for_function("location.search === '?q=adderh'")
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("adderh")
    expect(page.locator(".found a").first).to_contain_text("Adderh")
    page.keyboard.press("Tab")
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".found a").first).to_be_focused()


def test_a_closed_body_is_found_with_what_became_of_it(page: Page) -> None:
    with served(lived_site()) as address:
        search(page, address, "group 8")
        note = page.locator(".found li", has=page.get_by_role("link", name="Group 8", exact=True))
        expect(note.locator("p")).to_contain_text("closed on 31 March 2020; now Board of today, Other board")


def test_bodies_stand_beside_each_other_with_the_answers_of_the_data(
    page: Page, site: Path, site_address: str
) -> None:
    chosen = slugs(site, "ccg")[:4]
    page.goto(site_address + beside(*chosen))
    expect(page.locator(".compared thead th")).to_have_count(5)
    names = page.locator(".compared thead th a.quietly").all_inner_texts()
    with (site / "data/2017/answers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["body_name"] in names]
    given = {(row["question_id"], row["body_name"]): row["answer"] or row["status"] for row in rows}
    words = {"yes": "Yes", "no": "No", "in_development": "In development"}
    n_compared = 0
    for (anchor, column), said in table_of(page).items():
        question = anchor.removeprefix("2017-") + ("__ooh" if column == "2" else "")
        for name, shown in zip(names, said, strict=True):
            answer = given.get((question, name), "not_asked")
            if answer in words or answer in map(str, MISSING):
                assert shown == (words.get(answer) or missing_words(answer)), (question, name)
                n_compared += 1
            else:
                assert shown not in words.values()
    assert n_compared > 150


def test_silence_is_hatched_and_said_in_words(page: Page, site: Path, site_address: str) -> None:
    page.goto(site_address + beside(*slugs(site, "ccg")[:4]))
    expect(page.locator(".compared tr[data-id]").first).to_be_visible()
    cells = page.evaluate(
        "[...document.querySelectorAll('.compared tr[data-id] td')].map(cell => "
        "[cell.textContent.trim(), cell.querySelector('rect')?.getAttribute('class') ?? ''])"
    )
    painted = {(words, css) for words, css in cells}
    assert ("Yes", "s-yes") in painted and ("No", "s-no") in painted
    for words in ("No reply", "Refused", "Information not held", "Answer unclear", "Not asked"):
        assert {css for said, css in painted if said == words} == {"s-missing"}
    assert all(words for words, _ in painted)


def test_only_what_differs_can_be_shown_and_is_counted(page: Page, site: Path, site_address: str) -> None:
    page.goto(site_address + beside(*slugs(site, "ccg")[:3]))
    expect(page.locator(".told")).to_contain_text("answers differ")
    told = page.locator(".told").inner_text()
    n_differ, n_rows, n_unknown = map(int, re.findall(r"\d+", told))
    table = table_of(page)
    answers = [[words for words in row if words not in SILENT] for row in table.values()]
    differ = [len(set(said)) > 1 for said in answers]
    unknown = [len(said) < 3 and not d for said, d in zip(answers, differ, strict=True)]
    assert (n_differ, n_rows, n_unknown) == (sum(differ), len(table), sum(unknown))
    page.get_by_label("Only where they differ").check()
    expect(page.locator(".compared tr[data-id]:visible")).to_have_count(n_differ)


def test_another_round_can_be_chosen(page: Page, site: Path, site_address: str) -> None:
    page.goto(site_address + beside(*slugs(site, "ccg")[:2]))
    expect(page.locator(".compared caption")).to_contain_text("2017")
    page.get_by_role("link", name="2016", exact=True).last.click()
    expect(page.locator(".compared caption")).to_contain_text("2016")
    assert parse_qs(urlsplit(page.url).query)["r"] == ["2016"]
    assert all(key.startswith("2016-") for key, _ in table_of(page))


def test_bodies_of_different_kinds_are_refused_in_words(page: Page, site: Path, site_address: str) -> None:
    page.goto(site_address + beside(slugs(site, "ccg")[0], slugs(site, "la")[0]))
    expect(page.locator(".told")).to_contain_text("different kinds")
    expect(page.locator(".compared")).to_have_count(0)


def test_a_body_that_is_not_there_is_said_to_be_missing(page: Page, site_address: str) -> None:
    page.goto(site_address + beside("..", "no-such-body"))
    expect(page.locator(".told")).to_contain_text("no page here")


def test_bodies_are_added_by_search_and_taken_out_again(page: Page, site: Path, site_address: str) -> None:
    first = slugs(site, "ccg")[0]
    page.goto(f"{site_address}bodies/{first}/")
    page.get_by_role("link", name="Set it beside other").click()
    expect(page.locator(".told")).to_contain_text("Choose another body")
    page.get_by_role("searchbox").fill("amner")
    page.get_by_role("link", name="Amnerfell CCG", exact=True).click()
    expect(page.locator(".compared thead th")).to_have_count(3)
    assert parse_qs(urlsplit(page.url).query)["b"] == [first, "amnerfell-ccg"]
    page.get_by_role("link", name=re.compile("^Remove Adderhaven")).click()
    expect(page.locator(".compared thead th")).to_have_count(2)


def test_the_address_of_four_has_no_box_for_a_fifth(page: Page, site: Path, site_address: str) -> None:
    page.goto(site_address + beside(*slugs(site, "ccg")[:6]))
    expect(page.locator(".compared thead th")).to_have_count(5)
    assert not page.get_by_role("searchbox").is_visible()


@pytest.mark.parametrize("media", MEDIA)
def test_axe_finds_nothing(chromium: Browser, site: Path, site_address: str, media: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    found = {}
    for path in (beside(*slugs(site, "ccg")[:4]), "compare/", "search/?q=ha"):
        page.goto(site_address + path)
        if path != "compare/":
            expect(page.locator(".compared tr[data-id], .found li").first).to_be_visible()
        found[path] = axe_faults(page)
    page.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 360, 768])
def test_pages_fit_a_narrow_screen(chromium: Browser, site: Path, site_address: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 640})
    for path in (beside(*slugs(site, "ccg")[:4]), "search/?q=ha"):
        page.goto(site_address + path)
        expect(page.locator(".compared tr[data-id], .found li").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()


def test_without_scripts_no_dead_form_is_shown_and_lists_lead_on(
    chromium: Browser, site_address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, lead in (("search/", "Every body in this study"), ("compare/", "The page of every body")):
        page.goto(site_address + path)
        assert page.locator("form:visible").count() == 0
        page.get_by_role("link", name=lead).click()
        expect(page.locator("h1")).to_contain_text("Every body")
    context.close()


def test_from_a_folder_of_files_a_line_says_what_is_needed(page: Page, site: Path) -> None:
    page.goto((site / "search/index.html").as_uri())
    page.get_by_role("searchbox").fill("adder")
    expect(page.locator("[role=status]")).to_contain_text("from a web address")
    page.goto(f"{(site / 'compare/index.html').as_uri()}?b=amnerfell-ccg")
    expect(page.locator(".told")).to_contain_text("from a web address")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    out = tmp_path_factory.mktemp("hostile") / "site"
    publish([hostile_study()], out)
    with served(out) as address:
        yield out, address


def test_hostile_names_are_found_as_text_and_run_nothing(page: Page, hostile: tuple[Path, str]) -> None:
    _, address = hostile
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: ran.append(str(error)))
    page.goto(f"{address}search/")
    for name in NAMES:
        words = [word for word in words_of(name) if len(word) > 1]
        if not words:
            continue
        page.goto(f"{address}search/")
        page.get_by_role("searchbox").fill(max(words, key=len)[:30])
        expect(page.locator(".found a").first).to_be_visible()
    assert ran == []


def test_hostile_bodies_can_stand_beside_each_other(page: Page, hostile: tuple[Path, str]) -> None:
    _, address = hostile
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: ran.append(str(error)))
    chosen = [body.slug for body in body_views(hostile_study(), "")][:4]
    page.goto(address + beside(*chosen))
    expect(page.locator(".compared thead th")).to_have_count(5)
    assert ran == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_words_are_folded_alike_by_page_and_index(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}search/")
    source = (Path(__file__).parents[2] / "src/answerable/press/static/js/search.js").read_text(
        encoding="utf-8"
    )
    [rule] = re.findall(r"^const wordsIn = (.*);$", source, re.MULTILINE)
    for text in (
        *NAMES,
        "Ynys Môn",
        "Straße ÉCOLE",
        "№ 5 ﬁne Ⅷ ²",
        "ΟΔΟΣ Ὀδυσσεύς",
        "İstanbul",
        "東京都 品川区",
    ):
        assert page.evaluate(f"text => [...new Set(({rule})(text))]", text) == words_of(text), text


def test_files_and_pages_keep_their_budgets(site: Path) -> None:
    sizes = {
        path.relative_to(site).as_posix(): len(gzip.compress(path.read_bytes(), 9)) / KILOBYTE
        for folder in FOLDERS
        for path in (site / folder).iterdir()
    }
    assert max(size for path, size in sizes.items() if path.endswith(".json")) <= FILE_KB
    assert max(size for path, size in sizes.items() if path.endswith(".html")) <= PAGE_KB
    for path in (site / "search").glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
