"""Making boundaries small enough for a page: one coverage, so that neighbours keep their common border."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from answerable.press.maps.boundaries import only_polygons
from answerable.press.maps.projection import Points

Areas = NDArray[np.object_]

# The published types lag behind the library, which has it since 2.2.
_clean: Callable[..., Areas] = getattr(shapely, "coverage_clean")  # noqa: B009

FINEST_PX = 0.8
TURNS = 6
SPECK_PX2 = 4.0


@dataclass(frozen=True)
class Lens:
    """A circle in which detail is kept as if it were drawn larger, for it will be."""

    centre: tuple[float, float]
    radius: float
    zoom: float

    def widen(self, points: Points) -> Points:
        """Stretches what is inside the circle and moves the rest outwards."""
        away = points - np.array(self.centre)
        distance = np.hypot(away[:, 0], away[:, 1])
        out = np.where(
            distance <= self.radius, distance * self.zoom, distance + self.radius * (self.zoom - 1)
        )
        return self._at(away, distance, out)

    def narrow(self, points: Points) -> Points:
        """Undoes `widen`."""
        away = points - np.array(self.centre)
        distance = np.hypot(away[:, 0], away[:, 1])
        back = np.where(
            distance <= self.radius * self.zoom,
            distance / self.zoom,
            distance - self.radius * (self.zoom - 1),
        )
        return self._at(away, distance, back)

    def _at(self, away: Points, distance: NDArray[np.float64], wanted: NDArray[np.float64]) -> Points:
        """The points moved along their ray from the centre to the wanted distance."""
        factor = np.divide(wanted, distance, out=np.ones_like(distance), where=distance > 0)
        moved: Points = np.array(self.centre) + away * factor[:, None]
        return moved


def as_coverage(areas: Areas, per_px: float) -> Areas:
    """The areas without overlaps and slivers between them, so that neighbours share their border exactly.

    Units:  per_px map units are one pixel; nothing moves by more than a small part of one
    """
    if shapely.coverage_is_valid(areas):
        return areas
    for snap in (0.01, 0.1):
        cleaned = _clean(areas, snapping_distance=snap * per_px, gap_width=snap * per_px)
        if shapely.coverage_is_valid(cleaned):
            return _or_before(cleaned, areas)
    return areas


def _or_before(after: Areas, before: Areas) -> Areas:
    """The new shapes, and the old one wherever nothing was left of it."""
    kept = [only_polygons(shape) for shape in after]
    filled = np.empty(len(before), dtype=object)
    filled[:] = [new if new is not None else old for new, old in zip(kept, before, strict=True)]
    return filled


def simplify(areas: Areas, per_px: float, most_points: int, lens: Lens | None = None) -> Areas:
    """The areas with about as many points as the page has room for, never finer than can be seen.

    No area vanishes: the smallest end as triangles. Where there is a lens, its inside keeps more.

    Shape:  a coverage -> a coverage, row by row
    Units:  per_px map units are one pixel
    Source: Visvalingam and Whyatt (1993), on shared borders
    """
    wide = shapely.transform(areas, lens.widen) if lens else areas
    tolerance = FINEST_PX * per_px
    simpler: Areas = shapely.coverage_simplify(wide, tolerance)
    for _ in range(TURNS):
        points = int(shapely.get_num_coordinates(simpler).sum())
        if points <= most_points:
            break
        # The number of points falls about as the tolerance grows.
        tolerance *= max(1.1, points / most_points)
        simpler = shapely.coverage_simplify(simpler, tolerance)
    if lens:
        simpler = shapely.transform(simpler, lens.narrow)
    return _or_before(simpler, areas)


def without_specks(areas: Areas, per_px: float) -> Areas:
    """The areas without islands too small to be seen; each keeps its largest part, however small.

    Units:  per_px map units are one pixel
    """
    least = SPECK_PX2 * per_px**2
    kept = np.empty(len(areas), dtype=object)
    for row, shape in enumerate(areas):
        parts = shapely.get_parts(shape)
        if len(parts) == 1:
            kept[row] = shape
            continue
        sizes = shapely.area(parts)
        # Of a scatter of islands that are all small, those that make up the body stay.
        large = parts[sizes >= min(least, 0.2 * sizes.max())]
        kept[row] = large[0] if len(large) == 1 else shapely.MultiPolygon(list(large))
    return kept
