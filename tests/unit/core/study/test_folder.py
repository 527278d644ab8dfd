"""The folder on disk: what is read, what is refused, and never anything outside it."""

import os
import time
from pathlib import Path

import pytest

from answerable.core.errors import InputFaults
from answerable.core.study import folder as module
from answerable.core.study.reading import check_study, read_study
from answerable.core.study.yaml import read_yaml_file
from tests.factories import tiny_files, write_folder
from tests.unit.core.study.changed import ANSWERS, ANSWERS_FILE, FILES, found


def rules(path: Path) -> list[tuple[str, str | None]]:
    return [(fault.rule, fault.file) for fault in check_study(path)]


def test_folder_that_is_none_is_told(tmp_path: Path) -> None:
    assert rules(tmp_path / "absent") == [("folder_missing", None)]
    (tmp_path / "file").write_text("x")
    assert rules(tmp_path / "file") == [("folder_missing", None)]
    with pytest.raises(InputFaults) as caught:
        read_study(tmp_path / "absent")
    assert caught.value.faults[0].rule == "folder_missing"


def test_folder_that_is_empty_lacks_its_two_files(tmp_path: Path) -> None:
    assert rules(tmp_path) == [("missing_file", "bodies.csv"), ("missing_file", "study.yaml")]


def test_folder_may_be_named_by_a_path_that_ends_anyhow(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(study_folder)
    assert rules(Path()) == [] and rules(study_folder / "rounds" / "..") == []


def test_folder_links_that_leave_it_are_refused_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("body_id,question_id,status\nE1,secret,answered\n")
    path = write_folder(tmp_path, tiny_files(**{"rounds/2016/answers.csv": None}))
    (path / "rounds/2016/answers.csv").symlink_to(secret)
    (path / "geography").symlink_to(tmp_path)
    assert rules(path) == [
        ("link_leaves_folder", "geography"),
        ("link_leaves_folder", "rounds/2016/answers.csv"),
    ]
    assert "secret" not in "".join(fault.sentence() for fault in check_study(path))


def test_folder_links_inside_it_are_read(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files())
    (path / "bodies.csv").rename(path / "NOTES.txt")
    (path / "bodies.csv").symlink_to(path / "NOTES.txt")
    assert rules(path) == []


def test_folder_pipes_and_folders_in_place_of_files_are_told_and_hang_nothing(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files(**{"rounds/2016/answers.csv": None, "bodies.csv": None}))
    os.mkfifo(path / "rounds/2016/answers.csv")
    (path / "bodies.csv").mkdir()
    assert rules(path) == [
        ("not_a_file", "bodies.csv"),
        ("missing_file", "bodies.csv"),
        ("not_a_file", "rounds/2016/answers.csv"),
    ]


def test_folder_hidden_files_and_notes_are_passed_over(tmp_path: Path) -> None:
    beside = {
        ".git/config": "x",
        ".DS_Store": "x",
        "~$bodies.xlsx": "x",
        "README.md": "x",
        "solve.py": "x",
        "LICENSE": "x",
    }
    assert rules(write_folder(tmp_path, tiny_files(**beside))) == []


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("body.csv", "“bodies.csv”"),
        ("Bodies.CSV", "“bodies.csv”"),
        ("rounds/2016/answer.csv", "“rounds/2016/answers.csv”"),
        ("rounds/2016/ccgs.yaml", "“rounds/2016/ccg.yaml”"),
        ("geography/ccg.json", "geography/"),
        ("datapackage.json", "Otherwise keep it outside"),
    ],
)
def test_folder_stray_files_are_warned_of_with_the_nearest_name(
    tmp_path: Path, name: str, remedy: str
) -> None:
    (fault,) = check_study(write_folder(tmp_path, tiny_files(**{name: "x"})))
    assert (fault.rule, fault.file, fault.severity) == ("stray_file", name, "warning")
    assert remedy in fault.remedy


def test_folder_file_names_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files())
    (Path(os.fsdecode(os.fsencode(path) + b"/b\xff.csv"))).write_text("x")
    (fault,) = check_study(path)
    assert fault.rule == "stray_file" and fault.sentence().encode()


