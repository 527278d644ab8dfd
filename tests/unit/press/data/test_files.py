"""The workbook of a round leaves out answers that no spreadsheet opens in good time, and says so."""

import pytest

from answerable.press.data import files
from answerable.press.data.files import RoundFiles
from answerable.press.site import make_frames
from tests.factories import make_round, make_study


def round_files() -> RoundFiles:
    """The files of a round with two answers."""
    study = make_study(["E1", "E2"], [make_round("2016", {"ccg": ["ccn"]}, {"E1": {"ccn": "yes"}})])
    frame = make_frames([study])[0]
    return RoundFiles(frame, frame.view.rounds[0])


def test_workbook_holds_the_answers_while_it_can() -> None:
    assert {"about", "answers ccg", "bodies", "measures", "questions"} <= set(round_files().sheets())


def test_workbook_leaves_out_very_many_answers_and_says_where_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "MOST_IN_WORKBOOK", 1)
    sheets = round_files().sheets()
    assert not any(name.startswith("answers") for name in sheets)
    told = dict(sheets["about"].rows)
    assert told["sheet answers"] == "Too many for a workbook: they are in answers.csv and answers.parquet"
