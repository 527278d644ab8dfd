"""What search engines and previews read: titles with the finding, cards, records of data, maps of a site."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest

from answerable.core.study.model import Release
from answerable.press.options import Options
from answerable.press.pages import crawlers
from answerable.press.site import publish
from tests.made_site import html_files, made_site, made_study

ADDRESS = "https://audit.example.org/nurses"
HOSTILE = 'A </script><script>alert(1)</script> & "study" <!--'
RECORD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NAMESPACE = {"s": crawlers.NAMESPACE}
HASHES = {"study.yaml": "0" * 64}


@cache
def released() -> Path:
    """The small study as a release, at a known address, with names that would break out of a script."""
    out = Path(mkdtemp(prefix="answerable-search-")) / "site"
    release = Release("1.0", date(2018, 1, 2), HASHES, {})
    study = replace(made_study(), title=HOSTILE, summary=f"{HOSTILE} " * 20, release=release)
    publish([study], out, options=Options(address=f"{ADDRESS}/", images=False))
    return out


def page(path: str) -> str:
    return (released() / path / "index.html").read_text()


def meta(html: str, name: str) -> str | None:
    found = re.search(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)">', html)
    return unescape(found[1]) if found else None


def current_pages(site: Path) -> Sequence[tuple[str, str]]:
    """Pages of the frame that all share: not copies, nor what stands alone."""
    alone = ("v/1.0/", "embed/", "404.html")
    return [(path, html) for path, html in html_files(site) if not path.startswith(alone)]


def test_every_page_has_a_card_in_words() -> None:
    seen = set()
    for path, html in current_pages(released()):
        title = re.search("<title>(.*?)</title>", html)
        assert title and unescape(title[1]).endswith(HOSTILE), path
        finding = meta(html, "og:title")
        assert finding and unescape(title[1]) in (finding, f"{finding} – {HOSTILE}"), path
        assert meta(html, "og:description") == meta(html, "description"), path
        assert 10 <= len(meta(html, "description") or "") <= 301, path
        assert meta(html, "og:site_name") == HOSTILE and meta(html, "og:locale") == "en_GB"
        assert meta(html, "og:type") == ("website" if path == "index.html" else "article")
        assert meta(html, "twitter:card") == "summary"
        assert 'type="application/atom+xml"' in html
        seen.add(title[1])
    assert len(seen) > 60


def test_a_canonical_address_is_that_of_the_page_or_of_the_one_it_leads_to() -> None:
    for path, html in current_pages(released()):
        found = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
        assert len(found) == 1 and found[0] == meta(html, "og:url"), path
        own = f"{ADDRESS}/{path.removesuffix('index.html')}"
        leads_on = re.search(r'http-equiv="refresh" content="0; url=(?:\.\./)*([^"]*)index.html"', html)
        assert found[0] == (f"{ADDRESS}/{leads_on[1]}" if leads_on else own), path


def test_without_an_address_nothing_says_where_it_stands() -> None:
    site = made_site()
    assert not (site / "sitemap.xml").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text()
    for path, html in current_pages(site):
        assert "canonical" not in html and "og:url" not in html and "og:image" not in html, path
        assert meta(html, "og:title"), path


def records(html: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in RECORD.findall(html)]


@pytest.mark.parametrize("path", ["", "2017", "data"])
def test_data_are_described_to_search_engines(path: str) -> None:
    html = page(path)
    assert "<script>alert" not in html
    (record,) = records(html)
    assert (record["@context"], record["@type"]) == ("https://schema.org", "Dataset")
    assert HOSTILE in record["name"] and 50 <= len(record["description"]) <= 5000
    assert record["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert record["creator"]["name"] == "A publisher"
    assert (record["version"], record["datePublished"]) == ("1.0", "2018-01-02")
    assert record["url"] == f"{ADDRESS}/{path}{'/' if path else ''}"
    assert record["temporalCoverage"].endswith("2017-10-09")
    assert {place["name"] for place in record["spatialCoverage"]} == {"North", "South"}
    assert "Community nurses" in record["variableMeasured"]
    for file in record["distribution"]:
        assert file["contentUrl"].startswith(f"{ADDRESS}/data/")
        assert (released() / file["contentUrl"].removeprefix(f"{ADDRESS}/")).is_file()
        assert file["encodingFormat"] in ("text/csv", *list_of_types())
    assert any(file["name"] == "answers.csv" for file in record["distribution"])


def list_of_types() -> list[str]:
    return ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]


def test_a_round_that_was_not_sent_is_no_census_yet() -> None:
    (record,) = records(page("2026"))
    assert "measurementTechnique" not in record and "temporalCoverage" not in record
    assert "measurementTechnique" in records(page("2017"))[0]


def test_data_of_an_invented_study_say_so_first() -> None:
    (record,) = records((made_site(simulated=True) / "index.html").read_text())
    assert record["description"].startswith("Simulated study.")
    (real,) = records((made_site() / "index.html").read_text())
    assert "imulated" not in real["description"] and "version" not in real


def test_addresses_in_records_lead_from_the_page_where_the_site_has_none() -> None:
    for path in ("index.html", "2017/index.html", "data/index.html"):
        (record,) = records((made_site() / path).read_text())
        for file in record["distribution"]:
            assert (made_site() / path).parent.joinpath(file["contentUrl"]).is_file()


def test_the_map_of_the_site_lists_every_current_page_once() -> None:
    tree = ET.parse(released() / "sitemap.xml")
    listed = [node.text for node in tree.iterfind("s:url/s:loc", NAMESPACE)]
    leads_on = ("id/", "embed/")
    expected = {
        f"{ADDRESS}/{path.removesuffix('index.html')}"
        for path, _ in current_pages(released())
        if not path.startswith(leads_on)
    }
    assert len(listed) == len(set(listed)) and set(listed) == expected
    assert {node.text for node in tree.iterfind("s:url/s:lastmod", NAMESPACE)} == {"2018-01-02"}
    assert not any("/v/1.0" in str(where) for where in listed)


def test_a_site_of_too_many_pages_has_several_maps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(crawlers, "MOST_ADDRESSES", 40)
    publish([made_study()], tmp_path / "site", options=Options(address=ADDRESS, images=False))
    tree = ET.parse(tmp_path / "site/sitemap.xml")
    maps = [str(node.text) for node in tree.iterfind("s:sitemap/s:loc", NAMESPACE)]
    counts = []
    for where in maps:
        part = ET.parse(tmp_path / "site" / where.removeprefix(f"{ADDRESS}/"))
        counts.append(len(list(part.iterfind("s:url", NAMESPACE))))
        assert part.find("s:url/s:lastmod", NAMESPACE) is None
    assert len(maps) >= 2 and counts[:-1] == [40] * (len(maps) - 1) and 0 < counts[-1] <= 40


def test_robots_may_read_everything_but_kept_copies() -> None:
    text = (released() / "robots.txt").read_text()
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in text
    assert re.findall("^Disallow: (.*)$", text, re.MULTILINE) == ["/nurses/v/*/"]
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    for path in ("/nurses/", "/nurses/v/", "/nurses/bodies/body-4-ccg/", "/nurses/corrections/feed.atom"):
        assert rules.can_fetch("*", f"https://audit.example.org{path}"), path
