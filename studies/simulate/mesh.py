"""The country in small pieces: Voronoi cells fine at the coast and in towns, with people in each."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi, cKDTree
from studies.simulate.land import HEIGHT, WIDTH, Town, height, people_per_km2
from studies.simulate.noise import Floats, Ints, Noise, tally

_MARGIN = 30.0
_RURAL, _URBAN, _COAST, _SEA = 0.22, 0.0009, 0.9, 0.008
_MIN_ISLAND = 25.0
_FERRY = 3.0


@dataclass(frozen=True, eq=False)
class Mesh:
    """Land cells and how they touch.

    Shape:  cells x, y, area, people; borders: left, right cell (-1 is sea), ends (n, 2, 2)
    Units:  kilometres, square kilometres, residents
    """

    x: Floats
    y: Floats
    area: Floats
    people: Floats
    left: Ints
    right: Ints
    ends: Floats
    seed: int

    @property
    def size(self) -> int:
        """Number of land cells."""
        return len(self.x)

    @cached_property
    def inland(self) -> NDArray[np.bool_]:
        """Which borders lie between two land cells."""
        return (self.left >= 0) & (self.right >= 0)

    @cached_property
    def links(self) -> tuple[Ints, Ints, Floats]:
        """Neighbouring cells with the cost of the step: dearer where people are many and over rivers.

        Islands are tied to the nearest shore by one dear step, so that every cell can be reached.
        """
        a, b = self.left[self.inland], self.right[self.inland]
        a, b, ferry = self._with_ferries(a, b)
        dx, dy = self.x[a] - self.x[b], self.y[a] - self.y[b]
        length = np.sqrt(dx * dx + dy * dy)
        crowd = np.sqrt((self.people[a] + self.people[b]) / (self.area[a] + self.area[b]))
        rough, river = Noise(self.seed + 11), Noise(self.seed + 12)
        bank = river.field(self.x, self.y, 38, 6, 0.6) > 0
        hills = 1 + 2.6 * np.maximum(rough.field(self.x, self.y, 18, 5, 0.62), -0.25)
        cost = length * (hills[a] + hills[b]) / 2 * (0.35 + crowd / 14)
        cost = (cost + 5.0 * (bank[a] != bank[b])) * np.where(ferry, _FERRY, 1.0)
        return a, b, np.round(cost, 6)

    def _with_ferries(self, a: Ints, b: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """Add one link from each island to the nearest cell of the mainland."""
        graph = csr_array((np.ones(len(a)), (a, b)), shape=(self.size, self.size))
        count, part = connected_components(graph, directed=False)
        main = int(np.argmax(np.bincount(part)))
        shore = np.flatnonzero(part == main)
        tree = cKDTree(np.column_stack([self.x[shore], self.y[shore]]))
        extra: list[tuple[int, int]] = []
        for island in range(count):
            if island != main:
                cells = np.flatnonzero(part == island)
                found = tree.query(np.column_stack([self.x[cells], self.y[cells]]))
                far, near = np.asarray(found[0]), np.asarray(found[1])
                best = int(np.argmin(far))
                extra.append((int(cells[best]), int(shore[near[best]])))
        more = np.array(extra, dtype=np.int64).reshape(-1, 2)
        ferry = np.concatenate([np.zeros(len(a), bool), np.ones(len(more), bool)])
        return np.concatenate([a, more[:, 0]]), np.concatenate([b, more[:, 1]]), ferry


def _sites(towns: list[Town], scale: int, seed: int) -> NDArray[np.float64]:
    """Sites of cells: one jittered draw per grid square, more where the coast or people ask for it."""
    rng = np.random.default_rng([seed, 1])
    step = 1.0
    gx, gy = np.meshgrid(
        np.arange(-_MARGIN, WIDTH + _MARGIN, step) + step / 2,
        np.arange(-_MARGIN, HEIGHT + _MARGIN, step) + step / 2,
    )
    x, y = gx.ravel(), gy.ravel()
    level = height(x, y, seed)
    inland = _RURAL + _URBAN * people_per_km2(x, y, towns, seed)
    wanted = np.where(level > 0, inland * scale**0.5, _SEA)
    wanted = np.where(np.abs(level) < 5, np.maximum(wanted, _COAST), wanted)
    count = np.floor(wanted * step * step + rng.random(len(x))).astype(np.int64)
    x, y = np.repeat(x, count), np.repeat(y, count)
    jitter = rng.random((len(x), 2)) * step - step / 2
    return np.column_stack([x, y]) + jitter


def _drop_specks(
    x: Floats, left: Ints, right: Ints, area: Floats, land: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Land without specks of islands, and without lakes: what no sea route reaches is land."""
    n = len(x)

    def parts(wanted: NDArray[np.bool_]) -> tuple[Ints, Floats]:
        both = wanted[left] & wanted[right]
        graph = csr_array((np.ones(int(both.sum())), (left[both], right[both])), shape=(n, n))
        count, part = connected_components(graph, directed=False)
        return part.astype(np.int64), tally(part.astype(np.int64), np.where(wanted, area, 0), count)

    part, sizes = parts(land)
    land = land & (sizes[part] >= _MIN_ISLAND)
    part, sizes = parts(~land)
    dry: NDArray[np.bool_] = part != int(np.argmax(sizes))
    return dry


