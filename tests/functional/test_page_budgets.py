"""Budgets: what a reader is sent, on the simulated country and on the real boundaries of England."""

from pathlib import Path

import pytest

from answerable.press.options import Options
from answerable.press.site import publish
from tests.page_kinds import FILES, MOST_ELEMENTS, PAGES, Kind, elements, weight_kb
from tests.real_country import real_country

ALL = [*PAGES, *FILES]
BOUNDARIES = ["simulated", pytest.param("real", marks=pytest.mark.shared)]


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    out = tmp_path_factory.mktemp("real") / "site"
    publish([real_country(shared)], out, options=Options(images=False))
    return out


@pytest.fixture(params=BOUNDARIES)
def published(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue("site" if request.param == "simulated" else "real_site")
    return folder


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_file_of_a_kind_keeps_its_budget(published: Path, kind: Kind) -> None:
    heavy = {str(file.relative_to(published)): weight_kb(file) for file in kind.files(published)}
    assert {file: size for file, size in heavy.items() if size > kind.kilobytes} == {}


def test_no_page_has_more_elements_than_it_may(published: Path) -> None:
    counts = {str(page.relative_to(published)): elements(page) for page in published.rglob("*.html")}
    assert {page: n for page, n in counts.items() if n > MOST_ELEMENTS} == {}


def test_every_page_is_of_a_kind_that_has_a_budget(published: Path) -> None:
    known = {file for kind in PAGES for file in kind.files(published)}
    assert {page for page in published.rglob("*.html") if page not in known} == set()


def test_the_real_boundaries_are_those_of_every_body(real_site: Path) -> None:
    page = (real_site / "2017/questions/ccn/ccg/index.html").read_text(encoding="utf-8")
    assert page.count("<tr data-code=") == 207
