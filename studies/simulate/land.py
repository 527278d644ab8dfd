"""The lie of the land: where the sea ends, where people live. All lengths are kilometres."""

from dataclasses import dataclass

import numpy as np
from studies.simulate.noise import Floats, Noise

WIDTH, HEIGHT = 370.0, 550.0

# Ridges of the country as capsules (x1, y1, x2, y2, radius); land is where their union rises from the sea.
RIDGES = (
    (95, 95, 180, 150, 46),
    (40, 50, 100, 95, 24),
    (170, 160, 235, 235, 82),
    (225, 250, 240, 345, 74),
    (160, 190, 110, 235, 40),
    (235, 350, 190, 420, 58),
    (190, 425, 120, 470, 34),
    (120, 470, 78, 452, 20),
    (235, 400, 275, 455, 34),
    (280, 205, 325, 190, 30),
)
ISLANDS = (
    (92, 352, 112, 378, 20),
    (262, 62, 300, 78, 16),
    (300, 500, 304, 508, 9),
    (326, 478, 328, 484, 6),
    (30, 402, 34, 408, 7),
    (48, 420, 50, 424, 5),
    (16, 22, 19, 24, 5),
)
# Estuaries as tapering wedges (mouth x, y, head x, y, half-width at the mouth, half-width at the head).
ESTUARIES = (
    (345, 262, 246, 236, 24, 1.5),
    (130, 305, 196, 292, 30, 3.0),
    (215, 80, 190, 142, 18, 1.5),
    (60, 160, 118, 172, 18, 1.5),
    (250, 490, 236, 425, 16, 1.5),
    (318, 340, 272, 330, 14, 1.5),
    (120, 420, 168, 408, 13, 1.5),
)


@dataclass(frozen=True)
class Town:
    """A town: where it is, how many live in it, how far it reaches."""

    x: float
    y: float
    people: float
    reach: float


def _capsule(x: Floats, y: Floats, ends: tuple[float, ...], radius: Floats | float) -> Floats:
    """Depth inside a capsule, negative outside."""
    x1, y1, x2, y2 = ends[:4]
    dx, dy = x2 - x1, y2 - y1
    along = np.clip(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0, 1)
    px, py = x - x1 - along * dx, y - y1 - along * dy
    return radius - np.sqrt(px * px + py * py)


def _wedge(x: Floats, y: Floats, ends: tuple[float, ...]) -> Floats:
    x1, y1, x2, y2, mouth, head = ends
    dx, dy = x2 - x1, y2 - y1
    along = np.clip(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0, 1)
    return _capsule(x, y, ends, mouth + (head - mouth) * along)


def _smooth_max(a: Floats, b: Floats, blend: float) -> Floats:
    """Maximum with a rounded seam (polynomial, Quilez 2013)."""
    h = np.maximum(blend - np.abs(a - b), 0) / blend
    return np.maximum(a, b) + h * h * blend * 0.25


def height(x: Floats, y: Floats, seed: int) -> Floats:
    """Signed distance to the shore, roughly: above zero is land."""
    bend, shore = Noise(seed), Noise(seed + 1)
    wx = x + 16 * bend.field(x, y, 90, 4)
    wy = y + 16 * bend.field(x + 400, y + 900, 90, 4)
    land = np.full_like(x, -1e3)
    for ridge in RIDGES:
        land = _smooth_max(land, _capsule(wx, wy, ridge, ridge[4]), 30)
    for island in ISLANDS:
        land = np.maximum(land, _capsule(wx, wy, island, island[4]))
    for estuary in ESTUARIES:
        land = -_smooth_max(-land, _wedge(wx, wy, estuary), 8)
    return land + 46 * shore.field(x, y, 70, 8, 0.64)


CAPITAL = (231.0, 224.0, 8.7e6, 22.0)
CITIES = (
    (178.0, 176.0, 2.9e6, 25.0),
    (238.0, 338.0, 2.7e6, 25.0),
    (208.0, 414.0, 2.1e6, 22.0),
    (113.0, 116.0, 1.5e6, 19.0),
    (152.0, 226.0, 1.4e6, 18.0),
)
_TOWN_PEOPLE = 9.5e6
_TOWNS = 46


def place_towns(scale: int, seed: int) -> list[Town]:
    """Capital, five conurbations, and towns at random that keep their distance; largest first."""
    rng = np.random.default_rng([seed, 2])
    towns = [Town(*CAPITAL), *(Town(*city) for city in CITIES)]
    wanted = _TOWNS * scale
    draws = rng.random((wanted * 60, 2)) * (WIDTH, HEIGHT)
    dry = height(draws[:, 0], draws[:, 1], seed) > 4
    spacing = 17.0 / scale**0.5
    sizes = np.arange(wanted, 0, -1.0) + 0.6 * wanted
    sizes = sizes * sizes
    sizes = sizes * (_TOWN_PEOPLE / sizes.sum())
    for x, y in draws[dry]:
        if len(towns) == wanted + 1 + len(CITIES):
            break
        if all((x - t.x) ** 2 + (y - t.y) ** 2 > (spacing + 0.7 * t.reach) ** 2 for t in towns):
            people = float(sizes[len(towns) - 1 - len(CITIES)])
            towns.append(Town(float(x), float(y), people, 4.0 + 0.017 * people**0.5))
    return towns


def people_per_km2(x: Floats, y: Floats, towns: list[Town], seed: int) -> Floats:
    """Residents per square kilometre: a thin uneven countryside, and towns that fall off from the centre."""
    country = Noise(seed + 2).field(x, y, 80, 4)
    density = 260 * (1 + 0.9 * country) * (1.15 - 0.75 * y / HEIGHT)
    for town in towns:
        near = (np.abs(x - town.x) < town.reach) & (np.abs(y - town.y) < town.reach)
        dx, dy = x[near] - town.x, y[near] - town.y
        rest = np.maximum(1 - (dx * dx + dy * dy) / (town.reach * town.reach), 0)
        density[near] += town.people * 3 / (3.14159265 * town.reach * town.reach) * rest * rest
    return density
