"""Grid references of postcodes as longitude and latitude: the National Grid, and the Irish one.

Both ways lead over a Helmert transformation of seven numbers, which fits each country as a whole: to about
five metres in Great Britain and one in Ireland. A postcode's own reference is that of one address in it.
"""

from dataclasses import dataclass
from math import radians

import numpy as np

from answerable.press.maps.projection import (
    AIRY_1830,
    F0,
    FALSE_EASTING,
    FALSE_NORTHING,
    ORIGIN_LAT,
    ORIGIN_LON,
    SCALE_PPM,
    SHIFT,
    TURN_SECONDS,
    WGS84,
    Ellipsoid,
    Points,
    cartesian,
    geographic,
)

ENOUGH_M, MOST_TURNS = 1e-5, 20


@dataclass(frozen=True)
class Grid:
    """A transverse Mercator grid and the way from its datum to that of satellites.

    Units:  radians for the origin, metres, seconds of arc, parts per million
    """

    ellipsoid: Ellipsoid
    origin: tuple[float, float]
    false: tuple[float, float]
    scale: float
    shift: tuple[float, float, float]
    turn: tuple[float, float, float]
    ppm: float


NATIONAL = Grid(
    AIRY_1830,
    (ORIGIN_LON, ORIGIN_LAT),
    (FALSE_EASTING, FALSE_NORTHING),
    F0,
    # The way back is the way there with every sign turned, as the guide of the Ordnance Survey says.
    (-SHIFT[0], -SHIFT[1], -SHIFT[2]),
    (-TURN_SECONDS[0], -TURN_SECONDS[1], -TURN_SECONDS[2]),
    -SCALE_PPM,
)
# EPSG 29902 with transformation EPSG 1641.
IRISH = Grid(
    Ellipsoid(6377340.189, 6356034.447),
    (radians(-8), radians(53.5)),
    (200_000.0, 250_000.0),
    1.000035,
    (482.5, -130.6, 564.6),
    (-1.042, -0.214, -0.631),
    8.15,
)


def to_lonlat(grid: Grid, references: Points) -> Points:
    """Eastings and northings as WGS84 longitude and latitude.

    Shape:  (n, 2) -> (n, 2)
    Units:  metres -> degrees
    Source: Ordnance Survey, A guide to coordinate systems in Great Britain, sections 6.2 and C.2
    """
    lon, lat = _unprojected(grid, references)
    rx, ry, rz = (radians(seconds / 3600) for seconds in grid.turn)
    stretch = 1 + grid.ppm * 1e-6
    turn = np.array([[stretch, -rz, ry], [rz, stretch, -rx], [-ry, rx, stretch]])
    moved = turn @ cartesian(lon, lat, grid.ellipsoid) + np.array(grid.shift)[:, None]
    return np.degrees(np.stack(geographic(moved, WGS84), axis=1))


def _unprojected(grid: Grid, references: Points) -> tuple[Points, Points]:
    """Longitude and latitude in radians on the grid's own ellipsoid."""
    on = grid.ellipsoid
    east, north = references[:, 0] - grid.false[0], references[:, 1] - grid.false[1]
    lat = _footpoint(grid, north)
    s, c, t = np.sin(lat), np.cos(lat), np.tan(lat)
    nu = on.a * grid.scale / np.sqrt(1 - on.e2 * s**2)
    rho = on.a * grid.scale * (1 - on.e2) * (1 - on.e2 * s**2) ** -1.5
    eta2 = nu / rho - 1
    x = east / nu
    out_lat = lat - t * nu / rho * x**2 * (
        1 / 2
        - x**2 / 24 * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2)
        + x**4 / 720 * (61 + 90 * t**2 + 45 * t**4)
    )
    out_lon = grid.origin[0] + x / c * (
        1
        - x**2 / 6 * (nu / rho + 2 * t**2)
        + x**4 / 120 * (5 + 28 * t**2 + 24 * t**4)
        - x**6 / 5040 * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    )
    return out_lon, out_lat


def _footpoint(grid: Grid, north: Points) -> Points:
    """The latitude at which the central meridian has this northing."""
    radius = grid.ellipsoid.a * grid.scale
    lat: Points = grid.origin[1] + north / radius
    for _ in range(MOST_TURNS):
        left = north - _arc(grid, lat)
        lat = lat + left / radius
        if not len(left) or np.nanmax(np.abs(left), initial=0.0) < ENOUGH_M:
            break
    return lat


def _arc(grid: Grid, lat: Points) -> Points:
    on, origin = grid.ellipsoid, grid.origin[1]
    n = (on.a - on.b) / (on.a + on.b)
    less, more = lat - origin, lat + origin
    arc: Points = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
        + 1.875 * (n**2 + n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    return on.b * grid.scale * arc
