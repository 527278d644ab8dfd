"""A table becomes the answers of a round, whole or not at all."""

from typing import Any

import polars as pl
import pytest

from answerable.core.errors import InputFaults
from answerable.core.study.model import Study
from answerable.core.tables.document import read_document
from answerable.core.tables.importer import Imported, import_sheet
from answerable.core.tables.mapping import parse_mapping
from answerable.core.tables.sheet import read_sheet
from tests.factories import make_round, make_study, question

BODIES = [
    {"id": "E1", "kind": "council", "name": "North Yorkshire"},
    {"id": "E2", "kind": "council", "name": "Bristol, City of"},
    {"id": "E3", "kind": "council", "name": "Gone", "closed": "2010-01-01"},
]
MAPPING: dict[str, Any] = {
    "round": "2018",
    "kind": "council",
    "body": "Authority",
    "evidence_url": "Link",
    "missing": ["", "n/a"],
    "columns": {
        "log": {"column": "Log", "options": {"yes": ["yes"], "no": ["no"]}, "status": {"unclear": ["?"]}},
        "spend": {"column": "Spend", "type": "money"},
    },
}


def study(answers: Any = None) -> Study:
    asked = {"council": ["log", question("spend", answer="money", unit="GBP", period="2017-18")]}
    return make_study(BODIES, [make_round("2018", asked, answers, sent_on="2018-11-01")], kinds=["council"])


def run(text: str, a_study: Study | None = None, **changed: Any) -> Imported:
    a_study = a_study or study()
    mapping = parse_mapping({**MAPPING, **changed}, a_study, file="mapping.yaml")
    return import_sheet(a_study, mapping, read_sheet(text.encode(), "table.csv", known=["Authority"]))


def faults(text: str, a_study: Study | None = None, **changed: Any) -> dict[str, Any]:
    with pytest.raises(InputFaults) as caught:
        run(text, a_study, **changed)
    return {fault.rule: fault for fault in caught.value.faults}


HEAD = "Authority,Log,Spend,Link\n"


def test_rows_are_matched_and_coded_with_their_evidence() -> None:
    done = run(
        HEAD + 'Bristol City Council,Yes,"£1,200",https://foi.example/1\nNorth Yorkshire CC,?,n/a,\n',
        bodies={"North Yorkshire CC": "E1"},
    )
    rows = done.answers.select(
        "body_id", "question_id", "status", "answer", "value", "unit", "evidence_url"
    ).rows()
    assert rows == [
        ("E2", "log", "answered", "yes", None, None, "https://foi.example/1"),
        ("E1", "log", "unclear", None, None, None, None),
        ("E2", "spend", "answered", None, 1200.0, "GBP", "https://foi.example/1"),
    ]


def test_semicolons_and_a_byte_order_mark_are_read() -> None:
    done = run("\ufeff" + (HEAD + "North Yorkshire,no,,\n").replace(",", ";"))
    assert done.answers["answer"].to_list() == ["no"]


def test_every_unmatched_body_is_listed_with_candidates_and_nothing_is_made() -> None:
    found = faults(HEAD + "North Yorks,no,,\nAtlantis,yes,,\n")
    assert "North Yorkshire (E1)" in found["unmatched_body"].remedy


def test_unmatched_skip_counts_and_lists_the_rows_left_out() -> None:
    done = run(HEAD + "North Yorkshire,no,,\nNorth Yorks,yes,,\nAtlantis,yes,,\n", unmatched="skip")
    assert [(row.line, row.name) for row in done.skipped] == [(3, "North Yorks"), (4, "Atlantis")]
    assert done.skipped[0].near == ("North Yorkshire",)
    assert done.without_row == ("E2",)


def test_body_closed_before_the_round_is_not_matched() -> None:
    assert "unmatched_body" in faults(HEAD + "Gone,yes,,\n")


def test_body_met_twice_is_a_fault_that_names_both_rows() -> None:
    fault = faults(HEAD + "North Yorkshire,no,,\nE1,yes,,\n")["body_twice"]
    assert (fault.line, fault.body) == (3, "E1")
    assert "row 2" in fault.message


