"""Successions (method.md): which later body stands for which earlier one, rule by rule."""

from datetime import date
from typing import Any

import pytest

from answerable.core.bodies.succession import links_between, predecessors, successors
from answerable.core.measures.panel import matched_panel
from answerable.core.study.model import Study
from tests.factories import make_study
from tests.unit.core.measures.test_trends import two_rounds

DAY = "2017-04-01"
FIRST, SECOND = date(2016, 4, 4), date(2018, 6, 1)


def old(*ids: str) -> list[dict[str, Any]]:
    return [{"id": body, "closed": "2017-03-31"} for body in ids]


def new(*ids: str) -> list[dict[str, Any]]:
    return [{"id": body, "opened": DAY} for body in ids]


def step(before: str, after: str, change: str, share: float | None = None, day: str = DAY) -> dict[str, Any]:
    return {
        "effective_date": day,
        "predecessor_id": before,
        "successor_id": after,
        "change": change,
        "share_pct": share,
    }


def pairings(study: Study) -> dict[str, str]:
    return dict(matched_panel(study, "2016", "2018", "ccg").select("body_id", "pairing").iter_rows())


def links(study: Study) -> dict[tuple[str, str], dict[str, Any]]:
    rows = links_between(study, FIRST, SECOND, "ccg", "ccg").rows(named=True)
    return {(row["earlier_id"], row["later_id"]): row for row in rows}


def test_successions_unchanged_body_matches() -> None:
    assert pairings(two_rounds({"A": "yes"}, {"A": "no"})) == {"A": "matched"}


@pytest.mark.parametrize("change", ["recode", "rename"])
def test_successions_recode_or_rename_matches(change: str) -> None:
    study = two_rounds(
        {"A": "yes"}, {"B": "yes"}, bodies=old("A") + new("B"), successions=[step("A", "B", change)]
    )
    assert pairings(study) == {"B": "matched"}
    assert links(study)["A", "B"]["relation"] == change


@pytest.mark.parametrize(
    ("share", "pairing"), [(100, "matched"), (90, "matched"), (89.9, "boundary"), (60, "boundary")]
)
def test_successions_boundary_change_matches_if_90_percent_of_the_people_stay(
    share: float, pairing: str
) -> None:
    steps = [step("A", "B", "boundary_change", share), step("A", "C", "boundary_change", 100 - share)]
    study = two_rounds({"A": "yes"}, {"B": "yes"}, bodies=[*old("A"), *new("B"), "C"], successions=steps)
    assert pairings(study)["B"] == pairing
    words = links(study)["A", "B"]["because"]
    assert words.startswith("boundary changed") and f"{share}%" in words


def test_successions_merged_bodies_match_if_their_predecessors_agree() -> None:
    steps = [step("A", "C", "merger"), step("B", "C", "merger")]
    for before, pairing in {
        ("yes", "yes"): "matched",
        ("no", "no"): "matched",
        ("yes", "no"): "mixed",
        ("no", "in_development"): "mixed",
        ("yes", "refused"): "not_all_answered",
        ("no_reply", "refused"): "not_answered_earlier",
    }.items():
        study = two_rounds(
            dict(zip("AB", before, strict=True)),
            {"C": "yes"},
            bodies=old("A", "B") + new("C"),
            successions=steps,
        )
        assert pairings(study) == {"C": pairing}, before


def test_successions_split_bodies_do_not_match() -> None:
    steps = [step("A", "B", "split", 97), step("A", "C", "split", 3)]
    study = two_rounds(
        {"A": "yes"}, {"B": "yes", "C": "yes"}, bodies=old("A") + new("B", "C"), successions=steps
    )
    assert pairings(study) == {"B": "split", "C": "split"}


def test_successions_merger_with_a_split_is_mixed() -> None:
    steps = [step("A", "C", "merger"), step("B", "C", "split", 57), step("B", "D", "split", 43)]
    study = two_rounds(
        {"A": "yes", "B": "yes"},
        {"C": "yes", "D": "yes"},
        bodies=old("A", "B") + new("C", "D"),
        successions=steps,
    )
    assert pairings(study) == {"C": "mixed", "D": "split"}


def test_successions_codes_are_reused_so_the_key_is_code_and_date() -> None:
    """01H was Cumbria, then North Cumbria; 01K was Lancashire North, then Morecambe Bay."""
    before = [
        {"id": "01H", "name": "Cumbria", "closed": "2017-03-31"},
        {"id": "01K", "name": "Lancashire North", "closed": "2017-03-31"},
    ]
    after = [
        {"id": "01H", "name": "North Cumbria", "opened": DAY},
        {"id": "01K", "name": "Morecambe Bay", "opened": DAY},
    ]
    steps = [
        step("01H", "01H", "split", 63.09),
        step("01H", "01K", "merger_and_split", 36.91),
        step("01K", "01K", "merger_and_split", 100),
    ]
    answers = {"01H": "yes", "01K": "yes"}
    study = two_rounds(answers, answers, bodies=before + after, successions=steps)
    assert pairings(study) == {"01H": "split", "01K": "mixed"}
    came_after = successions_by_name(study)
    assert came_after == [("North Cumbria", 0.6309), ("Morecambe Bay", 0.3691)]
    assert predecessors(study, "01K", SECOND)["name"].sort().to_list() == ["Cumbria", "Lancashire North"]
    assert predecessors(study, "01K", FIRST).is_empty()
    without_steps = two_rounds(answers, answers, bodies=before + after)
    assert pairings(without_steps) == {"01H": "not_open", "01K": "not_open"}


def successions_by_name(study: Study) -> list[tuple[str, float]]:
    return successors(study, "01H", FIRST).select("name", "share").rows()


def test_successions_of_several_dates_compose_and_the_worst_change_wins() -> None:
    bodies = [
        {"id": "A", "closed": "2017-03-31"},
        {"id": "B", "opened": DAY, "closed": "2018-03-31"},
        {"id": "C", "closed": "2018-03-31"},
        {"id": "D", "opened": "2018-04-01"},
    ]
    steps = [
        step("A", "B", "recode"),
        step("B", "D", "merger", day="2018-04-01"),
        step("C", "D", "merger", day="2018-04-01"),
    ]
    study = two_rounds({"A": "no", "C": "no"}, {"D": "yes"}, bodies=bodies, successions=steps)
    assert pairings(study) == {"D": "matched"}
    assert {pair: row["relation"] for pair, row in links(study).items()} == {
        ("A", "D"): "merger",
        ("C", "D"): "merger",
    }


def test_successions_of_boundaries_multiply_the_people_that_stay() -> None:
    bodies = [
        {"id": "A", "closed": "2017-03-31"},
        {"id": "B", "opened": DAY, "closed": "2018-03-31"},
        {"id": "C", "opened": "2018-04-01"},
    ]
    steps = [
        step("A", "B", "boundary_change", 94),
        step("B", "C", "boundary_change", 95, day="2018-04-01"),
    ]
    study = make_study(bodies, successions=steps)
    link = links(study)["A", "C"]
    assert link["share_of_earlier"] == pytest.approx(0.893)
    assert not link["matchable"]


def test_successions_part_gained_does_not_stop_a_body_from_matching() -> None:
    steps = [
        step("N", "N2", "recode", 100),
        step("S", "N2", "boundary_change", 6.88),
        step("S", "S2", "boundary_change", 93.12),
    ]
    study = two_rounds(
        {"N": "yes", "S": "no"},
        {"N2": "yes", "S2": "no"},
        bodies=old("N", "S") + new("N2", "S2"),
        successions=steps,
    )
    assert pairings(study) == {"N2": "matched", "S2": "matched"}
