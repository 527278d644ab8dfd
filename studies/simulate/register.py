"""Names, codes and dates for the bodies of the country: the rows of bodies.csv and their ids."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from studies.simulate.changes import MERGER, RECODE
from studies.simulate.country import Country
from studies.simulate.divide import BOROUGH, COUNTY, METROPOLITAN, UNITARY
from studies.simulate.names import Names
from studies.simulate.noise import Floats, Ints, tally

CHANGED_ON, LAST_DAY = "2017-04-01", "2017-03-31"
_GROUPS_OPENED = "2013-04-01"
_OPENED = {COUNTY: ["1974-04-01"], METROPOLITAN: ["1974-04-01"], BOROUGH: ["1965-04-01"]}
_UNITARY_OPENED = ["1995-04-01", "1996-04-01", "1997-04-01", "1998-04-01", "2009-04-01"]
_CODE_OF = {COUNTY: "X10", UNITARY: "X06", METROPOLITAN: "X08", BOROUGH: "X09"}
_OFFICIAL = {
    COUNTY: "County Council",
    UNITARY: "Council",
    METROPOLITAN: "Metropolitan Council",
    BOROUGH: "Borough Council",
}
# Where each region lies, as shares of the way east and north.
_COMPASS = {
    "North West": (0.2, 0.85),
    "North": (0.5, 0.85),
    "North East": (0.8, 0.75),
    "Heartlands": (0.6, 0.6),
    "West": (0.25, 0.45),
    "East": (0.85, 0.4),
    "South": (0.55, 0.25),
    "South West": (0.15, 0.1),
}
HEALTH_REGIONS = ("North of Mayda", "Middle of Mayda", "South of Mayda")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, eq=False)
class Register:
    """The bodies by name and id, and what it takes to name them.

    `groups` and `councils` hold id and name by number; `rows` are the rows of bodies.csv.
    """

    country: Country
    councils: dict[int, tuple[str, str]]
    groups: dict[int, tuple[str, str]]
    regions: tuple[str, ...]
    parts: dict[int, str]
    seed: int

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """Rows of bodies.csv, groups first, in the order of their ids."""
        rows = [self._group(g) for g in self.groups] + [self._council(c) for c in self.councils]
        return sorted(rows, key=lambda row: (row["kind"], row["id"]))

    @cached_property
    def ods_codes(self) -> dict[int, str]:
        """Short codes: a new one for a merger; else the code lives on, though the area may be another."""
        count, codes = len(set(self.country.groups[0].tolist())), {}
        order = sorted(range(count), key=lambda g: self.groups[g][0])
        for i, group in enumerate(order):
            codes[group] = _short_code(i)
        for change in self.country.changes:
            if change.kind == MERGER:
                codes.setdefault(change.successor, _short_code(count + change.successor))
            elif change.share_pct == 100 or change.successor not in codes:
                codes[change.successor] = codes[change.predecessor]
        return codes

    def _group(self, group: int) -> dict[str, str]:
        ident, name = self.groups[group]
        part = self.country.part_of[group]
        region = self.country.health_region[part]
        gone = {change.predecessor for change in self.country.changes}
        return {
            "id": ident,
            "kind": "ccg",
            "name": f"{name} CCG",
            "opened": CHANGED_ON if group in {c.successor for c in self.country.changes} else _GROUPS_OPENED,
            "closed": LAST_DAY if group in gone else "",
            "ods_code": self.ods_codes[group],
            "region_code": f"X40{region + 1:06}",
            "region": (self.regions[0], *HEALTH_REGIONS)[region],
            "stp_code": f"X54{part + 1:06}",
            "stp": self.parts[part],
            "short_name": name,
            "official_name": f"{name} Clinical Commissioning Group",
        }

    def _council(self, council: int) -> dict[str, str]:
        ident, name = self.councils[council]
        kind, region = self.country.councils.types[council], self.country.region[council]
        rng = np.random.default_rng([self.seed, 9, council])
        return {
            "id": ident,
            "kind": "la",
            "name": name,
            "opened": str(rng.choice(_OPENED.get(kind, _UNITARY_OPENED))),
            "region_code": f"X12{region + 1:06}",
            "region": self.regions[region],
            "type": kind,
            "short_name": name,
            "official_name": f"{name} {_OFFICIAL[kind]}",
        }


def _short_code(number: int) -> str:
    """A short code that no body of England has: two letters and a digit from Z9 down."""
    letters, digit = divmod(number, 10)
    return f"{_LETTERS[-1 - letters // 24]}{_LETTERS[letters % 24]}{digit}"


def share_table(country: Country, groups: Ints) -> Floats:
    """People by group and council.

    Shape:  groups x councils
    """
    k = len(country.councils.types)
    n = int(groups.max()) + 1
    held = tally(groups * k + country.councils.labels, country.mesh.people, n * k)
    return held.reshape(n, k)


def build_register(country: Country, seed: int) -> Register:
    """Name and number every body.

    Shape:  the same for the same country and seed
    """
    names = Names(seed)
    councils = _name_councils(country, names)
    groups = _Naming(country, councils, names).all()
    regions = _name_regions(country, councils)
    return Register(
        country=country,
        councils=_number_councils(country, councils),
        groups=_number_groups(country, groups),
        regions=regions,
        parts=_name_parts(country, councils),
        seed=seed,
    )


def _by_people(country: Country, labels: Ints) -> Ints:
    return np.argsort(-tally(labels, country.mesh.people), kind="stable")


def _name_councils(country: Country, names: Names) -> list[str]:
    mesh, labels = country.mesh, country.councils.labels
    shore = np.where(mesh.left < 0, mesh.right, mesh.left)[~mesh.inland]
    coastal = set(labels[shore].tolist())
    named = [""] * len(country.councils.types)
    for council in _by_people(country, labels):
        kind = country.councils.types[council]
        named[council] = names.county() if kind == COUNTY else names.town(coastal=int(council) in coastal)
    return named


def _name_regions(country: Country, councils: list[str]) -> tuple[str, ...]:
    """The capital's region by the name of the borough at its heart, the rest by the compass."""
    from scipy.optimize import linear_sum_assignment

    mesh, capital = country.mesh, country.towns[0]
    heart = int(np.argmin((mesh.x - capital.x) ** 2 + (mesh.y - capital.y) ** 2))
    region = np.array([country.region[c] for c in range(len(councils))])[country.councils.labels]
    people = tally(region, mesh.people)
    east = tally(region, mesh.people * mesh.x)[1:] / people[1:] / mesh.x.max()
    north = tally(region, mesh.people * mesh.y)[1:] / people[1:] / mesh.y.max()
    spots = np.array(list(_COMPASS.values()))
    cost = (east[:, None] - spots[:, 0]) ** 2 + (north[:, None] - spots[:, 1]) ** 2
    _, chosen = linear_sum_assignment(np.round(cost, 9))
    words = list(_COMPASS)
    return (f"Greater {councils[int(country.councils.labels[heart])]}", *(words[int(i)] for i in chosen))


