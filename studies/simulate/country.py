"""The whole country: cells, councils, commissioning groups of both years, wider groups, regions."""

from dataclasses import dataclass

import numpy as np
from studies.simulate.changes import Change, change_groups
from studies.simulate.divide import BOROUGH, Councils, cluster, divide_councils, divide_groups
from studies.simulate.grow import Ground
from studies.simulate.land import Town, place_towns
from studies.simulate.mesh import Mesh, build_mesh
from studies.simulate.noise import Ints, tally

CAPITAL_PARTS, OTHER_PARTS = 5, 39
_REGIONS = 8
_HEALTH_REGIONS = 3


@dataclass(frozen=True, eq=False)
class Country:
    """An invented country, as labels on the cells of a mesh.

    `groups` are the commissioning groups before and after the changes; a group of one number is one body.
    `part_of` and `health_region` map a group to its wider group and region, `region` a council to its own;
    number 0 is always that of the capital.
    """

    mesh: Mesh
    towns: tuple[Town, ...]
    councils: Councils
    groups: tuple[Ints, Ints]
    changes: tuple[Change, ...]
    part_of: dict[int, int]
    health_region: dict[int, int]
    region: dict[int, int]


def build_country(scale: int, seed: int) -> Country:
    """Make the country: about 209 groups and 152 councils times scale.

    Shape:  the same for the same scale and seed, on every machine
    """
    towns = place_towns(scale, seed)
    mesh = build_mesh(towns, scale, seed)
    ground = Ground.of(mesh.x, mesh.y, mesh.people, mesh.links)
    councils = divide_councils(mesh, ground, towns, scale, seed)
    before = divide_groups(mesh, ground, councils, scale, seed)
    after, changes = change_groups(mesh, councils, before, scale, seed)
    part_of = _parts(mesh, councils, before, scale, seed)
    for change in changes:
        part_of[change.successor] = part_of[change.predecessor]
    return Country(
        mesh=mesh,
        towns=tuple(towns),
        councils=councils,
        groups=(before, after),
        changes=changes,
        part_of=part_of,
        health_region=_health_regions(mesh, before, part_of),
        region=_regions(mesh, councils, seed),
    )


def _capital_groups(mesh: Mesh, councils: Councils, groups: Ints) -> Ints:
    """Groups most of whose people live in boroughs of the capital."""
    borough = np.array([kind == BOROUGH for kind in councils.types])[councils.labels]
    n = int(groups.max()) + 1
    inside = tally(groups, mesh.people * borough, n)
    return np.flatnonzero(inside > tally(groups, mesh.people, n) / 2)


def _parts(mesh: Mesh, councils: Councils, groups: Ints, scale: int, seed: int) -> dict[int, int]:
    """Groups gathered into wider ones (44 times scale), those of the capital apart and first."""
    rng = np.random.default_rng([seed, 6])
    capital = _capital_groups(mesh, councils, groups)
    others = np.setdiff1d(np.arange(int(groups.max()) + 1), capital)
    first = cluster(mesh, groups, capital, CAPITAL_PARTS * scale, rng)
    rest = cluster(mesh, groups, others, OTHER_PARTS * scale, rng)
    return first | {group: part + CAPITAL_PARTS * scale for group, part in rest.items()}


def _health_regions(mesh: Mesh, groups: Ints, part_of: dict[int, int]) -> dict[int, int]:
    """Region of each wider group: 0 the capital, then from north to south in equal thirds of people."""
    number = np.array([part_of[g] for g in range(int(groups.max()) + 1)])
    part = number[groups]
    k = int(number.max()) + 1
    scale = k // (CAPITAL_PARTS + OTHER_PARTS)
    people = tally(part, mesh.people, k)
    north = tally(part, mesh.people * mesh.y, k) / people
    regions = dict.fromkeys(range(CAPITAL_PARTS * scale), 0)
    others = sorted(range(CAPITAL_PARTS * scale, k), key=lambda p: -north[p])
    total, passed = sum(people[p] for p in others), 0.0
    for p in others:
        regions[p] = 1 + min(int(_HEALTH_REGIONS * passed / total), _HEALTH_REGIONS - 1)
        passed += people[p]
    return regions


def _regions(mesh: Mesh, councils: Councils, seed: int) -> dict[int, int]:
    """Region of each council: 0 the capital, 1 to 8 the rest of the country."""
    rng = np.random.default_rng([seed, 7])
    capital = [i for i, kind in enumerate(councils.types) if kind == BOROUGH]
    others = np.array([i for i, kind in enumerate(councils.types) if kind != BOROUGH])
    wider = cluster(mesh, councils.labels, others, _REGIONS, rng)
    return dict.fromkeys(capital, 0) | {council: 1 + region for council, region in wider.items()}
