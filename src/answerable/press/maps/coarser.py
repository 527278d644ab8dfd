"""The same map with fewer points, for pages that must be small."""

import re
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from answerable.press.maps.draw import path_data
from answerable.press.maps.inset import Box, Inset
from answerable.press.maps.svg import Drawing

_RING = re.compile(r"M(-?\d+) (-?\d+)l([^z]*)z")
_STEP = re.compile(r"-?\d+")


def coarser(drawing: Drawing, by: int) -> Drawing:
    """A map of areas on a grid so many times coarser; borders that two areas share stay shared.

    Units: the new ones are `by` of the old; a pixel holds as many fewer
    """
    shrunk = replace(
        drawing,
        paths=tuple(_coarse(path, by) for path in drawing.paths),
        width=-(-drawing.width // by),
        height=-(-drawing.height // by),
        per_px=drawing.per_px / by,
        texts=tuple(replace(text, x=text.x / by, y=text.y / by) for text in drawing.texts),
        inset=_shrunk(drawing.inset, by) if drawing.inset else None,
    )
    return shrunk


def _coarse(path: str, by: int) -> str:
    rings = [shapely.Polygon(_points(*ring) / by) for ring in _RING.findall(path)]
    return path_data(shapely.MultiPolygon(rings))


def _points(x: str, y: str, steps: str) -> NDArray[np.float64]:
    """The points of a ring written as a start and relative steps."""
    moves = np.array([x, y, *_STEP.findall(steps)], dtype=np.float64).reshape(-1, 2)
    points: NDArray[np.float64] = moves.cumsum(axis=0)
    return points


def _shrunk(inset: Inset, by: int) -> Inset:
    return replace(inset, source=_box(inset.source, by), target=_box(inset.target, by))


def _box(box: Box, by: int) -> Box:
    left, top, right, bottom = (edge / by for edge in box)
    return left, top, right, bottom
