"""A study in Welsh: its site speaks Welsh where it has the words, and every figure stays what it was."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from answerable.core.answers import Status
from answerable.core.bodies.model import BodyKind
from answerable.press.language import speaking
from answerable.press.options import Options
from answerable.press.site import publish
from answerable.press.words import capital, status_words
from tests.browsing import axe_faults, served
from tests.made_site import html_files, made_study, visible_text

NUMBER = re.compile(r"(?<![\w#])\d[\d,.]*\d%?|(?<![\w#])\d%?")
QUESTION = "2016/questions/nurses/ccg/index.html"
GROUP = {"ccg": BodyKind("ccg", "grŵp lleol", "grwpiau lleol", "grŵp")}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One study published twice: in English and in Welsh."""
    folder, study = tmp_path_factory.mktemp("languages"), replace(made_study(), body_kinds=GROUP)
    for language in ("en", "cy"):
        extra = {**study.extra, "language": language}
        publish([replace(study, extra=extra)], folder / language, options=Options(images=False))
    return folder / "en", folder / "cy"


@pytest.fixture(scope="module")
def welsh(sites: tuple[Path, Path]) -> dict[str, str]:
    """Every page of the Welsh site by its path."""
    return dict(html_files(sites[1]))


def test_every_page_says_that_it_is_welsh(welsh: dict[str, str]) -> None:
    assert welsh and {re.findall(r"<html lang=\"([\w-]+)\"", html)[0] for html in welsh.values()} == {"cy"}


def test_navigation_and_foot_are_welsh(welsh: dict[str, str]) -> None:
    head = unescape(welsh["index.html"].partition("<main")[0])
    assert ">Neidio i'r cynnwys</a>" in head
    assert 'aria-label="Tudalennau\'r astudiaeth hon"' in head
    for name in ("Tueddiadau", "Cyrff", "Data", "Chwilio"):
        assert f">{name}</a>" in head
    assert "Rhoi gwybod am wall" in welsh["index.html"].rpartition("<footer")[2]


def test_legends_and_answers_are_welsh(welsh: dict[str, str]) -> None:
    words = visible_text(welsh[QUESTION])
    for said in ("Ie", "Na", "Dim ateb", "Yn ystod oriau", "Y tu allan i oriau", "Pob ateb", "Rhanbarth"):
        assert said in words
    assert "Yn cael ei ddatblygu" in visible_text(welsh["2016/questions/plan/ccg/index.html"])
    for said in ("No answer", "In hours", "Out of hours", "Every answer"):
        assert said not in words


def test_every_reason_for_silence_is_welsh_and_its_own(welsh: dict[str, str]) -> None:
    with speaking("cy"):
        reasons = {capital(status_words(status)) for status in Status if status is not Status.ANSWERED}
    cells = set(re.findall(r"<td class=\"x\">([^<]*)</td>", welsh[QUESTION]))
    assert len(reasons) == 7 and len(cells & reasons) == 7
    assert {"Dim ymateb", "Gwrthodwyd", "Aneglur"} & cells == {"Dim ymateb", "Gwrthodwyd"}


def test_dates_and_counted_nouns_are_welsh(welsh: dict[str, str]) -> None:
    words = visible_text(welsh["2016/index.html"])
    assert "4 Ebrill 2016" in words and "3 Mehefin 2016" in words
    # After a number the noun stays in the singular.
    assert re.search(r"o'r \d+ grŵp a holwyd", visible_text(welsh["2016/index.html"]))


def numbers(html: str) -> Counter[str]:
    """Every number of a page as read, in whatever order the language puts them."""
    return Counter(NUMBER.findall(unescape(unescape(visible_text(html)))))


def test_every_number_of_every_page_is_that_of_the_english_page(
    sites: tuple[Path, Path], welsh: dict[str, str]
) -> None:
    english = dict(html_files(sites[0]))
    assert set(english) == set(welsh)
    assert {path for path in english if numbers(english[path]) != numbers(welsh[path])} == set()
    assert sum(numbers(english[QUESTION]).values()) > 100


def test_every_state_on_every_map_is_that_of_the_english_map(
    sites: tuple[Path, Path], welsh: dict[str, str]
) -> None:
    english = dict(html_files(sites[0]))
    for path, html in welsh.items():
        for mark in ("data-state", "data-code", "data-token", "<td[^>]* data-sort"):
            found = re.findall(rf'{mark}="([^"]*)"', html)
            assert found == re.findall(rf'{mark}="([^"]*)"', english[path]), (path, mark)


def test_data_files_are_the_same_bytes(sites: tuple[Path, Path]) -> None:
    """Data have one language: what reads them must not break when a study is translated."""
    english, welsh = ({path.relative_to(site): path for path in site.rglob("data/**/*.*")} for site in sites)
    assert set(english) == set(welsh)
    for name in english:
        if name.suffix in (".csv", ".parquet"):
            assert english[name].read_bytes() == welsh[name].read_bytes(), name


@pytest.mark.browser
def test_scripts_speak_welsh_too(sites: tuple[Path, Path], page: Page) -> None:
    with served(sites[1]) as root:
        page.goto(f"{root}{QUESTION}")
        find = page.get_by_label("Chwilio yn y tabl")
        expect(find).to_be_visible()
        find.fill("Body 7")
        status = page.locator(".tools [role=status]").first
        expect(status).to_contain_text(re.compile(r"^Dangosir \d+ o \d+"))
        assert axe_faults(page) == []
