"""A coarser map: the same areas in the same places with fewer points."""

import re
from dataclasses import replace

import numpy as np
import pytest

from answerable.press.maps.coarser import coarser
from answerable.press.maps.inset import Inset
from answerable.press.maps.svg import Drawing, Text

ISLAND = "M10 10l40 0 1 1 0 39-41 0zM20 20l0 5 5 0 0-5z"
NEIGHBOUR = "M50 10l40 0 0 40-39 0 0-39z"
SPECK = "M99 99l1 0 0 1-1 0z"
DRAWING = Drawing("geography", "a", ("A", "B", "C"), ("A", "B", "C"), (ISLAND, NEIGHBOUR, SPECK), 101, 100, 4)


def points(path: str) -> list[np.ndarray]:
    rings = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", path):
        rings.append(
            np.array([int(x), int(y), *map(int, re.findall(r"-?\d+", steps))]).reshape(-1, 2).cumsum(axis=0)
        )
    return rings


def test_coarser_map_has_its_areas_where_they_were() -> None:
    made = coarser(DRAWING, 2)
    assert (made.width, made.height, made.per_px) == (51, 50, 2)
    assert made.px == pytest.approx(DRAWING.px, abs=1)
    for before, after in zip(DRAWING.paths[:2], made.paths[:2], strict=True):
        for old, new in zip(points(before), points(after), strict=True):
            assert np.abs(old.min(axis=0) / 2 - new.min(axis=0)).max() <= 1
            assert np.abs(old.max(axis=0) / 2 - new.max(axis=0)).max() <= 1


def test_coarser_map_has_fewer_points() -> None:
    assert sum(map(len, coarser(DRAWING, 2).paths)) < sum(map(len, DRAWING.paths))


def test_no_area_vanishes() -> None:
    assert coarser(DRAWING, 2).paths[2].startswith("M")


def test_inset_and_words_go_with_the_map() -> None:
    inset = Inset((10, 10, 30, 30), (60, 60, 100, 100), 2.0, (0,), (0,))
    made = coarser(replace(DRAWING, inset=inset, texts=(Text("Capital", 60, 58),)), 2)
    assert made.inset is not None
    assert (made.inset.source, made.inset.target) == ((5, 5, 15, 15), (30, 30, 50, 50))
    assert (made.texts[0].x, made.texts[0].y) == (30, 29)
