"""Budgets of the packaged simulated study: pages of bodies, and pages of stars, which hold maps."""

import gzip
import re
from pathlib import Path

import pytest

KILOBYTE = 1000
BODY_PAGE_KB, MAP_PAGE_KB, MOST_ELEMENTS = 30, 60, 3_500


def kilobytes(path: Path) -> float:
    return len(gzip.compress(path.read_bytes(), 9)) / KILOBYTE


def test_no_page_of_a_body_is_heavier_than_its_budget(site: Path) -> None:
    sizes = {path.parent.name: kilobytes(path) for path in (site / "bodies").glob("*/index.html")}
    assert len(sizes) >= 361
    assert max(sizes.values()) <= BODY_PAGE_KB


@pytest.mark.parametrize("path", ["2016/ratings", "2016/ratings/ccg", "2016/ratings/la", "bodies", "trends"])
def test_pages_with_maps_and_long_tables_keep_the_budget_of_a_map_page(site: Path, path: str) -> None:
    file = site / path / "index.html"
    assert kilobytes(file) <= MAP_PAGE_KB
    assert len(re.findall(r"<[a-z]", file.read_text(encoding="utf-8"))) <= MOST_ELEMENTS


def test_body_page_has_no_more_elements_than_a_map_page_may(site: Path) -> None:
    most = max(len(re.findall(rb"<[a-z]", p.read_bytes())) for p in (site / "bodies").glob("*/index.html"))
    assert most <= MOST_ELEMENTS
