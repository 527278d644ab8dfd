"""Joint commissioning (method.md): claimed by one side only, through areas that overlap many to many."""

from answerable.core.measures.flags import flags
from answerable.core.measures.joint import SLIVER_SHARE, joint_sides, joint_summary
from tests.unit.core.measures.test_joint import joint_study


def flagged(
    groups: dict[str, str], councils: dict[str, str], overlaps: list[tuple[str, str, float, float]]
) -> list[str]:
    found = flags(joint_study(groups, councils, overlaps, both_declare=False))
    assert set(found["rule"]) <= {"joint_one_side"}
    return found["body_id"].to_list()


def test_joint_claim_is_one_sided_when_every_overlapping_council_that_answered_says_no() -> None:
    around = [("G", "C", 60, 100), ("G", "D", 40, 100)]
    assert flagged({"G": "yes"}, {"C": "no", "D": "no"}, around) == ["G"]
    assert flagged({"G": "yes"}, {"C": "no", "D": "refused"}, around) == ["G"]
    assert flagged({"G": "yes"}, {"C": "no", "D": "yes"}, around) == []
    assert flagged({"G": "yes"}, {"C": "no", "D": "in_development"}, around) == []


def test_joint_claim_is_not_one_sided_when_nobody_on_the_other_side_answered() -> None:
    assert flagged({"G": "yes"}, {"C": "refused"}, [("G", "C", 100, 100)]) == []
    assert flagged({"G": "yes"}, {"C": "no"}, []) == []


def test_joint_claim_of_the_other_side_is_looked_at_too() -> None:
    assert flagged({"G": "no"}, {"C": "yes"}, [("G", "C", 100, 100)]) == ["C"]


def test_joint_slivers_of_overlap_are_no_partners() -> None:
    assert SLIVER_SHARE == 0.05
    assert flagged({"G": "yes"}, {"C": "no", "D": "yes"}, [("G", "C", 98, 100), ("G", "D", 2, 4.9)]) == ["G"]
    assert flagged({"G": "yes"}, {"C": "no", "D": "yes"}, [("G", "C", 98, 100), ("G", "D", 2, 5)]) == []


def test_joint_sides_are_counted_by_pairs_and_by_bodies() -> None:
    study = joint_study(
        {"G": "yes", "H": "yes"},
        {"C": "yes", "D": "no"},
        [("G", "C", 50, 100), ("G", "D", 50, 50), ("H", "D", 100, 50)],
    )
    assert joint_sides(study)["side"].to_list() == ["both", "left_only", "left_only"]
    counted = joint_summary(study).select(
        "counted", "both", "left_only", "right_only", "neither", "unknown", "n"
    )
    # By councils: D says no while both of its groups say yes.
    assert counted.rows() == [
        ("pairs", 1, 2, 0, 0, 0, 3),
        ("left", 1, 1, 0, 0, 0, 2),
        ("right", 1, 1, 0, 0, 0, 2),
    ]
