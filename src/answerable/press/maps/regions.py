"""Regions instead of bodies, where there are too many to draw each: outlines, or a cell for each region."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import ceil

import shapely
import shapely.errors
from shapely.geometry.base import BaseGeometry

from answerable.core.bodies.register import bodies_on
from answerable.core.errors import Fault, InputFaults, Severity
from answerable.core.study.model import Study
from answerable.press.language import spoken
from answerable.press.maps.boundaries import Boundaries, load_boundaries
from answerable.press.maps.draw import CELL_W, HEXAGON
from answerable.press.maps.prepare import (
    PreparedMaps,
    boundary_name,
    geography_drawing,
    laid_flat,
    listed_bodies,
    prepare_maps,
)
from answerable.press.maps.svg import Drawing, Text

MOST_DRAWN = 365
"""Bodies that a map draws one by one: of more, a page with two maps has more elements than it may."""
MOST_REGIONS = 120
LIST_ROWS, ROW_UNITS, COLUMN_UNITS, TEXT_DOWN = 14, 36, 250, 21
LONGEST_NAME = 26
NAME = "regions"


@dataclass(frozen=True)
class RegionMaps:
    """The drawing of the regions of one round and kind; its codes are those of `region_code`."""

    drawing: Drawing
    notes: tuple[Fault, ...] = ()


def region_code(region: str) -> str:
    """What marks a region on a map and in the table beside it; no code of a body has a colon and a blank."""
    return f"region: {region}"


def prepare_drawings(study: Study, round_id: str, kind: str) -> PreparedMaps | RegionMaps | None:
    """The maps of one round and kind: of its bodies, of its regions where bodies are too many, or none.

    Raises: UnknownName
    """
    a_round = study.round(round_id)
    bodies = bodies_on(study.bodies, a_round.sent_on or date.max, kind)
    if bodies.height <= MOST_DRAWN:
        return prepare_maps(study, round_id, kind)
    stem = boundary_name(study, a_round, kind)
    of_body = {body.id: body.region for body in listed_bodies(bodies)}
    regions = tuple(sorted(set(of_body.values()) - {""}, key=str.casefold))
    if not 2 <= len(regions) <= MOST_REGIONS:
        return None
    raw = study.boundaries[stem] if stem else None
    prefix = "".join(letter if letter.isalnum() else "_" for letter in f"{kind}{round_id}")
    return _prepared(raw, stem or "", tuple(of_body.items()), regions, f"{prefix}-r", spoken())


# Rounds of one kind often share bodies and boundaries; the answer is a pure function of both.
@lru_cache(maxsize=16)
def _prepared(
    raw: bytes | None,
    stem: str,
    of_body: tuple[tuple[str, str], ...],
    regions: tuple[str, ...],
    prefix: str,
    language: str,
) -> RegionMaps:
    # A drawing may have a word on it, so one of another language is another one.
    file = f"geography/{stem}.geojson"
    notes: tuple[Fault, ...] = ()
    if raw is not None:
        try:
            boundaries = load_boundaries(raw, [code for code, _ in of_body], file=file)
            notes = boundaries.warnings
            dissolved = _dissolved(boundaries, dict(of_body))
            if boundaries.matches and len(dissolved) == len(regions):
                land = laid_flat(Boundaries(dissolved), file)
                named = {region_code(region): region for region in regions}
                drawing = geography_drawing(land, named, dict.fromkeys(named, ""), name=NAME, prefix=prefix)
                return RegionMaps(drawing, (*notes, *land.notes))
        except InputFaults as faults:
            notes = tuple(replace(fault, severity=Severity.WARNING) for fault in faults.faults)
        except shapely.errors.GEOSException:
            pass
    return RegionMaps(_cells(regions, prefix), notes)


def _dissolved(boundaries: Boundaries, of_body: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """The area of each region that has any, from the areas of its bodies."""
    parts: dict[str, list[BaseGeometry]] = {}
    for code, area in boundaries.areas.items():
        if of_body[code]:
            parts.setdefault(region_code(of_body[code]), []).append(area)
    return {code: shapely.union_all(areas) for code, areas in sorted(parts.items())}


def _cells(regions: tuple[str, ...], prefix: str) -> Drawing:
    """A cell for each region with its name beside it, in columns, where no outline is known."""
    columns = ceil(len(regions) / LIST_ROWS)
    rows = ceil(len(regions) / columns)
    corners = [(place // rows * COLUMN_UNITS, place % rows * ROW_UNITS) for place in range(len(regions))]
    return Drawing(
        name=NAME,
        prefix=prefix,
        codes=tuple(region_code(region) for region in regions),
        names=regions,
        paths=tuple(f"M{x + 2} {y + 10}{HEXAGON}" for x, y in corners),
        width=columns * COLUMN_UNITS,
        height=rows * ROW_UNITS + 4,
        per_px=1.0,
        texts=tuple(
            Text(_short(region), x + CELL_W + 12, y + TEXT_DOWN)
            for region, (x, y) in zip(regions, corners, strict=True)
        ),
        min_px=columns * COLUMN_UNITS if columns == 1 else 0,
    )


def _short(region: str) -> str:
    return region if len(region) <= LONGEST_NAME else f"{region[: LONGEST_NAME - 1].rstrip()}…"
