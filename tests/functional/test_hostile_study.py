"""A study by people who mean harm or have bad luck: every file reads back, and nothing runs in a browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser

from answerable.press.cleaning import clean_text
from answerable.press.options import Options
from answerable.press.site import publish
from tests.browsing import OPEN_DETAILS, axe_faults, served
from tests.hostile_study import CODES, NAMES, TAG, hostile_study
from tests.made_site import visible_text
from tests.page_kinds import PAGES, Kind
from tests.reading_back import all_faults, faults_of_html

FOREIGN = "xss"
LOOKED_AT = 3
# An identifier leads on at once to the page of the body.
LOOKED = [kind for kind in PAGES if kind.name != "identifier"]
WITH_AXE = [kind for kind in PAGES if kind.name in ("question", "body", "bodies", "region")]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "site"
    publish([hostile_study()], out, options=Options(images=False))
    return out


@pytest.fixture(scope="module")
def hostile_address(hostile: Path) -> Iterator[str]:
    with served(hostile) as root:
        yield root


def test_every_file_reads_back_and_nothing_got_in(hostile: Path) -> None:
    assert all_faults(hostile, FOREIGN) == {}


BAD = (
    "<p><b>x</p>",
    f"<p>{TAG}</xss></p>",
    '<a href=" javascript:x">x</a>',
    "<p>\x07</p>",
    "<p onclick=x>x</p>",
    "<script>alert(1)</script>",
    "<p>x",
    '<i a="1" a="2">x</i>',
)


@pytest.mark.parametrize("html", BAD)
def test_reader_finds_what_it_looks_for(html: str) -> None:
    assert faults_of_html(html, FOREIGN)


def test_reader_has_nothing_against_sound_markup() -> None:
    assert faults_of_html('<p class="x">x<br><svg><path d="M0 0"/></svg></p>', FOREIGN) == []


def test_every_name_is_there_as_it_was_written(hostile: Path) -> None:
    listed = visible_text((hostile / "bodies/index.html").read_text())
    for code, name in zip(CODES, NAMES, strict=True):
        shown = " ".join(clean_text(name).split())
        assert (shown if shown.strip("\u200b\u200f ") else code) in listed, name
    assert "Two of a Name (E12)" in listed and "two of a name (E13)" in listed


def test_data_files_keep_the_names_of_the_register(hostile: Path) -> None:
    rows = json.loads((hostile / "data/2017/bodies.json").read_text())
    named = {
        row["body_id"]: row["body_name"] for row in next(v for v in rows.values() if isinstance(v, list))
    }
    assert named == {code: clean_text(name) for code, name in zip(CODES, NAMES, strict=True)}
    parquet = pl.read_parquet(hostile / "data/2017/answers.parquet")
    assert parquet["evidence_url"].str.contains("(?i)javascript:").any() is False


def looked_at(site: Path, kind: Kind) -> list[Path]:
    """The heaviest pages of a kind, and that of the longest name."""
    files = sorted(kind.files(site), key=lambda file: -file.stat().st_size)
    return [*files[:LOOKED_AT], *(file for file in files[LOOKED_AT:] if "wwww" in file.as_posix())]


@pytest.mark.browser
@pytest.mark.parametrize("kind", LOOKED, ids=lambda kind: kind.name)
def test_pages_fit_and_nothing_runs(
    hostile: Path, hostile_address: str, chromium: Browser, kind: Kind
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    happened: list[str] = []
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("console", lambda said: happened.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    for file in looked_at(hostile, kind):
        page.goto(hostile_address + file.relative_to(hostile).as_posix())
        page.evaluate(OPEN_DETAILS)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, file
        assert page.locator(FOREIGN).count() == 0
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, file
        page.set_viewport_size({"width": 320, "height": 640})
    assert happened == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("kind", WITH_AXE, ids=lambda kind: kind.name)
def test_axe_finds_nothing(hostile: Path, hostile_address: str, chromium: Browser, kind: Kind) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(hostile_address + looked_at(hostile, kind)[0].relative_to(hostile).as_posix())
    page.evaluate(OPEN_DETAILS)
    assert axe_faults(page) == []
    page.close()
