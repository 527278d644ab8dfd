"""Faults in the register, successions, overlaps, populations and printed figures."""

from pathlib import Path

import pytest

from tests.unit.core.study.changed import BODIES, STUDY, found, swapped


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("E4,cgc,West,,", ["unknown_kind"]),
        ("E4,,West,,", ["blank_cell"]),
        ("E4,ccg,,,", ["blank_cell"]),
        ("../x,ccg,West,,", ["bad_id"]),
        ("a b,ccg,West,,", ["bad_id"]),
        ("Łódź-1,ccg,West,,", []),
        ("E4,ccg,West,2014-01-01,2013-01-01", ["closed_before_opened"]),
        ("E4,ccg,West,01/04/2013,", ["not_a_date"]),
        ("E1,ccg,North again,2015-01-01,", ["overlapping_dates"]),
        ("E2,ccg,South again,2017-03-31,", []),
        ("E2,ccg,South again,2017-03-30,", ["overlapping_dates"]),
        ("E2,la,South again,2020-01-01,", []),
        ("E3,ccg,Before,,2017-03-31", []),
        ("C1,la,Again,2020-01-01,2021-01-01", ["overlapping_dates"]),
    ],
)
def test_bodies_with_a_fault_are_told_with_their_line(tmp_path: Path, row: str, rules: list[str]) -> None:
    faults = found(tmp_path, {"bodies.csv": BODIES + row + "\n"})
    assert [fault.rule for fault in faults] == rules
    assert all((fault.file, fault.line) == ("bodies.csv", 6) for fault in faults)


def test_bodies_of_three_spells_are_compared_with_the_longest_before(tmp_path: Path) -> None:
    rows = "id,kind,name,opened,closed\nE1,ccg,A,2000-01-01,2020-01-01\nE1,ccg,B,2001-01-01,2002-01-01\n"
    faults = found(tmp_path, {"bodies.csv": rows + "E1,ccg,C,2010-01-01,\nE2,ccg,D,,\nC1,la,E,,\n"})
    assert [(f.rule, f.line) for f in faults] == [("overlapping_dates", 3), ("overlapping_dates", 4)]


def test_bodies_unknown_column_names_the_nearest_and_how_to_declare_one(tmp_path: Path) -> None:
    (fault,) = found(tmp_path, {"bodies.csv": swapped(BODIES, "opened", "openend")})
    assert (fault.rule, fault.line, fault.column) == ("unknown_column", 1, "openend")
    assert "“opened”" in fault.remedy and "body_attributes" in fault.remedy


def test_bodies_columns_missing_or_there_twice_are_told(tmp_path: Path) -> None:
    faults = found(tmp_path, {"bodies.csv": "id,kind,kind\nE1,ccg,ccg\nE2,ccg,ccg\nC1,la,la\n"})
    assert [(f.rule, f.column) for f in faults] == [("duplicate_column", "kind"), ("missing_column", "name")]


def test_bodies_cells_without_a_column_name_are_told(tmp_path: Path) -> None:
    faults = found(tmp_path, {"bodies.csv": "id,kind,name,\nE1,ccg,a,x\nE2,ccg,b,\nC1,la,c,\n"})
    assert [f.rule for f in faults] == ["unnamed_column"]
    assert found(tmp_path, {"bodies.csv": "id,kind,name,\nE1,ccg,a,\nE2,ccg,b,\nC1,la,c,\n"}) == ()


def test_bodies_declared_attributes_are_columns(tmp_path: Path) -> None:
    declared = STUDY + "body_attributes: {size: {name: Size}, region: Region}\n"
    rows = "id,kind,name,size\nE1,ccg,a,large\nE2,ccg,b,\nC1,la,c,\n"
    assert found(tmp_path, {"study.yaml": declared, "bodies.csv": rows}) == ()
    bad = STUDY + "body_attributes: {Bad Name: x, kind: y}\n"
    assert [f.rule for f in found(tmp_path, {"study.yaml": bad})] == ["bad_attribute", "bad_attribute"]


SUCCESSIONS = "effective_date,predecessor_id,successor_id,change,share_pct\n"


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("2017-04-01,E2,E3,merger,100", []),
        ("2017-04-01,E2,E9,merger,100", ["unknown_body"]),
        ("2017-04-01,E9,E3,merger,100", ["unknown_body"]),
        ("2017-04-01,E2,E3,merged,100", ["unknown_word"]),
        ("2017-04-01,E2,E3,merger,101", ["not_a_percent"]),
        ("2017-04-01,E2,E3,merger,-1", ["not_a_percent"]),
        ("2013-04-01,E2,E3,merger,100", ["succession_date"]),
        ("2018-04-01,E1,E2,merger,100", ["succession_date"]),
        ("2016-04-01,C1,C1,boundary_change,95", []),
        ("April 2017,E2,E3,merger,100", ["not_a_date"]),
        (",E2,E3,merger,100", ["blank_cell"]),
    ],
)
def test_successions_with_a_fault_are_told_by_line(tmp_path: Path, row: str, rules: list[str]) -> None:
    faults = found(tmp_path, {"successions.csv": SUCCESSIONS + row + "\n"})
    assert [fault.rule for fault in faults] == rules
    assert all((fault.file, fault.line) == ("successions.csv", 2) for fault in faults)


