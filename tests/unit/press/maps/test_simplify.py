"""Fewer points, the same neighbours, and no body that vanishes."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.maps.draw import path_data
from answerable.press.maps.simplify import Lens, as_coverage, simplify, without_specks
from tests.unit.press.maps.land import block


def areas(columns: int = 6, rows: int = 5, step: float = 100.0) -> np.ndarray:
    rings = block(columns, rows, west=0, south=0, step=step)
    out = np.empty(len(rings), dtype=object)
    out[:] = [shapely.Polygon(ring) for ring in rings.values()]
    return out


def points(shapes: np.ndarray) -> int:
    return int(shapely.get_num_coordinates(shapes).sum())


def test_simplify_reaches_the_number_of_points_and_stays_a_coverage() -> None:
    before = areas()
    after = simplify(before, 1.0, 250)
    assert points(after) <= 250 < points(before)
    assert shapely.coverage_is_valid(after)
    assert shapely.area(after).sum() == pytest.approx(shapely.area(before).sum(), rel=0.05)


def test_simplify_never_draws_finer_than_can_be_seen() -> None:
    shapes = areas(step=4.0)
    assert points(simplify(shapes, 1.0, 10**9)) < points(shapes)


def test_simplify_keeps_every_body_however_small() -> None:
    shapes = np.append(areas(), [shapely.box(900, 900, 900.2, 900.2)])
    after = simplify(shapes, 1.0, 50)
    assert len(after) == 31
    assert all(shape.area > 0 for shape in after)


def test_a_lens_keeps_more_inside_than_outside() -> None:
    shapes = areas(9, 9)
    lens = Lens((150.0, 150.0), 150.0, 4.0)
    left_alone = simplify(shapes, 25.0, 100_000)
    looked_at = simplify(shapes, 25.0, 100_000, lens)
    inside = shapely.intersects(shapes, shapely.Point(150, 150).buffer(60))
    assert points(looked_at[inside]) > 1.5 * points(left_alone[inside])
    assert shapely.coverage_is_valid(shapely.set_precision(looked_at, 1e-6))


@given(st.integers(0, 2**32 - 1), st.floats(1.0, 6.0), st.floats(0.5, 50.0))
def test_a_lens_gives_back_what_it_was_given(seed: int, zoom: float, radius: float) -> None:
    given_points = np.random.default_rng(seed).normal(0, 40, (30, 2))
    given_points[0] = (3.0, -2.0)
    lens = Lens((3.0, -2.0), radius, zoom)
    assert lens.narrow(lens.widen(given_points)) == pytest.approx(given_points, abs=1e-9)


def test_overlaps_and_slivers_become_common_borders() -> None:
    pair = np.empty(2, dtype=object)
    pair[:] = [shapely.box(0, 0, 100, 100), shapely.box(99.97, 0, 200, 100)]
    assert not shapely.coverage_is_valid(pair)
    clean = as_coverage(pair, 4.0)
    assert shapely.coverage_is_valid(clean)
    assert shapely.area(clean) == pytest.approx(shapely.area(pair), rel=0.01)


def test_a_body_that_lies_wholly_under_another_is_still_there() -> None:
    pair = np.empty(2, dtype=object)
    pair[:] = [shapely.box(0, 0, 100, 100), shapely.box(0, 0, 100, 100)]
    assert all(shape.area > 0 for shape in as_coverage(pair, 4.0))


def test_specks_go_but_never_the_last_polygon_of_a_body() -> None:
    mainland, speck = shapely.box(0, 0, 100, 100), shapely.box(200, 0, 201, 1)
    islets = shapely.MultiPolygon([shapely.box(n * 5, 300, n * 5 + 1, 301) for n in range(3)])
    shapes = np.empty(3, dtype=object)
    shapes[:] = [shapely.MultiPolygon([mainland, speck]), speck, islets]
    kept = without_specks(shapes, 4.0)
    assert [len(shapely.get_parts(shape)) for shape in kept] == [1, 1, 3]
    assert kept[0].area == mainland.area


def test_path_data_is_whole_relative_and_closed() -> None:
    assert (
        path_data(shapely.Polygon([(10.2, 20.4), (13, 20.4), (13, 18), (10.2, 18)])) == "M10 20l3 0 0-2-3 0z"
    )


def test_path_data_draws_holes_and_leaves_out_what_rounding_makes_flat() -> None:
    shape = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior, [shapely.box(3, 3, 6, 6).exterior.coords])
    assert path_data(shape).count("M") == 2
    flat = shapely.MultiPolygon([shapely.box(0, 0, 9, 9), shapely.box(20, 0, 20.2, 9)])
    assert path_data(flat).count("M") == 1


def test_path_data_of_a_body_too_small_for_whole_numbers_is_a_diamond() -> None:
    assert path_data(shapely.box(5, 5, 5.1, 5.1)) == "M5 3l2 2-2 2-2-2z"
