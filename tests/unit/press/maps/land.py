"""Small lands for tests: squares with wavy common borders, as GeoJSON."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import sin
from typing import Any

from answerable.core.study.model import Study
from tests.factories import make_round, make_study

Ring = list[list[float]]


def wavy(x: float, y: float, x2: float, y2: float, steps: int = 6) -> Ring:
    """A border from one corner to another, the same points whichever way it is walked."""
    if (x, y) > (x2, y2):
        return wavy(x2, y2, x, y, steps)[::-1]
    line = []
    for step in range(steps + 1):
        t = step / steps
        bend = 0.06 * sin(t * 3.1416) * sin(7 * (x + y2) + 5 * t)
        across = (y2 - y, x - x2)
        line.append([x + t * (x2 - x) + bend * across[0], y + t * (y2 - y) + bend * across[1]])
    line[0], line[-1] = [x, y], [x2, y2]
    return line


def square(x: float, y: float, size: float = 1.0) -> Ring:
    """A closed ring around one cell of the land, with wavy sides."""
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    ring: Ring = []
    for (ax, ay), (bx, by) in pairwise(corners):
        ring += wavy(ax, ay, bx, by)[:-1]
    return [*ring, ring[0]]


def feature(code: Any, *rings: Ring, **properties: Any) -> dict[str, Any]:
    """A feature with one polygon for each ring."""
    shape = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": shape}


def collection(features: Sequence[Any]) -> bytes:
    """A FeatureCollection as the bytes of a file."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def block(
    columns: int, rows: int, *, west: float = -2.0, south: float = 51.0, step: float = 0.2
) -> dict[str, Ring]:
    """Cells B0, B1, ... row by row from the south-west, in Great Britain unless placed elsewhere."""
    rings = {}
    for number in range(columns * rows):
        ring = square(number % columns, number // columns)
        rings[f"B{number}"] = [[west + step * x, south + step * y] for x, y in ring]
    return rings


def land(rings: Mapping[str, Ring]) -> bytes:
    """Boundaries with one feature for each ring."""
    return collection([feature(code, ring) for code, ring in rings.items()])


def mapped_study(codes: Sequence[str], boundaries: Mapping[str, bytes], **bodies: str) -> Study:
    """A study of one round whose bodies have these codes; `bodies` maps a code to its region."""
    rows = [{"id": code, "name": f"Body {code}", "region": bodies.get(code, "")} for code in codes]
    return make_study(rows, [make_round("2016", {"ccg": ["ccn"]})], boundaries=dict(boundaries))
