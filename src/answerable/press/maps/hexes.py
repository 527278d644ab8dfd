"""Equal cells: every body one hexagon of the same size, where a map of areas would hide the small ones.

With boundaries the cells keep the outline of the country and every body stays as near to its place as
the others allow. Without them bodies stand in blocks by region. Both are the same at every run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from shapely.geometry.base import BaseGeometry

from answerable.press.maps.projection import Points

Cells = NDArray[np.int64]

ROW_HEIGHT = sqrt(3) / 2
MOST_AT_ONCE, PART, SWEEPS = 400, 128, 3
"""Up to so many points are assigned in one go; more are first divided into parts, for the cost grows with
the cube, and then assigned anew in windows across the seams, so many times over."""
ONE_PIECE = 0.5
"""Share of the land that its largest piece has where it is a country rather than fragments."""


@dataclass(frozen=True)
class GroupLabel:
    """The name of a group of cells and where it is written: just above the row that follows."""

    text: str
    column: int
    row: int


@dataclass(frozen=True)
class Layout:
    """A cell for each body, in the order given; no two share one.

    Shape:  cells (n, 2): column and row, rows downwards, odd rows half a cell to the right
    """

    cells: Cells
    labels: tuple[GroupLabel, ...] = ()

    @property
    def columns(self) -> int:
        """Width in cells."""
        return int(self.cells[:, 0].max()) + 1 if len(self.cells) else 0

    @property
    def rows(self) -> int:
        """Height in cells."""
        return int(self.cells[:, 1].max()) + 1 if len(self.cells) else 0


def centres(cells: Cells) -> Points:
    """Middles of cells on the plane, one unit apart, y upwards.

    Shape:  (n, 2) -> (n, 2)
    """
    return np.stack([cells[:, 0] + 0.5 * (cells[:, 1] % 2), -cells[:, 1] * ROW_HEIGHT], axis=1)


def layout_by_place(points: Points, land: BaseGeometry) -> Layout:
    """Cells in the shape of the land, each body as near to its place as the others allow.

    Shape:  points (n, 2), land on the same plane, y upwards
    Source: optimal assignment by least squared distance (Jonker and Volgenant 1987), in parts when large
    """
    n = len(points)
    if n == 0:
        return Layout(np.empty((0, 2), dtype=np.int64))
    cells, places = _mask(n, _closed(land, n))
    chosen = assign(points, places)
    placed = cells[chosen]
    placed[:, 0] -= placed[:, 0].min()
    top = placed[:, 1].min()
    # Rows keep their parity, for it decides which of them are shifted.
    placed[:, 1] -= top - top % 2
    return Layout(placed if placed[:, 1].min() == 0 else _without_first_row(placed))


def _without_first_row(cells: Cells) -> Cells:
    """Takes away an empty first row: what was odd becomes even, so those rows move by half a cell."""
    moved = cells.copy()
    moved[:, 0] += cells[:, 1] % 2
    moved[:, 1] -= 1
    moved[:, 0] -= moved[:, 0].min()
    return moved


def _closed(land: BaseGeometry, n: int) -> BaseGeometry:
    """Land in one piece: where it is all fragments, as a cartogram is, the gaps between them are closed."""
    parts = shapely.area(shapely.get_parts(land))
    if not len(parts) or parts.max() >= ONE_PIECE * parts.sum():
        return land
    reach = sqrt(land.area / n)
    return land.buffer(reach).buffer(-reach)


def _mask(n: int, land: BaseGeometry) -> tuple[Cells, Points]:
    """Exactly n cells that cover the land best, and their middles on the plane of the land."""
    west, south, east, north = land.bounds
    area = land.area
    if not area > 0:
        side = ceil(sqrt(n))
        area, east, north = float(side * side), west + side, south + side
        land = shapely.box(west, south, east, north)
    shapely.prepare(land)
    size = sqrt(area / (n * ROW_HEIGHT))
    # More cells touch the land than its area has room for, so the size that gives n is near and above:
    # halving finds the largest one at which n middles still lie on the land.
    small, large = size * 0.5, size * 1.3
    for _ in range(14):
        middle = (small + large) / 2
        if _on_land(middle, land)[2].sum() >= n:
            small = middle
        else:
            large = middle
    cells, places, inside = _on_land(small, land)
    cells, places = cells[inside], places[inside]
    if len(cells) > n:
        kept = np.sort(np.argsort(-_cover(places, small, land), kind="stable")[:n])
        cells, places = cells[kept], places[kept]
    return cells, places


def _on_land(size: float, land: BaseGeometry) -> tuple[Cells, Points, NDArray[np.bool_]]:
    """All cells of one size over the land, their middles, and whether the middle is on it."""
    west, south, east, north = land.bounds
    columns = np.arange(-1, int((east - west) / size) + 2)
    rows = np.arange(0, int((north - south) / (size * ROW_HEIGHT)) + 2)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2).astype(np.int64)
    places = centres(grid) * size + np.array([west + size / 2, north - size * ROW_HEIGHT / 2])
    return grid, places, shapely.contains_xy(land, places[:, 0], places[:, 1])


def _cover(places: Points, size: float, land: BaseGeometry) -> NDArray[np.float64]:
    """How much of each cell is land, from eighteen points within it."""
    share = np.zeros(len(places))
    for ring, count in ((0.25, 6), (0.45, 12)):
        for turn in np.linspace(0, 2 * np.pi, count, endpoint=False):
            shifted = places + ring * size * np.array([np.cos(turn), np.sin(turn)])
            share += shapely.contains_xy(land, shifted[:, 0], shifted[:, 1])
    return share


def assign(points: Points, places: Points) -> NDArray[np.int64]:
    """For each point the place it takes, all places taken once, with the squared distances small in sum.

    Shape:  points (n, 2), places (n, 2) -> (n,) row numbers of places
    Units:  exact up to MOST_AT_ONCE; beyond that in parts, at a cost in proportion to n
    """
    n = len(points)
    chosen = np.empty(n, dtype=np.int64)
    _split(points, places, np.arange(n), np.arange(n), chosen, n if n <= MOST_AT_ONCE else PART)
    if n > MOST_AT_ONCE:
        for sweep in range(SWEEPS):
            _settle(points, places, chosen, sweep)
    return chosen


def _split(points: Points, places: Points, who: Cells, where: Cells, chosen: Cells, most: int) -> None:
    """Divides points and places alike across the longer side until the parts are small, then assigns."""
    if len(who) <= most:
        chosen[who] = where[_best(points[who], places[where])]
        return
    axis = int(np.argmax(np.ptp(places[where], axis=0)))
    half = len(who) // 2
    who = who[np.argsort(points[who, axis], kind="stable")]
    where = where[np.argsort(places[where, axis], kind="stable")]
    _split(points, places, who[:half], where[:half], chosen, most)
    _split(points, places, who[half:], where[half:], chosen, most)


def _settle(points: Points, places: Points, chosen: Cells, sweep: int) -> None:
    """Assigns anew within windows that lie across the seams of the division."""
    taken = places[chosen]
    strips = max(1, round(sqrt(len(points) / (PART))))
    order = np.argsort(taken[:, sweep % 2], kind="stable")
    shift = 0.5 if sweep % 2 == 0 else 0.25
    bounds = (np.arange(strips + 2) - shift) * len(order) / strips
    for start, end in pairwise(bounds):
        strip = order[max(0, int(start)) : max(0, int(end))]
        across = strip[np.argsort(taken[strip, 1 - sweep % 2], kind="stable")]
        windows = max(1, ceil(len(across) / (PART)))
        for part in np.array_split(across, windows):
            if len(part):
                chosen[part] = chosen[part][_best(points[part], places[chosen[part]])]


def _best(points: Points, places: Points) -> Cells:
    offsets = points[:, None, :] - places[None, :, :]
    _, taken = linear_sum_assignment((offsets**2).sum(axis=2))
    return np.asarray(taken, dtype=np.int64)


def layout_by_group(groups: Sequence[str], *, columns: int | None = None) -> Layout:
    """Cells in blocks, one block for each group in the order of first sight, its name above it.

    Shape:  the group of each body, in the order in which they are to stand
    """
    n = len(groups)
    width = columns or min(20, max(4, round(1.25 * sqrt(n))))
    members: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group, []).append(number)
    cells = np.zeros((n, 2), dtype=np.int64)
    labels: list[GroupLabel] = []
    row = 0
    for group, numbers in members.items():
        if group:
            # Blocks begin on even rows, so that all stand flush on the left.
            row += 0 if row == 0 else 1 if row % 2 else 2
            labels.append(GroupLabel(group, 0, row - 1))
        for place, number in enumerate(numbers):
            cells[number] = place % width, row + place // width
        row += ceil(len(numbers) / width)
    return Layout(cells, tuple(labels))
