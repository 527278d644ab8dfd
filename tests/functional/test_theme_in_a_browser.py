"""A theme as readers see it: colours and letters change in light and dark, and all can still be read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from answerable.press.options import Options
from answerable.press.site import publish
from answerable.press.theme import read_theme
from tests.browsing import MEDIA, axe_faults, served
from tests.made_site import made_study
from tests.unit.press.test_theme import PLUM, written

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
PAGES = (
    "index.html",
    "2016/questions/nurses/ccg/index.html",
    "2016/index.html",
    "bodies/index.html",
    "data/index.html",
    "404.html",
)
SEEN = """() => {
  const of = (selector) => document.querySelector(selector);
  const style = (selector) => getComputedStyle(of(selector));
  return {
    paper: style("body").backgroundColor, link: style("main a").color, letters: style("h1").fontFamily,
    yes: style("svg.bar .s-yes").fill, heading: style("h2#about").fontSize,
  };
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a theme."""
    folder = tmp_path_factory.mktemp("theme")
    publish([made_study()], folder / "site", options=Options(theme=written(folder, PLUM)))
    with served(folder / "site") as root:
        yield root


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("light", {"paper": "rgb(253, 251, 247)", "link": "rgb(122, 31, 79)", "yes": "rgb(90, 24, 70)"}),
        ("dark", {"paper": "rgb(18, 25, 31)", "link": "rgb(240, 166, 196)", "yes": "rgb(185, 216, 245)"}),
    ],
)
def test_colours_and_letters_are_those_of_the_theme(
    chromium: Browser, address: str, scheme: str, expected: dict[str, str]
) -> None:
    page = chromium.new_page(**MEDIA[scheme])
    try:
        page.goto(f"{address}index.html")
        seen = page.evaluate(SEEN)
    finally:
        page.close()
    assert {name: seen[name] for name in expected} == expected
    assert seen["letters"].startswith('"Palatino Linotype"')
    assert seen["heading"] == "27px"


@pytest.mark.parametrize("media", ["light", "dark"])
def test_axe_finds_nothing_on_a_site_with_a_theme(chromium: Browser, address: str, media: str) -> None:
    page = chromium.new_page(**MEDIA[media])
    try:
        for path in PAGES:
            response = page.goto(f"{address}{path}")
            assert response is not None and response.ok, path
            assert axe_faults(page) == [], path
    finally:
        page.close()


def test_the_example_of_the_documentation_is_a_theme(tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    example = text[text.index("```json") + len("```json") :].partition("```")[0]
    assert json.loads(example)["color"]
    assert read_theme(written(tmp_path, example)).css("state.light.yes") != "#12436d"