def test_every_unmapped_cell_is_listed_with_its_rows() -> None:
    found = faults(HEAD + "North Yorkshire,maybe,12k,\nBristol,maybe,,\n")
    assert found["unmapped_cell"].file == "table.csv"


def test_mapping_that_names_no_column_of_the_table_names_the_nearest() -> None:
    columns = {"log": {"column": "Logg", "options": {"yes": ["yes"]}}}
    assert "“Log”" in faults(HEAD + "North Yorkshire,yes,,\n", columns=columns)["unknown_column"].remedy


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"round": "2081"}, "unknown_round"),
        ({"kind": "councils"}, "unknown_kind"),
        ({"unmatchd": "skip"}, "unknown_key"),
        ({"unmatched": "maybe"}, "unmatched"),
        ({"columns": {}}, "no_columns"),
        ({"columns": {"lgo": {"column": "Log"}}}, "unknown_question"),
        ({"columns": {"log": {"column": "Log", "options": {"perhaps": ["p"]}}}}, "unknown_option"),
        ({"columns": {"log": {"column": "Log", "options": {"yes": [True]}}}}, "boolean"),
        ({"columns": {"log": {"column": "Log", "status": {"refusd": ["r"]}}}}, "unknown_status"),
        ({"columns": {"log": {"column": "Log", "options": {"yes": ["y"], "no": ["Y"]}}}}, "cell_twice"),
        ({"columns": {"log": {"column": "Log", "type": "money"}}}, "type_differs"),
        ({"columns": {"log": {"options": {"yes": ["y"]}}}}, "missing_key"),
    ],
)  # fmt: skip
def test_mapping_with_a_fault_is_refused(changed: dict[str, Any], rule: str) -> None:
    assert rule in faults(HEAD, **changed)


def test_import_goes_beside_answers_already_there_and_may_be_repeated() -> None:
    text = HEAD + "North Yorkshire,no,,\n"
    there = {"E1": {"spend": 5}, "E2": {"log": "refused"}}
    first = run(text, study(there))
    assert first.answers.height == 3
    again = run(text, study(first.answers))
    assert again.answers.equals(first.answers)


def test_import_never_overwrites_another_answer() -> None:
    assert "already_answered" in faults(HEAD + "North Yorkshire,no,,\n", study({"E1": {"log": "yes"}}))


def test_answers_have_the_columns_of_the_schema() -> None:
    done = run(HEAD + "North Yorkshire,no,,\n")
    assert isinstance(done.answers, pl.DataFrame)
    assert done.answers.schema["status"] == pl.Enum(
        ["answered", "no_reply", "refused", "not_held", "referred", "unclear", "not_applicable", "not_asked"]
    )


def test_conflict_names_the_row_and_column_and_both_answers() -> None:
    fault = faults(HEAD + 'E2,,,\nE1,,"1,500",\n', study({"E1": {"spend": 5}}))["already_answered"]
    assert (fault.line, fault.column, fault.body, fault.question) == (3, "Spend", "E1", "spend")
    assert "answered 5" in fault.message


def test_table_without_rows_is_a_fault() -> None:
    assert "no_rows" in faults(HEAD)


def test_column_that_stands_twice_in_the_table_is_a_fault_only_where_it_is_mapped() -> None:
    fault = faults("Authority,Log,Log,Spend,Link\nE1,yes,no,,\n")["column_twice"]
    assert (fault.line, fault.column, fault.question) == (1, "Log", "log")
    done = run("Authority,Log,Spend,Link,Other,Other\nE1,yes,,,a,b\n")
    assert done.answers["answer"].to_list() == ["yes"]


