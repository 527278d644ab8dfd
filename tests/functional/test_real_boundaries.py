"""The real boundaries of CCGs, boards and councils: every body drawn, within the budget of a page."""

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from answerable.core.study.model import Study
from answerable.press.colours import ANSWERS
from answerable.press.maps import Layer, PreparedMaps, pattern_defs, prepare_maps
from answerable.press.maps.boundaries import load_boundaries
from answerable.press.maps.hexes import centres
from answerable.press.maps.projection import national_grid
from tests.factories import make_round, make_study

pytestmark = pytest.mark.shared

# Numbers of bodies: registers of April 2016, April 2017, April 2023 and April 2026.
COUNTS = {"ccg_2016": 209, "ccg_2017": 207, "utla_2016": 152, "utla_2023": 153, "icb_2026": 36}
REGISTERS = {
    "ccg_2016": "ccg_register_2016",
    "ccg_2017": "ccg_register_2017",
    "utla_2016": "utla_register_2016",
    "utla_2023": "utla_register_2023",
    "icb_2026": "icb_2026",
}
GEOMETRY_KB, PAIR_KB, ALL_MAPS_KB, ELEMENTS = 22, 30, 40, 1_600


def study(folder: Path, name: str, boundaries: str | None = None) -> Study:
    """One round put to the bodies of a register, with the boundaries of that name or another one."""
    raw = (folder / f"{boundaries or name}.geojson").read_bytes()
    return make_study(
        bodies(folder, name), [make_round("r", {"body": ["q"]})], kinds=("body",), boundaries={"body": raw}
    )


def bodies(folder: Path, name: str) -> list[dict[str, Any]]:
    """Id, name and region of each body, from the register where there is one, else from the boundaries."""
    path = folder / f"{REGISTERS[name]}.csv"
    if not path.exists():
        features = json.loads((folder / f"{name}.geojson").read_bytes())["features"]
        return [{"id": f["properties"]["code"], "name": f["properties"]["name"]} for f in features]
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    code = "ons_code" if "ons_code" in rows[0] else next(iter(rows[0]))
    return [{"id": row[code], "name": row["name"], "region": row.get("region", "")} for row in rows]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "geography"


@pytest.fixture(scope="module", params=COUNTS)
def drawn(request: pytest.FixtureRequest, folder: Path) -> tuple[str, PreparedMaps]:
    return request.param, prepare_maps(study(folder, request.param), "r", "body")


def kilobytes(*texts: str) -> float:
    return len(gzip.compress("".join(texts).encode(), 9)) / 1000


def test_every_body_has_an_area_and_a_cell(drawn: tuple[str, PreparedMaps]) -> None:
    name, maps = drawn
    assert maps.geography is not None
    assert len(maps.codes) == COUNTS[name]
    assert set(maps.geography.codes) == set(maps.hexes.codes) == set(maps.codes)
    assert maps.without_area == () and maps.notes == ()
    assert len(set(maps.hexes.paths)) == COUNTS[name]
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path) for path in maps.geography.paths)


def test_areas_are_where_they_belong_on_the_page(drawn: tuple[str, PreparedMaps], folder: Path) -> None:
    """Each area drawn overlaps the area of its body, laid flat by itself, more than any other does."""
    name, maps = drawn
    assert maps.geography is not None
    codes = maps.geography.codes
    real = load_boundaries((folder / f"{name}.geojson").read_bytes(), codes).areas
    flat = shapely.transform(np.array([real[code] for code in codes], dtype=object), national_grid)
    middles = shapely.get_coordinates(shapely.centroid(flat))
    placed = np.array([_middle(path) for path in maps.geography.paths])
    for axis, sign in ((0, 1), (1, -1)):
        assert np.corrcoef(middles[:, axis], sign * placed[:, axis])[0, 1] > 0.995


def _middle(path: str) -> tuple[float, float]:
    """The middle of the box around a path, from its absolute starts and relative steps."""
    points = []
    for part in path.split("M")[1:]:
        start, _, steps = part.rstrip("z").partition("l")
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        at = np.array([int(n) for n in start.split()])
        points.append(np.vstack([at, at + np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)]))
    box = np.vstack(points)
    x, y = (box.min(axis=0) + box.max(axis=0)) / 2
    return float(x), float(y)


