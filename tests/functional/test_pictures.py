"""Pictures of a whole publication: every page has one, within its budget, and the next run makes none."""

import json
import re
from pathlib import Path

import pytest

from answerable.cli.main import run
from answerable.core.study.reading import read_study
from answerable.packaged import packaged_studies
from answerable.press.images.cards import cards
from answerable.press.images.figures import to_be_drawn
from answerable.press.images.raster import png_of
from answerable.press.options import Options
from answerable.press.site import SiteReport, make_frames, publish
from tests.made_site import SERVICE, made_study
from tests.page_kinds import CARD_KB, KILOBYTE
from tests.pictures import size_of

OPTIONS = Options(address="https://audit.example.org", images=True)
CARD = re.compile(r'<meta property="og:image" content="https://audit.example.org/([^"]+)">')
EVERY = 45


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SiteReport, SiteReport, list[str]]:
    out, told = tmp_path_factory.mktemp("pictures") / "site", []
    first = publish([made_study()], out, options=OPTIONS, progress=lambda words, *_: told.append(words))
    before = {path.relative_to(out): path.read_bytes() for path in out.rglob("*.png")}
    second = publish([made_study()], out, options=OPTIONS)
    assert {path.relative_to(out): path.read_bytes() for path in out.rglob("*.png")} == before
    return out, first, second, told


Twice = tuple[Path, SiteReport, SiteReport, list[str]]


def test_run_that_changes_nothing_makes_no_picture(twice: Twice) -> None:
    out, first, second, told = twice
    n = len(list(out.rglob("*.png")))
    assert (first.images_made, first.images_kept) == (n, 0)
    assert (second.images_made, second.images_kept) == (0, n)
    assert first.pages == second.pages == len([path for path in out.rglob("*") if path.is_file()]) - 1
    assert "Making pictures" in told


def test_every_page_names_a_card_that_is_there(twice: Twice) -> None:
    out = twice[0]
    for path in out.rglob("*.html"):
        place = path.relative_to(out).parts
        found = CARD.search(path.read_text(encoding="utf-8"))
        # What only leads on, and what is shown within other pages, is not shared by itself.
        assert found or place[0] in ("id", "embed", "404.html"), path
        assert found is None or (out / found[1]).is_file(), path


def test_maps_are_offered_as_png_beside_svg(twice: Twice) -> None:
    out = twice[0]
    svgs = {path.with_suffix(".png") for path in (out / "data").rglob("*.svg")}
    pngs = set((out / "data").rglob("*.png"))
    assert svgs == pngs
    assert all(size_of(path.read_bytes())[0] >= 1200 for path in pngs)
    page = (out / f"2017/questions/{SERVICE}/ccg/index.html").read_text(encoding="utf-8")
    assert f'data/2017/ccg/{SERVICE}.png"' in page
    assert f"{SERVICE}.png" in (out / "data/SHA256SUMS").read_text(encoding="utf-8")


def test_without_pictures_nothing_speaks_of_them(tmp_path: Path) -> None:
    publish([made_study()], tmp_path / "site", options=Options(address="https://audit.example.org"))
    assert not list((tmp_path / "site").rglob("*.png"))
    assert not (tmp_path / "site/assets/images.json").exists()
    for path in (tmp_path / "site").rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "og:image" not in html and '.png"' not in html, path


def test_pictures_of_the_packaged_study_keep_their_budget(site: Path, tmp_path: Path) -> None:
    [study] = [path for path in packaged_studies() if path.name.endswith("simulated")]
    drawn = [picture.svg() for picture in cards(make_frames([read_study(study)])[0])][::EVERY]
    drawn += [to_be_drawn(path) for path in sorted((site / "data").rglob("*.svg"))[::EVERY]]
    assert len(drawn) > 10
    # A map of areas by itself may weigh a little more than a card.
    sizes = [len(png_of(svg, 1200)) / KILOBYTE for svg in drawn]
    assert max(sizes) <= CARD_KB * 1.15
    assert sorted(sizes)[len(sizes) // 2] <= CARD_KB


def test_command_says_how_many_pictures_were_made_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "audit")]) == 0
    command = ["publish", str(tmp_path / "audit"), "--out", str(tmp_path / "site"), "--format", "json"]
    found = []
    for more in ([], [], ["--no-images"]):
        capsys.readouterr()
        assert run([*command, *more]) == 0
        found.append(json.loads(capsys.readouterr().out))
    made = found[0]["images_made"]
    assert made > 0
    assert [(each["images_made"], each["images_kept"]) for each in found] == [(made, 0), (0, made), (0, 0)]
    assert not list((tmp_path / "site").rglob("*.png"))
