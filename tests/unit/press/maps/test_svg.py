"""Maps as SVG: one geometry for all maps of a page, a class for each state, words for each area."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from answerable.press.colours import ANSWERS, DIFFERENCE, STARS
from answerable.press.maps import Drawing, Layer, map_css, pattern_defs, prepare_maps, state_css, swatch
from tests.unit.press.maps.land import block, land, mapped_study

RINGS = block(4, 3)
CODES = list(RINGS)
HOURS = {"B0": "yes", "B1": "no", "B2": "in_development", "B3": "missing"}
LAYERS = [
    Layer("hours", "In hours", HOURS, {"B3": "refused"}),
    Layer("ooh", "Out of hours", {"B0": "no"}, {"B1": "no reply"}),
]


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    drawn = prepare_maps(mapped_study(CODES, {"ccg": land(RINGS)}), "2016", "ccg").geography
    assert drawn is not None
    return drawn


def elements(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def groups(svg: str) -> dict[str, int]:
    """State -> number of areas in the map itself."""
    areas = elements(svg).find("g[@class='areas']")
    assert areas is not None
    return {str(group.get("data-state")): len(group) for group in areas}


def test_every_area_is_in_every_map_once_under_its_state(drawing: Drawing) -> None:
    first, second = drawing.draw(ANSWERS, LAYERS)
    assert groups(first) == {"yes": 1, "in_development": 1, "no": 1, "missing": 9}
    assert groups(second) == {"no": 1, "missing": 11}


def test_the_geometry_stands_once_and_the_second_map_uses_it(drawing: Drawing) -> None:
    first, second = drawing.draw(ANSWERS, LAYERS)
    assert first.count("<path ") == 12 and second.count("<path ") == 0
    ids = re.findall(r'<path id="([^"]+)" data-code="([^"]+)"', first)
    assert {code for _, code in ids} == set(CODES)
    assert sorted(re.findall(r'<use href="#([^"]+)"', second)) == sorted(name for name, _ in ids)


def test_paths_have_no_colour_of_their_own_so_that_others_can_paint_them(drawing: Drawing) -> None:
    first, _ = drawing.draw(ANSWERS, LAYERS)
    for path in elements(first).iter("path"):
        assert not {"fill", "class", "style", "stroke"} & set(path.keys())


def test_titles_say_the_name_and_every_answer(drawing: Drawing) -> None:
    first, _ = drawing.draw(ANSWERS, LAYERS)
    titles = [path.findtext("title") for path in elements(first).iter("path")]
    assert "Body B0; in hours: yes; out of hours: no" in titles
    assert "Body B3; in hours: refused; out of hours: no answer" in titles
    assert "Body B1; in hours: no; out of hours: no reply" in titles
    [alone] = drawing.draw(ANSWERS, LAYERS[:1])
    assert "<title>Body B2: in development</title>" in alone


def test_the_map_is_one_tab_stop_with_a_name_that_counts(drawing: Drawing) -> None:
    first, _ = drawing.draw(ANSWERS, LAYERS)
    root = elements(first)
    assert (root.get("tabindex"), root.get("role"), root.get("id")) == ("0", "img", "hours")
    assert root.get("aria-label") == "Map. In hours. yes: 1, in development: 1, no: 1, no answer: 9."
    assert [e for e in root.iter() if e is not root and e.get("tabindex")] == []


def test_names_and_codes_are_escaped() -> None:
    ring = RINGS["B0"]
    code = 'A"<&'
    study = mapped_study([code], {"ccg": land({code: ring})})
    study.bodies[0, "name"] = "Fish & <Chips>"
    for drawn in prepare_maps(study, "2016", "ccg").drawings:
        [svg] = drawn.draw(ANSWERS, [Layer('"x', "<b>", {code: "yes"}, {code: "a<b"})])
        [path] = elements(svg).iter("path")
        assert (path.get("data-code"), path.findtext("title")) == (code, "Fish & <Chips>: a<b")


@pytest.mark.parametrize("scheme", [ANSWERS, STARS, DIFFERENCE])
def test_every_pattern_that_is_named_is_defined_once(drawing: Drawing, scheme) -> None:  # type: ignore[no-untyped-def]
    cells = prepare_maps(mapped_study(CODES, {}), "2016", "ccg").hexes
    page = pattern_defs([scheme, ANSWERS, scheme], [drawing, cells])
    for shade in scheme.shades:
        page += swatch(scheme, shade)
    tokens = {code: scheme.shades[n % len(scheme.shades)].token for n, code in enumerate(CODES)}
    for drawn in (drawing, cells):
        page += "".join(drawn.draw(scheme, [Layer(drawn.name, "x", tokens)]))
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_patterns_have_the_same_size_on_every_drawing(drawing: Drawing) -> None:
    for suffix, per_px in replace(drawing, per_px=4.0).scales:
        defs = pattern_defs([ANSWERS], [replace(drawing, per_px=4.0)])
        assert (
            f'id="hatch-a-{suffix}" href="#hatch-a" patternTransform="scale({per_px:g}) rotate(45)"' in defs
        )


def test_css_is_small_and_paints_no_pattern_away() -> None:
    css = state_css() + map_css()
    assert len(css) < 2000
    assert "url(" not in css
    assert not re.search(r"\.s-(missing|in_development)", css)
    assert css.count("{") == css.count("}")