def test_body_is_found_by_its_ods_code_on_the_day_of_sending() -> None:
    bodies = [
        {"id": "E1", "kind": "council", "name": "Old", "ods_code": "01H", "closed": "2017-03-31"},
        {"id": "E2", "kind": "council", "name": "New", "ods_code": "01H", "opened": "2017-04-01"},
    ]
    asked = {"council": ["log", question("spend", answer="money")]}
    there = make_study(bodies, [make_round("2018", asked, sent_on="2018-11-01")], kinds=["council"])
    assert run(HEAD + "01h,no,,\n", there).answers["body_id"].to_list() == ["E2"]


def test_name_settled_in_the_mapping_may_be_written_in_either_case() -> None:
    done = run(HEAD + "NOTTS  cc,yes,,\n", bodies={"Notts CC": "E1"})
    assert done.answers["body_id"].to_list() == ["E1"]


def test_faults_of_a_mapping_name_the_line_of_the_key() -> None:
    text = (
        'round: "2018"\nkind: council\nbody: Authority\ncolumns:\n  log:\n    column: Log\n    options:\n'
        '      "yess": [y]\n    status: {refusd: [r]}\n  lgo: {column: x}\nunmatchd: skip\n'
    )
    document = read_document(text.encode(), "mapping.yaml")
    with pytest.raises(InputFaults) as caught:
        parse_mapping(document.keys, study(), file="mapping.yaml", lines=document.lines)
    assert {(fault.rule, fault.line, fault.column) for fault in caught.value.faults} == {
        ("unknown_option", 8, "yess"),
        ("unknown_status", 9, "refusd"),
        ("unknown_question", 10, "lgo"),
        ("unknown_key", 11, "unmatchd"),
    }


def test_cells_of_a_mapping_keep_their_spelling() -> None:
    columns = "columns: {log: {column: Log, options: {yes: [01, 1.0]}}}"
    text = f"round: 2018\nkind: council\nbody: Authority\n{columns}\n"
    document = read_document(text.encode(), "mapping.yaml")
    mapping = parse_mapping(document.keys, study(), file="mapping.yaml")
    done = import_sheet(study(), mapping, read_sheet(b"Authority,Log\nE1,01\nE2,1.0\n", "table.csv"))
    assert done.answers["answer"].to_list() == ["yes", "yes"]


@pytest.mark.parametrize("data", [b"", b"- a\n", b"a: [", b"a: b\n" * 400_000, b"\xff\xfe\x00"])
def test_file_that_is_no_mapping_is_a_fault(data: bytes) -> None:
    with pytest.raises(InputFaults) as caught:
        read_document(data, "mapping.yaml")
    assert all(fault.file == "mapping.yaml" for fault in caught.value.faults)


def test_round_that_was_not_sent_takes_no_answers() -> None:
    asked = {"council": ["log", question("spend", answer="money")]}
    ready = make_study(BODIES, [make_round("2018", asked, sent_on=None)], kinds=["council"])
    assert faults(HEAD + "E1,no,,\n", ready)["not_sent"].file == "rounds/2018/round.yaml"


def test_answers_of_a_body_that_is_down_as_silent_are_a_fault() -> None:
    asked = {"council": ["log", question("spend", answer="money")]}
    requests = [{"body_id": "E1", "outcome": "no_reply"}, {"body_id": "E2", "outcome": "answered"}]
    a_round = make_round("2018", asked, sent_on="2018-11-01", requests=requests)
    there = make_study(BODIES, [a_round], kinds=["council"])
    fault = faults(HEAD + "E2,no,,\nE1,no,,\n", there)["answers_beside_silence"]
    assert (fault.line, fault.body) == (3, "E1")
    assert run(HEAD + "E2,no,,\nE1,,,\n", there).n_answers == 1


def test_count_below_zero_is_listed_as_unmapped() -> None:
    asked = {"council": [question("staff", answer="count")]}
    there = make_study(BODIES, [make_round("2018", asked, sent_on="2018-11-01")], kinds=["council"])
    columns = {"staff": {"column": "Spend"}}
    assert "unmapped_cell" in faults(HEAD + "E1,,-3,\n", there, columns=columns)
    assert run(HEAD + "E1,,3,\n", there, columns=columns).answers["value"].to_list() == [3.0]
