"""`answerable publish --postcodes` as a publisher types it: what it makes, what a wrong file is told."""

import json
from pathlib import Path

import pytest

from answerable.cli.main import run
from answerable.core.study.writing import write_study
from tests.postcode_land import directory_file, postcode_study


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    write_study(postcode_study(), folder)
    return folder


def published(study: Path, out: Path, *more: str) -> int:
    return run(["publish", str(study), "--out", str(out), "--no-images", *more])


def test_a_file_of_the_directory_makes_the_box_and_its_files(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert published(study, out, "--postcodes", str(directory_file(tmp_path))) == 0
    assert json.loads((out / "find" / "aa1.json").read_bytes())["bodies"]
    assert 'name="postcode"' in (out / "find" / "index.html").read_text(encoding="utf-8")
    assert not (out / "find" / "bt1.json").exists()


def test_northern_ireland_is_there_for_who_asks(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    file = str(directory_file(tmp_path))
    assert published(study, out, "--postcodes", file, "--northern-ireland") == 0
    assert json.loads((out / "find" / "bt1.json").read_bytes()) == {
        "all": ["foreign", "", "Northern Ireland"]
    }
    assert "licence of its own" not in (out / "find" / "index.html").read_text(encoding="utf-8")


def test_without_postcodes_there_is_no_box_but_the_page(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert published(study, out) == 0
    html = (out / "find" / "index.html").read_text(encoding="utf-8")
    assert 'name="postcode"' not in html
    assert "Here CCG" in html
    assert [path.name for path in (out / "find").iterdir()] == ["index.html"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,town\nx,y\n", "has no column of postcodes; it has name, town"),
        (b"\xff\xfe", "not UTF-8 text"),
        (None, "no such file of postcodes"),
    ],
)
def test_a_wrong_file_is_a_fault_and_nothing_is_made(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    file = tmp_path / "wrong.csv"
    if content is not None:
        file.write_bytes(content)
    assert published(study, tmp_path / "site", "--postcodes", str(file)) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err and told.out == ""
    assert not (tmp_path / "site").exists()


def test_the_same_input_gives_the_same_files(study: Path, tmp_path: Path) -> None:
    file = str(directory_file(tmp_path))
    for name in ("one", "two"):
        assert published(study, tmp_path / name, "--postcodes", file) == 0
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "find").iterdir()}
        for name in ("one", "two")
    )
    assert one == two