def build_mesh(towns: list[Town], scale: int, seed: int) -> Mesh:
    """Cut the country into small cells."""
    sites = _sites(towns, scale, seed)
    frame = 300.0
    corners = [
        (-frame, -frame),
        (-frame, HEIGHT + frame),
        (WIDTH + frame, -frame),
        (WIDTH + frame, HEIGHT + frame),
    ]
    voronoi = Voronoi(np.vstack([sites, corners]))
    pairs = np.asarray(voronoi.ridge_points, dtype=np.int64)
    corner_ids = np.asarray(voronoi.ridge_vertices, dtype=np.int64)
    bounded = (corner_ids >= 0).all(axis=1)
    pairs, ends = pairs[bounded], np.round(voronoi.vertices, 6)[corner_ids[bounded]]
    points = np.vstack([sites, corners])
    area = _areas(points, pairs, ends)
    x, y = points[:, 0], points[:, 1]
    edge = (x < -5) | (x > WIDTH + 5) | (y < -5) | (y > HEIGHT + 5)
    land = (height(x, y, seed) > 0) & ~edge
    land = _drop_specks(x, pairs[:, 0], pairs[:, 1], area, land)
    land[-4:] = False
    number = np.where(land, np.cumsum(land) - 1, -1)
    left, right = number[pairs[:, 0]], number[pairs[:, 1]]
    kept = ((left >= 0) | (right >= 0)) & (left != right)
    people = area[land] * people_per_km2(x[land], y[land], towns, seed)
    return Mesh(x[land], y[land], area[land], np.round(people, 3), left[kept], right[kept], ends[kept], seed)


def _areas(points: Floats, pairs: Ints, ends: Floats) -> Floats:
    """Areas of cells from the triangles that each border makes with the two sites beside it."""
    total = np.zeros(len(points))
    for side in (0, 1):
        site = points[pairs[:, side]]
        u, v = ends[:, 0] - site, ends[:, 1] - site
        triangle = np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2
        total += tally(pairs[:, side], triangle, len(points))
    return np.round(total, 9)


def outlines(mesh: Mesh, labels: Ints) -> tuple[NDArray[np.object_], Ints]:
    """Polygons of the areas that labels make, as a coverage: neighbours share their edges exactly.

    Shape:  one label per cell -> polygons and their labels (an area with islands comes as several)
    """
    sea = np.append(labels, -1)
    differs = sea[mesh.left] != sea[mesh.right]
    lines = shapely.linestrings(mesh.ends[differs])
    faces = shapely.get_parts(shapely.polygonize(lines))
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    cell = np.asarray(cKDTree(np.column_stack([mesh.x, mesh.y])).query(inside)[1], dtype=np.int64)
    return faces, labels[cell]
