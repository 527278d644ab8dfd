"""Faults in what bodies say of their own answers, and in the list of those who can be written to."""

from pathlib import Path

import pytest

from answerable.core.measures.grid import answer_grid
from answerable.core.study.link_statements import LONGEST
from answerable.core.study.reading import read_study
from tests.factories import write_folder
from tests.unit.core.study.changed import ANSWERS, ANSWERS_FILE, FILES, ROUND, found, swapped

FILE = "rounds/2016/statements.csv"
HEADER = "body_id,question_id,statement,given_on,url\n"
SOUND = HEADER + 'E1,ccn,"We do more, now.",2016-06-01,https://e.example/ccn\nC1,,On the whole.,,\n'
PEOPLE = "body_id,name,role,area,email,url,source,date\n"
SITTING = PEOPLE + "E1,,MP,North,north@parliament.example,https://p.example/1,A list,2016-05-01\n"


def test_statements_that_may_be_are_not_told(tmp_path: Path) -> None:
    assert [fault.sentence() for fault in found(tmp_path, {FILE: SOUND})] == []


@pytest.mark.parametrize(
    ("row", "rule", "column", "said"),
    [
        ("E9,,Words,,", "unknown_body", "body_id", "“E9”"),
        ("E3,,Words,,", "body_not_open", "body_id", "opened on 2017-04-01"),
        ("E2,cnn,Words,,", "unknown_question", "question_id", "“cnn” for the kind ccg"),
        ("C1,ccn,Words,,", "unknown_question", "question_id", "for the kind la"),
        ("E2,,,,", "blank_cell", "statement", "blank"),
        (",,Words,,", "blank_cell", "body_id", "blank"),
        ("E2,,Words,1 May,", "not_a_date", "given_on", "“1 May”"),
        ("E2,,Words,2016-04-03,", "statement_before_sent", "given_on", "2016-04-03"),
        ("E2,,Words,,javascript:alert(1)", "not_an_address", "url", "javascript"),
        ("E1,ccn,Again,,", "row_twice", "question_id", "line 2"),
        ("C1,,Again,,", "row_twice", "question_id", "line 3"),
        ("E2,," + "x" * (LONGEST + 1) + ",,", "statement_too_long", "statement", "5,001"),
    ],
)
def test_statements_with_a_fault_are_told_with_their_line(
    tmp_path: Path, row: str, rule: str, column: str, said: str
) -> None:
    (fault,) = found(tmp_path, {FILE: SOUND + row + "\n"})
    assert (fault.rule, fault.file, fault.line, fault.column) == (rule, FILE, 4, column)
    assert said in fault.message and fault.remedy


def test_statement_of_the_greatest_length_is_no_fault(tmp_path: Path) -> None:
    assert found(tmp_path, {FILE: HEADER + "E2,," + "x" * LONGEST + ",,\n"}) == ()


def test_statement_in_both_tables_is_told(tmp_path: Path) -> None:
    lines = [f"{line},{'statement' if n == 0 else ''}" for n, line in enumerate(ANSWERS.splitlines())]
    lines[1] += "We do more."
    (fault,) = found(tmp_path, {FILE: SOUND, ANSWERS_FILE: "\n".join(lines) + "\n"})
    assert (fault.rule, fault.file, fault.line) == ("row_twice", FILE, 2)
    assert f"{ANSWERS_FILE} has a statement" in fault.message and "line 2" in fault.message


def test_statements_of_a_round_that_was_not_sent_are_told(tmp_path: Path) -> None:
    unsent = swapped(ROUND, "2016-04-04", "null")
    changed = {
        FILE: HEADER + "E3,,Words,,\n",
        "rounds/2016/round.yaml": unsent,
        ANSWERS_FILE: None,
        "rounds/2016/requests.csv": None,
    }
    assert [(f.rule, f.line) for f in found(tmp_path, changed)] == [("not_sent", 2)]


def test_statement_on_a_question_stands_beside_its_answer_in_the_grid(tmp_path: Path) -> None:
    study = read_study(write_folder(tmp_path, {**FILES, FILE: SOUND}, name="tiny"))
    rows = answer_grid(study, "2016", "ccg")
    said = {(r["body_id"], r["question_id"]): r["statement"] for r in rows.iter_rows(named=True)}
    assert {key: words for key, words in said.items() if words} == {("E1", "ccn"): "We do more, now."}
    assert rows.height == 2 * 7


def test_representatives_that_may_be_are_not_told(tmp_path: Path) -> None:
    rows = SITTING + "E1,,MP,South,,,,\nE2,,MP,North,,,,\n"
    assert [fault.sentence() for fault in found(tmp_path, {"representatives.csv": rows})] == []


@pytest.mark.parametrize(
    ("row", "rule", "column", "said"),
    [
        ("E9,,MP,West,,,,", "unknown_body", "body_id", "“E9”"),
        ("E1,,,West,,,,", "blank_cell", "role", "blank"),
        ("E1,,MP,,,,,", "nobody_named", "name", "neither"),
        ("E1,,MP,North,,,,", "row_twice", "name", "line 2"),
        ("E1,,MP,West,west.parliament.example,,,", "bad_email", "email", "“west.parliament.example”"),
        ("E1,,MP,West,a@b,,,", "bad_email", "email", "“a@b”"),
        ("E1,,MP,West,a@b.example?bcc=c@d.example,,,", "bad_email", "email", "bcc"),
        ('E1,,MP,West,"a@b.example,c@d.example",,,', "bad_email", "email", "c@d"),
        ("E1,,MP,West,x?cc=a@b.example,,,", "bad_email", "email", "x?cc"),
        ("E1,,MP,West,,ftp://x,,", "not_an_address", "url", "ftp"),
        ("E1,,MP,West,,,A list,May 2016", "not_a_date", "date", "May 2016"),
    ],
)
def test_representatives_with_a_fault_are_told_with_their_line(
    tmp_path: Path, row: str, rule: str, column: str, said: str
) -> None:
    (fault,) = found(tmp_path, {"representatives.csv": SITTING + row + "\n"})
    assert (fault.rule, fault.file, fault.line, fault.column) == (rule, "representatives.csv", 3, column)
    assert said in fault.message and fault.remedy


def test_representatives_without_any_source_are_a_warning(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, {"representatives.csv": "body_id,role,area\nE1,MP,North\n"})
    assert (fault.rule, str(fault.severity)) == ("source_missing", "warning")
