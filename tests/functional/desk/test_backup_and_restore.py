"""A backup fills an empty desk again, on another database too, and every row and file is compared."""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import tiny_files, write_folder
from tests.functional.desk.desk_processes import copy_home, desk


@pytest.fixture(scope="module")
def full_home(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a survey, a person and a release. Tests change nothing in it."""
    folder = tmp_path_factory.mktemp("full")
    home = copy_home(made_home, folder / "home")
    study = write_folder(folder, tiny_files())
    for command in (
        ["user", "sam@example.org", "--founder", "--name", "Sam Ødegård"],
        ["import", str(study)],
        ["freeze", study.name, "--out", str(folder / "out"), "--version", "1.0.0", "--as-at", "2026-06-01"],
    ):
        done = desk(home, *command)
        assert done.returncode == 0, done.stderr
    return home


def backup(home: Path, to: Path, **more: str) -> dict[str, object]:
    """Takes a backup and returns what it says of itself."""
    done = desk(home, "backup", str(to), **more)
    assert done.returncode == 0, done.stderr
    assert to.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(to) as packed:
        told: dict[str, object] = json.loads(packed.read("backup.json"))
    return told


def what_counts(told: dict[str, object]) -> dict[str, object]:
    """All of a manifest but when it was made."""
    return {name: value for name, value in told.items() if name != "made_at"}


def test_restore_sqlite_to_sqlite_gives_every_row_and_file_back(
    full_home: Path, made_home: Path, tmp_path: Path
) -> None:
    first = backup(full_home, tmp_path / "first.backup")
    assert first["n_files"] == 1 and first["lost"] == []
    home = copy_home(made_home, tmp_path / "home")
    done = desk(home, "restore", str(tmp_path / "first.backup"))
    assert done.returncode == 0, done.stderr
    assert what_counts(backup(home, tmp_path / "second.backup")) == what_counts(first)
    # The backup's own format is not taken at its word: the databases themselves are compared too.
    for table in (
        "desk_people_user",
        "desk_surveys_survey",
        "desk_surveys_publicbody",
        "desk_audit_auditevent",
    ):
        rows = [_rows(each / "desk.sqlite3", table) for each in (full_home, home)]
        assert rows[0] == rows[1] and rows[0]
    files = [sorted(_files(each)) for each in (full_home, home)]
    assert files[0] == files[1] and len(files[0]) == 1
    again = desk(home, "restore", str(tmp_path / "first.backup"))
    assert again.returncode == 1 and "not empty" in again.stderr


def test_restore_across_sqlite_and_postgresql_and_back(
    full_home: Path, made_home: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    first = backup(full_home, tmp_path / "first.backup")
    on_postgres = {"DATABASE_URL": new_database()}
    home = tmp_path / "postgres-home"
    for command in (["init"], ["restore", str(tmp_path / "first.backup")]):
        done = desk(home, *command, **on_postgres)
        assert done.returncode == 0, done.stderr
    second = backup(home, tmp_path / "second.backup", **on_postgres)
    assert what_counts(second) == what_counts(first)
    # Numbers go on after the highest that was restored.
    assert desk(home, "user", "next@example.org", **on_postgres).returncode == 0
    back = copy_home(made_home, tmp_path / "back")
    assert desk(back, "restore", str(tmp_path / "second.backup")).returncode == 0
    assert what_counts(backup(back, tmp_path / "third.backup")) == what_counts(first)


@pytest.mark.parametrize("damage", ["row", "file", "cut", "not a backup", "other version"])
def test_restore_a_damaged_backup_leaves_the_place_empty(
    full_home: Path, made_home: Path, tmp_path: Path, damage: str
) -> None:
    good, bad = tmp_path / "good.backup", tmp_path / "bad.backup"
    backup(full_home, good)
    _damage(good, bad, damage)
    home = copy_home(made_home, tmp_path / "home")
    done = desk(home, "restore", str(bad))
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert _rows(home / "desk.sqlite3", "desk_people_user") == []
    assert desk(home, "restore", str(good)).returncode == 0


def test_backup_and_doctor_tell_of_a_lost_file(full_home: Path, tmp_path: Path) -> None:
    home = copy_home(full_home, tmp_path / "home")
    lost = next(path for path in (home / "files").rglob("*") if path.is_file())
    lost.write_bytes(b"something else")
    done = desk(home, "backup", str(tmp_path / "x.backup"))
    assert done.returncode == 1 and "lost or damaged" in done.stdout
    told = desk(home, "doctor")
    assert told.returncode == 1 and "missing or damaged" in told.stdout
    again = desk(home, "backup", str(tmp_path / "x.backup"))
    assert again.returncode == 1 and "not written over" in again.stderr


def _rows(database: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(database) as opened:
        rows = opened.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
    opened.close()
    return rows


def _files(home: Path) -> list[tuple[str, bytes]]:
    folder = home / "files"
    return [
        (str(path.relative_to(folder)), path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    ]


def _damage(good: Path, bad: Path, how: str) -> None:
    """A backup with one thing wrong with it."""
    if how == "cut":
        bad.write_bytes(good.read_bytes()[:-2000])
        return
    if how == "not a backup":
        bad.write_text("no zip at all")
        return
    shutil.copy(good, bad)
    with zipfile.ZipFile(good) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    if how == "row":
        held["tables/desk_people_user.jsonl"] = held["tables/desk_people_user.jsonl"].replace(b"Sam", b"Tom")
    if how == "file":
        name = next(name for name in held if name.startswith("files/"))
        held[name] = held[name][:-1] + b"!"
    if how == "other version":
        held["backup.json"] = held["backup.json"].replace(
            b"desk_people.0001_initial", b"desk_people.0099_later"
        )
    with zipfile.ZipFile(bad, "w") as packed:
        for name, data in held.items():
            packed.writestr(name, data)
