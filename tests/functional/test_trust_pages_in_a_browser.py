"""Corrections, versions, the accessibility statement and a kept copy, as people meet them on any screen."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from answerable.core.release.freezing import freeze_study
from answerable.core.study.model import Study
from answerable.press.options import Options
from answerable.press.site import publish
from tests.browsing import MEDIA, axe_faults, served
from tests.made_site import CODES, SERVICE, made_study

pytestmark = pytest.mark.browser

KINDS = {
    "corrections": "corrections/index.html",
    "versions": "v/index.html",
    "accessibility": "accessibility/index.html",
    "data": "data/index.html",
    "page of a copy": "v/1.0/2017/index.html",
    "list within a copy": "v/1.0/v/index.html",
    "nothing corrected": "v/1.0/corrections/index.html",
    "not found": "404.html",
}


def corrected(study: Study) -> Study:
    """The study with an answer that turns out to be no answer, and with one that says something else."""
    rounds = []
    for a_round in study.rounds:
        answers = a_round.answers
        if a_round.id == "2017" and answers is not None:
            of_service = pl.col("question_id") == SERVICE
            first = of_service & pl.col("body_id").is_in(CODES[:2])
            answers = answers.with_columns(
                pl.when(first).then(pl.lit("no")).otherwise(pl.col("answer")).alias("answer"),
                pl.when(first).then(pl.lit("answered")).otherwise(pl.col("status")).alias("status"),
            ).with_columns(pl.col("status").cast(answers["status"].dtype))
            follow_ups = (pl.col("question_id") == "spend") & pl.col("body_id").is_in(CODES[:2])
            answers = answers.filter(~follow_ups)
        rounds.append(replace(a_round, answers=answers))
    return replace(study, rounds=tuple(rounds))


@pytest.fixture(scope="module")
def versions_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which two releases of the small study were published, the second with corrections."""
    folder = tmp_path_factory.mktemp("trust")
    study = made_study(boundaries={})
    freeze_study(study, folder / "r/1.0", version="1.0", as_at=date(2018, 1, 2))
    why = "Two groups wrote that they had misread the question."
    freeze_study(corrected(study), folder / "r/1.1", version="1.1", as_at=date(2018, 3, 1), because=why)
    for version in ("1.0", "1.1"):
        publish([folder / "r" / version], folder / "site", options=Options(images=False))
    return folder / "site"


@pytest.fixture(scope="module")
def address(versions_site: Path) -> Iterator[str]:
    """Where that site is served."""
    with served(versions_site) as root:
        yield root


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(chromium: Browser, address: str, kind: str, media: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, **MEDIA[media])
    page.goto(address + KINDS[kind])
    assert axe_faults(page) == []
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_320_pixels_and_targets_are_large_enough(
    chromium: Browser, address: str, kind: str
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto(address + KINDS[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        "[...document.querySelectorAll('footer nav a')]"
        ".filter(a => a.getBoundingClientRect().height < 24).map(a => a.outerHTML)"
    )
    assert small == []
    page.close()


def test_before_and_after_stand_beside_each_other_on_a_phone(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + KINDS["corrections"])
    tables = page.locator("table.moved")
    expect(tables).to_have_count(2)
    for n in range(tables.count()):
        box = tables.nth(n).bounding_box()
        assert box is not None and box["x"] + box["width"] <= 360
    page.close()


def test_a_copy_says_so_above_every_page_and_leads_to_the_newest(page: Page, address: str) -> None:
    page.goto(f"{address}v/1.0/2017/questions/{SERVICE}/ccg/index.html")
    said = page.evaluate("getComputedStyle(document.body, '::before').content")
    assert "Version 1.0, as at 2 January 2018: a copy" in said
    page.get_by_role("contentinfo").get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="All versions, and the newest").click()
    expect(page).to_have_url(re.compile(r":\d+/v/(index\.html)?$"))
    assert page.evaluate("getComputedStyle(document.body, '::before').content") in ("none", "normal")
    page.get_by_role("link", name="Version 1.1", exact=True).click()
    expect(page).to_have_url(re.compile(r":\d+/v/1\.1/(index\.html)?$"))


def test_the_foot_leads_to_every_page_of_trust(page: Page, address: str) -> None:
    page.goto(f"{address}bodies/index.html")
    foot = page.get_by_role("contentinfo")
    for name in ("Corrections", "Methods", "Data", "Versions", "Accessibility"):
        foot.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_have_count(1)
        assert page.locator("html").get_attribute("lang") == "en"
