"""Layouts of equal cells: all placed, none shared, the shape of the land, neighbours near."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from answerable.press.maps import hexes
from answerable.press.maps.draw import HEXAGON, cell_paths
from answerable.press.maps.hexes import Layout, assign, centres, layout_by_group, layout_by_place
from tests.unit.press.maps.land import block

ISLAND = shapely.Polygon([(0, 0), (100, 10), (90, 80), (60, 60), (50, 140), (10, 120)])


def scattered(n: int, land: shapely.Polygon, seed: int = 1) -> np.ndarray:
    """Points on the land, a third of them in one crowd, as bodies are."""
    rng = np.random.default_rng(seed)
    west, south, east, north = land.bounds
    centre = np.array(shapely.get_coordinates(land.representative_point())[0])
    found: list[np.ndarray] = []
    while len(found) < n:
        crowd = rng.random() < 1 / 3
        point = rng.normal(centre, (east - west) / 40) if crowd else rng.uniform((west, south), (east, north))
        if shapely.contains_xy(land, *point):
            found.append(point)
    return np.array(found)


def steps_apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How many cells one walks from one cell to another: 1 for neighbours."""
    q = [cell[:, 0] - (cell[:, 1] - cell[:, 1] % 2) // 2 for cell in (a, b)]
    across, down = q[0] - q[1], a[:, 1] - b[:, 1]
    return (abs(across) + abs(down) + abs(across + down)) // 2


def apart(layout: Layout) -> bool:
    return len({tuple(cell) for cell in layout.cells.tolist()}) == len(layout.cells)


@given(st.integers(0, 70), st.integers(0, 2**32 - 1))
def test_all_bodies_are_placed_and_no_two_share_a_cell(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    land = shapely.convex_hull(shapely.MultiPoint(rng.uniform(0, 1000, (8, 2))))
    layout = layout_by_place(rng.uniform(0, 1000, (n, 2)), land)
    assert len(layout.cells) == n and apart(layout)
    if n:
        assert layout.cells.min(axis=0).tolist() == [0, 0]


@given(st.lists(st.sampled_from(["", "North", "South", "East"]), max_size=90))
def test_groups_stand_together_in_order_and_no_two_bodies_share_a_cell(groups: list[str]) -> None:
    layout = layout_by_group(groups)
    assert len(layout.cells) == len(groups) and apart(layout)
    assert [label.text for label in layout.labels] == [g for g in dict.fromkeys(groups) if g]
    rows = {
        g: {row for (_, row), of in zip(layout.cells.tolist(), groups, strict=True) if of == g}
        for g in groups
    }
    assert all(rows[one].isdisjoint(rows[other]) for one, other in combinations(rows, 2))


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_coincident_bodies_are_placed_too(n: int, seed: int) -> None:
    assert apart(layout_by_place(np.full((n, 2), 50.0), ISLAND))


def test_the_layout_is_the_same_at_every_run() -> None:
    points = scattered(300, ISLAND)
    assert (layout_by_place(points, ISLAND).cells == layout_by_place(points, ISLAND).cells).all()


def test_the_cells_follow_the_shape_of_the_land() -> None:
    layout = layout_by_place(scattered(200, ISLAND), ISLAND)
    cells = centres(layout.cells)
    cells = (cells - cells.min(axis=0)) / np.ptp(cells, axis=0)
    west, south, east, north = ISLAND.bounds
    placed = cells * [east - west, north - south] + [west, south]
    # A cell's width of play for the outline.
    assert shapely.contains_xy(ISLAND.buffer(9), placed[:, 0], placed[:, 1]).mean() > 0.95


@pytest.mark.parametrize(("columns", "rows"), [(10, 10), (6, 16)])
def test_neighbours_stay_near(columns: int, rows: int) -> None:
    shapes = [shapely.Polygon(ring) for ring in block(columns, rows, step=1.0).values()]
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    one, other = shapely.STRtree(shapes).query(shapes, "touches")
    shared = shapely.length(shapely.intersection(np.array(shapes)[one], np.array(shapes)[other])) > 0.5
    layout = layout_by_place(middles, shapely.union_all(shapes))
    walk = steps_apart(layout.cells[one[shared]], layout.cells[other[shared]])
    assert np.mean(walk == 1) > 0.7 and np.mean(walk <= 2) > 0.95


def test_directions_are_kept() -> None:
    points = scattered(250, ISLAND, seed=3)
    cells = centres(layout_by_place(points, ISLAND).cells)
    for axis in (0, 1):
        assert np.corrcoef(points[:, axis], cells[:, axis])[0, 1] > 0.85


def test_assign_is_optimal_for_as_many_bodies_as_a_country_has() -> None:
    rng = np.random.default_rng(4)
    points, places = rng.random((209, 2)), rng.random((209, 2))
    cost = ((points[:, None] - places[None]) ** 2).sum(axis=2)
    best = cost[linear_sum_assignment(cost)].sum()
    assert cost[np.arange(209), assign(points, places)].sum() == pytest.approx(best)


def test_assign_in_parts_is_nearly_optimal() -> None:
    points = scattered(700, ISLAND, seed=5)
    _, places = hexes._mask(700, ISLAND)
    chosen = assign(points, places)
    assert sorted(chosen) == list(range(700))
    cost = ((points[:, None] - places[None]) ** 2).sum(axis=2)
    best = cost[linear_sum_assignment(cost)].sum()
    assert cost[np.arange(700), chosen].sum() < 1.05 * best


def test_fragments_of_land_are_joined_before_cells_are_laid() -> None:
    tiles = shapely.union_all(
        [shapely.box(x * 2, y * 2, x * 2 + 1, y * 2 + 1) for x in range(8) for y in range(8)]
    )
    layout = layout_by_place(shapely.get_coordinates(shapely.centroid(shapely.get_parts(tiles))), tiles)
    n = len(layout.cells)
    walk = steps_apart(np.repeat(layout.cells, n, axis=0), np.tile(layout.cells, (n, 1))).reshape(n, n)
    assert apart(layout)
    assert ((walk == 1).sum(axis=1) >= 2).all()


def test_cells_are_whole_and_touch() -> None:
    layout = layout_by_group(["a"] * 9, columns=3)
    paths, (width, height), texts = cell_paths(layout)
    assert len(set(paths)) == 9 and all(path.endswith(HEXAGON) for path in paths)
    assert (width, height) == (3 * 28 + 14 + 4, 2 * 24 + 32 + 4 + 18)
    assert [text.text for text in texts] == ["a"]
    assert 0 < texts[0].y < 20
