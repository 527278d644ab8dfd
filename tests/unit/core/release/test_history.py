"""Every release carries what those before it changed; a history that does not hold together is no record."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from answerable.core.release.freezing import freeze
from answerable.core.release.history import steps
from answerable.core.study.model import Release
from answerable.core.study.reading import check_study, read_study
from tests.factories import tiny_files, write_folder


def release_of(folder: Path) -> Release:
    found = read_study(folder).release
    assert found is not None
    return found


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """The third release of a study: the answer was corrected in the second, the spend in the third."""
    study = write_folder(tmp_path, tiny_files())
    answers = study / "rounds/2016/answers.csv"
    freeze(study, tmp_path / "r/1.0", version="1.0", as_at=date(2016, 6, 3))
    answers.write_text(answers.read_text().replace("refused,,", "answered,yes,"))
    freeze(study, tmp_path / "r/1.1", version="1.1", as_at=date(2016, 7, 1), because="It wrote again.")
    answers.write_text(answers.read_text().replace("1200", "1300"))
    freeze(study, tmp_path / "r/1.2", version="1.2", as_at=date(2016, 8, 1), because="A slip.")
    return tmp_path / "r/1.2"


def test_the_newest_release_tells_every_change_since_the_first(third: Path) -> None:
    newest, second, first = steps(release_of(third))
    assert [each.version for each in (newest, second, first)] == ["1.2", "1.1", "1.0"]
    assert [each.since for each in (newest, second, first)] == ["1.1", "1.0", None]
    assert [each.as_at for each in (second, first)] == [date(2016, 7, 1), date(2016, 6, 3)]
    assert [each.because for each in (newest, second, first)] == ["A slip.", "It wrote again.", ""]
    (spend,) = newest.answers
    assert (spend.question_id, spend.before["value"], spend.after["value"]) == ("ccn_spend", 1200, 1300)
    (hospice,) = second.answers
    assert (hospice.before["status"], hospice.after["status"]) == ("refused", "answered")
    assert "answer" not in hospice.before and hospice.after["answer"] == "yes"
    (moved,) = second.figures
    assert (moved.before["n_yes"], moved.after["n_yes"]) == (0, 1)
    assert not first.is_correction and newest.is_correction


def test_what_an_earlier_release_said_of_itself_is_carried_on_unchanged(third: Path) -> None:
    assert steps(release_of(third))[1:] == steps(release_of(third.with_name("1.1")))


def test_hashes_of_files_are_not_carried_on(third: Path) -> None:
    record = json.loads((third / "release.json").read_text())
    kept = {"because", "answers", "figures", "stars"}
    assert len(record["history"]) == 2
    assert all(set(step["changes"]) <= kept for step in record["history"])


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "no list": lambda record: record.update(history={"a": 1}),
    "a step is a word": lambda record: record.update(history=["1.1"]),
    "a step is missing": lambda record: record["history"].pop(0),
    "no moment": lambda record: record["history"][0].update(as_at="soon"),
    "rows are no list": lambda record: record["changes"]["answers"].update(rows={"a": {}}),
    "a row without a body": lambda record: record["changes"]["answers"]["rows"][0].pop("body_id"),
    "a count is a word": lambda record: record["history"][0]["changes"]["figures"][0].update(
        n_yes_before="many"
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_history_that_does_not_hold_together_is_a_fault(third: Path, name: str) -> None:
    record = json.loads((third / "release.json").read_text())
    BROKEN[name](record)
    (third / "release.json").write_text(json.dumps(record))
    assert "release_broken" in {fault.rule for fault in check_study(third)}


def test_a_release_frozen_before_there_was_a_history_is_read(third: Path) -> None:
    record = json.loads((third / "release.json").read_text())
    del record["history"]
    (third / "release.json").write_text(json.dumps(record))
    assert [each.version for each in steps(release_of(third))] == ["1.2"]
