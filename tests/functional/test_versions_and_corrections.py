"""A study published, corrected and published again: what was published stays, what changed is told."""

import csv
import json
import posixpath
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest
from frictionless import Package, system

from answerable.cli.main import run
from tests.factories import tiny_files, write_folder
from tests.made_site import html_files, visible_text

ATOM = "{http://www.w3.org/2005/Atom}"
LINK = re.compile(r'(?:(?:href|src)="|content="0; url=)([^"]*)"')
ADDRESS = "https://audit.example.org/nurses"
WHY = "The group had misread the question <twice> & wrote again."


def publish(*studies: Path, out: Path, address: str = ADDRESS) -> int:
    where = ["--address", address] if address else []
    return run(["publish", *map(str, studies), "--out", str(out), "--no-images", *where])


def freeze(study: Path, out: Path, version: str, as_at: str, because: str = "") -> None:
    why = ["--because", because] if because else []
    assert run(["freeze", str(study), "--out", str(out), "--version", version, "--as-at", as_at, *why]) == 0


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def correct(study: Path) -> None:
    """The one yes was a no, and what hung on it falls away."""
    answers = study / "rounds/2016/answers.csv"
    rows = [line for line in answers.read_text(encoding="utf-8").splitlines() if "ccn_spend" not in line]
    answers.write_text("\n".join(rows).replace("answered,yes", "answered,no") + "\n", encoding="utf-8")


def tiny_study(folder: Path) -> Path:
    """A tiny study whose only yes will turn out to be a no."""
    files = tiny_files()
    files["study.yaml"]["contact"] = "audit@example.org"
    return write_folder(folder, files)