def test_the_maps_leave_room_for_the_table_on_the_page(drawn: tuple[str, PreparedMaps]) -> None:
    name, maps = drawn
    assert maps.geography is not None
    tokens = [shade.token for shade in ANSWERS.shades]
    shades = {code: tokens[n * 7 % 11 % 4] for n, code in enumerate(maps.codes)}
    pairs = [
        drawing.draw(ANSWERS, [Layer(f"{drawing.name}{n}", f"Map {n}", shades) for n in range(2)])
        for drawing in maps.drawings
    ]
    defs = pattern_defs([ANSWERS], maps.drawings)
    geometry = kilobytes(*maps.geography.paths)
    page = f"<div>{defs}{''.join(svg for pair in pairs for svg in pair)}</div>"
    elements = sum(1 for _ in ElementTree.fromstring(page).iter())
    print(
        f"{name}: geometry {geometry:.1f} KB, two maps {kilobytes(defs, *pairs[0]):.1f} KB, "
        f"four maps {kilobytes(page):.1f} KB, {elements} elements"
    )
    assert geometry <= GEOMETRY_KB
    assert kilobytes(defs, *pairs[0]) <= PAIR_KB
    assert kilobytes(page) <= ALL_MAPS_KB
    assert elements <= ELEMENTS


def test_london_is_shown_again_larger_where_its_areas_are_tiny(drawn: tuple[str, PreparedMaps]) -> None:
    name, maps = drawn
    assert maps.geography is not None
    inset = maps.geography.inset
    if name == "icb_2026":
        assert inset is None, "the areas of 36 boards can all be seen"
        return
    assert inset is not None
    assert inset.zoom >= 3 and len(inset.crowd) >= 25
    if name.startswith("utla"):
        assert [text.text for text in maps.geography.texts] == ["London"]


def test_equal_cells_keep_neighbours_and_places(drawn: tuple[str, PreparedMaps], folder: Path) -> None:
    """Measures of the layout: common borders kept as steps between cells, and how far bodies moved."""
    name, maps = drawn
    codes = maps.hexes.codes
    real = load_boundaries((folder / f"{name}.geojson").read_bytes(), codes).areas
    areas = shapely.transform(np.array([real[code] for code in codes], dtype=object), national_grid)
    one, other = shapely.STRtree(areas).query(areas, "dwithin", 50.0)
    apart = one < other
    cells = np.array([[int(n) for n in re.findall(r"\d+", path)[:2]] for path in maps.hexes.paths])
    rows = (cells[:, 1] - cells[:, 1].min()) // 24
    grid = np.stack([(cells[:, 0] - 16 - 14 * (rows % 2)) // 28, rows], axis=1)
    flat = centres(grid)
    walk = np.hypot(*(flat[one[apart]] - flat[other[apart]]).T)
    middles = shapely.get_coordinates(shapely.centroid(areas))
    middles = middles - middles.mean(axis=0)
    flat = flat - flat.mean(axis=0)
    scale = np.sqrt((middles**2).sum() / (flat**2).sum())
    moved = np.median(np.hypot(*(middles - flat * scale).T)) / 1000
    print(
        f"{name}: {np.mean(walk < 1.01):.0%} of neighbours adjacent, {np.mean(walk < 2.01):.0%} within two "
        f"cells, median shift {moved:.0f} km"
    )
    assert np.mean(walk < 1.01) > 0.45 and np.mean(walk < 2.01) > 0.75
    assert moved < 50


def test_boundaries_of_another_vintage_are_noticed(folder: Path) -> None:
    maps = prepare_maps(study(folder, "ccg_2016", boundaries="icb_2026"), "r", "body")
    assert maps.geography is None and len(maps.hexes.codes) == 209
    assert maps.notes and "another date" in maps.notes[-1].message


def test_a_cartogram_is_drawn_as_it_is(folder: Path) -> None:
    maps = prepare_maps(study(folder, "utla_2016", boundaries="cartogram_utla_2016_hoc"), "r", "body")
    assert maps.geography is not None and len(maps.geography.codes) == 152
    # The cartogram is about as high as wide on its own plane; as degrees it would lie on the equator.
    width, height = maps.geography.px
    assert 0.9 < height / width < 1.5
    northumberland = maps.geography.codes.index("E06000057")
    cornwall = maps.geography.codes.index("E06000052")
    assert _middle(maps.geography.paths[northumberland])[1] < _middle(maps.geography.paths[cornwall])[1]
