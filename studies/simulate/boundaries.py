"""Boundaries of groups and councils, cut from one coverage so that every shared edge and the coast agree."""

import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from studies.simulate.country import Country
from studies.simulate.mesh import outlines
from studies.simulate.noise import Floats, Ints
from studies.simulate.register import Register

# The middle of the country on the globe: open Atlantic, where old charts had an island and there is none.
_LON, _LAT, _KM_PER_DEGREE = -22.4, 46.0, 111.32
_DECIMALS = 4
_TOLERANCE_KM = 0.42

Polygons = NDArray[np.object_]


def to_globe(x: Floats, y: Floats) -> NDArray[np.float64]:
    """Kilometres on the map to longitude and latitude (sinusoidal projection), to about ten metres.

    Shape:  n -> n x 2
    """
    lat = _LAT + y / _KM_PER_DEGREE
    lon = _LON + (x - 185.0) / (_KM_PER_DEGREE * np.cos(np.radians(lat)))
    return np.asarray(np.round(np.column_stack([lon, lat]), _DECIMALS), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Pieces of the country no border runs through, and which group and council each belongs to."""

    country: Country
    scale: int

    @cached_property
    def _pieces(self) -> tuple[Polygons, Ints]:
        """Simplified pieces on the globe, with the first cell of each kind of piece.

        Shape:  one cell per piece stands for all the cells of its combination
        """
        before, after = self.country.groups
        councils = self.country.councils.labels
        size = int(max(before.max(), after.max(), councils.max())) + 1
        combination = (before * size + after) * size + councils
        _, first, labels = np.unique(combination, return_index=True, return_inverse=True)
        faces, of_face = outlines(self.country.mesh, labels.astype(np.int64))
        slim = shapely.coverage_simplify(faces, _TOLERANCE_KM / self.scale**0.5)
        globe = shapely.transform(slim, lambda c: to_globe(c[:, 0], c[:, 1]))
        return globe, first[of_face]

    def areas(self, labels: Ints) -> dict[int, shapely.Geometry]:
        """The areas that labels of cells make, by label."""
        pieces, cell = self._pieces
        mine = labels[cell]
        areas: dict[int, shapely.Geometry] = {}
        for label in np.unique(mine):
            area = shapely.coverage_union_all(pieces[mine == label])
            areas[int(label)] = shapely.orient_polygons(shapely.normalize(area))
        return areas

    @cached_property
    def land(self) -> shapely.Geometry:
        """The whole country."""
        return shapely.coverage_union_all(self._pieces[0])


def _collection(features: list[tuple[str, str, shapely.Geometry]]) -> bytes:
    """GeoJSON with one feature a line, sorted by code."""
    lines = []
    for code, name, area in sorted(features, key=lambda feature: feature[0]):
        properties = json.dumps({"code": code, "name": name}, ensure_ascii=False, separators=(",", ":"))
        geometry = shapely.to_geojson(area).replace(" ", "")
        lines.append(f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}')
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode()


def geojson(register: Register, boundaries: Boundaries) -> dict[str, bytes]:
    """Boundary files by kind; that of the groups holds the codes of both years."""
    country = register.country
    groups = boundaries.areas(country.groups[1]) | boundaries.areas(country.groups[0])
    councils = boundaries.areas(country.councils.labels)
    return {
        "ccg": _collection([(*register.groups[g], area) for g, area in groups.items()]),
        "la": _collection([(*register.councils[c], area) for c, area in councils.items()]),
    }