def test_folder_files_beyond_their_bound_are_refused_without_being_read(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files())
    for name in ("study.yaml", "rounds/2016/answers.csv"):
        with (path / name).open("ab") as file:
            file.truncate(2_000_000_000)  # sparse: it takes no room on the disk
    before = time.perf_counter()
    faults = check_study(path)
    assert time.perf_counter() - before < 1
    assert {("file_too_large", "study.yaml"), ("file_too_large", "rounds/2016/answers.csv")} <= set(
        rules(path)
    )
    assert all(fault.expected for fault in faults if fault.rule == "file_too_large")


def test_folder_with_too_many_files_or_too_deep_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "/".join("abcdefghij") + "/x.csv"
    assert "too_many_files" in {fault.rule for fault in found(tmp_path / "a", {deep: "x"})}
    monkeypatch.setattr(module, "MOST_FILES", 3)
    assert "too_many_files" in {fault.rule for fault in found(tmp_path / "b", {})}


@pytest.mark.parametrize(
    ("name", "header", "row", "expected"),
    [
        (ANSWERS_FILE, ANSWERS.splitlines()[0], "E1,ccn,answered,yes,,,", {"answered_twice"}),
        (ANSWERS_FILE, ANSWERS.splitlines()[0], "E1,ccn", {"uneven_row"}),
        (ANSWERS_FILE, ANSWERS.splitlines()[0], "", {"file_too_large"}),
        (ANSWERS_FILE, ANSWERS.splitlines()[0] + '\n"', "E1,ccn", {"broken_quotes"}),
        (ANSWERS_FILE, "", "\x00" * 50, {"nul_byte", "empty_file"}),
        (ANSWERS_FILE, "x" * 1000, "x" * 1000, {"missing_column", "unknown_column"}),
    ],
    ids=["sound", "uneven", "blank", "open quotation", "zeros", "no header"],
)
def test_folder_files_of_100_mb_are_read_or_refused_promptly(
    tmp_path: Path, name: str, header: str, row: str, expected: set[str]
) -> None:
    line = row.encode() + b"\n"
    before = time.perf_counter()
    faults = found(tmp_path, {**FILES, name: header.encode() + b"\n" + line * (100_000_000 // len(line))})
    assert expected <= {fault.rule for fault in faults}
    assert len(faults) < 400
    (tmp_path / "tiny" / name).unlink()
    assert time.perf_counter() - before < 40  # seconds; it takes about 3 on an idle machine


def test_folder_yaml_for_an_import_is_read_as_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text('round: "2018"\noptions: {yes: [yes, Y], no: [no]}\nn: 3\nskip:\n')
    assert read_yaml_file(path) == {
        "round": "2018",
        "options": {"yes": ["yes", "Y"], "no": ["no"]},
        "n": 3,
        "skip": None,
    }


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("- a\n", "not_keys"),
        ("a: b: c", "yaml_broken"),
        ("", "empty_file"),
        ("x" * 1_000_001, "file_too_large"),
    ],
)
def test_folder_yaml_for_an_import_tells_its_faults(tmp_path: Path, content: str, rule: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(content)
    with pytest.raises(InputFaults) as caught:
        read_yaml_file(path)
    assert [fault.rule for fault in caught.value.faults] == [rule]
    with pytest.raises(InputFaults):
        read_yaml_file(tmp_path / "absent.yaml")


def test_folder_with_the_name_of_a_table_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {**FILES, ANSWERS_FILE: None}, name="tiny")
    (folder / ANSWERS_FILE).mkdir()
    assert [(fault.rule, fault.file) for fault in check_study(folder)] == [("not_a_file", ANSWERS_FILE)]


def test_folder_without_a_study_yaml_is_not_told_file_by_file(tmp_path: Path) -> None:
    for name in ("a.csv", "b.json", "notes/c.pdf"):
        path = tmp_path / "other" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert {fault.file for fault in check_study(tmp_path / "other")} == {"study.yaml", "bodies.csv"}
