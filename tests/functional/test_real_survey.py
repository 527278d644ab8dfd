"""A real survey, from somebody's spreadsheet to figures: 152 councils, of which 135 answered.

Data: mySociety, Freedom of Information in Local Government (2019), CC BY 4.0; beside the checkout.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from answerable.cli.main import run
from answerable.core.study.reading import read_study
from tests.factories import write_folder

pytestmark = pytest.mark.shared
N_COUNCILS, N_ANSWERED, N_ROWS = 152, 135, 384

MAPPING = {
    "round": "2018",
    "kind": "council",
    "body": "Authority",
    "unmatched": "skip",
    "columns": {
        "disclosure_log": {
            "column": "disclosure_log",
            "options": {
                "yes": ["yes"],
                "no": ["no", "discontinued"],
                "in_development": ["planned", "forthcoming"],
            },
            "status": {"unclear": ["stats"]},
        },
        "people": {"column": "rough_people_count", "type": "count"},
    },
}


def survey_folder(parent: Path, shared: Path) -> Path:
    """The study as its makers would keep it: the register of 2016, one round, the real boundaries."""
    with (shared / "data/geography/utla_register_2016.csv").open(encoding="utf-8") as file:
        bodies = [
            {
                "id": row["ons_code"],
                "kind": "council",
                "name": row["name"],
                "region": row["region"],
                "type": row["type"],
            }
            for row in csv.DictReader(file)
        ]
    options = ["yes", "no", "in_development"]
    log = {
        "id": "disclosure_log",
        "number": "4",
        "text": "Is a disclosure log published?",
        "answer": "yes_no",
        "options": options,
    }
    people = {
        "id": "people",
        "number": "1",
        "text": "How many people deal with requests?",
        "answer": "count",
        "unit": "people",
    }
    files: dict[str, Any] = {
        "study.yaml": {
            "id": "foi-2018",
            "title": "How councils handle requests",
            "publisher": "A publisher",
            "licence": "CC-BY-4.0",
            "simulated": False,
            "body_kinds": {"council": {"name": "council", "plural": "councils", "short": "Council"}},
        },
        "bodies.csv": bodies,
        "rounds/2018/round.yaml": {
            "sent_on": "2018-11-01",
            "cut_off": "2019-02-01",
            "regime": "foia",
            "asked": {"council": "council.yaml"},
        },
        "rounds/2018/council.yaml": {"kind": "council", "questions": [log, people]},
        "geography/council.geojson": (shared / "data/geography/utla_2016.geojson").read_bytes(),
    }
    return write_folder(parent, files)


@pytest.fixture
def survey(tmp_path: Path, shared: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, dict[str, Any]]:
    """The survey after its import, and what the import said."""
    folder = survey_folder(tmp_path, shared)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(json.dumps(MAPPING), encoding="utf-8")
    table = shared / "data/foi-in-local-government/coded.csv"
    arguments = ["import", str(table), "--mapping", str(mapping), "--study", str(folder), "--format", "json"]
    assert run(arguments) == 0
    return folder, json.loads(capsys.readouterr().out)


def test_import_of_the_real_survey_accounts_for_every_row(survey: tuple[Path, dict[str, Any]]) -> None:
    _, said = survey
    assert said["n_rows"] == N_ROWS
    assert said["n_bodies"] == N_ANSWERED
    assert len(said["skipped"]) == N_ROWS - N_ANSWERED
    assert len(said["without_row"]) == N_COUNCILS - N_ANSWERED


def test_councils_that_are_not_in_the_table_are_no_reply_not_no(
    survey: tuple[Path, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = survey
    assert run(["measures", str(folder), "--format", "json"]) == 0
    row = next(r for r in json.loads(capsys.readouterr().out) if r["question"] == "disclosure_log")
    assert (row["n_asked"], row["n_answered"]) == (N_COUNCILS, N_ANSWERED)
    assert row["n_yes"] + row["n_no"] + row["n_other"] == N_ANSWERED
    assert row["yes_low"] == pytest.approx(row["n_yes"] / N_COUNCILS)
    assert row["yes_high"] == pytest.approx((row["n_yes"] + N_COUNCILS - N_ANSWERED) / N_COUNCILS)


def test_counts_are_those_of_the_table_itself(survey: tuple[Path, dict[str, Any]], shared: Path) -> None:
    """A second count, straight from the table, over the councils that were matched."""
    folder, _ = survey
    answers = read_study(folder).round("2018").answers
    assert answers is not None
    log = answers.filter(question_id="disclosure_log")
    with (shared / "data/foi-in-local-government/coded.csv").open(encoding="utf-8") as file:
        words = {row["Authority"].casefold(): row["disclosure_log"] for row in csv.DictReader(file)}
    named = {"E10000028": "staffordshire county council", "E06000023": "bristol city council"}
    for body_id, name in named.items():
        expected = {"planned": "in_development", "forthcoming": "in_development", "discontinued": "no"}
        assert log.filter(body_id=body_id)["answer"].to_list() == [expected.get(words[name], words[name])]
