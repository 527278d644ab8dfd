"""The structure of CSV bytes against the csv module, which reads every cell to find it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.study import structure as module
from answerable.core.study.structure import structure

cells = st.text(st.sampled_from('ab,;"\n\r é'), max_size=6)


def written(rows: list[list[str]], line_end: str, separator: str) -> bytes:
    out = io.StringIO(newline="")
    # The module leaves a cell with a return bare, and then reads it as the end of a row.
    quoting = csv.QUOTE_ALL if any("\r" in cell for row in rows for cell in row) else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator=line_end, delimiter=separator, quoting=quoting).writerows(rows)
    return out.getvalue().encode()


def oracle(data: bytes, separator: str) -> list[tuple[int, int]]:
    """The line on which each record begins and its number of cells, by reading them all."""
    found, line = [], 1
    for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator, strict=True):
        found.append((line, max(len(row), 1)))
        line += sum(cell.count("\n") for cell in row) + 1
    return found


@given(
    st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(",;"),
    st.booleans(),
    st.sampled_from([3, 7, 1000]),
)
def test_structure_finds_what_reading_every_cell_finds(
    rows: list[list[str]], line_end: str, separator: str, final_break: bool, chunk: int
) -> None:
    data = written(rows, line_end, separator)
    data = data if final_break else data.removesuffix(line_end.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", chunk)
        shape = structure(data, separator)
    if not data:
        return
    assert shape.sound
    assert list(zip(shape.lines.tolist(), shape.cells.tolist(), strict=True)) == oracle(data, separator)
    assert shape.ends[-1] == len(data)
    starts = [0, *shape.ends.tolist()[:-1]]
    records = [data[a:b] for a, b in zip(starts, shape.ends.tolist(), strict=True)]
    bare = [r.removesuffix(b"\n").removesuffix(b"\r") if r.endswith(b"\n") else r for r in records]
    assert [len(record) for record in bare] == shape.sizes.tolist()
    assert b"".join(records) == data


@pytest.mark.parametrize(
    "data", [b'a,b\n1,x "y" z\n', b'a,b\n1,"x" y\n', b'a,b\n1,"never closed\n', b'a\n"b"c\n', b'a"\nb\n']
)
def test_structure_does_not_trust_stray_quotation_marks(data: bytes) -> None:
    assert not structure(data, ",").sound


def test_structure_of_nothing_is_empty() -> None:
    assert len(structure(b"", ",").lines) <= 1
    assert structure(b"a", ",").cells.tolist() == [1]
