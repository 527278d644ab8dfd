"""Histograms start at zero and lose no number."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.charts.histogram import COLUMNS, HEIGHT, bins, histogram

NUMBERS = st.lists(st.integers(-500, 100_000).map(float), min_size=2, max_size=60)


@given(NUMBERS)
def test_histogram_columns_cover_every_number(values: list[float]) -> None:
    if len(set(values)) < 2:
        assert histogram(values, values[0], str, "x") == ""
        return
    start, step, n = bins(min(values), max(values))
    assert start <= min(0.0, *values)
    assert start + step * n >= max(values)
    assert n <= COLUMNS + 2


def test_histogram_heights_are_in_proportion() -> None:
    svg = str(histogram([1.0, 1.0, 1.0, 1.0, 9.0, 24.0], 1.0, str, "six bodies"))
    drawn = ElementTree.fromstring(svg).findall("svg/g/rect")
    assert [float(rect.get("height", 0)) for rect in drawn] == pytest.approx([HEIGHT, HEIGHT / 4, HEIGHT / 4])
    assert "median 1.0" in svg
