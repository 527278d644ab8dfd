"""Tables of formats that give the edges of each row's cells: which column a cell is in, and what it spans."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from answerable.core.reading.documents.writer import RawCell

NEAR = 60  # twentieths of a point: edges no further apart are one
MOST_COLUMNS = 500


class Edge(NamedTuple):
    """A cell of a row: where it ends, and whether it goes on the cell beside it or the one above it.

    Units: twentieths of a point
    """

    right: int
    goes_on_left: bool = False
    goes_on_above: bool = False


class RawRow(NamedTuple):
    """A row of a table: the words of its cells, where the first begins, and their edges as far as known."""

    words: list[str]
    left: int = 0
    edges: tuple[Edge, ...] = ()


def cells_of(rows: Sequence[RawRow]) -> list[RawCell]:
    """The cells of a table; by their order alone where the edges do not fit the cells of every row."""
    if not all(row.edges and len(row.edges) == len(row.words) for row in rows):
        return [
            RawCell(words, number, column)
            for number, row in enumerate(rows, start=1)
            for column, words in enumerate(row.words, start=1)
        ]
    lines = _lines(rows)
    made: list[RawCell] = []
    above: dict[int, int] = {}  # by column: which cell made so far reaches down to the row before
    for number, row in enumerate(rows, start=1):
        reached: dict[int, int] = {}
        left, column = row.left, 0
        for words, edge in zip(row.words, row.edges, strict=True):
            begin, end = _line(lines, left), _line(lines, max(edge.right, left))
            left = max(edge.right, left)
            if edge.goes_on_left and made and made[-1].row == number:
                made[-1] = _wider(made[-1], words, end)
                continue
            column = max(begin + 1, column + 1)
            at = above.get(column)
            if edge.goes_on_above and at is not None:
                made[at] = _taller(made[at], words, number)
                reached[column] = at
            else:
                reached[column] = len(made)
                made.append(RawCell(words, number, column, 1, max(1, end - begin)))
        above = reached
    return made


def _wider(cell: RawCell, words: str, end: int) -> RawCell:
    span = max(cell.column_span, end + 1 - cell.column)
    return RawCell(_both(cell.text, words), cell.row, cell.column, cell.row_span, span)


def _taller(cell: RawCell, words: str, row: int) -> RawCell:
    return RawCell(_both(cell.text, words), cell.row, cell.column, row + 1 - cell.row, cell.column_span)


def _both(first: str, second: str) -> str:
    return f"{first}\n{second}" if first.strip() and second.strip() else first or second


def _lines(rows: Sequence[RawRow]) -> list[int]:
    """The lines between columns, from left to right."""
    found: list[int] = []
    for at in sorted({side for row in rows for side in (row.left, *(edge.right for edge in row.edges))}):
        if (not found or at - found[-1] > NEAR) and len(found) <= MOST_COLUMNS:
            found.append(at)
    return found


def _line(lines: list[int], at: int) -> int:
    """Which line a side lies on."""
    return max(0, bisect_right(lines, at) - 1)