def test_successions_shares_of_one_body_add_up_to_the_whole_at_most(tmp_path: Path) -> None:
    rows = SUCCESSIONS + "2017-04-01,E2,E3,split,60\n2017-04-01,E2,E1,split,40.6\n"
    assert found(tmp_path / "a", {"successions.csv": rows}) == ()
    faults = found(tmp_path / "b", {"successions.csv": rows.replace("40.6", "45")})
    assert [(f.rule, f.line) for f in faults] == [("shares_above_whole", 2)]


def test_successions_said_twice_are_told(tmp_path: Path) -> None:
    row = "2017-04-01,E2,E3,merger,\n"
    faults = found(tmp_path, {"successions.csv": SUCCESSIONS + row + row})
    assert [(f.rule, f.line) for f in faults] == [("row_twice", 3)]
    assert "line 2" in faults[0].message


def test_overlaps_are_checked_on_each_day_of_sending(tmp_path: Path) -> None:
    header = "left_id,right_id,share_of_left_pct,share_of_right_pct\n"
    # E2 and E3 hold the same land at different times: together they are twice the council, never at once.
    sound = header + "C1,E2,90,100\nC1,E3,90,100\nC1,E1,10,5\n"
    assert found(tmp_path / "a", {"overlaps.csv": sound}) == ()
    faults = found(tmp_path / "b", {"overlaps.csv": header + "C1,E2,90,100\nC1,E1,20,5\nC1,E8,1,1\n"})
    assert [(f.rule, f.line) for f in faults] == [("shares_above_whole", 2), ("unknown_body", 4)]


def test_populations_name_bodies_that_exist_and_numbers_that_can_be(tmp_path: Path) -> None:
    rows = (
        "body_id,measure,date,value,source\nE1,children,2016-06-30,-1,x\nE7,children,,5,x\nE1,children,,5,x\n"
    )
    faults = found(tmp_path, {"populations.csv": rows + "E1,children,,6,y\n"})
    assert [(f.rule, f.line) for f in faults] == [
        ("negative_number", 2),
        ("unknown_body", 3),
        ("row_twice", 5),
    ]


def test_published_names_that_the_study_lacks_are_warned_of(tmp_path: Path) -> None:
    rows = (
        "round,kind,question,measure,numerator,denominator,percent,source,note\n"
        "2016,ccg,ccn,yes,1,2,50,x,\n2016,ccg,cnn,yes,1,2,50,x,\n2016,ccg,stars,stars_0_1,,,49,x,\n"
        "2015,ccg,ccn,yes,,,49,x,\n2016,ccgs,ccn,yes,,,49,x,\n2016,,range,response,,,49,x,\n"
    )
    faults = found(tmp_path, {"published.csv": rows})
    assert [(f.rule, f.line) for f in faults] == [
        ("unknown_question", 3),
        ("unknown_round", 5),
        ("unknown_kind", 6),
    ]
    assert {f.severity for f in faults} == {"warning"}


def test_published_percent_that_does_not_follow_is_no_fault_of_the_folder(tmp_path: Path) -> None:
    header = "round,kind,question,measure,numerator,denominator,percent,source,note\n"
    assert found(tmp_path, {"published.csv": header + "2016,ccg,ccn,yes,106,124,86,x,\n"}) == ()


def test_postcodes_in_metres_are_told(tmp_path: Path) -> None:
    rows = "postcode,lon,lat\nXX1,530000,180000\nXX2,0.5,50.5\n"
    faults = found(tmp_path, {"geography/postcodes.csv": rows})
    assert [(f.rule, f.line, f.column) for f in faults] == [
        ("not_on_earth", 2, "lon"),
        ("not_on_earth", 2, "lat"),
    ]


def test_bodies_whose_dates_could_not_be_read_make_no_other_fault(tmp_path: Path) -> None:
    header = "left_id,right_id,share_of_left_pct,share_of_right_pct\n"
    overlaps = header + "C1,E2,90,100\nC1,E3,90,100\n"
    rows = BODIES + "E2,ccg,South again,1 April 2020,\n"
    faults = found(tmp_path / "a", {"bodies.csv": rows, "overlaps.csv": overlaps})
    assert [f.rule for f in faults] == ["not_a_date"]
    faults = found(
        tmp_path / "b", {"bodies.csv": swapped(BODIES, "opened", "open"), "overlaps.csv": overlaps}
    )
    assert [f.rule for f in faults] == ["unknown_column"]


def test_bodies_without_a_column_they_need_make_no_fault_elsewhere(tmp_path: Path) -> None:
    faults = found(tmp_path, {"bodies.csv": swapped(BODIES, "id,kind,name", "ID,kind,name")})
    assert [(f.rule, f.column) for f in faults] == [("unknown_column", "ID"), ("missing_column", "id")]
