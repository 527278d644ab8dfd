"""Faults in the answers and requests of a round, each with its line."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.unit.core.study.changed import (
    ANSWERS,
    ANSWERS_FILE,
    REQUESTS,
    REQUESTS_FILE,
    ROUND,
    found,
    swapped,
)

HEADER = ANSWERS.splitlines()[0] + "\n"


def sent(on: str) -> str:
    """round.yaml of a round sent on another day."""
    return swapped(swapped(ROUND, "2016-04-04", on), "2016-06-03", "2017-10-09")


def test_answers_of_the_whole_study_have_no_fault(tmp_path: Path) -> None:
    assert [fault.sentence() for fault in found(tmp_path, {})] == []


@pytest.mark.parametrize(
    ("row", "rule", "column", "said"),
    [
        ("E9,ccn,answered,yes,,,", "unknown_body", "body_id", "“E9”"),
        ("E3,ccn,answered,yes,,,", "body_not_open", "body_id", "opened on 2017-04-01"),
        ("E1,cnn,answered,yes,,,", "unknown_question", "question_id", "“cnn” for the kind ccg"),
        ("E1,children,answered,,3,,", "unknown_question", "question_id", "for the kind ccg"),
        ("E1,any_nurses,answered,yes,,,", "derived_answered", "question_id", "derived"),
        ("E1,where,answerd,home,,,", "unknown_word", "status", "“answerd”"),
        ("E1,where,,home,,,", "blank_cell", "status", "blank"),
        (",where,answered,home,,,", "blank_cell", "body_id", "blank"),
        ("E1,where,answered,house,,,", "unknown_option", "answer", "home, hospital"),
        ("E1,where,answered,,,,", "answer_missing", "answer", "no answer"),
        ("E1,where,answered,home,3,,", "value_beside_option", "value", "3"),
        ("E1,where,refused,home,,,", "answer_beside_status", "status", "“home”"),
        ("E2,ccn_spend,not_held,,0,,", "answer_beside_status", "status", "the number 0"),
        ("E2,ccn_spend,answered,,,,", "number_missing", "value", "neither"),
        ("E2,ccn_spend,answered,a lot,,,", "answer_beside_number", "answer", "“a lot”"),
        ("E2,ccn_spend,answered,,£30k,,", "not_a_number", "value", "“£30k”"),
        ("E2,ccn_spend,answered,,1e999,,", "not_a_number", "value", "“1e999”"),
        ("E2,ccn_spend,answered,,nan,,", "not_a_number", "value", "“nan”"),
        ("E1,links,answered,,4,,", "value_beside_words", "value", "4"),
        ("E1,where,answered,home,,,ask_nsh", "unknown_remark", "remarks", "“ask_nsh”"),
        ("E1,where,answered,home,,,ask_nhs; other", "unknown_remark", "remarks", "“other”"),
    ],
)
def test_answers_with_a_fault_are_told_with_their_line(
    tmp_path: Path, row: str, rule: str, column: str, said: str
) -> None:
    (fault,) = found(tmp_path, {ANSWERS_FILE: ANSWERS + row + "\n"})
    assert (fault.rule, fault.file, fault.line, fault.column) == (rule, ANSWERS_FILE, 6, column)
    assert said in fault.message and fault.remedy
    assert fault.body == (row.split(",", maxsplit=1)[0] or None) and fault.question == row.split(",")[1]


@pytest.mark.parametrize(
    "row",
    [
        "E2,ccn_spend,answered,,,between 10 and 20 thousand,",
        "E2,ccn_spend,answered,,-5,a refund,",
        "E1,ccn__ooh,not_asked,,,,",
        "E1,links,answered,https://example.org/x,,,",
        "E1,links,answered,,,sent by post,",
        "E1,where,answered,home,,,ask_nhs;ask_nhs",
    ],
)
def test_answers_that_may_be_are_not_told(tmp_path: Path, row: str) -> None:
    assert [fault.sentence() for fault in found(tmp_path, {ANSWERS_FILE: ANSWERS + row + "\n"})] == []


def test_answers_spend_beside_a_no_is_for_the_flags_and_no_error(tmp_path: Path) -> None:
    rows = HEADER + "E1,ccn,answered,no,,,\nE1,ccn_spend,answered,,1200,,\n"
    assert found(tmp_path, {ANSWERS_FILE: rows}) == ()


def test_answers_given_twice_are_told_with_both_lines(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, {ANSWERS_FILE: ANSWERS + "E1,ccn,answered,no,,,\n"})
    assert (fault.rule, fault.line) == ("answered_twice", 6)
    assert "line 2" in fault.message


@pytest.mark.parametrize(("word", "meant"), [("true", "yes"), ("FALSE", "no"), ("Yes", "yes")])
def test_answers_that_a_program_turned_into_booleans_name_the_word(
    tmp_path: Path, word: str, meant: str
) -> None:
    (fault,) = found(tmp_path, {ANSWERS_FILE: HEADER + f"E1,ccn,answered,{word},,,\n"})
    assert fault.rule == "unknown_option" and f"“{meant}”" in fault.remedy


def test_answers_of_a_closed_body_name_the_day_it_closed(tmp_path: Path) -> None:
    late = swapped(
        ROUND, "sent_on: 2016-04-04\ncut_off: 2016-06-03", "sent_on: 2017-06-14\ncut_off: 2017-10-09"
    )
    (fault,) = found(tmp_path, {"rounds/2016/round.yaml": late, REQUESTS_FILE: None})
    assert (fault.rule, fault.line, fault.body) == ("body_not_open", 4, "E2")
    assert "closed on 2017-03-31" in fault.message


def test_answers_body_on_its_last_day_is_open(tmp_path: Path) -> None:
    late = swapped(
        ROUND, "sent_on: 2016-04-04\ncut_off: 2016-06-03", "sent_on: 2017-03-31\ncut_off: 2017-10-09"
    )
    assert found(tmp_path, {"rounds/2016/round.yaml": late, REQUESTS_FILE: None}) == ()


def test_answers_of_a_kind_that_was_not_asked_are_told(tmp_path: Path) -> None:
    only = swapped(ROUND, "{ccg: ccg.yaml, la: la.yaml}", "{ccg: ccg.yaml}")
    faults = found(tmp_path, {"rounds/2016/round.yaml": only, "rounds/2016/la.yaml": None})
    assert [(f.rule, f.line, f.body) for f in faults] == [("kind_not_asked", 5, "C1")]


def test_answers_in_a_round_that_was_not_sent_are_told(tmp_path: Path) -> None:
    unsent = swapped(ROUND, "sent_on: 2016-04-04", "sent_on:")
    faults = found(tmp_path, {"rounds/2016/round.yaml": unsent})
    assert {(f.rule, f.file) for f in faults} == {("not_sent", ANSWERS_FILE), ("not_sent", REQUESTS_FILE)}


def test_answers_of_bodies_in_a_broken_register_are_not_told(tmp_path: Path) -> None:
    broken = "id,kind,name,opened,closed\nE1,ccg\n"
    faults = found(tmp_path, {"bodies.csv": broken})
    assert {f.rule for f in faults} == {"uneven_row"}


def test_answers_with_a_thousand_like_faults_spell_out_fifty_and_count_the_rest(tmp_path: Path) -> None:
    rows = HEADER + "".join(f"E1,q{number},answered,yes,,,\n" for number in range(1000))
    faults = found(tmp_path, {ANSWERS_FILE: rows})
    assert len(faults) == 51
    assert [f.line for f in faults[:50]] == list(range(2, 52))
    assert faults[50].line is None and "950 more" in faults[50].message


def test_answers_web_addresses_that_are_none_are_warned_of(tmp_path: Path) -> None:
    rows = "body_id,question_id,status,answer,evidence_url\nE1,ccn,answered,yes,javascript:alert(1)\n"
    (fault,) = found(tmp_path, {ANSWERS_FILE: rows})
    assert (fault.rule, fault.severity, fault.line) == ("not_an_address", "warning", 2)


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("E9,,,answered", ["unknown_body"]),
        ("E3,,,answered", ["body_not_open"]),
        ("E3,,,abolished", []),
        ("E1,,,answered", ["row_twice"]),
        ("C1,2016-04-04,2016-04-03,answered", ["replied_before_sent"]),
        ("C1,,2016-04-03,answered", ["replied_before_sent"]),
        ("C1,,2016-04-04,answered", []),
        ("C1,,,no_reply", ["answers_beside_silence"]),
        ("C1,,2016-05-05,bounced", ["answers_beside_silence", "reply_beside_silence"]),
        ("C1,,,withdrawn", ["answers_not_counted"]),
        ("C1,,,anwered", ["unknown_word"]),
        ("C1,04/04/2016,,answered", ["not_a_date"]),
        ("C1,2016-02-30,,answered", ["not_a_date"]),
        ("C1,,,", ["blank_cell"]),
    ],
)
def test_requests_with_a_fault_are_told_with_their_line(tmp_path: Path, row: str, rules: list[str]) -> None:
    faults = found(tmp_path, {REQUESTS_FILE: REQUESTS + row + "\n"})
    assert sorted(fault.rule for fault in faults) == rules
    assert all((fault.file, fault.line) == (REQUESTS_FILE, 4) for fault in faults)


def test_requests_without_answers_file_are_checked_alone(tmp_path: Path) -> None:
    assert found(tmp_path, {ANSWERS_FILE: None}) == ()


def test_answers_xlsx_in_place_of_csv_gives_the_same_faults(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["body_id", "question_id", "status", "answer", "value"])
    sheet.write_row(1, 0, ["E1", "ccn", "answered", True])
    sheet.write_row(2, 0, ["E1", "ccn_spend", "answered", "", 1200])
    book.close()
    name = ANSWERS_FILE.replace(".csv", ".xlsx")
    (fault,) = found(tmp_path / "a", {ANSWERS_FILE: None, name: out.getvalue(), REQUESTS_FILE: None})
    assert (fault.rule, fault.file, fault.line, fault.column) == ("unknown_option", name, 2, "answer")
    both = found(tmp_path / "b", {name: out.getvalue()})
    assert [f.rule for f in both] == ["file_twice"]
