"""Freezing through the command line: what a release holds, and what it refuses."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from answerable.cli.main import run
from tests.factories import tiny_files, write_folder


def freeze(study: Path, out: Path, version: str = "1.0", as_at: str = "2016-06-03", *more: str) -> int:
    return run(["freeze", str(study), "--out", str(out), "--version", version, "--as-at", as_at, *more])


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "studies", tiny_files())


def release(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return record


def corrected(study: Path) -> None:
    answers = study / "rounds/2016/answers.csv"
    answers.write_text(answers.read_text(encoding="utf-8").replace("1200", "1300"), encoding="utf-8")


def test_release_carries_version_moment_and_the_hash_of_every_file(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases/1.0"
    assert freeze(study, out) == 0
    record = release(out)
    assert (record["version"], record["as_at"]) == ("1.0", "2016-06-03")
    files = {p.relative_to(out).as_posix(): p for p in out.rglob("*") if p.is_file()}
    assert set(record["sha256"]) == files.keys() - {"release.json"}
    for name, digest in record["sha256"].items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest
    assert run(["check", str(out)]) == 0


def test_release_is_a_valid_frictionless_data_package(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases/1.0"
    assert freeze(study, out) == 0
    report = Package(str(out / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    assert {Path(task.place).name for task in report.tasks} == {"bodies.csv", "answers.csv"}


def test_changing_one_answer_changes_its_row_and_release_json_and_nothing_else(
    study: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "releases/1.0", tmp_path / "releases/1.1"
    assert freeze(study, first) == 0
    corrected(study)
    assert freeze(study, second, "1.1", "2016-07-01") == 0
    changed = [
        p.relative_to(first).as_posix()
        for p in first.rglob("*")
        if p.is_file() and p.read_bytes() != (second / p.relative_to(first)).read_bytes()
    ]
    assert sorted(changed) == ["release.json", "rounds/2016/answers.csv"]
    changes = release(second)["changes"]
    assert release(second)["since"] == "1.0"
    assert changes["answers"]["changed"] == 1
    row = changes["answers"]["rows"][0]
    assert (row["question_id"], row["value_before"], row["value_after"]) == ("ccn_spend", 1200.0, 1300.0)
    assert changes["files"]["changed"] == ["rounds/2016/answers.csv"]


def test_freezing_twice_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one/1.0", tmp_path / "two/1.0"
    assert freeze(study, one) == freeze(study, two) == 0
    for path in one.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()


def test_a_touched_release_is_found_out(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "releases/1.0"
    assert freeze(study, out) == 0
    answers = out / "rounds/2016/answers.csv"
    answers.write_text(answers.read_text(encoding="utf-8").replace("yes", "no"), encoding="utf-8")
    assert run(["check", str(out)]) == 1
    assert "answers.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "as_at", "code"), [("1.0", "soon", 2), ("1/0", "2016-06-03", 1), ("", "2016-06-03", 1)]
)
def test_bad_version_or_moment_makes_nothing(
    study: Path, tmp_path: Path, version: str, as_at: str, code: int
) -> None:
    out = tmp_path / "releases/1.0"
    assert freeze(study, out, version, as_at) == code
    assert not (tmp_path / "releases").exists()


def test_a_release_is_never_overwritten(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases/1.0"
    assert freeze(study, out) == 0
    before = (out / "release.json").read_bytes()
    assert freeze(study, out, "1.1", "2016-07-01") == 1
    assert (out / "release.json").read_bytes() == before


def test_a_study_with_faults_is_not_frozen(study: Path, tmp_path: Path) -> None:
    (study / "rounds/2016/answers.csv").write_text(
        "body_id,question_id,status\nE9,ccn,refused\n", encoding="utf-8"
    )
    assert freeze(study, tmp_path / "releases/1.0") == 1
    assert not (tmp_path / "releases").exists()


def test_since_names_the_release_to_compare_with(study: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a/1.0", tmp_path / "b/1.1"
    assert freeze(study, first) == 0
    corrected(study)
    assert freeze(study, second, "1.1", "2016-07-01", "--since", str(first)) == 0
    assert release(second)["since"] == "1.0"
    assert freeze(study, tmp_path / "c/1.2", "1.2", "2016-07-01", "--since", str(study)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2016-06-03", "2016-06-03"),
        ("2016-06-03", "2016-06-03T12:00:00+00:00"),
        ("2016-06-03T12:00:00+00:00", "2016-06-03"),
        ("2016-06-03T12:00:00+01:00", "2016-06-03T11:30:00+00:00"),
    ],
)
def test_a_correction_on_the_same_day_follows_the_release_it_corrects(
    study: Path, tmp_path: Path, first: str, second: str
) -> None:
    assert freeze(study, tmp_path / "releases/1.9", "1.9", first) == 0
    corrected(study)
    assert freeze(study, tmp_path / "releases/1.10", "1.10", second) == 0
    record = release(tmp_path / "releases/1.10")
    assert record["since"] == "1.9"
    assert record["changes"]["answers"]["changed"] == 1


def test_a_release_made_again_does_not_follow_the_one_that_came_after_it(study: Path, tmp_path: Path) -> None:
    for version in ("1.9", "1.10"):
        assert freeze(study, tmp_path / "releases" / version, version) == 0
    assert freeze(study, tmp_path / "releases/again", "1.9") == 0
    assert release(tmp_path / "releases/again")["since"] is None


def test_the_newest_of_several_releases_of_a_day_is_the_last(study: Path, tmp_path: Path) -> None:
    for version, as_at in (("1.9", "2016-06-03"), ("1.10", "2016-06-03T09:00:00+00:00")):
        assert freeze(study, tmp_path / "releases" / version, version, as_at) == 0
    assert freeze(study, tmp_path / "releases/2.0", "2.0", "2016-06-04") == 0
    assert release(tmp_path / "releases/2.0")["since"] == "1.10"


def test_a_broken_earlier_release_is_named_with_its_path(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "releases/1.0"
    assert freeze(study, first) == 0
    with (first / "bodies.csv").open("a") as file:
        file.write("\n")
    capsys.readouterr()
    assert freeze(study, tmp_path / "releases/1.1", "1.1", "2016-07-01") == 1
    assert str(first / "bodies.csv") in capsys.readouterr().err


def test_freezing_a_release_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a/1.0", tmp_path / "b/1.0"
    assert freeze(study, first) == 0
    assert freeze(first, second) == 0
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (first, second)
    ]
    assert contents[0] == contents[1]


@pytest.mark.parametrize("as_at", ["20160603", "2016-W22-5", "2016-06-31", "2016-06-03T25:00", "3 June 2016"])
def test_moment_that_is_no_iso_date_or_instant_is_wrong_usage(
    study: Path, tmp_path: Path, as_at: str
) -> None:
    assert freeze(study, tmp_path / "releases/1.0", "1.0", as_at) == 2
    assert freeze(study, tmp_path / "x", "1.0", "2016-06-03", "--since", str(tmp_path / "nowhere")) == 2
    assert not (tmp_path / "x").exists()


def test_nothing_is_started_in_a_release(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "releases/1.0"
    assert freeze(study, out) == 0
    assert run(["new-round", str(out), "2018", "--from", "2016"]) == 1
    assert not (out / "rounds/2018").exists()
    assert run(["check", str(out)]) == 0
