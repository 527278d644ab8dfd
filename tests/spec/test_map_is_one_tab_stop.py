"""Rule 6 of the public site: a map is one tab stop, and its equal cells are large enough to hit."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from answerable.press.colours import ANSWERS, DARK_INK, DARK_PAPER, INK, PAPER
from answerable.press.maps import Layer, map_css, pattern_defs, prepare_maps, state_css, swatch
from tests.browsing import serious
from tests.unit.press.maps.land import block, land, mapped_study

pytestmark = pytest.mark.browser
RINGS = block(11, 19)
CODES = list(RINGS)
TOKENS = [shade.token for shade in ANSWERS.shades]


def html() -> str:
    """A page with the four maps of a pair of questions, 209 bodies each."""
    maps = prepare_maps(mapped_study(CODES, {"ccg": land(RINGS)}), "2016", "ccg")
    shades = {code: TOKENS[n % 4] for n, code in enumerate(CODES)}
    rows = []
    for drawing in maps.drawings:
        layers = [Layer(f"{drawing.name}-{n}", f"Part {n}", shades) for n in range(2)]
        cells = "".join(f'<div class="scroll">{svg}</div>' for svg in drawing.draw(ANSWERS, layers))
        rows.append(f'<div class="pair">{cells}</div>')
    legend = "".join(
        f"<li>{swatch(ANSWERS, shade)} {shade.label} {n}</li>" for shade, n in ANSWERS.legend(shades)
    )
    style = (
        f"body{{background:{PAPER};color:{INK};max-width:1120px;margin:0 auto}}"
        f"@media (prefers-color-scheme:dark){{body{{background:{DARK_PAPER};color:{DARK_INK}}}}}"
        ".pair{display:grid;grid-template-columns:1fr 1fr;gap:2rem}.scroll{overflow-x:auto}"
        "@media(max-width:700px){.pair{grid-template-columns:minmax(0,1fr)}}" + state_css() + map_css()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Maps</title>'
        f"<style>{style}</style></head><body><main><h1>Maps</h1>{pattern_defs([ANSWERS], maps.drawings)}"
        f"<ul>{legend}</ul>{''.join(rows)}</main></body></html>"
    )


def test_each_map_is_one_tab_stop(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(html())
    stops = []
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert stops[:5] == ["geography-0", "geography-1", "hex-0", "hex-1", "BODY"]
    page.close()


@pytest.mark.parametrize("width", [1280, 768, 360, 320])
def test_cells_are_24_pixels_and_the_page_never_scrolls_sideways(chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.set_content(html())
    sizes = page.evaluate(
        "[...document.querySelectorAll('#hex-0 path')].map(p => p.getBoundingClientRect())"
        ".map(b => Math.min(b.width, b.height))"
    )
    assert len(sizes) == 209
    # Half a pixel of the border lies outside the cell.
    assert min(sizes) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("media", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_nothing(chromium: Browser, media: dict[str, str]) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **media)  # type: ignore[arg-type]
    page.set_content(html())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert serious(found) == []
    page.close()


def test_forced_colours_keep_patterns_and_borders(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page.set_content(html())
    look = page.evaluate(
        "[...document.querySelectorAll('#geography-0 .areas > g')]"
        ".map(g => [g.dataset.state, getComputedStyle(g).fill, getComputedStyle(g).stroke])"
    )
    fills = {state: fill for state, fill, _ in look}
    assert "hatch" in fills["missing"] and "dots" in fills["in_development"]
    assert fills["yes"] != fills["no"]
    assert {stroke for _, _, stroke in look}.isdisjoint({"none", fills["yes"], fills["no"]})
    page.close()
