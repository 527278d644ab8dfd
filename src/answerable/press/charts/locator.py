"""A small map that shows where one body lies: the outline of all areas together, and its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.errors
from markupsafe import Markup
from numpy.typing import NDArray

from answerable.press.language import gettext as _
from answerable.press.maps import Drawing
from answerable.press.maps.draw import path_data

WIDTH_PX, HEIGHT_PX = 200, 250
TOLERANCE_PX, SPECK_PX = 1.2, 3.0
SMALL_PX, RING_PX = 14.0, 11.0
_NUMBER = re.compile(r"-?\d+")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Land:
    """What the small maps of all bodies of a kind share: the outline of their areas, each area by code."""

    width: int
    height: int
    scale: float
    outline: str
    areas: Mapping[str, str]

    @classmethod
    def of(cls, drawing: Drawing) -> "Land":
        """From the map of areas; make it once."""
        scale = max(drawing.width / WIDTH_PX, drawing.height / HEIGHT_PX)
        areas = dict(zip(drawing.codes, drawing.paths, strict=True))
        return cls(drawing.width, drawing.height, scale, outline(drawing.paths, scale), areas)


def locator(land: Land, code: str, name: str) -> Markup:
    """The outline of all areas with one filled, and ringed where it is small; blank if it has no area."""
    own, scale = land.areas.get(code), land.scale
    if own is None:
        return Markup()
    left, top, right, bottom = _box(own)
    ring = Markup()
    if max(right - left, bottom - top) < SMALL_PX * scale:
        ring = Markup('<circle cx="{:.0f}" cy="{:.0f}" r="{:.0f}" stroke-width="{:.1f}"/>').format(
            (left + right) / 2, (top + bottom) / 2, RING_PX * scale, 1.5 * scale
        )
    return Markup(
        '<svg class="locator" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path class="land" d="{}" stroke-width="{:.1f}"/><path class="here" d="{}"/>{}</svg>'
    ).format(
        land.width,
        land.height,
        round(land.width / scale),
        round(land.height / scale),
        _("Where {name} lies").format(name=name),
        land.outline,
        scale,
        own,
        ring,
    )


def region_locator(land: Land, codes: Sequence[str], name: str) -> Markup:
    """The outline of all areas with those of a region filled; blank if none of them has an area."""
    own = "".join(land.areas.get(code, "") for code in codes)
    if not own:
        return Markup()
    return Markup(
        '<svg class="locator" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path class="land" d="{}" stroke-width="{:.1f}"/><path class="here" d="{}"/></svg>'
    ).format(
        land.width,
        land.height,
        round(land.width / land.scale),
        round(land.height / land.scale),
        _("Where {name} lies").format(name=name),
        land.outline,
        land.scale,
        own,
    )


def outline(paths: tuple[str, ...], scale: float) -> str:
    """The outline around areas as path data, as fine as it can be seen at this many units to a pixel.

    Holes are filled: an area inside another one is part of the country too.
    """
    rings = [ring for path in paths for ring in _rings(path)]
    shapes = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    try:
        whole = shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:
        # Rounded to whole units some borders cross; that costs time, and nothing else.
        whole = shapely.union_all(shapely.make_valid(shapes))
    simple = shapely.simplify(whole, TOLERANCE_PX * scale)
    parts = shapely.get_parts(simple)
    kept = parts[shapely.area(parts) > (SPECK_PX * scale) ** 2]
    return "".join(path_data(shapely.Polygon(part.exterior)) for part in (kept if len(kept) else parts))


def _rings(path: str) -> list[NDArray[np.float64]]:
    """The rings of path data as `maps.draw` writes it: an absolute start, then relative steps."""
    made = []
    for piece in path.split("M")[1:]:
        points = np.cumsum(np.array(_NUMBER.findall(piece), dtype=float).reshape(-1, 2), axis=0)
        if len(points) > 2:
            made.append(points)
    return made


def _box(path: str) -> Box:
    points = np.concatenate(_rings(path))
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
