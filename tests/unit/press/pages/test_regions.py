"""Pages and files of regions: counts that add up, every percentage with its base, files that say the same."""

import csv
import io
import re
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from answerable.core.study.model import Study
from answerable.press.options import Options
from answerable.press.site import make_frames, publish
from answerable.press.view.cells import ANSWERED
from answerable.press.view.model import KindView
from tests.factories import make_round, make_study
from tests.made_site import CODES, bodies, made_study, visible_text

NORTH = [row["name"] for row in bodies() if row["region"] == "North"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("regions") / "site"
    publish([made_study()], out, options=Options(images=False))
    return out


@cache
def kind() -> KindView:
    return make_frames([made_study()])[0].view.round("2017").kinds["ccg"]


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_every_region_has_a_page_and_bodies_without_one_have_none(site: Path) -> None:
    assert sorted(path.name for path in (site / "regions").iterdir() if path.is_dir()) == ["north", "south"]
    assert {'href="../regions/north/index.html"', 'href="../regions/south/index.html"'} <= set(
        re.findall(r'href="\.\./regions/[a-z]+/index\.html"', page(site, "regions"))
    )


def test_a_region_says_who_replied_with_base_and_silence(site: Path) -> None:
    text = visible_text(page(site, "regions/north"))
    row = next(row for row in kind().by_region if row["region"] == "North")
    asked, replied = row["n_asked"], row["n_replied"]
    assert f"North: {replied} of {asked} groups replied in 2017" in text
    assert f"{replied} of the {asked} groups asked here replied (" in text
    assert (f"{asked - replied} gave no reply" in text) == (replied < asked)


def test_each_bar_counts_the_bodies_of_the_region_only(site: Path) -> None:
    text = visible_text(page(site, "regions/north"))
    cells = kind().questions["plan"].cells
    assert cells is not None
    here = [place for place, body in enumerate(kind().bodies) if body.region == "North"]
    answered = [place for place in here if cells.status[place] == ANSWERED]
    yes = [place for place in answered if cells.answer[place] == "yes"]
    assert f"of the {len(answered)} that answered" in text
    assert re.search(rf"{len(yes)} yes.*of {len(here)} asked", text)


def test_the_table_holds_the_bodies_of_the_region_and_how_much_each_answered(site: Path) -> None:
    html = page(site, "regions/north")
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    assert table.count("<tr>") == len(NORTH)
    assert re.search(r"<td>\d+ of \d+</td>", table)
    assert "<script>alert" not in html


def test_files_hold_the_answers_of_the_region_as_the_file_of_all_has_them(site: Path) -> None:
    def rows(path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((site / path).read_text(encoding="utf-8"))))

    mine = rows("regions/north.csv")
    whole = [row for row in rows("data/2017/answers.csv") if row["region"] == "North"]
    assert mine == whole
    assert {row["body_id"] for row in mine} <= set(CODES)
    book = openpyxl.load_workbook(site / "regions" / "north.xlsx")
    assert book.sheetnames[0] == "about"
    assert book["answers ccg"].max_row == len(NORTH) + 1


def test_pages_of_bodies_questions_and_rounds_lead_to_the_region(site: Path) -> None:
    name = next(body for body in kind().bodies if body.region == "North")
    assert 'href="../../regions/north/index.html">North</a>' in page(site, name.path)
    assert "regions/north/index.html" in page(site, "2017/questions/plan/ccg")
    assert "regions/north/index.html" in page(site, "2017")
    assert "regions/north/index.html" in page(site, "find")


def plain(**given: object) -> Study:
    rows = [{"id": "A", "name": "A", "region": "N/../<b>"}, {"id": "B", "name": "B", "region": "N .. b"}]
    return make_study(rows, [make_round("2017", {"ccg": ["ccn"]}, None, **given)])  # type: ignore[arg-type]


def test_a_region_with_a_hostile_name_has_a_plain_address(tmp_path: Path) -> None:
    publish([plain()], tmp_path / "site", options=Options(images=False))
    names = [path.name for path in (tmp_path / "site" / "regions").iterdir() if path.is_dir()]
    assert len(names) == 2
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert "N/../<b>" not in page(tmp_path / "site", "regions")


def test_before_anyone_answered_a_region_lists_its_bodies(tmp_path: Path) -> None:
    publish([plain(sent_on=None)], tmp_path / "site", options=Options(images=False))
    pages = list((tmp_path / "site" / "regions").glob("*/index.html"))
    assert len(pages) == 2
    assert all("Bodies of this region" in path.read_text(encoding="utf-8") for path in pages)
    assert not list((tmp_path / "site" / "regions").glob("*.csv"))


def test_without_regions_there_are_no_pages_of_them(tmp_path: Path) -> None:
    study = make_study(["A"], [make_round("2017", {"ccg": ["ccn"]}, {"A": {"ccn": "yes"}})])
    publish([study], tmp_path / "site", options=Options(images=False))
    assert not (tmp_path / "site" / "regions").exists()
    assert "regions/" not in page(tmp_path / "site", "find")
