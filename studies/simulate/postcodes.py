"""Postcodes that lead nowhere: the form is British, the areas are letters Britain does not use first."""

import numpy as np
import shapely
from studies.simulate.boundaries import Boundaries, to_globe
from studies.simulate.register import Register

ROWS = 2500
# No British postcode begins with Q, V or X.
_FIRST, _SECOND, _INWARD = "QVX", "ABDEFGHJLNPRSTUWXYZ", "ABDEFGHJLNPQRSTUWXYZ"


def postcode_rows(register: Register, boundaries: Boundaries, seed: int) -> list[dict[str, str]]:
    """About 2,500 invented postcodes, more where more people live, each on land.

    Shape:  postcode, lon, lat; sorted by postcode
    """
    rng = np.random.default_rng([seed, 10])
    mesh, groups = register.country.mesh, register.country.groups[0]
    chance = mesh.people / mesh.people.sum()
    cells = np.sort(rng.choice(mesh.size, size=int(ROWS * 1.05), p=chance))
    reach = np.sqrt(mesh.area[cells]) * 0.3
    shift = rng.random((len(cells), 2)) - 0.5
    spots = to_globe(mesh.x[cells] + reach * shift[:, 0], mesh.y[cells] + reach * shift[:, 1])
    shapely.prepare(boundaries.land)
    dry = shapely.contains_xy(boundaries.land, spots[:, 0], spots[:, 1])
    districts: dict[int, int] = {}
    counted: dict[int, int] = {}
    rows: dict[str, dict[str, str]] = {}
    for cell, (lon, lat) in zip(cells[dry], spots[dry], strict=True):
        group = int(groups[cell])
        part = register.country.part_of[group]
        if group not in districts:
            counted[part] = counted.get(part, 0) + 1
            districts[group] = counted[part]
        inward = "".join(_INWARD[int(i)] for i in rng.integers(len(_INWARD), size=2))
        code = f"{_area(part)}{districts[group]} {int(rng.integers(1, 10))}{inward}"
        if len(rows) < ROWS:
            rows[code] = {"postcode": code, "lon": f"{lon:.4f}", "lat": f"{lat:.4f}"}
    return [rows[code] for code in sorted(rows)]


def _area(part: int) -> str:
    """The letters of a postcode area: two, and a third where there are more areas than pairs."""
    first, second = divmod(part, len(_SECOND))
    more, first = divmod(first, len(_FIRST))
    return _FIRST[first] + _SECOND[second] + (_SECOND[more - 1] if more else "")
