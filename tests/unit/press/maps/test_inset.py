"""A crowd of tiny areas is found by its size alone and shown again where the map is empty."""

import numpy as np
import shapely

from answerable.press.maps.inset import LARGEST_SIDE, find_crowd, place_inset


def country(*, crowd: int = 4, sea: float = 260.0) -> np.ndarray:
    """A country of 60 px squares south-east of an empty corner, with a crowd of 6 px squares in it."""
    large = [
        shapely.box(sea + 60 * column, 150 + 60 * row, sea + 60 * column + 60, 150 + 60 * row + 60)
        for column in range(4)
        for row in range(6)
        if (column, row) != (2, 3)
    ]
    x, y = sea + 120, 330
    side = 60 / crowd
    small = [
        shapely.box(x + side * c, y + side * r, x + side * (c + 1), y + side * (r + 1))
        for c in range(crowd)
        for r in range(crowd)
    ]
    shapes = np.empty(len(large) + len(small), dtype=object)
    shapes[:] = [*large, *small]
    return shapes


def test_find_crowd_finds_the_small_touching_areas() -> None:
    shapes = country(crowd=10)
    assert set(find_crowd(shapes, 1.0)) == set(range(23, 123))


def test_find_crowd_finds_none_where_all_can_be_seen() -> None:
    assert not len(find_crowd(country(crowd=4), 1.0))


def test_a_few_tiny_areas_apart_are_no_crowd() -> None:
    shapes = np.empty(20, dtype=object)
    shapes[:] = [shapely.box(n * 40, 0, n * 40 + 4, 4) for n in range(20)]
    assert not len(find_crowd(shapes, 1.0))


def test_place_inset_lies_in_the_sea_and_shows_the_whole_crowd() -> None:
    shapes = country(crowd=10)
    crowd = find_crowd(shapes, 1.0)
    inset = place_inset(shapes, crowd, (540, 560))
    assert inset is not None and inset.zoom >= 2.5
    assert not shapely.intersects(shapes, shapely.box(*inset.target)).any()
    assert shapely.box(*inset.source).contains(shapely.box(*shapely.total_bounds(shapes[crowd])))
    assert set(crowd) <= set(inset.shown)
    left, top, right, bottom = inset.target
    assert left >= 0 and right <= 540 and bottom <= 560
    assert top >= 0.03 * 560, "room for the name above the frame"
    assert right - left <= LARGEST_SIDE * 540


def test_place_inset_goes_beyond_the_edge_where_there_is_no_room() -> None:
    shapes = country(crowd=10, sea=0)
    full = np.append(shapes, [shapely.box(0, 0, 540, 149), shapely.box(241, 150, 540, 560)])
    full = np.append(full, [shapely.box(0, 511, 240, 560)])
    inset = place_inset(full, find_crowd(full, 1.0), (540, 560))
    assert inset is not None and inset.zoom >= 2.5
    assert inset.target[0] >= 540 and inset.target[2] < 540 * 1.4
    assert not shapely.intersects(full, shapely.box(*inset.target)).any()


def test_place_inset_gives_up_where_the_crowd_is_most_of_the_map() -> None:
    shapes = country(crowd=10)[23:]
    assert place_inset(shapes, find_crowd(shapes, 1.0), (64, 64)) is None
