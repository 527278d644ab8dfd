"""Publishing a study: the same bytes each time, every link good, and every odd study still a site."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from answerable.core.errors import InputFaults
from answerable.core.study.model import Study
from answerable.press import pages as page_kinds
from answerable.press.errors import AddressTaken, NotASite
from answerable.press.paging import Page
from answerable.press.site import publish
from tests.factories import make_round, make_study, question, tiny_files, write_folder
from tests.made_site import HOSTILE, LONG, html_files, made_site, made_study

LINK = re.compile(r'(?:href|src|url)="?(?:0; url=)?([^"]*)"')


def files_of(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_site_is_the_same_every_time(tmp_path: Path) -> None:
    report = publish([made_study()], tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(made_site())
    # The marker of the folder is no page.
    assert report.pages == len(files_of(tmp_path / "again")) - 1
    assert report.bytes == sum(map(len, files_of(tmp_path / "again").values())) - len(
        (tmp_path / "again" / ".answerable-site").read_bytes()
    )


def broken_links(site: Path) -> set[tuple[str, str]]:
    """Links of a site that lead nowhere in it, with the page they stand on; outward links are left alone."""
    known = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    bad = set()
    for path, html in html_files(site):
        ids = set(re.findall(r'id="([^"]+)"', html))
        # What readers may copy into pages of their own is no link of this one.
        for found in LINK.findall(re.sub("<textarea.*?</textarea>", "", html, flags=re.DOTALL)):
            target = unescape(found)
            if re.match(r"(https?|mailto|data):", target) or path == "404.html":
                continue
            file, _, part = target.partition("#")
            file = file.partition("?")[0]
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if where not in known or (not file and part and part not in ids):
                bad.add((path, target))
    return bad


def test_site_has_no_link_that_leads_nowhere() -> None:
    assert broken_links(made_site()) == set()


def test_site_of_several_studies_has_an_index_and_a_folder_for_each(tmp_path: Path) -> None:
    other = replace(made_study(simulated=True), id="other", title="Another study")
    publish([made_study(), other], tmp_path / "site")
    assert broken_links(tmp_path / "site") == set()
    index = (tmp_path / "site" / "index.html").read_text()
    assert index.count("<h1") == 1
    for words in ("Nurses for children", "Another study", "Simulated study", "other/index.html"):
        assert words in index
    assert (tmp_path / "site" / "study" / "2017" / "index.html").is_file()


def test_site_refuses_two_studies_of_one_id(tmp_path: Path) -> None:
    with pytest.raises(AddressTaken):
        publish([made_study(), made_study()], tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_site_says_on_every_page_that_it_is_simulated() -> None:
    for path, html in html_files(made_site(simulated=True)):
        assert "imulated study" in html, path
    for path, html in html_files(made_site()):
        assert "Simulated study" not in html, path


@pytest.mark.parametrize("path, html", html_files(made_site()), ids=lambda value: str(value)[:60])
def test_site_pages_have_a_language_a_title_a_description_and_one_heading(path: str, html: str) -> None:
    assert re.search(r'<html lang="[a-z-]+">', html, re.IGNORECASE)
    assert html.count("<h1") == 1
    assert re.search(r"<title>[^<]{5,}</title>", html)
    assert re.search(r'<meta name="description" content="[^"]{10,}">', html)
    if path != "404.html" and not path.startswith("embed/"):
        assert 'href="#main"' in html and 'id="main"' in html
        for words in (
            "Published by A publisher",
            "Licence:",
            "answers as at 9 October 2017",
            "Report an error",
        ):
            assert words in html, words
        address = "/" + path.removesuffix("index.html")
        assert f'<span class="address">{address}</span>' in html


def test_site_writes_names_as_words_not_as_code() -> None:
    for path, html in html_files(made_site()):
        assert "<script>alert" not in html, path
        assert "<b>so</b>" not in html, path
        assert 'href="javascript' not in html, path
    page = (made_site() / "2017/questions/nurses/ccg/index.html").read_text()
    assert "&lt;script&gt;alert(" in page
    assert LONG in page


def test_site_tells_bodies_of_one_name_apart() -> None:
    page = (made_site() / "2017/questions/nurses/ccg/index.html").read_text()
    paths = set(re.findall(r"bodies/(two-of-a-name-ccg[^/]*)/", page))
    assert paths == {"two-of-a-name-ccg-b2", "two-of-a-name-ccg-b3"}


def test_site_has_a_page_for_each_code_that_leads_to_the_body() -> None:
    page = (made_site() / "id/B0/index.html").read_text()
    assert 'http-equiv="refresh"' in page
    assert "B0: &lt;script&gt;" in page
    assert HOSTILE not in page


def test_site_lists_each_body_of_a_code_that_was_used_again(tmp_path: Path) -> None:
    bodies = [
        {"id": "E1", "name": "Old", "opened": "2013-04-01", "closed": "2015-03-31"},
        {"id": "E1", "name": "New", "opened": "2015-04-01"},
    ]
    publish(
        [make_study(bodies, [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}})])], tmp_path / "s"
    )
    page = (tmp_path / "s/id/E1/index.html").read_text()
    assert "http-equiv" not in page
    assert "Old</a>, 1 April 2013 to 31 March 2015" in page
    assert "New</a>, from 1 April 2015" in page
    question_page = (tmp_path / "s/2016/questions/ccn/ccg/index.html").read_text()
    assert ">New</a>" in question_page and ">Old</a>" not in question_page


ODD: dict[str, Callable[[], Study]] = {
    "no bodies": lambda: make_study([], [make_round("2016", {"ccg": ["ccn"]}, [])]),
    "no rounds": lambda: make_study(["E1"]),
    "no questions": lambda: make_study(["E1"], [make_round("2016", {"ccg": []}, [])]),
    "one body": lambda: make_study(["E1"], [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}})]),
    "no answers": lambda: make_study(["E1", "E2"], [make_round("2016", {"ccg": ["ccn"]}, [])]),
    "no replies yet": lambda: make_study(["E1"], [make_round("2016", {"ccg": ["ccn"]}, None)]),
    "ready to send": lambda: make_study(["E1"], [make_round("2016", {"ccg": ["ccn"]}, None, sent_on=None)]),
    "nobody answered": lambda: make_study(
        ["E1", "E2"],
        [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "refused"}, "E2": {"ccn": "unclear"}})],
    ),
    "only numbers": lambda: make_study(
        ["E1"], [make_round("2016", {"ccg": [question("n", answer="count")]}, {"E1": {"n": 0.0}})]
    ),
    "broken boundaries": lambda: make_study(
        ["E1"],
        [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}})],
        boundaries={"ccg": b"{not json"},
    ),
    "strange ids": lambda: make_study(
        [{"id": "../../E 1", "name": "../.."}, {"id": "e/2", "name": "——"}],
        [make_round("../2016", {"ccg": ["a b/c"]}, {"../../E 1": {"a b/c": "yes"}})],
    ),
    "an unknown law": lambda: make_study(
        ["E1"], [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}}, regime="hearsay")]
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_site_of_an_odd_study_is_still_a_site(name: str, tmp_path: Path) -> None:
    report = publish([ODD[name]()], tmp_path / "deep" / "site")
    assert broken_links(tmp_path / "deep" / "site") == set()
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["site"]
    if name == "broken boundaries":
        assert report.warnings
        page = (tmp_path / "deep/site/2016/questions/ccn/ccg/index.html").read_text()
        assert "About this map." in page


def test_site_shows_printed_figures_with_bounds_and_what_contradicts_them(tmp_path: Path) -> None:
    figures = [
        {
            "round": "2016",
            "kind": "ccg",
            "question": "ccn",
            "measure": "yes",
            "numerator": 2,
            "denominator": 3,
        },
        {
            "round": "2016",
            "kind": "ccg",
            "question": "ccn",
            "measure": "yes",
            "percent": 99.0,
            "source": "page 9",
        },
    ]
    bodies = [f"E{n}" for n in range(4)]
    publish(
        [make_study(bodies, [make_round("2016", {"ccg": ["ccn", "hospice"]}, None)], published=figures)],
        tmp_path / "s",
    )
    page = (tmp_path / "s/2016/questions/ccn/ccg/index.html").read_text()
    assert "67% of CCGs that answered say yes, by the printed figures" in page
    assert "The answers of each CCG are not in this study." in page
    assert "50% (2 of 4) to 75% (3 of 4)" in page
    assert "Printed figures disagree." in page
    assert '<svg class="map' not in page and "data-code" not in page
    silent = (tmp_path / "s/2016/questions/hospice/ccg/index.html").read_text()
    assert "no result was printed" in silent


def test_site_of_a_faulty_folder_changes_nothing(tmp_path: Path) -> None:
    good = write_folder(tmp_path, tiny_files())
    publish([good], tmp_path / "site")
    before = files_of(tmp_path / "site")
    (good / "bodies.csv").write_text("id,kind,name\nE1,ccg\n")
    with pytest.raises(InputFaults):
        publish([good], tmp_path / "site")
    assert files_of(tmp_path / "site") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site", "tiny"]


def test_site_of_a_page_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish([made_study()], tmp_path / "site")
    before = files_of(tmp_path / "site")

    class Failing:
        @staticmethod
        def pages(frame: object) -> list[Page]:
            def fail() -> str:
                raise ZeroDivisionError

            return [Page("last/", fail, in_parent=True)]

    monkeypatch.setattr("answerable.press.site.STUDY_PAGES", (*page_kinds.STUDY_PAGES, Failing))
    with pytest.raises(ZeroDivisionError):
        publish([made_study()], tmp_path / "site")
    assert files_of(tmp_path / "site") == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_site_never_takes_the_place_of_what_it_did_not_make(tmp_path: Path) -> None:
    study = write_folder(tmp_path, tiny_files())
    with pytest.raises(NotASite):
        publish([study], study)
    assert (study / "study.yaml").is_file()
