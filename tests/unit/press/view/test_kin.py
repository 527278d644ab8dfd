"""Families of bodies: what the pages show is what the register of successions says."""

from dataclasses import replace
from datetime import date

from answerable.core.bodies.steps import Relation
from answerable.core.bodies.succession import Lineage
from answerable.press.view.build import build_view
from answerable.press.view.kin import NOBODY, Family
from tests.lived_study import CODES, LATER, MERGED, REUSED, lived_study


def family(code: str, name: str) -> Family:
    view = build_view(lived_study())
    body = next(each for each in view.by_id[code] if each.name == name)
    return view.extras.family(body)


def test_divided_body_is_followed_by_its_parts_the_larger_first() -> None:
    after = family(CODES[8], "Group 8").after
    assert [(kin.body.id, round(kin.share, 9), kin.is_last) for kin in after] == [
        (LATER, 0.704, True),
        ("X2", 0.296, True),
    ]
    assert {kin.relation for kin in after} == {Relation.SPLIT}
    assert {kin.on for kin in after} == {date(2020, 4, 1)}


def test_merged_body_names_all_it_was_made_of() -> None:
    found = family(MERGED, "Merged group")
    assert [kin.body.id for kin in found.before] == [CODES[6], CODES[7]]
    assert found.after == ()


def test_body_without_successions_has_no_kin_whoever_bore_its_code() -> None:
    assert family(REUSED, "Old bearer of the code") == NOBODY
    assert family(REUSED, "New bearer of the code") == NOBODY


def test_new_name_alone_goes_on_and_a_merger_does_not() -> None:
    view = build_view(lived_study())
    merged = view.extras.family(view.by_id[CODES[6]][0])
    assert not merged.goes_on
    renamed = Family(after=(replace(merged.after[0], relation=Relation.RENAME),))
    assert renamed.goes_on
    assert not NOBODY.goes_on


def test_kin_without_frames_is_the_kin_of_frames() -> None:
    study = lived_study()
    lineage = Lineage(study)
    for row, record in enumerate(study.bodies.iter_rows(named=True)):
        day = record["opened"]
        for plain, frame in (
            (lineage.after(row), lineage.successors(record["id"], day)),
            (lineage.before(row), lineage.predecessors(record["id"], day)),
        ):
            told = [
                (study.bodies["id"][kin.row], kin.on, str(kin.relation), kin.share, kin.is_last)
                for kin in plain
            ]
            columns = ("body_id", "on", "relation", "share", "is_last")
            assert told == frame.select(columns).rows()
