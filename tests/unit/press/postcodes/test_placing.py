"""Point in polygon: the quick way against a slow and obvious one, borders, gaps and coarse coasts."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.maps.projection import national_grid
from answerable.press.postcodes.placing import NEAR_M, NOWHERE, place_points
from tests.postcode_land import west_of
from tests.unit.press.maps.land import block

AREAS = {code: shapely.Polygon(ring) for code, ring in block(3, 2).items()}
CODES = list(AREAS)
spots = st.tuples(st.floats(-2.2, -1.2), st.floats(50.8, 51.6))


def slowly(lon: float, lat: float) -> tuple[set[int], bool]:
    """The areas that a point lies in, else the one nearest to it within reach on the flat map."""
    point = shapely.Point(lon, lat)
    inside = {number for number, code in enumerate(CODES) if AREAS[code].intersects(point)}
    if inside:
        return inside, False
    flat = [shapely.transform(area, national_grid) for area in AREAS.values()]
    (x, y), *_ = national_grid(np.array([[lon, lat]]))
    distances = [area.distance(shapely.Point(x, y)) for area in flat]
    nearest = int(np.argmin(distances))
    return ({nearest}, True) if distances[nearest] <= NEAR_M else (set(), False)


@given(st.lists(spots, max_size=30))
def test_every_point_is_where_a_slow_look_finds_it(points: list[tuple[float, float]]) -> None:
    layers, near = place_points(np.array(points, dtype=float).reshape(-1, 2), AREAS)
    for row, (lon, lat) in enumerate(points):
        expected, is_near = slowly(lon, lat)
        found = {int(layer[row]) for layer in layers} - {NOWHERE}
        assert (found, bool(near[row])) == (expected, is_near)


def test_a_point_on_a_border_is_in_both_areas() -> None:
    corner = np.array([[-1.8, 51.2]])
    layers, near = place_points(corner, AREAS)
    assert {CODES[layer[0]] for layer in layers if layer[0] != NOWHERE} >= {"B0", "B1"}
    assert not near.any()


def test_near_means_near_and_no_more() -> None:
    points = np.array([west_of("B0", 300), west_of("B0", 700)])
    layers, near = place_points(points, AREAS)
    assert [CODES[layers[0][0]], int(layers[0][1])] == ["B0", NOWHERE]
    assert near.tolist() == [True, False]


def test_a_point_in_a_hole_of_one_area_is_in_the_other() -> None:
    outer = shapely.box(-2, 51, -1, 52)
    inner = shapely.box(-1.6, 51.4, -1.4, 51.6)
    layers, _ = place_points(
        np.array([[-1.5, 51.5], [-1.9, 51.1]]), {"rest": shapely.difference(outer, inner), "city": inner}
    )
    assert layers[0].tolist() == [1, 0]
