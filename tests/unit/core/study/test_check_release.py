"""A release is whole and unchanged, or it is told what is not."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from answerable.core.study.reading import check_study, read_study
from tests.factories import tiny_files, write_folder


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A tiny release, in a folder of another name than its id."""
    path = write_folder(tmp_path, tiny_files(), name="release-1")
    files = {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    record = {
        "version": "1.0",
        "as_at": "2016-06-03T23:59:00+01:00",
        "since": None,
        "changes": {},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    (path / "release.json").write_text(json.dumps(record))
    return path


def test_release_that_is_whole_has_no_fault_and_any_name(release: Path) -> None:
    assert check_study(release) == ()
    found = read_study(release).release
    assert found is not None and found.version == "1.0"
    assert found.as_at.isoformat() == "2016-06-03T23:59:00+01:00"


def change(path: Path) -> None:
    (path / "bodies.csv").write_text((path / "bodies.csv").read_text().replace("North", "Norht"))


@pytest.mark.parametrize(
    ("damage", "rule", "file"),
    [
        (change, "hash_mismatch", "bodies.csv"),
        (
            lambda path: (path / "rounds/2016/answers.csv").unlink(),
            "release_incomplete",
            "rounds/2016/answers.csv",
        ),
        (lambda path: (path / "extra.txt").write_text("x"), "not_in_release", "extra.txt"),
        (lambda path: (path / "release.json").write_text("{}"), "release_broken", "release.json"),
        (lambda path: (path / "release.json").write_text("["), "release_broken", "release.json"),
        (lambda path: (path / "release.json").write_text('"x"'), "release_broken", "release.json"),
    ],
    ids=["changed", "file gone", "file added", "no keys", "no JSON", "a text"],
)
def test_release_that_was_touched_is_told_with_the_file(
    release: Path, damage: Callable[[Path], None], rule: str, file: str
) -> None:
    damage(release)
    fault = next(fault for fault in check_study(release) if fault.rule == rule)
    assert (fault.rule, fault.file, fault.severity) == (rule, file, "error")
