"""Embeds: each is one file that asks for nothing, says what it shows, and leads back to the whole."""

import re
from pathlib import Path

import pytest

from answerable.press.options import Options
from answerable.press.site import publish
from tests.made_site import CHILDREN, FORM, OOH, SERVICE, WHY, html_files, made_site, made_study, visible_text

FETCHES = re.compile(
    r'<(?:script|link rel="(?:stylesheet|preload)|link rel="icon" href="(?!data:)|img|iframe|object|video)'
    r"|@import|url\((?!#)"
)


def embeds(simulated: bool = False) -> dict[str, str]:
    return {path: html for path, html in html_files(made_site(simulated)) if path.startswith("embed/")}


def test_every_way_to_show_a_question_has_a_page() -> None:
    found = set(embeds())
    for view in ("map", "hex", "difference", "bar"):
        assert f"embed/2017/{SERVICE}/ccg-{view}/index.html" in found
    for question in (FORM, CHILDREN, WHY):
        assert f"embed/2017/{question}/ccg-hex/index.html" in found
        assert f"embed/2017/{question}/ccg-difference/index.html" not in found
    assert not [path for path in found if OOH in path], "a twin stands beside its question"
    assert not [path for path in found if "/2026/" in path], "nobody has been asked"


@pytest.mark.parametrize("path", sorted(embeds()))
def test_embed_fetches_nothing_and_says_what_it_is(path: str) -> None:
    html = embeds()[path]
    assert not FETCHES.search(html)
    assert '<html lang="en">' in html
    assert html.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in html
    assert 'target="_top" rel="noopener"' in html
    text = visible_text(html)
    for words in ("Question:", "Working copy, not a release", "Licence: CC-BY-4.0", "Nurses for children"):
        assert words in text


def test_legend_of_an_embed_adds_up_to_the_bodies_asked() -> None:
    html = embeds()[f"embed/2017/{SERVICE}/ccg-map/index.html"]
    legends = re.findall(r'<ul class="legend".*?</ul>', html, re.DOTALL)
    assert len(legends) == 2
    for legend in legends:
        counts = [int(n) for n in re.findall(r"<b>(\d+)</b>", legend)]
        total = re.search(r"= (\d+) groups asked", legend)
        assert total and sum(counts) == int(total[1])


def test_simulated_embed_says_so() -> None:
    for path, html in embeds(simulated=True).items():
        assert "Simulated study: invented bodies and invented answers." in html, path
    assert not any("Simulated" in html for html in embeds().values())


def test_question_page_offers_the_code() -> None:
    html = (made_site() / f"2017/questions/{SERVICE}/ccg/index.html").read_text(encoding="utf-8")
    codes = re.findall(r"<textarea readonly[^>]*>(.*?)</textarea>", html)
    assert len(codes) == 4
    for code in codes:
        assert "&lt;iframe src=&#34;https://…/embed/2017/" in code
        assert "title=&#34;Community nurses (groups)&#34;" in code


def test_embed_of_a_known_site_names_its_address(tmp_path: Path) -> None:
    publish([made_study()], tmp_path / "site", options=Options(address="https://audit.example.org/"))
    html = (tmp_path / f"site/embed/2017/{SERVICE}/ccg-bar/index.html").read_text(encoding="utf-8")
    whole = f"https://audit.example.org/2017/questions/{SERVICE}/ccg/"
    assert f'<link rel="canonical" href="{whole}">' in html
    assert f'<a href="{whole}" target="_top"' in html
    page = (tmp_path / f"site/2017/questions/{SERVICE}/ccg/index.html").read_text(encoding="utf-8")
    assert f"https://audit.example.org/embed/2017/{SERVICE}/ccg-map/" in page
