"""The commands that make a site: what they print, what they leave alone, what the demonstration serves."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from answerable.cli.main import run
from answerable.packaged import packaged_studies
from tests.factories import tiny_files, write_folder


def test_publish_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write_folder(tmp_path, tiny_files())
    assert run(["publish", str(study), "--out", str(tmp_path / "site")]) == 0
    out = capsys.readouterr().out
    assert re.search(
        r"Published .*site: \d+ files, [\d.]+ MB, \d+ pictures made and 0 kept, in [\d.]+ s", out
    )
    assert "Simulated study" in (tmp_path / "site" / "index.html").read_text()


def test_publish_puts_several_studies_into_folders(tmp_path: Path) -> None:
    one = write_folder(tmp_path, tiny_files())
    files = tiny_files()
    two = write_folder(tmp_path, {**files, "study.yaml": {**files["study.yaml"], "id": "other"}})
    assert run(["publish", str(one), str(two), "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site" / "tiny" / "2016" / "index.html").is_file()
    assert (tmp_path / "site" / "other" / "2016" / "index.html").is_file()


def test_publish_lists_faults_and_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tiny_files()
    files["bodies.csv"][0]["kind"] = "hospital"
    study = write_folder(tmp_path, files)
    assert run(["publish", str(study), "--out", str(tmp_path / "site")]) == 1
    assert "bodies.csv:2" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["tiny"]


def test_publish_with_a_theme_changes_pages_and_pictures(tmp_path: Path) -> None:
    study, theme = write_folder(tmp_path, tiny_files()), tmp_path / "theme.json"
    theme.write_text('{"state": {"light": {"yes": {"$type": "color", "$value": "#5a1846"}}}}')
    out = tmp_path / "site"
    assert run(["publish", str(study), "--out", str(out), "--theme", str(theme), "--no-images"]) == 0
    for file in ("assets/site.css", "2016/questions/ccn/ccg/index.html", "data/2016/ccg/ccn.svg"):
        text = (out / file).read_text()
        assert "#5a1846" in text and "#12436d" not in text, file


def test_publish_lists_faults_of_a_theme_and_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study, theme = write_folder(tmp_path, tiny_files()), tmp_path / "theme.json"
    theme.write_text('{"color": {"light": {"inc": {"$value": "#000000"}, "ink": {"$value": "black"}}}}')
    assert run(["publish", str(study), "--out", str(tmp_path / "site"), "--theme", str(theme)]) == 1
    said = capsys.readouterr().err
    assert "color.light.inc" in said and "color.light.ink" in said and "is no colour" in said
    assert sorted(p.name for p in tmp_path.iterdir()) == ["theme.json", "tiny"]


def test_publish_leaves_a_folder_that_is_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write_folder(tmp_path, tiny_files())
    dear = tmp_path / "thesis"
    dear.mkdir()
    (dear / "chapter.txt").write_text("dear to someone")
    assert run(["publish", str(study), "--out", str(dear)]) == 1
    assert "was left as it is" in capsys.readouterr().err
    assert [p.name for p in dear.iterdir()] == ["chapter.txt"]


def test_publish_without_a_study_is_wrong_usage(tmp_path: Path) -> None:
    assert run(["publish", "--out", str(tmp_path / "site")]) == 2
    assert run(["publish", str(tmp_path / "nowhere"), "--out", str(tmp_path / "site")]) == 2
    assert not (tmp_path / "site").exists()


def test_demo_builds_the_packaged_studies_and_serves_them(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("answerable")), "demo", "--out", str(tmp_path / "site")]
    command.append("--no-images")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first, second = process.stdout.readline(), process.stdout.readline()
        try:
            assert "Published the packaged studies" in first
            found = re.search(r"http://127\.0\.0\.1:\d+/", second)
            assert found, second
            with urlopen(found.group()) as response:
                page = response.read().decode()
            for study in packaged_studies():
                assert f'href="{study.name}/index.html"' in page
            with pytest.raises(HTTPError, match="404") as missing:
                urlopen(f"{found.group()}nothing/here/")
            assert "There is no page at this address" in missing.value.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
