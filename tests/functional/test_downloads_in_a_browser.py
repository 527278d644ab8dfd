"""Downloads of the map explorer in a real browser: what is shown as CSV, SVG and PNG, with how to cite it."""

import csv
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import polars as pl
import pytest
import resvg_py
from playwright.sync_api import Browser, Page

from answerable.press.data.guarding import guarded, unguarded
from tests.browsing import served
from tests.exploring import NUMBER, ONE, PAIR, choose, rows, saved, sheet, stays
from tests.made_site import CODES, made_site

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
DIFFERENCE = "?view=difference"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(made_site()) as root:
        yield root


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    yield opened
    opened.close()


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a picture."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def shown_maps(query: str) -> list[str]:
    """The maps that an address of a pair shows."""
    if query == DIFFERENCE:
        return ["difference-2"]
    return [f"{'hex' if 'hex' in query else 'geography'}-{n}" for n in range(2)]


def fills_on_page(page: Page, name: str) -> dict[str, str]:
    """Code -> the fill of its area on a map of the page."""
    found: dict[str, str] = page.evaluate(
        "id => Object.fromEntries("
        "[...document.getElementById(id).querySelectorAll(':scope > .areas > g > *')]"
        ".map(area => [(area.dataset.code ? area : document.querySelector(area.getAttribute('href')))"
        ".dataset.code, area.parentNode.getAttribute('fill')]))",
        name,
    )
    return found


def test_the_csv_holds_the_rows_shown_in_their_order(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    choose(page, "In hours", "Yes")
    page.get_by_role("button", name="Out of hours").last.click()
    shown, lines = rows(page), sheet(page)
    assert [line["body_id"] for line in lines] == list(shown)
    published = {}
    for name in ("nurses", "nurses__ooh"):
        text = (made_site() / f"data/2017/ccg/{name}.csv").read_text(encoding="utf-8")
        published[name] = {line["body_id"]: line for line in csv.DictReader(io.StringIO(text, newline=""))}
    for line in lines:
        code = line["body_id"]
        cells = [unguarded(line[head]) for head in ("group", "Region", "In hours", "Out of hours")]
        assert cells == shown[code][:4]
        for head, name in (("In hours", "nurses"), ("Out of hours", "nurses__ooh")):
            row = published[name][code]
            said = row["answer"] if row["status"] == "answered" else row["status"]
            assert line[head].casefold().split()[0] in (
                said.split("_")[0],
                "information",
                "transferred",
                "not",
            )
        assert (line["release"], line["as_at"]) == (row["release"], row["as_at"])
        assert line["simulated"] == row["simulated"]
        assert line["citation"].startswith("A publisher. Nurses for children. Question: 1a.")
        assert line["citation"].endswith(page.url) and "Licence: CC-BY-4.0" in line["citation"]


def test_the_csv_gives_numbers_as_numbers(page: Page, address: str) -> None:
    page.goto(address + NUMBER)
    lines = {line["body_id"]: line for line in sheet(page)}
    text = (made_site() / "data/2017/ccg/children.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        said = lines[row["body_id"]]["Answer, as a number"]
        assert (float(said) if said else None) == (float(row["value"]) if row["value"] else None)


def test_the_csv_is_as_safe_in_a_spreadsheet_as_the_published_one(page: Page, address: str) -> None:
    texts = ["=1+1", " @x", "'=1", "-2 of them", "\u200b+1", "＝A1", "plain", "it's", "a\tb", "+441", "\rx"]
    page.goto(address + PAIR)
    page.evaluate(
        "texts => texts.forEach((text, n) => { document.querySelectorAll('table.answers tbody tr')[n]"
        ".cells[1].textContent = text; })",
        texts,
    )
    said = [line["Region"] for line in sheet(page)][: len(texts)]
    expected = guarded(pl.Series(texts, dtype=pl.String)).to_list()
    # A text that is a number is left alone.
    assert said == ["+441" if text == "'+441" else text for text in expected]


@pytest.mark.parametrize("query", ["", "?view=hex", DIFFERENCE, "?answer=no", "?difference=both"])
def test_the_svg_paints_what_the_page_shows(page: Page, address: str, query: str) -> None:
    page.goto(address + PAIR + query)
    stay = stays(page)
    text = saved(page, "SVG").decode()
    root = ElementTree.fromstring(text)
    drawn = [each for each in root.findall(f"{SVG}svg") if "map" in (each.get("class") or "").split()]
    assert len(drawn) == len(shown_maps(query))
    ids = {each.get("id") for each in root.iter() if each.get("id")}
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids
    assert "xlink:href" in text and "<script" not in text and " style=" not in "".join(text.split("<path"))
    for n, each in enumerate(drawn):
        painted = fills_on_page(page, shown_maps(query)[n])
        [areas] = each.findall(f"{SVG}g[@class='areas']")
        fills = {area.get("data-code"): group.get("fill") for group in areas for area in group}
        assert fills == painted
        faded = {area.get("data-code") for area in areas.iter() if area.get("fill-opacity") == "0"}
        assert faded == set(fills) - stay
    words = " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))
    assert "Community nurses" in words and "Licence: CC-BY-4.0" in words and "A publisher" in words
    assert ("dotted outlines" in words) == ("answer=" in query or "difference=" in query)
    counts = "Both " if query == DIFFERENCE else "No answer "
    assert counts in words and "groups asked" in words


def test_the_svg_opens_in_another_program(page: Page, address: str) -> None:
    page.goto(address + PAIR + "?answer=yes.missing&find=o")
    assert 0 < len(rows(page)) < len(CODES)
    text = saved(page, "SVG").decode()
    words = " ".join(each.text or "" for each in ElementTree.fromstring(text).iter(f"{SVG}text"))
    assert "In hours: Yes, No answer; with “o”" in words
    root = ElementTree.fromstring(text)
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=text))
    assert size_of(drawn) == (int(root.get("width", "0")), int(root.get("height", "0")))
    assert len(drawn) > 10_000


def test_the_png_is_the_svg_at_twice_its_size(page: Page, address: str) -> None:
    page.goto(address + PAIR + "?answer=yes")
    root = ElementTree.fromstring(saved(page, "SVG"))
    picture = saved(page, "PNG")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert size_of(picture) == (2 * int(root.get("width", "0")), 2 * int(root.get("height", "0")))
    assert len(picture) > 20_000


@pytest.mark.parametrize("path", ["", ONE, NUMBER])
def test_every_explorer_can_be_saved(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    ElementTree.fromstring(saved(page, "SVG"))
    assert page.get_by_role("button", name="CSV").count() == (1 if path else 0)