def _name_parts(country: Country, councils: list[str]) -> dict[int, str]:
    """Wider groups by the two councils in which most of their people live."""
    held = share_table(country, country.groups[0])
    parts: dict[int, Floats] = {}
    for group in range(held.shape[0]):
        part = country.part_of[group]
        parts[part] = parts.get(part, np.zeros(held.shape[1])) + held[group]
    named: dict[int, str] = {}
    for part in sorted(parts):
        order = [int(c) for c in np.argsort(-parts[part], kind="stable") if parts[part][c] > 0]
        options = [councils[order[0]], *(f"{councils[order[0]]} and {councils[c]}" for c in order[1:])]
        wanted = (
            options[1:2] if len(options) > 1 and parts[part][order[1]] > 0.3 * parts[part][order[0]] else []
        )
        fallback = f"{councils[order[0]]} {part + 1}"
        named[part] = next(o for o in [*wanted, *options, fallback] if o not in named.values())
    return named


class _Naming:
    """Names for groups: after their council, after a side of it, or after a place of their own."""

    def __init__(self, country: Country, councils: list[str], names: Names) -> None:
        self.country, self.councils, self.names = country, councils, names
        self.held = share_table(country, country.groups[0])
        self.used: set[str] = set()
        self.named: dict[int, str] = {}

    def all(self) -> dict[int, str]:
        """Names by number, those of groups that came later among them."""
        of_council = self.held.sum(axis=0)
        of_group = self.held.sum(axis=1)
        self.centre = self._centres(self.country.groups[0])
        self.middle = self._centres(self.country.councils.labels)
        for group in _by_people(self.country, self.country.groups[0]):
            main = int(self.held[group].argmax())
            inside = self.held[group, main] / of_group[group]
            options = []
            if inside > 0.75 and self.held[group, main] > 0.75 * of_council[main]:
                options.append(self.councils[main])
            elif inside > 0.6 and self.country.councils.types[main] != COUNTY:
                options.append(f"{self._side(int(group), main)} {self.councils[main]}")
            second = int(np.argsort(-self.held[group], kind="stable")[1])
            if self.held[group, second] > 0.5 * of_council[second]:
                options.append(f"{self.councils[main]} and {self.councils[second]}")
            self._give(int(group), options)
        self._later()
        return self.named

    def _give(self, group: int, options: list[str]) -> None:
        free = [option for option in options if option not in self.used]
        name = free[0] if free else self.names.town()
        self.used.add(name)
        self.named[group] = name

    def _later(self) -> None:
        for change in self.country.changes:
            old = self.named[change.predecessor]
            if change.kind == RECODE:
                self.named[change.successor] = old
            elif change.successor not in self.named:
                main = int(self.held[change.predecessor].argmax())
                council = self.councils[main]
                plain = [council, f"Greater {council}"] if change.kind == MERGER else [f"Outer {old}"]
                self._give(change.successor, plain if change.share_pct > 45 else [])

    def _centres(self, labels: Ints) -> Floats:
        mesh = self.country.mesh
        people = tally(labels, mesh.people)
        x = tally(labels, mesh.people * mesh.x) / people
        return np.column_stack([x, tally(labels, mesh.people * mesh.y) / people])

    def _side(self, group: int, council: int) -> str:
        dx, dy = self.centre[group] - self.middle[council]
        if abs(dx) > abs(dy):
            return "East" if dx > 0 else "West"
        return "North" if dy > 0 else "South"


def _number_councils(country: Country, names: list[str]) -> dict[int, tuple[str, str]]:
    numbered: dict[int, tuple[str, str]] = {}
    for kind, prefix in _CODE_OF.items():
        members = sorted(
            (i for i, t in enumerate(country.councils.types) if t == kind), key=lambda i: names[i]
        )
        numbered |= {council: (f"{prefix}{i + 1:06}", names[council]) for i, council in enumerate(members)}
    return numbered


def _number_groups(country: Country, names: dict[int, str]) -> dict[int, tuple[str, str]]:
    later = {change.successor for change in country.changes}
    first = sorted((g for g in names if g not in later), key=lambda g: names[g])
    return {g: (f"X38{i + 1:06}", names[g]) for i, g in enumerate([*first, *sorted(later)])}
