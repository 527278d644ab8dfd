"""From polygons and cells to the path data of a drawing."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from answerable.press.maps.hexes import GroupLabel, Layout
from answerable.press.maps.svg import Text

CELL_W, CELL_SIDE, CELL_ROW = 28, 16, 24
HEXAGON = "l14 8v16l-14 8-14-8v-16z"
MARGIN = 2
LABEL_ROOM, LABEL_GAP = 18, 7


def path_data(shape: BaseGeometry) -> str:
    """A polygon as path data in whole numbers: absolute starts, relative steps, nothing twice.

    What rounding would shrink to nothing is drawn as a small diamond, for no body may vanish.
    """
    parts = "".join(
        _ring(shapely.get_coordinates(ring))
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    )
    if parts:
        return parts
    x, y = (round(value) for value in shapely.get_coordinates(shapely.centroid(shape))[0])
    return f"M{x} {y - 2}l2 2-2 2-2-2z"


def _ring(points: NDArray[np.float64]) -> str:
    whole = np.rint(points).astype(np.int64)[:-1]
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (whole[1:] != whole[:-1]).any(axis=1)
    whole = whole[moved]
    if len(whole) > 1 and (whole[0] == whole[-1]).all():
        whole = whole[:-1]
    if len(whole) < 3 or _area2(whole) == 0:
        return ""
    steps = np.diff(whole, axis=0).tolist()
    return f"M{whole[0][0]} {whole[0][1]}l{''.join(_steps(steps))}z"


def _area2(ring: NDArray[np.int64]) -> int:
    x, y = ring[:, 0], ring[:, 1]
    return int(abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()))


def _steps(steps: list[list[int]]) -> Iterator[str]:
    """Pairs of numbers with a blank only where a minus does not part them."""
    for number, (x, y) in enumerate(steps):
        before = "" if number == 0 or x < 0 else " "
        between = "" if y < 0 else " "
        yield f"{before}{x}{between}{y}"


def cell_paths(layout: Layout) -> tuple[tuple[str, ...], tuple[int, int], tuple[Text, ...]]:
    """Paths of the cells, the size of the drawing and the words on it.

    Units: cells are 28 wide and 32 high
    """
    x = layout.cells[:, 0] * CELL_W + (layout.cells[:, 1] % 2) * (CELL_W // 2) + CELL_W // 2 + MARGIN
    above = LABEL_ROOM if any(label.row < 0 for label in layout.labels) else 0
    y = layout.cells[:, 1] * CELL_ROW + MARGIN + above
    paths = tuple(f"M{left} {top}{HEXAGON}" for left, top in zip(x.tolist(), y.tolist(), strict=True))
    odd = bool((layout.cells[:, 1] % 2).any())
    width = layout.columns * CELL_W + (CELL_W // 2 if odd else 0) + 2 * MARGIN
    height = (layout.rows - 1) * CELL_ROW + 2 * CELL_SIDE + 2 * MARGIN + above
    texts = tuple(_label(label, above) for label in layout.labels)
    return paths, (width, height), texts


def _label(label: GroupLabel, above: int) -> Text:
    # Between the lower tips of the block above and the upper tips of the one below.
    y = (label.row + 1) * CELL_ROW + MARGIN + above - LABEL_GAP
    return Text(label.text, label.column * CELL_W + MARGIN, y)
