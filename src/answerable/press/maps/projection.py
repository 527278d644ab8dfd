"""From longitude and latitude to a flat map in metres: the National Grid for Great Britain, else local."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Project = Callable[[Points], Points]

GREAT_BRITAIN = (-9.0, 49.5, 2.5, 61.5)


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid of revolution by its two half axes.

    Units:  metres
    """

    a: float
    b: float

    @property
    def e2(self) -> float:
        """First eccentricity squared."""
        return 1 - (self.b / self.a) ** 2


AIRY_1830 = Ellipsoid(6377563.396, 6356256.909)
WGS84 = Ellipsoid(6378137.0, 6356752.314245)

# Ordnance Survey, A guide to coordinate systems in Great Britain, section 6.6: WGS84 to OSGB36,
# translation in metres, rotation in seconds of arc, scale in parts per million; good to about 5 m.
SHIFT = (-446.448, 125.157, -542.060)
TURN_SECONDS = (-0.1502, -0.2470, -0.8421)
SCALE_PPM = 20.4894

# National Grid: true origin 49 N 2 W, false origin 400 km west and 100 km north of it.
ORIGIN_LAT, ORIGIN_LON = radians(49), radians(-2)
FALSE_EASTING, FALSE_NORTHING, F0 = 400_000.0, -100_000.0, 0.9996012717


def cartesian(lon: Points, lat: Points, on: Ellipsoid) -> Points:
    """Longitude and latitude in radians as three coordinates from the middle of an ellipsoid, in metres."""
    nu = on.a / np.sqrt(1 - on.e2 * np.sin(lat) ** 2)
    return np.stack(
        [
            nu * np.cos(lat) * np.cos(lon),
            nu * np.cos(lat) * np.sin(lon),
            (1 - on.e2) * nu * np.sin(lat),
        ]
    )


def geographic(xyz: Points, on: Ellipsoid) -> tuple[Points, Points]:
    """Longitude and latitude in radians; four turns of the iteration reach a fraction of a millimetre."""
    x, y, z = xyz
    across = np.hypot(x, y)
    lat: Points = np.arctan2(z, across * (1 - on.e2))
    for _ in range(4):
        nu = on.a / np.sqrt(1 - on.e2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + on.e2 * nu * np.sin(lat), across)
    return np.arctan2(y, x), lat


def wgs84_to_osgb36(lonlat: Points) -> Points:
    """Longitude and latitude of satellites to those of the Airy ellipsoid, by the Helmert transformation.

    Shape:  (n, 2) -> (n, 2)
    Units:  degrees
    Source: Ordnance Survey, A guide to coordinate systems in Great Britain, sections 6.2 and 6.6
    """
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    rx, ry, rz = (radians(seconds / 3600) for seconds in TURN_SECONDS)
    stretch = 1 + SCALE_PPM * 1e-6
    turn = np.array([[stretch, -rz, ry], [rz, stretch, -rx], [-ry, rx, stretch]])
    moved = turn @ cartesian(lon, lat, WGS84) + np.array(SHIFT)[:, None]
    out_lon, out_lat = geographic(moved, AIRY_1830)
    return np.degrees(np.stack([out_lon, out_lat], axis=1))


def _meridian_arc(lat: Points, on: Ellipsoid) -> Points:
    n = (on.a - on.b) / (on.a + on.b)
    less, more = lat - ORIGIN_LAT, lat + ORIGIN_LAT
    arc: Points = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(less) * np.cos(more)
        + 1.875 * (n**2 + n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    return on.b * F0 * arc


def osgb36_to_grid(lonlat: Points) -> Points:
    """Airy longitude and latitude to eastings and northings of the National Grid.

    Shape:  (n, 2) -> (n, 2)
    Units:  degrees -> metres
    Source: Ordnance Survey, A guide to coordinate systems in Great Britain, annexe C.1
    """
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    on = AIRY_1830
    s, c, t = np.sin(lat), np.cos(lat), np.tan(lat)
    nu = on.a * F0 / np.sqrt(1 - on.e2 * s**2)
    rho = on.a * F0 * (1 - on.e2) * (1 - on.e2 * s**2) ** -1.5
    eta2 = nu / rho - 1
    p = lon - ORIGIN_LON
    north = _meridian_arc(lat, on) + FALSE_NORTHING
    north += nu / 2 * s * c * p**2
    north += nu / 24 * s * c**3 * (5 - t**2 + 9 * eta2) * p**4
    north += nu / 720 * s * c**5 * (61 - 58 * t**2 + t**4) * p**6
    east = FALSE_EASTING + nu * c * p
    east += nu / 6 * c**3 * (nu / rho - t**2) * p**3
    east += nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2) * p**5
    return np.stack([east, north], axis=1)


def national_grid(lonlat: Points) -> Points:
    """WGS84 longitude and latitude to eastings and northings, within about five metres.

    Shape:  (n, 2) -> (n, 2)
    Units:  degrees -> metres
    """
    return osgb36_to_grid(wgs84_to_osgb36(lonlat))


def equal_area(centre: tuple[float, float]) -> Project:
    """The Lambert azimuthal equal-area projection about a centre given in degrees, on a sphere.

    Units:  degrees -> metres
    Source: Snyder (1987), Map projections: a working manual, equations 24-2 to 24-4
    """
    lon0, lat0 = radians(centre[0]), radians(centre[1])
    radius = sqrt(WGS84.a * WGS84.b)

    def project(lonlat: Points) -> Points:
        lon, lat = np.radians(lonlat[:, 0]) - lon0, np.radians(lonlat[:, 1])
        # The antipode has no place on the map: the floor keeps it far away instead of nowhere.
        away = 1 + sin(lat0) * np.sin(lat) + cos(lat0) * np.cos(lat) * np.cos(lon)
        k = radius * np.sqrt(2 / np.maximum(away, 1e-9))
        x = k * np.cos(lat) * np.sin(lon)
        y = k * (cos(lat0) * np.sin(lat) - sin(lat0) * np.cos(lat) * np.cos(lon))
        return np.stack([x, y], axis=1)

    return project


def _plane(points: Points) -> Points:
    return points


def is_plane(points: Points) -> bool:
    """Whether coordinates cannot be degrees of longitude and latitude."""
    return bool((np.abs(points[:, 0]) > 360).any() or (np.abs(points[:, 1]) > 90).any())


def drawn_on_a_lattice(edges: Points) -> bool:
    """Whether nearly all edges run in a few directions, as in a cartogram of tiles and never in land.

    Shape:  (n, 2) differences between neighbouring vertices
    """
    long_enough = edges[np.hypot(edges[:, 0], edges[:, 1]) > 0]
    if len(long_enough) < 24:
        return False
    degrees = np.degrees(np.arctan2(long_enough[:, 1], long_enough[:, 0])) % 180
    bins = np.bincount(np.round(degrees).astype(int) % 180, minlength=180)
    return bool(np.sort(bins)[-8:].sum() >= 0.95 * len(degrees)) and bool((bins > 0).sum() <= 60)


def projection_for(points: Points, edges: Points) -> tuple[str, Project]:
    """The projection that suits the data, with its name: plane, national grid or equal area.

    Shape:  vertices (n, 2), differences between neighbouring vertices (m, 2)
    """
    if is_plane(points) or drawn_on_a_lattice(edges):
        return "plane", _plane
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    box = GREAT_BRITAIN
    if west >= box[0] and south >= box[1] and east <= box[2] and north <= box[3]:
        return "national grid", national_grid
    return "equal area", equal_area(((west + east) / 2, (south + north) / 2))
