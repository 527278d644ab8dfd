"""Rule 7 of the public site, on pages of bodies, stars, trends, methods: no percentage without counts."""

import re

import pytest

from tests.lived_study import lived_site
from tests.made_site import html_files, visible_text
from tests.spec.test_site_rule_7_every_percentage_has_its_base import (
    NO_SHARE,
    PERCENT,
    counts_near,
    percent,
)

MINE = ("bodies/", "id/", "trends/", "methods/", "2016/ratings/", "2017/ratings/")
PAGES = [(path, html) for path, html in html_files(lived_site()) if path.startswith(MINE)]
# What was printed elsewhere without counts, and how many of a body's people live where, have no counts here.
WITHOUT = re.compile(
    r"is printed as [^;.]*|\d+% of (its|this body’s) people|above \d+%|to and including \d+%"
)


@pytest.mark.parametrize("path, html", PAGES, ids=[path for path, _ in PAGES])
def test_percentages_stand_by_their_counts(path: str, html: str) -> None:
    lines = [line.strip() for line in visible_text(html).splitlines() if line.strip()]
    for place, line in enumerate(lines):
        for said in PERCENT.findall(WITHOUT.sub("", NO_SHARE.sub("", line))):
            places = len(said.partition(".")[2])
            given = {percent(n, of, places) for n, of in counts_near(lines, place)}
            assert said in given, f"{said}% in: {line}"


def test_there_are_percentages_to_look_at() -> None:
    found = {path for path, html in PAGES if PERCENT.search(visible_text(html))}
    assert {
        "2016/ratings/index.html",
        "trends/care-ccg-2016-2017/index.html",
        "methods/2017/index.html",
    } <= found


def test_a_body_is_described_in_counts_not_in_percentages() -> None:
    for path, html in PAGES:
        if path.startswith("bodies/"):
            assert not PERCENT.findall(WITHOUT.sub("", visible_text(html))), path
