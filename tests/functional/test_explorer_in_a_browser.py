"""The map explorer in a real browser: filters, one selection, the address, keys and phones."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import axe_faults, served
from tests.exploring import CHOICE, NUMBER, ONE, PAIR, choose, legend, rows, sheet, stays
from tests.made_site import CODES, made_site

pytestmark = pytest.mark.browser
WIDE = {"width": 1280, "height": 900}


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


# Filters


def test_a_legend_filters_table_and_every_map(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    everything = stays(page)
    n = choose(page, "In hours", "Yes")
    shown = rows(page)
    assert len(shown) == n and {cells[2] for cells in shown.values()} == {"Yes"}
    assert stays(page) == set(shown) < everything
    expect(page.locator(".tools [role=status]")).to_have_text(f"{n} of {len(CODES)} shown")
    expect(page.locator(".shown")).to_contain_text(f"{n} of {len(CODES)} shown: In hours: Yes.")
    choose(page, "Out of hours", r"No \d")
    assert {tuple(cells[2:4]) for cells in rows(page).values()} == {("Yes", "No")}
    choose(page, "In hours", r"No \d")
    assert {tuple(cells[2:4]) for cells in rows(page).values()} == {("Yes", "No"), ("No", "No")}
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    assert len(rows(page)) == len(CODES) and stays(page) == everything
    expect(page.locator(".tools [role=status]")).to_have_text(f"{len(CODES)} groups, all shown")


def test_a_filter_of_the_table_leaves_the_same_bodies_on_the_maps(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    page.get_by_label("Show only").select_option(label="North")
    assert {cells[1] for cells in rows(page).values()} == {"North"}
    assert stays(page) == set(rows(page))
    expect(page.locator(".shown")).to_contain_text("Region: North.")


def test_who_was_not_asked_is_in_no_choice(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    n = choose(page, "In hours", "No answer")
    assert len(rows(page)) == n
    assert CODES[-1] not in rows(page)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Both", {("Yes", "Yes")}),
        ("In hours only", {("Yes", "No")}),
        ("Neither", {("No", "No")}),
    ],
)
def test_the_legend_of_the_difference_filters_pairs(
    page: Page, address: str, words: str, said: set[tuple[str, str]]
) -> None:
    page.goto(address + PAIR)
    page.locator("label.l-difference").click()
    expect(page.locator("svg#difference-2")).to_be_visible()
    expect(page.locator("svg#geography-0")).to_be_hidden()
    n = choose(page, "Difference", words)
    assert len(rows(page)) == n > 0
    assert {tuple(cells[2:4]) for cells in rows(page).values()} == said
    assert stays(page) == set(rows(page))


def test_unknown_holds_every_body_without_both_answers(page: Page, address: str) -> None:
    page.goto(address + PAIR + "?view=difference")
    n = choose(page, "Difference", "Unknown")
    assert len(rows(page)) == n
    for _, _, day, night, *_ in rows(page).values():
        assert {day, night} - {"Yes", "No"}
    counted = sum(int(b) for b in legend(page, "Difference").locator("b").all_inner_texts())
    assert counted == len(CODES)


@pytest.mark.parametrize("path", [ONE, CHOICE, NUMBER])
def test_questions_without_a_twin_filter_too(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    button = legend(page, "Legend").locator("button").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert len(rows(page)) == int(button.locator("b").inner_text()) < len(CODES)
    assert stays(page) == set(rows(page))


def test_the_front_page_filters_its_maps_without_a_table(page: Page, address: str) -> None:
    page.goto(address)
    n = choose(page, "In hours", "Yes")
    assert len(stays(page)) == n
    expect(page.locator(".explorer [role=status]")).to_contain_text(
        f"{n} of {len(CODES)} shown: In hours: Yes."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_areas_that_stay_keep_colour_and_border_beside_those_left_out(
    chromium: Browser, address: str, scheme: str
) -> None:
    """Rule 1 holds for what stays: only what is left out loses its fill, and its outline is another line."""
    page = chromium.new_page(viewport=WIDE, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + PAIR)
    look = (
        "[...document.querySelectorAll('#geography-0 > .areas path')]"
        ".map(area => { const s = getComputedStyle(area); return "
        "[area.dataset.code, s.fill, s.fillOpacity, s.stroke, s.strokeOpacity, "
        "s.strokeWidth, s.strokeDasharray]; })"
    )
    before = {code: rest for code, *rest in page.evaluate(look)}
    choose(page, "In hours", "Yes")
    after = {code: rest for code, *rest in page.evaluate(look)}
    shown = rows(page)
    for code, now in after.items():
        if code in shown:
            assert now == before[code]
        else:
            assert now[1] == "0" and now[5] != "none"
    page.close()


# One selection


@pytest.mark.parametrize("view", ["geography", "hex", "difference"])
def test_arrows_move_in_every_view_and_the_row_goes_along(page: Page, address: str, view: str) -> None:
    page.goto(f"{address}{PAIR}?view={view}")
    page.locator("svg#difference-2" if view == "difference" else f"svg#{view}-1").focus()
    seen = []
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
        expect(page.locator("tr.on")).to_have_count(1)
        seen.append(page.locator("tr.on").get_attribute("data-code"))
    assert len(set(seen)) >= 3
    # Geography and cells of both questions, and the difference.
    expect(page.locator(".explorer path.mark")).to_have_count(5)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('tr').dataset.code") == seen[-1]
    page.keyboard.press("Escape")
    expect(page.locator("tr.on, path.mark")).to_have_count(0)
    assert "body=" not in page.url


def test_arrows_pass_over_what_is_left_out(page: Page, address: str) -> None:
    page.goto(f"{address}{PAIR}?answer=no")
    shown = set(rows(page))
    page.locator("svg#geography-0").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        expect(page.locator("tr.on")).to_have_count(1)
        assert page.locator("tr.on").get_attribute("data-code") in shown


def test_pointing_at_a_row_marks_the_body_and_leaving_gives_the_choice_back(page: Page, address: str) -> None:
    page.goto(f"{address}{PAIR}?body={CODES[3]}")
    expect(page.locator("tr.on")).to_have_attribute("data-code", CODES[3])
    page.locator(f'tr[data-code="{CODES[7]}"] a').first.focus()
    expect(page.locator("tr.on")).to_have_attribute("data-code", CODES[7])
    page.get_by_label("Find in the table").focus()
    expect(page.locator("tr.on")).to_have_attribute("data-code", CODES[3])


def test_a_click_on_an_area_chooses_its_body(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    page.locator(f'#geography-0 path[data-code="{CODES[8]}"]').click()
    expect(page.locator("tr.on")).to_have_attribute("data-code", CODES[8])
    assert page.url.endswith(f"?body={CODES[8]}")
    expect(page.locator(".tip b")).to_have_text("Body 8 CCG")


def test_what_is_said_of_cells_comes_from_the_areas(page: Page, address: str) -> None:
    page.goto(address + PAIR + "?view=hex")
    page.locator("svg#hex-0").focus()
    page.keyboard.press("ArrowDown")
    code = page.locator("tr.on").get_attribute("data-code")
    said = page.locator(".explorer [aria-live]").inner_text()
    assert (
        code and rows(page)[code][0].split()[0] in said and "in hours: " in said and "out of hours: " in said
    )


def test_the_inset_marks_its_body_everywhere(page: Page, site_address: str) -> None:
    page.goto(site_address + "2016/questions/ccn/ccg/")
    inset = page.locator("svg#geography-0 > svg .areas use").nth(12)
    inset.hover()
    expect(page.locator("tr.on")).to_have_count(1)
    code = page.locator("tr.on").get_attribute("data-code")
    assert page.evaluate('([code]) => document.querySelector(`path[data-code="${code}"]`).id', [code]) == (
        inset.get_attribute("href") or ""
    ).removeprefix("#")
    # Three maps of areas with an inset each, and two of cells.
    expect(page.locator(".explorer path.mark")).to_have_count(8)


# The address


def test_the_address_brings_everything_back(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    page.locator("label.l-hex").click()
    choose(page, "In hours", "Yes")
    choose(page, "Out of hours", r"No \d")
    page.get_by_label("Find in the table").fill("body")
    page.get_by_label("Show only").select_option(label="South")
    page.get_by_role("button", name="Region").click()
    page.get_by_role("button", name="Region").click()
    page.mouse.move(2, 2)  # a row that lies under the pointer is marked too
    page.locator("svg#hex-0").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr.on")).to_have_count(1)
    shown, order, link = rows(page), list(rows(page)), page.url
    chosen = page.locator("tr.on").get_attribute("data-code")
    assert 0 < len(shown) < len(CODES) and page.evaluate("scrollY + history.length") is not None

    def check() -> None:
        expect(page.locator("svg#hex-0")).to_be_visible()
        assert rows(page) == shown and list(rows(page)) == order
        expect(page.locator("[aria-pressed=true]")).to_have_count(2)
        expect(page.get_by_label("Find in the table")).to_have_value("body")
        expect(page.locator("th[aria-sort=descending]")).to_contain_text("Region")
        expect(page.locator("tr.on")).to_have_attribute("data-code", chosen or "")
        assert page.url == link

    page.reload()
    check()
    page.get_by_role("link", name="Data", exact=True).first.click()
    page.wait_for_url("**/data/**")
    page.go_back()
    check()
    page.goto("about:blank")
    page.goto(link)
    check()


def test_changes_add_no_steps_to_the_way_back_and_do_not_scroll(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    page.locator(".explorer").scroll_into_view_if_needed()
    before = page.evaluate("[history.length, scrollY]")
    choose(page, "In hours", "Yes")
    page.locator("label.l-difference").click()
    page.locator("label.l-geography").click()
    assert "view=geography" in page.url and "answer=yes" in page.url
    assert page.evaluate("[history.length, scrollY]") == before


def test_a_strange_address_breaks_nothing(page: Page, address: str) -> None:
    page.goto(address + PAIR + "?view=x&answer=nonsense&only=99|x&sort=77&body=nobody&find=%3Cb%3E")
    expect(page.locator(".tools [role=status]")).to_have_text(f"1 of {len(CODES)} shown")
    page.get_by_role("button", name="Show all").click()
    assert len(rows(page)) == len(CODES)


def test_filters_work_from_the_file_system(page: Page) -> None:
    page.goto((made_site() / PAIR / "index.html").as_uri())
    n = choose(page, "In hours", "Yes")
    assert len(rows(page)) == n
    # No path of this machine may stand in a file that is handed on.
    assert all("file:" not in line["citation"] for line in sheet(page))


# Without scripts, on phones, and for everyone


def test_the_difference_needs_no_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=WIDE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + PAIR)
    expect(page.locator("svg#difference-2")).to_be_hidden()
    page.locator("label.l-difference").click()
    expect(page.locator("svg#difference-2")).to_be_visible()
    expect(legend(page, "Difference")).to_be_visible()
    expect(page.locator("svg#geography-0")).to_be_hidden()
    assert page.locator(".explorer button").count() == 0
    for ending in ("CSV", "JSON", "SVG"):
        assert page.locator("#downloads + ul a").filter(has_text=ending).count() >= 1
    context.close()


@pytest.mark.parametrize("path", ["", "2016/questions/ccn/ccg/"])
def test_cells_can_be_hit_on_a_phone_and_the_page_does_not_scroll_sideways(
    chromium: Browser, site_address: str, path: str
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(site_address + path)
    sizes = page.evaluate(
        "[...document.querySelectorAll('#hex-0 .areas path')].map(p => p.getBoundingClientRect())"
        ".map(b => Math.min(b.width, b.height))"
    )
    assert len(sizes) > 200 and min(sizes) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("svg#hex-0").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    box = page.evaluate(
        "[document.querySelector('#hex-0 .mark').getBoundingClientRect()].map(b => [b.left, b.right])[0]"
    )
    assert box[0] >= -1 and box[1] <= 361, "the chosen cell is scrolled into the region of its map"
    page.close()


def test_names_of_maps_count_the_bodies_asked(page: Page, address: str) -> None:
    page.goto(address + PAIR)
    for name, asked in (("geography-0", 29), ("hex-0", 29), ("geography-1", 30), ("difference-2", 30)):
        label = page.locator(f"svg#{name}").get_attribute("aria-label") or ""
        assert label.endswith(f"; {asked} groups asked.")
        assert sum(int(n) for n in re.findall(r": (\d+)", label)) == asked


@pytest.mark.parametrize("scheme", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_nothing_while_filtered(chromium: Browser, address: str, scheme: dict[str, str]) -> None:
    page = chromium.new_page(viewport=WIDE, **scheme)  # type: ignore[arg-type]
    page.goto(f"{address}{PAIR}?view=difference&difference=both&body={CODES[4]}")
    assert axe_faults(page) == []
    page.close()


def test_a_postcode_chooses_its_body_and_does_not_stay(page: Page, site: Path, site_address: str) -> None:
    shard = next(path for path in sorted((site / "find").glob("*.json")) if '"sets"' in path.read_text())
    page.goto(site_address + "2016/questions/ccn/ccg/")
    outward = shard.stem.upper()
    found = None
    for inward in re.findall(r"\d[A-Z]{2}", shard.read_text()):
        found = f"{outward} {inward}"
        break
    assert found
    page.get_by_label("Your postcode").fill(found)
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("tr.on")).to_have_count(1)
    assert "body=" in page.url and outward.lower() not in page.url.lower()
    code = page.locator("tr.on").get_attribute("data-code")
    assert code and code in shard.read_text()
