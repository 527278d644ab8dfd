"""The structure of CSV bytes without reading the cells: where records begin, and how many cells each has."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CHUNK = 8_000_000
QUOTE, NEWLINE, RETURN = 34, 10, 13

NOTHING = np.empty(0, dtype=np.int64)

Bytes = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Structure:
    """Records of a CSV: the line each begins on (from 1), its cells, where it ends, and its bytes.

    `ends` is behind the line break of a record, `sizes` is without it.

    `sound` is False where quotation marks stand in the middle of cells or one is never closed: the
    records are then not to be trusted.
    """

    lines: Numbers
    cells: Numbers
    ends: Numbers
    sizes: Numbers
    sound: bool


def structure(data: bytes, separator: str) -> Structure:
    """The structure of CSV bytes.

    A separator or line break counts where the number of quotation marks before it is even: doubled
    marks inside a cell keep that parity. Works in chunks, vectorised, so that size costs little memory.
    """
    content = np.frombuffer(data, dtype=np.uint8)
    breaks: list[Numbers] = []
    cells: list[Numbers] = []
    lines: list[Numbers] = []
    n_quotes, n_separators, n_lines, sound = 0, 0, 0, True
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK]
        newlines, splits = chunk == NEWLINE, chunk == ord(separator)
        every_line, quotes = np.flatnonzero(newlines), np.flatnonzero(chunk == QUOTE)
        if n_quotes % 2 or len(quotes):
            # A sum that wraps around at 256 keeps its parity, and bytes are quick to sum.
            before = np.cumsum(chunk == QUOTE, dtype=np.uint8) & 1
            outside = before == n_quotes % 2
            sound = sound and _well_placed(content, quotes + start, n_quotes, separator)
            n_quotes += len(quotes)
            newlines, splits = newlines & outside, splits & outside
        at, split_at = np.flatnonzero(newlines), np.flatnonzero(splits)
        breaks.append(at + start)
        cells.append(np.searchsorted(split_at, at) + n_separators)
        lines.append(np.searchsorted(every_line, at, side="right") + n_lines)
        n_separators += len(split_at)
        n_lines += len(every_line)
    ends, separators, lines_after = (
        np.concatenate(each) if each else NOTHING for each in (breaks, cells, lines)
    )
    begins_on = np.concatenate(([1], lines_after + 1))
    if len(ends) and ends[-1] == len(content) - 1:
        begins_on = begins_on[:-1]
        ends = ends + 1
    elif len(content):
        # The last record has no line break of its own.
        ends, separators = np.append(ends + 1, len(content)), np.append(separators, n_separators)
    counts = np.diff(separators, prepend=0) + 1
    sizes = np.diff(ends, prepend=0) - _break_sizes(content, ends)
    return Structure(begins_on, counts, ends, sizes, sound and n_quotes % 2 == 0)


def _break_sizes(content: Bytes, ends: Numbers) -> Numbers:
    """The bytes of each record's line break: two for a return and a line feed, none at the end of a file."""
    feeds = content[ends - 1] == NEWLINE
    returns = feeds & (ends > 1) & (content[np.maximum(ends - 2, 0)] == RETURN)
    sizes: Numbers = feeds.astype(np.int64) + returns
    return sizes


def _well_placed(content: Bytes, at: Numbers, before: int, separator: str) -> bool:
    """Whether opening marks stand at the start of a cell and closing marks at its end."""
    opening = (np.arange(len(at)) + before) % 2 == 0
    edges = np.zeros(256, dtype=bool)
    edges[[ord(separator), NEWLINE, RETURN, QUOTE]] = True
    opens, closes = at[opening], at[~opening]
    opens = opens[opens > 0]
    closes = closes[closes < len(content) - 1]
    return bool(edges[content[opens - 1]].all() and edges[content[closes + 1]].all())
