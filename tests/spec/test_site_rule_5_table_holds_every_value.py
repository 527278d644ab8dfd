"""Rule 5 of the public site: the table by the map holds every mapped value, and says how it is sorted."""

import re
from pathlib import Path

import pytest

from tests.made_site import CODES, made_site

PAGES = sorted((made_site() / "2017" / "questions").rglob("index.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parts[-3])
def test_table_has_a_row_for_every_body_asked(path: Path) -> None:
    html = path.read_text()
    assert re.findall(r'<tr data-code="([^"]+)"', html) and set(
        re.findall(r'<tr data-code="([^"]+)"', html)
    ) == set(CODES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parts[-3])
def test_a_skip_link_before_the_maps_leads_to_the_table(path: Path) -> None:
    html = path.read_text()
    skip, first_map, table = (
        html.index('href="#answers"'),
        html.index('<svg id="'),
        html.index('id="answers"'),
    )
    assert skip < first_map < table < html.index("<table")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parts[-3])
def test_exactly_one_column_is_sorted_and_the_count_is_a_status(path: Path) -> None:
    html = path.read_text()
    assert html.count("aria-sort=") == 1
    status = re.findall(r'role="status">([^<]*)<', html)
    assert status == [f"{len(CODES)} groups, all shown"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parts[-3])
def test_legends_add_up_to_the_bodies_asked(path: Path) -> None:
    legends = re.findall(r'<ul class="legend"[^>]*>(.*?)</ul>', path.read_text())
    assert legends
    for each in legends:
        counts = [int(n) for n in re.findall(r"<b>(\d+)</b>", each)]
        asked = re.search(r"= (\d+) groups? asked", each)
        assert asked and sum(counts) == int(asked.group(1))
