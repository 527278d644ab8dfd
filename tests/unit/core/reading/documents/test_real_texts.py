"""The documents that the study of 2016 and 2017 was made from, as plain text, are read whole."""

from pathlib import Path

import pytest

from tests.unit.core.reading.documents.reading import read

pytestmark = pytest.mark.shared


def test_the_source_documents_lose_no_word(shared: Path) -> None:
    files = sorted((shared / "seeds").glob("*.txt"))
    assert files
    for path in files:
        data = path.read_bytes()
        found = read(data, path.name)
        assert found.refused is None and found.text.split() == data.decode("utf-8").split()


def test_a_real_table_of_answers_keeps_every_cell(shared: Path) -> None:
    import csv

    path = shared / "data" / "foi-in-local-government" / "responses.csv"
    found = read(path.read_bytes(), path.name)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    cells = {(cell.row, cell.column): cell.value for cell in found.sheets()[0].cells}
    expected = {
        (at, column): value
        for at, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if value.strip()
    }
    assert cells == expected
