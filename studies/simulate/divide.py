"""How the country is divided: councils by type, commissioning groups over them, wider groups over those."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from studies.simulate.grow import UNREACHED, Ground
from studies.simulate.land import Town
from studies.simulate.mesh import Mesh
from studies.simulate.noise import Ints, tally

COUNTY, UNITARY, METROPOLITAN, BOROUGH = "county", "unitary", "metropolitan", "borough"
# Councils and groups of England in 2016 (27 counties, 56 unitary, 36 metropolitan, 33 in London; 209 groups).
BOROUGHS, METROPOLITANS, COUNTIES, UNITARIES, GROUPS = 33, 36, 27, 56, 209
_TOWN_UNITARIES = 43
_CROSSING = 25.0
_SLIVER = 0.05


@dataclass(frozen=True, eq=False)
class Councils:
    """Councils: the label of each cell, and the type and town of each label ("" for none)."""

    labels: Ints
    types: tuple[str, ...]
    centres: Ints


def divide_councils(mesh: Mesh, ground: Ground, towns: list[Town], scale: int, seed: int) -> Councils:
    """Boroughs of the capital, metropolitan districts, town councils, then counties and the rest.

    Shape:  152 councils times scale
    """
    rng = np.random.default_rng([seed, 3])
    labels = np.full(mesh.size, UNREACHED, dtype=np.int64)
    types: list[str] = []

    def take(cells: Ints, k: int, kinds: list[str]) -> None:
        inner, _ = ground.within(cells).divide(k, rng)
        reached = inner >= 0
        labels[cells[reached]] = inner[reached] + len(types)
        types.extend(kinds)

    def ball(town: Town) -> Ints:
        away = (ground.x - town.x) ** 2 + (ground.y - town.y) ** 2
        free = np.flatnonzero((labels == UNREACHED) & (away < (4 * town.reach) ** 2))
        people = float(ground.people[free][away[free] < (0.8 * town.reach) ** 2].sum())
        inner = ground.within(free)
        return free[inner.ball(inner.nearest(town.x, town.y), people)]

    capital, cities, rest = towns[0], towns[1:6], towns[6:]
    take(ball(capital), BOROUGHS * scale, [BOROUGH] * BOROUGHS * scale)
    for city, k in zip(cities, _shares([c.people for c in cities], METROPOLITANS * scale), strict=True):
        take(ball(city), k, [METROPOLITAN] * k)
    free = [t for t in rest if labels[ground.nearest(t.x, t.y)] == UNREACHED][: _TOWN_UNITARIES * scale]
    for town in free:
        take(ball(town), 1, [UNITARY])
    k = (BOROUGHS + METROPOLITANS + COUNTIES + UNITARIES) * scale - len(types)
    remainder = _largest_pieces(ground, np.flatnonzero(labels == UNREACHED))
    take(remainder, k, [COUNTY] * k)
    labels = _absorb(ground, labels)
    people = tally(labels, mesh.people, len(types))
    shires = sorted((i for i, kind in enumerate(types) if kind == COUNTY), key=lambda i: people[i])
    for i in shires[: k - COUNTIES * scale]:
        types[i] = UNITARY
    return Councils(labels, tuple(types), ground.centres(labels, len(types)))


def _largest_pieces(ground: Ground, cells: Ints) -> Ints:
    """Cells without the crumbs left between areas already taken."""
    inner = ground.within(cells)
    count, part = connected_components(inner.graph, directed=False)
    people = tally(part.astype(np.int64), inner.people, count)
    large: Ints = cells[people[part] >= people.max() * 0.02]
    return large


def _absorb(ground: Ground, labels: Ints) -> Ints:
    """Give every cell without a label that of the area it touches first."""
    labels = labels.copy()
    while (labels == UNREACHED).any():
        known = np.flatnonzero(labels != UNREACHED)
        position, _ = ground.reach(known)
        labels = np.where(labels == UNREACHED, labels[known[np.maximum(position, 0)]], labels)
    return labels


def _shares(weights: list[float], total: int) -> list[int]:
    """Whole numbers in proportion, by largest remainder, that add up to the total."""
    exact = [w * total / sum(weights) for w in weights]
    parts = [int(e) for e in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: parts[i] - exact[i])
    for i in by_rest[: total - sum(parts)]:
        parts[i] += 1
    return parts


def divide_groups(mesh: Mesh, ground: Ground, councils: Councils, scale: int, seed: int) -> Ints:
    """Commissioning groups: about as many to a council as its people ask for, mostly along its border.

    Shape:  209 groups times scale -> a label per cell
    """
    rng = np.random.default_rng([seed, 4])
    k = len(councils.types)
    people = tally(councils.labels, mesh.people, k)
    typical = people.sum() / (GROUPS * scale)
    counts = _shares([max(float(p) - 0.18 * typical, 0.05 * typical) for p in people], GROUPS * scale)
    seeds: list[int] = []
    for i, count in enumerate(counts):
        if count:
            cells = np.flatnonzero(councils.labels == i)
            seeds.extend(cells[ground.within(cells).divide(count, rng)[1]].tolist())
    a, b, cost = mesh.links
    dearer = cost + np.where(councils.labels[a] != councils.labels[b], _CROSSING / scale**0.5, 0.0)
    fenced = Ground.of(mesh.x, mesh.y, mesh.people, (a, b, dearer))
    labels, _ = fenced.reach(np.array(seeds))
    for _ in range(4):
        labels, _ = fenced.reach(fenced.centres(labels, len(seeds)))
    return _without_slivers(mesh, labels, councils.labels)


def _without_slivers(mesh: Mesh, labels: Ints, councils: Ints) -> Ints:
    """Give the slivers of a group in a council to the group next door in that council."""
    k = int(councils.max()) + 1
    for _ in range(3):
        a, b, _cost = mesh.links
        same = (labels[a] == labels[b]) & (councils[a] == councils[b])
        n = mesh.size
        graph = csr_array((np.ones(int(same.sum())), (a[same], b[same])), shape=(n, n))
        count, part = connected_components(graph, directed=False)
        held = tally(part.astype(np.int64), mesh.people, count)
        of_group = tally(labels, mesh.people)[labels]
        of_council = tally(councils, mesh.people, k)[councils]
        small = (held[part] < _SLIVER * of_group) & (held[part] < _SLIVER * of_council)
        if not small.any():
            break
        inside = councils[a] == councils[b]
        step = Ground.of(mesh.x, mesh.y, mesh.people, (a[inside], b[inside], mesh.links[2][inside]))
        known = np.flatnonzero(~small)
        position, _ = step.reach(known)
        labels = np.where(small & (position >= 0), labels[known[np.maximum(position, 0)]], labels)
    return labels


def cluster(mesh: Mesh, labels: Ints, members: Ints, k: int, rng: np.random.Generator) -> dict[int, int]:
    """Put whole areas into k wider ones: areas by label -> wider area; each wider area hangs together.

    Every area is a node of its own graph, tied to the areas it touches.
    """
    a, b, _ = mesh.links
    n = int(labels.max()) + 1
    mass = tally(labels, mesh.people, n) + 1e-6
    x = tally(labels, mesh.people * mesh.x, n) / mass
    y = tally(labels, mesh.people * mesh.y, n) / mass
    la, lb = labels[a], labels[b]
    pairs = np.unique(np.column_stack([np.minimum(la, lb), np.maximum(la, lb)])[la != lb], axis=0)
    dx, dy = x[pairs[:, 0]] - x[pairs[:, 1]], y[pairs[:, 0]] - y[pairs[:, 1]]
    links = (pairs[:, 0], pairs[:, 1], np.round(np.sqrt(dx * dx + dy * dy) + 1e-3, 6))
    areas = Ground.of(x, y, mass, links).within(members)
    wider, _ = areas.divide(k, rng)
    wider = _absorb_nearest(areas, wider)
    return {int(members[i]): int(wider[i]) for i in range(len(members))}


def _absorb_nearest(areas: Ground, wider: Ints) -> Ints:
    """Give an area that touches no other (an island of one) the wider area of the nearest."""
    known = np.flatnonzero(wider != UNREACHED)
    for i in np.flatnonzero(wider == UNREACHED):
        away = (areas.x[known] - areas.x[i]) ** 2 + (areas.y[known] - areas.y[i]) ** 2
        wider[i] = wider[known[int(np.argmin(away))]]
    return wider
