"""Finding a crowd of tiny areas, such as a capital, and a free place on the map to show it larger."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from answerable.press.maps.projection import Points

Areas = NDArray[np.object_]
Box = tuple[float, float, float, float]

TINY_PX = 9.0
LEAST_MEMBERS = 8
MOST_OF_MAP = 0.3
LARGEST_SIDE = 0.36
NAME_SHARE = 0.03
"""Room for the name above the frame, as a share of the height of the map."""
ZOOMS = (5.0, 4.5, 4.0, 3.5, 3.0, 2.5)
GROWTH = (0.0, 0.1, 0.2, 0.3, 0.4)
"""By how much the map may be widened where it has no free corner, as shares of its width."""


@dataclass(frozen=True)
class Inset:
    """A part of the map shown again, larger: where it is, where it goes, and how much larger.

    `shown` are the rows of the areas that appear in it, `crowd` those it was made for.
    Units: source and target in the units of the map, y downwards
    """

    source: Box
    target: Box
    zoom: float
    crowd: tuple[int, ...]
    shown: tuple[int, ...] = ()


def find_crowd(areas: Areas, per_px: float) -> NDArray[np.int64]:
    """Rows of the largest crowd of touching tiny areas, none where there is nothing to enlarge.

    Shape:  polygons in map units -> row numbers
    Units:  per_px map units are one pixel at normal width
    """
    px = np.sqrt(shapely.area(areas)) / per_px
    tiny = np.flatnonzero(px < TINY_PX)
    nothing = np.empty(0, dtype=np.int64)
    if len(tiny) < LEAST_MEMBERS:
        return nothing
    near, far = shapely.STRtree(areas[tiny]).query(areas[tiny], "dwithin", 0.5 * per_px)
    links = coo_matrix((np.ones(len(near)), (near, far)), shape=(len(tiny), len(tiny)))
    count, group = connected_components(links, directed=False)
    # What an inset would gain is how far its areas fall short of a size that can be seen.
    gain = np.bincount(group, weights=TINY_PX - px[tiny], minlength=count)
    gain[np.bincount(group, minlength=count) < LEAST_MEMBERS] = 0
    if not gain.max() > 0:
        return nothing
    crowd: NDArray[np.int64] = tiny[group == int(np.argmax(gain))]
    return crowd


def place_inset(areas: Areas, crowd: NDArray[np.int64], size: tuple[float, float]) -> Inset | None:
    """The inset for a crowd, as large as the free corners of the map allow, or None.

    Where there is no free corner it lies beyond the right edge, and the map is to be widened.

    Shape:  polygons in map units with y downwards, the map's width and height
    """
    if not len(crowd):
        return None
    width, height = size
    source = _padded(shapely.total_bounds(areas[crowd]), 0.06)
    across, down = source[2] - source[0], source[3] - source[1]
    if across > MOST_OF_MAP * width or down > MOST_OF_MAP * height:
        return None
    zooms = [zoom for zoom in ZOOMS if zoom * max(across / width, down / height) <= LARGEST_SIDE]
    for growth in GROWTH:
        free = _FreeSpace(areas, width * (1 + growth), height)
        for zoom in zooms:
            corner = free.corner(across * zoom, down * zoom)
            if corner is not None:
                target = (*corner, corner[0] + across * zoom, corner[1] + down * zoom)
                seen = shapely.STRtree(areas).query(shapely.box(*source), "intersects")
                return Inset(source, target, zoom, tuple(crowd.tolist()), tuple(np.sort(seen).tolist()))
    return None


def _padded(bounds: Points, share: float) -> Box:
    pad = share * max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    west, top, east, bottom = (float(edge) for edge in bounds)
    return west - pad, top - pad, east + pad, bottom + pad


class _FreeSpace:
    """Which parts of the map are empty, on a coarse grid."""

    STEPS = 90

    def __init__(self, areas: Areas, width: float, height: float) -> None:
        self.step = max(width, height) / self.STEPS
        self.name = NAME_SHARE * height
        columns, rows = int(np.ceil(width / self.step)), int(np.ceil(height / self.step))
        lefts, tops = np.meshgrid(np.arange(columns) * self.step, np.arange(rows) * self.step)
        squares = shapely.box(lefts, tops, lefts + self.step, tops + self.step)
        flat = squares.ravel()
        hit = np.zeros(len(flat), dtype=np.int64)
        hit[shapely.STRtree(flat).query(areas, "intersects")[1]] = 1
        # A summed table answers for any rectangle with four look-ups whether it is empty.
        self.sums = np.pad(hit.reshape(rows, columns).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        self.shape = (rows, columns)

    def corner(self, w: float, h: float) -> tuple[float, float] | None:
        """The top left of an empty rectangle of that size with a margin, near a corner of the map."""
        rows, columns = self.shape
        wide, high = int(np.ceil(w / self.step)) + 2, int(np.ceil((h + self.name) / self.step)) + 2
        if wide > columns or high > rows:
            return None
        s = self.sums
        busy = s[high:, wide:] - s[:-high, wide:] - s[high:, :-wide] + s[:-high, :-wide]
        tops, lefts = np.nonzero(busy == 0)
        if not len(tops):
            return None
        aside = np.minimum(lefts, columns - wide - lefts)
        upright = np.minimum(tops, rows - high - tops)
        # Of equally tucked places the upper one, where insets are looked for.
        best = np.lexsort((tops, upright, aside))[0]
        return float((lefts[best] + 1) * self.step), float((tops[best] + 1) * self.step + self.name)
