"""Joint commissioning against a walk over every pair of bodies."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.measures.flags import flags
from answerable.core.measures.joint import joint_bodies, joint_sides, joint_summary
from answerable.core.questions import ConsistencyRule
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question, questionnaire

STATES = ["yes", "no", "in_development", "refused", "no_reply"]
ANSWERS = {"yes", "no", "in_development"}
OPTIONS = ("yes", "no", "in_development")


def joint_study(
    groups: dict[str, str],
    councils: dict[str, str],
    overlaps: list[tuple[str, str, float, float]],
    *,
    both_declare: bool = True,
    words: str = "",
) -> Study:
    """Groups and councils with their answers, and overlaps as (left, right, % of left, % of right)."""
    here = ConsistencyRule("joint_one_side", "joint", other="together", other_kind="la", words=words)
    there = ConsistencyRule("joint_one_side", "together", other="joint", other_kind="ccg")
    forms = {
        "ccg": questionnaire("ccg", [question("joint", options=OPTIONS)], consistency=(here,)),
        "la": questionnaire(
            "la", [question("together", options=OPTIONS)], consistency=(there,) if both_declare else ()
        ),
    }
    rows = {body: {"joint": word} for body, word in groups.items()}
    rows |= {body: {"together": word} for body, word in councils.items()}
    names = ("left_id", "right_id", "share_of_left_pct", "share_of_right_pct")
    return make_study(
        [*groups, *({"id": body, "kind": "la"} for body in councils)],
        [make_round("2017", forms, rows)],
        kinds=("ccg", "la"),
        overlaps=[dict(zip(names, row, strict=True)) for row in overlaps],
    )


@st.composite
def joint_studies(draw: st.DrawFn) -> tuple[Study, dict[str, str], dict[str, str], set[tuple[str, str]]]:
    word, share = st.sampled_from(STATES), st.sampled_from([0.5, 4.9, 5.0, 60.0, 100.0])
    groups = {f"g{i}": draw(word) for i in range(draw(st.integers(1, 4)))}
    councils = {f"c{i}": draw(word) for i in range(draw(st.integers(1, 4)))}
    pairs = draw(st.sets(st.tuples(st.sampled_from(sorted(groups)), st.sampled_from(sorted(councils)))))
    overlaps, real = [], set()
    for group, council in sorted(pairs):
        of_group, of_council = draw(share), draw(share)
        turned = draw(st.booleans())
        overlaps.append(
            (council, group, of_council, of_group) if turned else (group, council, of_group, of_council)
        )
        if max(of_group, of_council) >= 5:
            real.add((group, council))
    study = joint_study(groups, councils, overlaps, both_declare=draw(st.booleans()))
    return study, groups, councils, real


def slow_side(left: bool | None, right: bool | None) -> str:
    """Two answers, each yes, not yes, or missing."""
    if left is None or right is None:
        return "unknown"
    return {(True, True): "both", (True, False): "left_only", (False, True): "right_only"}.get(
        (left, right), "neither"
    )


def is_yes(word: str) -> bool | None:
    return word == "yes" if word in ANSWERS else None


def any_yes(words: list[str]) -> bool | None:
    known = [word == "yes" for word in words if word in ANSWERS]
    return any(known) if known else None


@given(joint_studies())
def test_joint_sides_and_summary_agree_with_the_slow_walk(
    drawn: tuple[Study, dict[str, str], dict[str, str], set[tuple[str, str]]],
) -> None:
    study, groups, councils, pairs = drawn
    found = joint_sides(study)
    expected = {(g, c): slow_side(is_yes(groups[g]), is_yes(councils[c])) for g, c in pairs}
    assert {
        (g, c): side for g, c, side in found.select("left_id", "right_id", "side").iter_rows()
    } == expected
    of_group = {g: [councils[c] for a, c in pairs if a == g] for g in groups}
    of_council = {c: [groups[g] for g, b in pairs if b == c] for c in councils}
    bodies = {
        "left": [slow_side(is_yes(groups[g]), any_yes(of_group[g])) for g in groups],
        "right": [slow_side(any_yes(of_council[c]), is_yes(councils[c])) for c in councils],
    }
    for row in joint_summary(study).iter_rows(named=True):
        sides = list(expected.values()) if row["counted"] == "pairs" else bodies[row["counted"]]
        assert {name: row[name] for name in Counter(sides)} == dict(Counter(sides))
        assert row["n"] == len(sides)
    one_sided = {g for g in groups if groups[g] == "yes" and _all_no(of_group[g])}
    one_sided |= {c for c in councils if councils[c] == "yes" and _all_no(of_council[c])}
    assert set(flags(study)["body_id"]) == one_sided


def _all_no(words: list[str]) -> bool:
    answered = [word for word in words if word in ANSWERS]
    return bool(answered) and set(answered) == {"no"}


def test_joint_bodies_share_people_among_the_answers_of_the_other_side() -> None:
    study = joint_study(
        {"G": "yes"},
        {"C": "yes", "D": "no", "E": "refused"},
        [("G", "C", 50, 100), ("G", "D", 30, 100), ("G", "E", 20, 10)],
    )
    row = joint_bodies(study).row(0, named=True)
    assert (row["n_others"], row["n_others_answered"], row["n_others_yes"], row["n_others_no"]) == (
        3,
        2,
        1,
        1,
    )
    assert row["others_yes_share"] == pytest.approx(0.5) and row["others_answered_share"] == pytest.approx(
        0.8
    )
    assert row["side"] == "both"


def test_joint_bodies_without_overlaps_are_unknown() -> None:
    rows: list[dict[str, Any]] = joint_bodies(joint_study({"G": "yes"}, {"C": "no"}, [])).rows(named=True)
    assert [(row["n_others"], row["side"], row["others_yes_share"]) for row in rows] == [
        (0, "unknown", None)
    ] * 2


def test_joint_summary_of_a_study_without_the_rule_is_empty() -> None:
    study = make_study("A", [make_round("2016", {"ccg": ["q"]}, {})])
    assert (
        joint_sides(study).is_empty() and joint_summary(study).is_empty() and joint_bodies(study).is_empty()
    )
