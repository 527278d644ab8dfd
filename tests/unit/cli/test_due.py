"""`answerable due`: data for machines, words for people, plain sentences for slips."""

import csv
import io
import json

import pytest
import typer
from typer.testing import CliRunner, Result

from answerable.cli.due import due as due_command

app = typer.Typer(rich_markup_mode=None)
app.command("due")(due_command)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_due_json_is_exactly_the_interface() -> None:
    found = run("2017-06-30", "--format", "json")
    assert found.exit_code == 0 and found.stderr == ""
    record = json.loads(found.stdout)
    assert list(record) == [
        "received_on",
        "due_on",
        "regime",
        "calendar",
        "skipped",
        "if_deemed_received_next_working_day",
    ]
    assert (record["received_on"], record["due_on"], record["regime"]) == ("2017-06-30", "2017-07-31", "foia")
    assert record["if_deemed_received_next_working_day"] == "2017-08-01"
    assert {"date", "because"} == set(record["skipped"][0])
    assert any(s["date"] == "2017-07-12" and "Northern Ireland" in s["because"] for s in record["skipped"])


def test_due_csv_is_one_row() -> None:
    (row,) = csv.DictReader(io.StringIO(run("2017-06-24", "--format", "csv").stdout))
    assert row["due_on"] == "2017-07-24" and "2017-07-12 Battle of the Boyne" in row["skipped"]


def test_due_for_people_shows_both_readings_and_each_skipped_day() -> None:
    said = run("2017-06-24").stdout
    assert "Monday 24 July 2017" in said and "Tuesday 25 July 2017, if deemed" in said
    assert "Battle of the Boyne" in said and "Calendar  uk: holidays" in said


@pytest.mark.parametrize(
    ("regime", "due_on"), [("eir", "2017-07-31"), ("foisa", "2017-07-28"), ("FOIA", "2017-07-31")]
)
def test_due_under_another_law(regime: str, due_on: str) -> None:
    record = json.loads(run("2017-06-30", "--regime", regime, "--format", "json").stdout)
    assert (record["due_on"], record["regime"]) == (due_on, regime.lower())


def test_due_of_a_school_with_its_closures() -> None:
    arguments = ("2017-06-30", "--school", "--closed", "2017-07-24..2017-09-01", "--format", "json")
    record = json.loads(run(*arguments).stdout)
    assert record["due_on"] == "2017-09-11"
    assert {"date": "2017-07-24", "because": "no school day"} in record["skipped"]


def test_due_of_a_school_whose_closures_are_unknown_says_so_on_stderr() -> None:
    found = run("2017-06-30", "--school", "--format", "json")
    assert json.loads(found.stdout)["due_on"] == "2017-09-27"
    assert "closures are not known" in found.stderr and "2017-07-31" in found.stderr
    assert (
        json.loads(run("2017-06-30", "--school", "--closed", "none", "--format", "json").stdout)["due_on"]
        == "2017-07-31"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2017-02-30"], "not a day of the calendar"),
        (["30.6.2017"], "such as 2017-06-30"),
        (["20170630"], "such as 2017-06-30"),
        (["1917-06-30"], "Check the year"),
        (["2100-12-20"], "Check the year"),
        (["2017-06-30", "--regime", "gdpr"], "foia, eir, foisa"),
        (["2017-06-30", "--closed", "2017-07-24..2017-09-01"], "add --school"),
        (["2017-06-30", "--school", "--closed", "2017-07-24"], "span of days"),
        (["2017-06-30", "--school", "--closed", "2017-09-01..2017-07-24"], "ends before it begins"),
        (["2017-06-30", "--school", "--regime", "eir"], "no longer time"),
    ],
)
def test_due_slips_are_wrong_usage_in_a_plain_sentence(arguments: list[str], words: str) -> None:
    found = run(*arguments)
    assert found.exit_code == 2 and found.stdout == ""
    assert words in " ".join(found.stderr.replace("│", " ").split())
    assert "Traceback" not in found.stderr
