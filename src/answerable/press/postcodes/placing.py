"""Which bodies' areas postcodes lie in: point in polygon, many millions of points in seconds."""

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from answerable.press.maps.projection import Points, projection_for

NEAR_M = 500.0
ROUGH_M = 50.0
NOWHERE = -1
MOST_LAYERS = 3
Places = NDArray[np.int32]


def place_points(points: Points, areas: Mapping[str, BaseGeometry]) -> tuple[list[Places], NDArray[np.bool_]]:
    """The area of each point, by its place among `areas`, and where only a nearby one was found.

    A point on a border, or in areas that lie over one another, is in several: each further one is in a
    further layer. A point in none takes the nearest within NEAR_M, as drawn coasts are coarser than land.

    Shape:  points (n, 2) in degrees, none missing -> layers of n places, NOWHERE where there is none
    """
    shapes = np.array(list(areas.values()), dtype=object)
    layers = [np.full(len(points), NOWHERE, dtype=np.int32)]
    order = np.argsort(points[:, 1], kind="stable")
    lon, lat = np.ascontiguousarray(points[order, 0]), np.ascontiguousarray(points[order, 1])
    for place, shape in enumerate(shapes):
        inside = order[_within(shape, lon, lat)]
        _put(layers, inside, place)
    near = np.zeros(len(points), dtype=np.bool_)
    lost = np.flatnonzero(layers[0] == NOWHERE)
    if len(lost):
        found, places = _nearest(points[lost], shapes)
        layers[0][lost[found]] = places
        near[lost[found]] = True
    return layers, near


def _within(shape: BaseGeometry, lon: Points, lat: Points) -> NDArray[np.intp]:
    """Rows of points, sorted by latitude, that lie in a shape or on its border."""
    west, south, east, north = shape.bounds
    first, last = np.searchsorted(lat, south, "left"), np.searchsorted(lat, north, "right")
    rows = np.flatnonzero((lon[first:last] >= west) & (lon[first:last] <= east)) + first
    shapely.prepare(shape)
    found: NDArray[np.intp] = rows[shapely.intersects_xy(shape, lon[rows], lat[rows])]
    shapely.destroy_prepared(shape)
    return found


def _put(layers: list[Places], rows: NDArray[np.intp], place: int) -> None:
    for number in range(MOST_LAYERS):
        if not len(rows):
            return
        if number == len(layers):
            layers.append(np.full(len(layers[0]), NOWHERE, dtype=np.int32))
        taken = layers[number][rows] != NOWHERE
        layers[number][rows[~taken]] = place
        rows = rows[taken]


def _nearest(points: Points, shapes: NDArray[np.object_]) -> tuple[NDArray[np.intp], Places]:
    """Of points in no shape, those within NEAR_M of one, and which it is: measured on the flat map."""
    vertices, owner = shapely.get_coordinates(shapes, return_index=True)
    _, project = projection_for(vertices, np.diff(vertices, axis=0)[owner[1:] == owner[:-1]])
    flat = shapely.transform(shapes, project)
    spots = project(points)
    order = np.argsort(spots[:, 1], kind="stable")
    x, y = np.ascontiguousarray(spots[order, 0]), np.ascontiguousarray(spots[order, 1])
    # Most of what lies in no area is in another country: a rough rim around each finds the few to measure.
    rims = shapely.buffer(shapely.simplify(flat, ROUGH_M), NEAR_M + 2 * ROUGH_M, quad_segs=4)
    rows = np.unique(np.concatenate([order[_within(rim, x, y)] for rim in rims]))
    if not len(rows):
        return rows, np.empty(0, dtype=np.int32)
    tree = shapely.STRtree(flat)
    which, place = tree.query_nearest(shapely.points(spots[rows]), max_distance=NEAR_M, all_matches=False)
    return rows[which], place.astype(np.int32)
