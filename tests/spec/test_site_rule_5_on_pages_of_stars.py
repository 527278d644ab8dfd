"""Rule 5 of the public site, on pages of stars: every mapped value in the table, stars in words."""

import re

import pytest

from tests.lived_study import lived_page

PAGES = ("2016/ratings", "2017/ratings", "2016/ratings/ccg", "2017/ratings/ccg")


@pytest.mark.parametrize("path", PAGES)
def test_exactly_one_column_is_sorted_and_the_count_is_a_status(path: str) -> None:
    page = lived_page(path)
    n = len(re.findall(r'<tr data-code="', page))
    assert page.count("aria-sort=") == 1
    assert re.findall(r'role="status">([^<]*)<', page) == [f"{n} groups asked, all shown"]


@pytest.mark.parametrize("path", PAGES)
def test_a_skip_link_before_the_map_leads_to_the_table(path: str) -> None:
    page = lived_page(path)
    target = re.search(r'<a href="#([a-z-]+)">Skip the maps?: go to the table', page)
    assert target is not None
    places = (target.start(), page.index('class="map '), page.index(f'id="{target.group(1)}"'))
    assert list(places) == sorted(places)
    assert page.index(f'id="{target.group(1)}"') < page.index("<tr data-code=")


@pytest.mark.parametrize("path", PAGES)
def test_stars_are_words(path: str) -> None:
    for cells in re.findall(r'<tr data-code="[^"]+">(.*?)</tr>', lived_page(path)):
        assert re.search(r">([0-5] of 5|not rated)[<;,]", cells), cells
        assert "★" not in cells


@pytest.mark.parametrize("path", ["2016/ratings/ccg", "2017/ratings/ccg"])
def test_every_area_of_the_map_has_a_row(path: str) -> None:
    page = lived_page(path)
    rows = set(re.findall(r'<tr data-code="([^"]+)"', page))
    for name in ("geography", "hex"):
        drawn = page[page.index(f'id="{name}-stars"') :]
        drawn = drawn[: drawn.index("</figure>")]
        areas = dict(re.findall(r'<path [^>]*data-code="([^"]+)"[^>]*><title>[^<]*: ([^<:]*)</title>', drawn))
        # A body whose request was withdrawn has an area, and is said not to have been asked.
        assert {words for code, words in areas.items() if code not in rows} <= {"not asked"}
        assert len(areas) >= len(rows & set(areas)) > len(rows) / 2


@pytest.mark.parametrize("path", ["2016/ratings/ccg", "2017/ratings/ccg"])
def test_legend_adds_up_to_the_bodies_asked(path: str) -> None:
    legend = re.search(r'<ul class="legend"[^>]*>(.*?)</ul>', lived_page(path))
    assert legend is not None
    asked = re.search(r"= (\d+) groups asked", legend.group(1))
    assert asked is not None
    assert sum(int(n) for n in re.findall(r"<b>(\d+)</b>", legend.group(1))) == int(asked.group(1))


def test_glyphs_of_stars_are_silent_and_words_stand_beside_them() -> None:
    page = lived_page("bodies/group-9")
    glyphs = re.findall(r'<span class="glyphs"([^>]*)>[★☆]{5}</span> <b>(\d) of 5</b>', page)
    assert len(glyphs) == 2
    assert all('aria-hidden="true"' in attributes for attributes, _ in glyphs)
