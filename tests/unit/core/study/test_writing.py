"""Writing: canonical bytes, and nothing touched that already says the same."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from answerable.core.bodies.model import BodyKind
from answerable.core.errors import InputFaults
from answerable.core.questions import (
    ComparesWith,
    ConsistencyRule,
    Derived,
    Duty,
    Question,
    Questionnaire,
    Recode,
    Remark,
)
from answerable.core.ratings.model import ItemSet, RatingScheme
from answerable.core.study import schema
from answerable.core.study.model import Round, Study
from answerable.core.study.reading import check_study, read_study
from answerable.core.study.same import differences, same_study
from answerable.core.study.writing import study_files, table_csv, write_answers, write_study
from tests.factories import frame, make_round, make_study, question, tiny_files, write_folder
from tests.unit.core.study.changed import FILES


def on_disk(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_writing_a_table_is_canonical() -> None:
    rows = [
        {"body_id": "E1", "question_id": "a", "status": "answered", "answer": "yes", "note": 'a "b", c\nd'},
        {"body_id": "E1", "question_id": "b", "status": "answered", "value": 1200.0, "note": "  "},
        {"body_id": "E1", "question_id": "c", "status": "answered", "value": 0.1},
        {"body_id": "E1", "question_id": "d", "status": "answered", "value": -1e22, "note": "=cmd"},
    ]
    assert table_csv(frame(schema.ANSWERS, rows), schema.ANSWERS).decode() == (
        "body_id,question_id,status,answer,value,note\n"
        'E1,a,answered,yes,,"a ""b"", c\nd"\n'
        "E1,b,answered,,1200,\n"
        "E1,c,answered,,0.1,\n"
        "E1,d,answered,,-1e+22,=cmd\n"
    )


def test_writing_a_table_keeps_required_columns_and_dates_are_iso() -> None:
    rows = [{"body_id": "E1", "measure": "children", "date": date(2016, 6, 30), "value": 5}]
    assert table_csv(frame(schema.POPULATIONS, rows), schema.POPULATIONS).decode() == (
        "body_id,measure,date,value,source\nE1,children,2016-06-30,5,\n"
    )
    assert table_csv(schema.REQUESTS.empty(), schema.REQUESTS).decode() == "body_id,outcome\n"


def test_writing_leaves_out_tables_without_rows_but_not_answers_without_rows() -> None:
    with_file = make_study(["E1"], [make_round("2016", {"ccg": ["a"]}, {})])
    without = make_study(["E1"], [make_round("2016", {"ccg": ["a"]}, None)])
    assert "rounds/2016/answers.csv" in study_files(with_file)
    assert "rounds/2016/answers.csv" not in study_files(without)
    assert "successions.csv" not in study_files(with_file)


def test_writing_what_was_read_changes_no_byte_and_keeps_comments_and_separators(tmp_path: Path) -> None:
    files = dict(FILES)
    files["study.yaml"] = "# what it is\n" + files["study.yaml"]
    files["bodies.csv"] = "\ufeff" + files["bodies.csv"].replace(",", ";")
    path = write_folder(tmp_path, {**files, "NOTES.md": "mine"}, name="tiny")
    before = on_disk(path)
    write_study(read_study(path), path)
    assert on_disk(path) == before


def test_writing_a_change_touches_only_its_file(tmp_path: Path) -> None:
    path = write_folder(tmp_path, {**FILES, "NOTES.md": "mine"}, name="tiny")
    before, study = on_disk(path), read_study(path)
    write_study(replace(study, bodies=study.bodies.with_columns(region=pl.lit("N"))), path)
    changed = {name for name, data in on_disk(path).items() if before.get(name) != data}
    assert changed == {"bodies.csv"}
    assert read_study(path).bodies["region"].to_list() == ["N"] * 4


def test_writing_removes_what_the_study_no_longer_has_and_nothing_else(tmp_path: Path) -> None:
    path = write_folder(tmp_path, {**FILES, "NOTES.md": "mine"}, name="tiny")
    write_study(replace(read_study(path), rounds=()), path)
    assert set(on_disk(path)) == {"study.yaml", "bodies.csv", "NOTES.md"}
    assert not (path / "rounds" / "2016").exists()


def test_writing_into_a_folder_that_is_no_study_or_a_release_is_refused(tmp_path: Path) -> None:
    study = make_study(["E1"], [make_round("2016", {"ccg": ["a"]})])
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    release = write_folder(tmp_path, {**FILES, "release.json": "{}"}, name="tiny")
    for target in (tmp_path / "home", tmp_path / "file", release):
        before = on_disk(tmp_path)
        with pytest.raises(InputFaults) as caught:
            write_study(study, target)
        assert caught.value.faults[0].rule == "target_taken"
        assert on_disk(tmp_path) == before


def test_writing_over_a_broken_study_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files(**{"bodies.csv": "id,kind\n"}))
    before = on_disk(path)
    with pytest.raises(InputFaults):
        write_study(make_study(["E1"]), path)
    assert on_disk(path) == before


def test_writing_answers_replaces_one_file_and_its_workbook(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files())
    (path / "rounds/2016/answers.csv").rename(path / "rounds/2016/answers.xlsx")
    before = on_disk(path)
    rows = [{"body_id": "E2", "question_id": "ccn", "status": "refused"}]
    write_answers(path, "2016", frame(schema.ANSWERS, rows))
    after = on_disk(path)
    assert after.pop("rounds/2016/answers.csv") == b"body_id,question_id,status\nE2,ccn,refused\n"
    assert after == {name: data for name, data in before.items() if not name.endswith(".xlsx")}
    assert check_study(path) == ()


def test_writing_answers_into_a_release_is_refused(tmp_path: Path) -> None:
    path = write_folder(tmp_path, tiny_files(**{"release.json": "{}"}))
    with pytest.raises(InputFaults):
        write_answers(path, "2016", schema.ANSWERS.empty())


def test_writing_leaves_no_file_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_folder(tmp_path, tiny_files())
    before = on_disk(path)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_answers(path, "2016", schema.ANSWERS.empty())
    assert on_disk(path) == before


def test_same_study_sees_every_difference() -> None:
    one = make_study(["E1"], [make_round("2016", {"ccg": ["a"]}, {"E1": {"a": "yes"}})])
    other_answer = make_study(["E1"], [make_round("2016", {"ccg": ["a"]}, {"E1": {"a": "no"}})])
    no_answers = make_study(["E1"], [make_round("2016", {"ccg": ["a"]})])
    form = {"ccg": [question("a", "Other?")]}
    other_question = make_study(["E1"], [make_round("2016", form, {"E1": {"a": "yes"}})])
    assert same_study(one, make_study(["E1"], [make_round("2016", {"ccg": ["a"]}, {"E1": {"a": "yes"}})]))
    assert differences(one, other_answer) == differences(one, no_answers) == ["rounds/2016/answers"]
    assert differences(one, other_question) == ["rounds/2016/questionnaires"]
    assert differences(one, replace(one, title="x", rounds=())) == ["title", "rounds"]


@pytest.mark.parametrize(
    ("value", "fields_read"),
    [
        (Study, 23),
        (Round, 11),
        (Questionnaire, 7),
        (Question, 18),
        (ComparesWith, 5),
        (Duty, 4),
        (Recode, 3),
        (Derived, 2),
        (Remark, 3),
        (ConsistencyRule, 6),
        (RatingScheme, 10),
        (ItemSet, 4),
        (BodyKind, 4),
    ],
)
def test_writing_knows_every_field_of_the_model(value: type, fields_read: int) -> None:
    # A field added to the model is lost on the way to the disk until reading, writing and the strategy of
    # `test_writing_property` know it; then raise the number here.
    assert len(fields(value)) == fields_read
