"""The small map of where a body lies, and maps as pictures."""

import re

import pytest
import shapely

from answerable.press.charts.locator import Land, _rings, locator, outline
from answerable.press.charts.still_map import still_map
from answerable.press.colours import ANSWERS
from answerable.press.maps import Drawing, prepare_maps
from tests.lived_study import CODES, lived_study


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    made = prepare_maps(lived_study(), "2016", "ccg").geography
    assert made is not None
    return made


def area(path: str) -> float:
    return float(shapely.union_all([shapely.Polygon(ring) for ring in _rings(path)]).area)


def test_outline_holds_all_areas_and_no_more(drawing: Drawing) -> None:
    whole = sum(area(path) for path in drawing.paths)
    assert area(outline(drawing.paths, 1.0)) == pytest.approx(whole, rel=0.01)
    assert len(_rings(outline(drawing.paths, 1.0))) == 1


def test_outline_fills_a_hole_and_drops_no_land_but_specks() -> None:
    ring = "M0 0l100 0 0 100-100 0z"
    hole, inside = "M40 40l0 20 20 0 0-20z", "M40 40l20 0 0 20-20 0z"
    speck = "M300 300l1 0 0 1z"
    assert area(outline((ring + hole, inside, speck), 1.0)) == 10_000


def test_outline_of_areas_that_cross_is_drawn_all_the_same() -> None:
    assert area(outline(("M0 0l10 0 0 10-10 0z", "M5 0l10 0 0 10-10 0z"), 0.1)) == 150


def test_locator_fills_the_area_of_the_body_and_rings_it_where_it_is_small(drawing: Drawing) -> None:
    html = str(locator(Land.of(drawing), CODES[0], '<b>"A"</b>'))
    assert drawing.paths[drawing.codes.index(CODES[0])] in html
    assert "<b>" not in html
    assert "<circle" not in html
    small = Drawing(
        "geography",
        "g",
        ("a", "b"),
        ("A", "B"),
        ("M0 0l9 0 0 9-9 0z", "M0 9l900 0 0 900-900 0z"),
        900,
        909,
        1,
    )
    assert "<circle" in str(locator(Land.of(small), "a", "A"))


def test_locator_of_a_body_without_an_area_is_nothing(drawing: Drawing) -> None:
    assert locator(Land.of(drawing), "nowhere", "Nowhere") == ""


def test_picture_has_every_area_once_in_the_path_of_its_state(drawing: Drawing) -> None:
    shades = {code: ("yes", "no")[n % 2] for n, code in enumerate(drawing.codes[:-1])}
    svg = str(still_map(drawing, ANSWERS, shades, "still", "All of them"))
    states = dict(re.findall(r'<path id="still-([a-z]+)" d="([^"]*)"', svg))
    assert set(states) == {"yes", "no", "missing"}
    for n, (code, path) in enumerate(zip(drawing.codes, drawing.paths, strict=True)):
        state = shades.get(code, "missing")
        assert [token for token in states if path in states[token]] == [state], n
    assert 'role="img" aria-label="All of them"' in svg
