"""Studies of very many bodies: tables in pages, maps of regions, and every page within its budget."""

import csv
import re
import resource
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from answerable.core.measures.shares import measure_table
from answerable.press.options import Options
from answerable.press.paged import ROWS
from answerable.press.site import publish
from tests.browsing import MEDIA, OPEN_DETAILS, axe_faults, served
from tests.large_study import KIND, LAST, REGIONS, SILENT, codes, large_study
from tests.page_kinds import MAP_PAGE_KB, MOST_ELEMENTS, elements, weight_kb
from tests.reading_back import all_faults
from tests.unit.press.test_site import broken_links

N = 2_000
VERY_MANY = 40_000
MOST_SECONDS, MOST_GIGABYTES = 600, 4.0
QUESTION = f"{LAST}/questions/nurse/{KIND}"
ROW = re.compile(r'<tr data-code="([^"]*)">(.*?)</tr>', re.DOTALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("large") / "site"
    publish([large_study(N)], out, options=Options(images=False))
    return out


@pytest.fixture(scope="module")
def large_address(large: Path) -> Iterator[str]:
    with served(large) as root:
        yield root


def answer_pages(site: Path, question: str = QUESTION) -> list[str]:
    """The pages of the table of every answer to a question, in order."""
    further = sorted(site.glob(f"{question}/answers/*/index.html"), key=lambda path: int(path.parent.name))
    return [path.read_text() for path in (site / question / "index.html", *further)]


def rows_of(html: str) -> dict[str, list[str]]:
    """The cells of every row of the table of every answer, by code."""
    table = html.partition('<table class="answers')[2].partition("</table>")[0]
    return {
        unescape(code): [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.split("</t[hd]>", row)[:-1]]
        for code, row in ROW.findall(table)
    }


def over_budget(site: Path) -> list[tuple[str, int, float]]:
    """Pages with more elements or bytes than a page of maps may have."""
    found = []
    for page in sorted(site.rglob("*.html")):
        n, kilobytes = elements(page), weight_kb(page)
        if n > MOST_ELEMENTS or kilobytes > MAP_PAGE_KB:
            found.append((page.relative_to(site).as_posix(), n, kilobytes))
    return found


def test_every_page_keeps_the_budget_of_a_page_of_maps(large: Path) -> None:
    assert over_budget(large) == []


def test_every_link_leads_somewhere_and_every_file_reads_back(large: Path) -> None:
    assert broken_links(large) == set()
    assert all_faults(large, "xss") == {}


def test_pages_of_the_table_hold_every_body_once_with_the_answer_of_the_data(large: Path) -> None:
    pages = answer_pages(large)
    assert len(pages) == -(-N // ROWS)
    rows = [rows_of(html) for html in pages]
    assert [code for each in rows for code in each] == codes(N)
    data = pl.read_csv(large / f"data/{LAST}/{KIND}/nurse.csv")
    given = dict(zip(data["body_id"], data["answer"].fill_null(data["status"]), strict=True))
    words = {"yes": "Yes", "no": "No", "refused": "Refused", "no_reply": "No reply"}
    for each in rows:
        for code, (_, _, said, *_) in each.items():
            assert said == words[given[code]], code


def test_pages_of_the_table_say_where_they_are_and_lead_to_each_other(large: Path) -> None:
    pages = answer_pages(large)
    for number, html in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}: " in html
        assert html.count('<nav class="pages') == 1 and html.count("aria-sort") == 1
        nav = html.partition('<nav class="pages')[2].partition("</nav>")[0]
        assert ("Previous page" in nav, "Next page" in nav) == (number > 1, number < len(pages))
        assert len(re.findall(r'<li value="', nav)) == len(pages)
        assert nav.count('aria-current="page"') == 1
        assert f"{N:,} schools; " in html and "on this page, in order of name" in html
        assert html.count("<h1") == 1
        if number > 1:
            assert f"page {number} of {len(pages)}</h1>" in html and f"data/{LAST}/{KIND}/nurse.csv" in html
    titles = [re.findall("<title>(.*?)</title>", html)[0] for html in pages]
    assert len(set(titles)) == len(titles)


def test_list_of_bodies_is_in_pages_too(large: Path) -> None:
    further = list((large / "bodies/list").glob("*/index.html"))
    pages = [large / "bodies/index.html", *further]
    assert len(further) == -(-N // ROWS) - 1
    named = re.compile(r'<th scope="row"><a [^>]*>(.*?)</a>')
    names = [name for page in pages for name in named.findall(page.read_text())]
    assert len(names) == len(set(names)) == N


def test_maps_show_regions_with_the_shares_that_the_measures_give(large: Path) -> None:
    html = answer_pages(large)[0]
    figure = html.partition("<figure")[2].partition("</figure>")[0]
    rows = {unescape(code): cells for code, cells in ROW.findall(figure)}
    assert set(rows) == {f"region: {name}" for name in (*REGIONS, "")}
    for place, question in enumerate(("nurse", "nurse__ooh")):
        table = measure_table(large_study(N), ["region"]).filter(round=LAST, kind=KIND, question=question)
        for row in table.iter_rows(named=True):
            if row["region"] not in REGIONS:
                continue
            cell = re.findall(r"<td[^>]*>(.*?)</td>", rows[f"region: {row['region']}"])[place]
            if row["region"] == SILENT:
                assert cell == f"none of the {row['n_asked']} asked answered"
            else:
                counts = f"({row['n_yes']} of {row['n_answered']} that answered; {row['n_asked']} asked)"
                assert cell.endswith(counts), cell
    assert "No region is given (not on the map)" in figure
    # Where nobody answered is hatched, in both maps, and in no class of shares.
    assert figure.count('data-state="missing"') == 2
    assert f"{SILENT}" in re.findall(r'data-state="missing">(.*?)</g>', figure, re.DOTALL)[0]


def test_question_without_a_yes_says_why_it_has_no_map(large: Path) -> None:
    html = (large / LAST / f"questions/children/{KIND}/index.html").read_text()
    assert "2,000 schools are too many to draw one by one, so there is no map" in html
    assert '<svg class="map' not in html and "children.svg" not in html


def test_study_without_boundaries_has_a_cell_with_a_name_for_each_region(tmp_path: Path) -> None:
    publish([large_study(400, with_land=False)], tmp_path / "site", options=Options(images=False))
    html = (tmp_path / "site" / QUESTION / "index.html").read_text()
    for name in REGIONS:
        assert html.count(f">{name}</text>") == 2
    assert over_budget(tmp_path / "site") == []


@pytest.mark.parametrize("n", [216, 365, 366])
def test_pages_around_the_switch_from_bodies_to_regions_keep_the_budget(tmp_path: Path, n: int) -> None:
    publish([large_study(n)], tmp_path / "site", options=Options(images=False))
    assert over_budget(tmp_path / "site") == []
    html = (tmp_path / "site" / QUESTION / "index.html").read_text()
    assert ("too many to draw one by one" in html) == (n > 365)
    assert sum(len(rows_of(page)) for page in answer_pages(tmp_path / "site")) == n


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "media"),
    [*((QUESTION, media) for media in MEDIA), (f"{QUESTION}/answers/3", "dark"), ("bodies/list/2", "light")],
)
def test_axe_finds_nothing(large_address: str, chromium: Browser, path: str, media: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    page.goto(f"{large_address}{path}/index.html")
    page.evaluate(OPEN_DETAILS)
    assert axe_faults(page) == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", [QUESTION, f"{QUESTION}/answers/3", "bodies/list/2"])
def test_pages_fit_320_pixels(large_address: str, chromium: Browser, path: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{large_address}{path}/index.html")
    page.evaluate(OPEN_DETAILS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.browser
def test_filter_speaks_of_the_page_and_regions_answer_to_keys(large_address: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{large_address}{QUESTION}/index.html")
    shown = page.locator("table.answers tbody tr").count()
    status = page.locator(".tools [role=status]")
    page.get_by_label("Find in the table").fill("School 000007")
    expect(status).to_have_text(f"1 of the {shown} on this page shown")
    page.get_by_label("Find in the table").fill("")
    expect(status).to_contain_text("on this page, in order of name")
    page.locator("svg.map").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".explorer .tip")).to_contain_text("county")
    expect(page.locator(".explorer .tip")).to_contain_text("that answered;")
    page.close()


@pytest.mark.browser
def test_legend_of_regions_filters_regions_and_leaves_the_answers(
    large_address: str, chromium: Browser, tmp_path: Path
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page.goto(f"{large_address}{QUESTION}/index.html")
    regions = page.locator(".explorer table tbody tr:visible")
    expect(regions).to_have_count(len(REGIONS) + 1)
    bodies = page.locator("table.answers tbody tr:visible")
    before = bodies.count()
    page.locator(".explorer .legend").first.get_by_role("button", name="Nobody answered").click()
    expect(regions).to_have_count(1)
    expect(regions.first).to_contain_text(SILENT)
    expect(bodies).to_have_count(before)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    saved.value.save_as(tmp_path / "view.csv")
    rows = list(csv.DictReader((tmp_path / "view.csv").open(encoding="utf-8-sig")))
    assert [row["region"] for row in rows] == [f"region: {SILENT}"]
    page.close()


@pytest.mark.browser
def test_legend_beside_a_table_in_pages_counts_every_body_on_the_map(
    chromium: Browser, tmp_path: Path
) -> None:
    publish([large_study(300)], tmp_path / "site", options=Options(images=False))
    with served(tmp_path / "site") as root:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{root}{QUESTION}/index.html")
        rows = page.locator("table.answers tbody tr:visible")
        before = rows.count()
        assert before < 300
        button = page.locator(".explorer .legend").first.get_by_role("button").first
        n = int("".join(letter for letter in button.inner_text() if letter.isdigit()))
        button.click()
        expect(page.locator(".shown")).to_contain_text(f"{n} of 300")
        expect(rows).to_have_count(before)
        page.close()


@pytest.mark.soak
def test_forty_thousand_bodies_are_published_within_time_memory_and_budget(tmp_path: Path) -> None:
    report = publish([large_study(VERY_MANY)], tmp_path / "site", options=Options(images=False))
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{report.pages:,} files, {report.bytes / 1e6:,.0f} MB, {report.seconds:.0f} s, {gigabytes:.1f} GB")
    assert report.seconds < MOST_SECONDS and gigabytes < MOST_GIGABYTES
    assert over_budget(tmp_path / "site") == []
    assert sum(len(rows_of(html)) for html in answer_pages(tmp_path / "site")) == VERY_MANY
