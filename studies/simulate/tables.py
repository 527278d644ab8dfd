"""Tables about the bodies: how they followed each other, overlap, and how many people live there."""

import csv
import io
from collections.abc import Mapping, Sequence

import numpy as np
from studies.simulate.noise import Noise
from studies.simulate.register import CHANGED_ON, Register, share_table

SOURCE = "Invented"
POPULATION_DATE = "2017-06-30"
# Shares of all ages in England in mid-2017 (Office for National Statistics): 0 to 18, 0 to 19, 0 to 25.
_AGES = {"children_0_18": 0.2250, "children_0_19": 0.2368, "children_0_25": 0.3138}
_LEAST_SHARE = 0.5


def to_csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as CSV with these columns; a column that a row lacks is blank."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def succession_rows(register: Register) -> list[dict[str, str]]:
    """Rows of successions.csv."""
    return [
        {
            "effective_date": CHANGED_ON,
            "predecessor_id": register.groups[change.predecessor][0],
            "successor_id": register.groups[change.successor][0],
            "change": change.kind,
            "share_pct": f"{change.share_pct:g}",
            "source": SOURCE,
        }
        for change in register.country.changes
    ]


def overlap_rows(register: Register) -> list[dict[str, str]]:
    """Rows of overlaps.csv: each group with each council that it shares people with, by people."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for labels in register.country.groups:
        held = share_table(register.country, labels)
        of_group, of_council = held.sum(axis=1), held.sum(axis=0)
        for group, council in np.argwhere(held > 0):
            left = 100 * held[group, council] / of_group[group]
            right = 100 * held[group, council] / of_council[council]
            if left < _LEAST_SHARE and right < _LEAST_SHARE:
                continue
            ids = register.groups[int(group)][0], register.councils[int(council)][0]
            rows[ids] = {
                "left_id": ids[0],
                "right_id": ids[1],
                "share_of_left_pct": f"{left:.2f}".rstrip("0").rstrip("."),
                "share_of_right_pct": f"{right:.2f}".rstrip("0").rstrip("."),
                "source": SOURCE,
            }
    return [rows[ids] for ids in sorted(rows)]


def population_rows(register: Register, seed: int) -> list[dict[str, str]]:
    """Rows of populations.csv: all ages and children, of every body of either year."""
    mesh, country = register.country.mesh, register.country
    young = 1 + 0.35 * Noise(seed + 21).field(mesh.x, mesh.y, 60, 4)
    children = mesh.people * young
    children = children * (mesh.people.sum() / children.sum())
    counts: dict[str, tuple[float, float]] = {}
    for labels, bodies in (
        (country.groups[1], register.groups),
        (country.groups[0], register.groups),
        (country.councils.labels, register.councils),
    ):
        for number in np.unique(labels):
            here = labels == number
            ident = bodies[int(number)][0]
            counts[ident] = (float(mesh.people[here].sum()), float(children[here].sum()))
    rows = []
    for ident in sorted(counts):
        everyone, weighted = counts[ident]
        values = {"all_ages": everyone} | {name: weighted * share for name, share in _AGES.items()}
        rows += [
            {"body_id": ident, "measure": m, "date": POPULATION_DATE, "value": f"{v:.0f}", "source": SOURCE}
            for m, v in values.items()
        ]
    return rows
