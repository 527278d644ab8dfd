"""method.md, corrections: a published figure changes only through a new release that says what and why."""

import json
from datetime import date
from pathlib import Path

import pytest

from answerable.core.errors import InputFaults
from answerable.core.release.freezing import freeze
from answerable.core.study.reading import read_study
from tests.factories import tiny_files, write_folder


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study whose only yes will turn out to be a no."""
    return write_folder(tmp_path, tiny_files())


def correct(study: Path) -> None:
    answers = study / "rounds/2016/answers.csv"
    rows = [line for line in answers.read_text(encoding="utf-8").splitlines() if "ccn_spend" not in line]
    answers.write_text("\n".join(rows).replace("answered,yes", "answered,no") + "\n", encoding="utf-8")


def test_new_release_tells_before_after_reason_and_what_it_touches(study: Path, tmp_path: Path) -> None:
    freeze(study, tmp_path / "r/1.0", version="1.0", as_at=date(2016, 6, 3))
    correct(study)
    why = "The group wrote that it had misread the question."
    freeze(study, tmp_path / "r/1.1", version="1.1", as_at=date(2016, 7, 1), because=why)
    changes = json.loads((tmp_path / "r/1.1/release.json").read_text(encoding="utf-8"))["changes"]
    assert changes["because"] == why
    (figure,) = [each for each in changes["figures"] if each["question"] == "ccn"]
    assert (figure["n_yes_before"], figure["n_yes_after"]) == (1, 0)
    moved = {row["question_id"]: row for row in changes["answers"]["rows"]}
    assert (moved["ccn"]["answer_before"], moved["ccn"]["answer_after"]) == ("yes", "no")
    assert moved["ccn_spend"]["change"] == "removed"
    assert {"round": "2016", "kind": "ccg", "question": "ccn"} in changes["touches"]["questions"]
    assert changes["touches"]["bodies"] == ["E1"]


def test_old_release_stays_as_it_was_published(study: Path, tmp_path: Path) -> None:
    old = tmp_path / "r/1.0"
    freeze(study, old, version="1.0", as_at=date(2016, 6, 3))
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    correct(study)
    freeze(study, tmp_path / "r/1.1", version="1.1", as_at=date(2016, 7, 1))
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before


def test_release_edited_in_place_is_refused_by_everything_that_reads_it(study: Path, tmp_path: Path) -> None:
    old = tmp_path / "r/1.0"
    freeze(study, old, version="1.0", as_at=date(2016, 6, 3))
    correct(old)
    with pytest.raises(InputFaults) as caught:
        read_study(old)
    assert any(fault.file == "rounds/2016/answers.csv" for fault in caught.value.faults)
