"""The command line as a user meets it: codes, data on stdout, words on stderr, no traceback."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from answerable.cli import main
from answerable.cli.main import run
from answerable.packaged import packaged_studies
from answerable.press import site
from answerable.press.errors import PageFailed
from tests.factories import tiny_files, write_folder

COLUMNS = {
    "measures": "round kind question n_asked n_replied n_answered n_yes n_no n_other "
    "yes_share yes_low yes_high",
    "ratings": "round kind body_id scheme variant stars n_yes n_counted note",
    "trends": "kind question from_round to_round comparability from_share to_share "
    "n_matched gained lost p_value",
    "flags": "round body_id rule questions words",
}
START = "from answerable.cli.main import main; main()"
SCHEME: dict[str, Any] = {
    "id": "stars",
    "version": "1",
    "title": "Stars",
    "default_set": "reported",
    "minimum_coverage": "1/2",
    "bands": [{"stars": n, "up_to": 20 * n} for n in range(6)],
    "item_sets": {"reported": [{"round": "2016", "kind": "ccg", "items": ["ccn", "hospice"]}]},
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_folder(tmp_path, tiny_files(**{"ratings/stars.yaml": SCHEME}))


@pytest.mark.parametrize("command", COLUMNS)
def test_csv_has_the_columns_of_the_interface(
    command: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, str(study), "--format", "csv"]) == 0
    header = next(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert header == COLUMNS[command].split()


@pytest.mark.parametrize("command", COLUMNS)
def test_json_is_the_only_thing_on_stdout(
    command: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, str(study), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert isinstance(rows, list)
    assert all(list(row) == COLUMNS[command].split() for row in rows)


def test_measures_count_and_never_leave_a_count_blank(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["measures", str(study), "--format", "json"])
    rows = {row["question"]: row for row in json.loads(capsys.readouterr().out)}
    assert (
        rows["ccn"]
        | {"n_asked": 2, "n_replied": 1, "n_answered": 1, "n_yes": 1, "yes_low": 0.5, "yes_high": 1.0}
        == rows["ccn"]
    )
    assert rows["hospice"]["n_answered"] == 0
    assert rows["hospice"]["yes_share"] is None
    assert rows["ccn_spend"]["n_yes"] == 0
    assert rows["ccn_spend"]["yes_share"] is None
    counts = [name for name in COLUMNS["measures"].split() if name.startswith("n_")]
    assert all(isinstance(row[name], int) for row in rows.values() for name in counts)


@pytest.mark.parametrize(
    "by", [["--by", "region"], ["--by", "region", "--by", "type"], ["--by", "region", "type"]]
)
def test_breakdown_puts_its_columns_after_the_question(
    by: list[str], study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["measures", str(study), *by, "--format", "csv"]) == 0
    header = next(csv.reader(io.StringIO(capsys.readouterr().out)))
    names = [name for name in by if name != "--by"]
    assert header[3 : 3 + len(names)] == names


def test_ratings_say_not_rated_in_words_and_stars_as_numbers(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["ratings", str(study), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    default = {row["body_id"]: row["stars"] for row in rows if row["variant"] == "default"}
    assert default == {"E1": "5", "E2": "not rated"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["measures"],
        ["measures", "nowhere"],
        ["measures", "STUDY", "--by", "regoin"],
        ["measures", "STUDY", "region"],
        ["measures", "STUDY", "--format", "xml"],
        ["ratings", "STUDY", "--scheme", "moons"],
        ["due", "yesterday"],
        ["freeze", "STUDY", "--out", "x", "--version", "1"],
        [],
    ],
)
def test_wrong_usage_is_code_2_and_one_plain_sentence(
    arguments: list[str], study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(study) if word == "STUDY" else word for word in arguments]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert said.err.strip()
    assert said.out == ""


def test_every_fault_is_listed_with_its_place_and_code_1(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "rounds/2016/answers.csv").write_text(
        "body_id,question_id,status,answer\nE9,ccn,answered,yes\nE1,ccm,refused,\nE2,ccn,answered,perhaps\n",
        encoding="utf-8",
    )
    for command in ("check", "measures", "publish"):
        more = ["--out", str(study.parent / "site")] if command == "publish" else []
        assert run([command, str(study), *more]) == 1
        said = capsys.readouterr().err
        assert all(f"answers.csv:{line}" in said for line in (2, 3, 4))
    assert not (study.parent / "site").exists()


def test_check_gives_its_faults_to_machines_too(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "rounds/2016/answers.csv").write_text(
        "body_id,question_id,status\nE9,ccn,refused\n", encoding="utf-8"
    )
    assert run(["check", str(study), "--format", "json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)
    assert (fault["file"], fault["line"], fault["body"]) == ("rounds/2016/answers.csv", 2, "E9")
    assert fault["remedy"]


def test_failure_outside_is_code_3_and_debug_shows_where(
    study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(main.study.freezing, "freeze", full)
    arguments = ["freeze", str(study), "--out", "x", "--version", "1", "--as-at", "2016-06-03"]
    assert run(arguments) == 3
    assert capsys.readouterr().err == "error: No space left on device\n"
    with pytest.raises(OSError, match="No space"):
        run([*arguments, "--debug"])


def test_new_study_passes_its_own_check(tmp_path: Path) -> None:
    folder = tmp_path / "hedgehogs"
    assert run(["new", str(folder)]) == 0
    assert run(["check", str(folder)]) == 0
    assert run(["new", str(folder)]) == 1
    assert run(["new", str(tmp_path / "two words")]) == 1
    assert not (tmp_path / "two words").exists()


def test_new_round_sets_each_question_beside_its_earlier_self(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new-round", str(study), "2018", "--from", "2016"]) == 0
    assert "2 are open today" in capsys.readouterr().out
    assert run(["check", str(study)]) == 0
    text = (study / "rounds/2018/ccg.yaml").read_text(encoding="utf-8")
    assert 'compares_with: {round: "2016", question: ccn, comparability: identical}' in text
    assert not (study / "rounds/2018/answers.csv").exists()
    assert run(["new-round", str(study), "2018", "--from", "2016"]) == 1
    assert run(["new-round", str(study), "2020", "--from", "2061"]) == 2


def test_new_round_gives_the_questions_of_bodies_that_are_gone_to_their_successors(tmp_path: Path) -> None:
    files = tiny_files()
    files["study.yaml"]["body_kinds"]["icb"] = {"name": "board", "plural": "boards", "short": "ICB"}
    for body in files["bodies.csv"]:
        body["closed"] = "2022-06-30"
    files["bodies.csv"].append({"id": "B1", "kind": "icb", "name": "Whole", "opened": "2022-07-01"})
    files["successions.csv"] = [
        {
            "effective_date": "2022-07-01",
            "predecessor_id": old,
            "successor_id": "B1",
            "change": "merger",
            "share_pct": "100",
        }
        for old in ("E1", "E2")
    ]
    folder = write_folder(tmp_path, files)
    assert run(["new-round", str(folder), "2026", "--from", "2016"]) == 0
    text = (folder / "rounds/2026/icb.yaml").read_text(encoding="utf-8")
    assert "kind: ccg" in text
    assert run(["check", str(folder)]) == 0


@pytest.mark.parametrize("from_round", ["2017", "2026"])
def test_new_round_of_the_real_study_has_no_faults(
    from_round: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In 2017 groups and councils were asked about each other; the groups are boards today."""
    (real,) = (path for path in packaged_studies() if path.name == "childrens-palliative-care")
    folder = tmp_path / real.name
    shutil.copytree(real, folder)
    assert run(["new-round", str(folder), "2027", "--from", from_round]) == 0
    assert sorted(path.name for path in (folder / "rounds/2027").iterdir()) == [
        "icb.yaml",
        "la.yaml",
        "round.yaml",
    ]
    assert run(["check", str(folder)]) == 0, capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_failure(study: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from answerable.cli.main import main; main()",
        "measures",
        str(study),
        "--format",
        "csv",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 0


def test_new_fills_the_empty_folder_that_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my-survey"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run(["new", "."]) == 0
    assert Path("study.yaml").is_file()  # it is still the same folder
    assert run(["check", "."]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["my-survey"]


def test_page_that_cannot_be_made_is_no_fault_of_the_input(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PageFailed("KeyError: 'x'", "Traceback (most recent call last): ...")

    monkeypatch.setattr(site, "publish", fail)
    assert run(["publish", str(study), "--out", str(tmp_path / "site")]) == 3
    said = capsys.readouterr().err
    assert "KeyError" in said
    assert "Traceback" not in said


def test_commands_that_make_something_tell_it_to_machines_too(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, form in enumerate(["json", "csv"]):
        out = tmp_path / form
        commands: dict[str, list[str]] = {
            "study": ["new", str(out / "survey")],
            "round": ["new-round", str(study), f"202{number}", "--from", "2016"],
            "version": [
                "freeze",
                str(study),
                "--out",
                str(out / "r"),
                "--version",
                "1",
                "--as-at",
                "2017-01-01",
            ],
            "out": ["publish", str(study), "--out", str(out / "site")],
        }
        for key, arguments in commands.items():
            capsys.readouterr()
            assert run([*arguments, "--format", form]) == 0
            said = capsys.readouterr().out
            record = json.loads(said) if form == "json" else next(csv.DictReader(io.StringIO(said)))
            assert record[key]


@pytest.mark.parametrize("ending", ["", ">&-", "2>&-"])
def test_data_are_utf_8_whatever_the_locale_and_a_closed_stream_is_no_crash(study: Path, ending: str) -> None:
    bodies = study / "bodies.csv"
    bodies.write_text(bodies.read_text(encoding="utf-8").replace(",N", ",Ł"), encoding="utf-8")
    command = f'"{sys.executable}" -c "{START}" measures "{study}" --by region --format csv {ending}'
    plain = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, env={**os.environ, **plain}, check=False
    )
    assert done.returncode == 0, done.stderr
    if ending != ">&-":
        assert "Ł" in done.stdout.decode("utf-8")


class Panic(BaseException):
    """As libraries written in Rust raise it: no Exception."""


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (Panic("index out of bounds"), 3, "something failed inside"),
        (MemoryError(), 3, "something failed inside"),
        (PermissionError(13, "Permission denied", "x"), 3, "Permission denied: x"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_what_fails_outside_is_told_in_words(
    study: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    raised: BaseException,
    code: int,
    words: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("answerable.cli.tables.measure_table", fail)
    assert run(["measures", str(study)]) == code
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.err
    with pytest.raises((type(raised), SystemExit)) if code == 3 else nullcontext():
        run(["measures", str(study), "--debug"])