def two_releases(study: Path, folder: Path) -> tuple[Path, Path]:
    """Version 1.0 and version 1.1, which corrects it."""
    freeze(study, folder / "r/1.0", "1.0", "2016-06-03")
    correct(study)
    freeze(study, folder / "r/1.1", "1.1", "2016-07-01T12:00:00+01:00", WHY)
    return folder / "r/1.0", folder / "r/1.1"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The study, to be changed."""
    return tiny_study(tmp_path)


@pytest.fixture
def releases(study: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two releases of it."""
    return two_releases(study, tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site after both were published, one after the other; tests read it and change nothing."""
    folder = tmp_path_factory.mktemp("versions")
    for release in two_releases(tiny_study(folder), folder):
        assert publish(release, out=folder / "site") == 0
    return folder / "site"


def test_a_version_stays_byte_for_byte_when_the_next_is_published(
    releases: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "site"
    assert publish(releases[0], out=out) == 0
    before = files_of(out / "v/1.0")
    pages = files_of(out)
    # The copy holds what the site holds; only its style, its list of versions and its record are its own.
    own = {"assets/site.css", "v/index.html", "release.json"}
    for name, content in before.items():
        assert name in own or content == pages[name], name
    missing = {name for name in pages if not name.startswith("v/")} - set(before)
    assert missing == {".answerable-site", "404.html", "robots.txt", "sitemap.xml"}
    assert publish(releases[1], out=out) == 0
    assert files_of(out / "v/1.0") == before
    assert publish(releases[1], out=out) == 0
    assert files_of(out / "v/1.0") == before
    old = (out / "v/1.0/2016/questions/ccn/ccg/index.html").read_text()
    new = (out / "2016/questions/ccn/ccg/index.html").read_text()
    assert "1 of the 1 CCG" in visible_text(old) and "0 of the 1 CCG" in visible_text(new)


def test_copies_share_their_files_with_the_site(releases: tuple[Path, Path], tmp_path: Path) -> None:
    publish(releases[0], out=tmp_path / "site")
    copy, page = tmp_path / "site/v/1.0/2016/index.html", tmp_path / "site/2016/index.html"
    assert copy.stat().st_ino == page.stat().st_ino


@pytest.mark.parametrize("several", [False, True])
def test_every_link_in_a_copy_leads_to_the_copy_or_to_the_list_of_versions(
    releases: tuple[Path, Path], tmp_path: Path, several: bool
) -> None:
    out, given = tmp_path / "site", [releases[0]]
    if several:
        files = tiny_files()
        given.append(write_folder(tmp_path, {**files, "study.yaml": {**files["study.yaml"], "id": "other"}}))
    assert publish(*given, out=out) == 0
    copy = out / ("tiny/v/1.0" if several else "v/1.0")
    known = set(files_of(copy))
    assert "other/index.html" not in known
    led_out, seen = set(), 0
    for path, html in html_files(copy):
        for found in LINK.findall(html):
            target = re.split(r"[?#]", unescape(found))[0]
            if not target or re.match(r"(https?|mailto|data):", target):
                continue
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            seen += 1
            if where.startswith(".."):
                led_out.add((copy / path).parent.joinpath(target).resolve())
            else:
                assert where in known, (path, target)
    assert seen > 100
    assert led_out == {(copy.parent / "index.html").resolve()}
    assert (copy.parent / "index.html").is_file()


def test_a_copy_says_what_it_is_on_every_page(site: Path) -> None:
    sheet = (site / "v/1.0/assets/site.css").read_text()
    assert "body::before" in sheet and "Version 1.0, as at 3 June 2016: a copy" in sheet
    assert "body::before" not in (site / "assets/site.css").read_text()
    for path, html in html_files(site / "v/1.0"):
        if "/embed/" not in f"/{path}":
            assert 'assets/site.css"' in html, path
            assert "Version 1.0, as at 3 June 2016" in html, path


def test_canonical_addresses_in_a_copy_are_those_of_current_pages(site: Path) -> None:
    page = (site / "v/1.0/2016/index.html").read_text()
    assert f'<link rel="canonical" href="{ADDRESS}/2016/">' in page
    for path, html in html_files(site / "v/1.0"):
        for found in re.findall(r'(?:rel="canonical" href|property="og:url" content)="([^"]*)"', html):
            assert found.startswith(f"{ADDRESS}/") and "/v/1.0/" not in found, path


def test_an_address_to_cite_leads_into_the_copy_of_its_version(site: Path) -> None:
    cited = 0
    for path in site.glob("figures/**/index.html"):
        for found in re.findall(rf"{ADDRESS}/(v/[^\s<\"&}}]+/)", path.read_text()):
            assert found.startswith("v/1.1/figures/") and (site / found / "index.html").is_file(), path
            cited += 1
    assert cited


def test_data_of_a_copy_are_a_valid_package(site: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(site / "v/1.0/data/datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "type", "message"])[:5]
    assert json.loads((site / "v/1.0/data/datapackage.json").read_text())["version"] == "1.0"


def test_another_release_of_the_same_version_is_refused_and_the_site_stays(
    study: Path, releases: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert publish(releases[0], out=out) == 0
    before = files_of(out)
    freeze(study, tmp_path / "forged/1.0", "1.0", "2016-06-03")
    assert publish(tmp_path / "forged/1.0", out=out) == 1
    assert "version 1.0 was published with other contents" in capsys.readouterr().err.lower()
    assert files_of(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["forged", "r", "site", "tiny"]


def test_the_same_release_frozen_again_is_no_other(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    for folder in ("one", "two"):
        freeze(study, tmp_path / folder / "1.0", "1.0", "2016-06-03")
        assert publish(tmp_path / folder / "1.0", out=out) == 0


@pytest.mark.parametrize("damage", ["gone", "no json", "no keys"])
def test_a_copy_whose_record_cannot_be_read_stops_the_work(
    releases: tuple[Path, Path], tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert publish(releases[0], out=out) == 0
    record = out / "v/1.0/release.json"
    if damage == "gone":
        record.unlink()
    else:
        record.write_text({"no json": "[", "no keys": "{}"}[damage])
    before = files_of(out)
    assert publish(releases[1], out=out) == 1
    assert "Restore the folder" in capsys.readouterr().err
    assert files_of(out) == before


def test_a_working_copy_makes_no_version_and_keeps_those_there(
    study: Path, releases: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "site"
    assert publish(study, out=out) == 0
    assert [p.name for p in (out / "v").iterdir()] == ["index.html"]
    assert "No version has been published here yet" in (out / "v/index.html").read_text()
    publish(releases[0], out=out)
    before = files_of(out / "v/1.0")
    assert publish(study, out=out) == 0
    assert files_of(out / "v/1.0") == before
    assert 'href="../v/1.0/index.html"' in (out / "v/index.html").read_text()


def test_without_versions_no_copy_is_made(releases: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert run(["publish", str(releases[0]), "--out", str(out), "--no-images", "--no-versions"]) == 0
    assert [p.name for p in (out / "v").iterdir()] == ["index.html"]


def test_versions_stay_when_the_study_moves_below_a_folder(
    releases: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "site"
    publish(releases[0], out=out)
    before = files_of(out / "v/1.0")
    files = tiny_files()
    other = write_folder(tmp_path, {**files, "study.yaml": {**files["study.yaml"], "id": "other"}})
    assert publish(releases[1], other, out=out) == 0
    assert files_of(out / "v/1.0") == before
    assert (out / "v/index.html").is_file()
    assert (out / "tiny/v/1.1/tiny/2016/index.html").is_file()


def test_a_release_that_is_silent_on_an_earlier_one_is_warned_of(
    study: Path, releases: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    publish(releases[0], out=out)
    freeze(study, tmp_path / "alone/1.2", "1.2", "2016-08-01")
    capsys.readouterr()
    assert publish(tmp_path / "alone/1.2", out=out) == 0
    assert "does not say what changed since" in " ".join(capsys.readouterr().err.split())
    assert publish(releases[0], out=out) == 0
    assert "is newer than 1.0" in " ".join(capsys.readouterr().err.split())


def test_corrections_tell_before_after_and_why(site: Path) -> None:
    html = (site / "corrections/index.html").read_text()
    text = visible_text(html)
    assert "2 published answers were corrected" in text
    assert "Since version 1.0: 1 answer changed, 1 answer taken back" in text
    assert "Why: The group had misread the question <twice> & wrote again." in text
    assert "<twice>" not in html
    assert "100% yes (1 of 1); 1 of 2 answered" in text and "0% yes (0 of 1); 1 of 2 answered" in text
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", html)
    cells = {(re.sub(r"<[^>]+>", " ", a).split()[0], b, c) for a, b, c in rows}
    assert ("North", "Yes", "No") in cells
    assert ("North", "£1,200", "No answer") in cells
    assert 'href="../bodies/north/index.html#2016-ccn"' in html
    for version in ("1.0", "1.1"):
        assert f'href="../v/index.html#v-{version}"' in html
        assert f'id="v-{version}"' in (site / "v/index.html").read_text()


def test_corrections_are_a_file_too(site: Path) -> None:
    rows = list(csv.DictReader((site / "data/corrections.csv").open(encoding="utf-8", newline="")))
    told = {(row["about"], row["question"], row["field"], row["before"], row["after"]) for row in rows}
    assert ("answer changed", "ccn", "answer", "yes", "no") in told
    assert ("answer removed", "ccn_spend", "value", "1200", "") in told
    assert ("count", "ccn", "n_yes", "1", "0") in told
    assert {(row["version"], row["since"], row["because"]) for row in rows} == {("1.1", "1.0", WHY)}
    assert all(row["before"] != row["after"] for row in rows)


def test_where_nothing_was_corrected_the_page_says_so_and_how_to_report(
    releases: tuple[Path, Path], study: Path, tmp_path: Path
) -> None:
    for given in (releases[0], study):
        assert publish(given, out=tmp_path / "site") == 0
        text = visible_text((tmp_path / "site/corrections/index.html").read_text())
        assert "Nothing has been corrected so far" in text
        assert "If something is wrong" in text and text.count("Report an error") == 2
        assert ET.parse(tmp_path / "site/corrections/feed.atom").getroot().tag == f"{ATOM}feed"
        rows = (tmp_path / "site/data/corrections.csv").read_text().splitlines()
        assert len(rows) == 1 and rows[0].startswith("version,version_as_at,since")


def test_the_feed_is_atom_with_an_entry_for_each_release(site: Path) -> None:
    feed = ET.parse(site / "corrections/feed.atom").getroot()
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 3 and all(i and i.startswith("urn:uuid:") for i in ids)
    assert feed.findtext(f"{ATOM}updated") == "2016-07-01T11:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2016-07-01T11:00:00Z",
        "2016-06-03T00:00:00Z",
    ]
    content = entries[0].findtext(f"{ATOM}content") or ""
    assert "North, Do you commission nurses?: Yes → No" in content and "&lt;twice&gt; &amp; wrote" in content
    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert f"{ADDRESS}/corrections/feed.atom" in links and f"{ADDRESS}/corrections/#v-1.1" in links


def test_ids_of_the_feed_stay_when_the_site_moves(releases: tuple[Path, Path], tmp_path: Path) -> None:
    found = []
    for address in (ADDRESS, "https://elsewhere.example.org", ""):
        publish(releases[0], out=tmp_path / "site", address=address)
        feed = ET.parse(tmp_path / "site/corrections/feed.atom").getroot()
        found.append([node.text for node in feed.iter(f"{ATOM}id")])
    assert found[0] == found[1] == found[2]


def test_front_page_and_data_page_say_what_changed_since_the_last_release(site: Path) -> None:
    for page in ("index.html", "data/index.html"):
        html = (site / page).read_text()
        assert "Since version 1.0: 1 answer changed" in visible_text(html)
        assert re.search(r'href="[./]*corrections/index.html">What changed since the last release', html)
    # A first release has nothing before it.
    assert "What changed since" not in (site / "v/1.0/index.html").read_text()


def test_versions_are_listed_newest_first(site: Path) -> None:
    html = (site / "v/index.html").read_text()
    assert re.findall(r'href="\.\./v/([\d.]+)/index.html"', html) == ["1.1", "1.0"]
    assert html.count("shown now") == 1
    assert 'href="../v/1.0/release.json"' in html
    record = json.loads((site / "v/1.0/release.json").read_text())
    assert (record["study"], record["version"]) == ("tiny", "1.0")
