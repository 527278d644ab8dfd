"""Links between bodies through time: the awkward shapes of successions.csv."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.bodies.succession import links_between, predecessors, share_words, successors
from answerable.core.study.model import Study
from answerable.core.study.reading import read_study
from tests.factories import make_study

BEFORE, AFTER = date(2016, 4, 4), date(2017, 7, 1)
DAY = "2017-04-01"


def study_of(
    bodies: dict[str, tuple[str | None, str | None]], steps: list[tuple[Any, ...]], **kinds: str
) -> Study:
    """Bodies as {id: (opened, closed)}, steps as (day, earlier, later, change, share_pct)."""
    names = ("effective_date", "predecessor_id", "successor_id", "change", "share_pct")
    return make_study(
        [
            {"id": key.split("@")[0], "opened": opened, "closed": closed, "kind": kinds.get(key, "ccg")}
            for key, (opened, closed) in bodies.items()
        ],
        kinds=("ccg", "icb"),
        successions=[dict(zip(names, (*step, None), strict=False)) for step in steps],
    )


def links(
    study: Study, since: date = BEFORE, until: date = AFTER, **kinds: str
) -> dict[tuple[str, str], dict[str, Any]]:
    found = links_between(study, since, until, **kinds)
    assert found.select("earlier_id", "later_id").is_duplicated().sum() == 0
    return {(row["earlier_id"], row["later_id"]): row for row in found.iter_rows(named=True)}


OLD, NEW = (None, "2017-03-31"), (DAY, None)


def test_links_body_closed_without_successor_has_no_link() -> None:
    assert links(study_of({"A": OLD, "B": (None, None)}, [])).keys() == {("B", "B")}


def test_links_id_reused_without_succession_is_another_body() -> None:
    assert links(study_of({"A": OLD, "A@2": NEW}, [])) == {}


def test_links_body_that_received_a_merger_and_lives_on_is_merged_itself() -> None:
    found = links(study_of({"A": OLD, "B": (None, None)}, [(DAY, "A", "B", "merger")]))
    assert {pair: (row["relation"], row["n_merged"]) for pair, row in found.items()} == {
        ("A", "B"): ("merger", 2),
        ("B", "B"): ("merger", 2),
    }


def test_links_body_that_gave_a_part_away_and_lives_on_keeps_the_rest() -> None:
    found = links(study_of({"A": (None, None), "B": (None, None)}, [(DAY, "A", "B", "boundary_change", 4.0)]))
    assert found["A", "A"]["share_of_earlier"] == pytest.approx(0.96)
    assert found["A", "A"]["relation"] == found["B", "B"]["relation"] == "boundary_change"
    assert found["A", "A"]["matchable"] and found["B", "B"]["matchable"]
    assert not found["A", "B"]["matchable"]


def test_links_recode_of_a_part_is_a_boundary_change() -> None:
    found = links(
        study_of(
            {"N": OLD, "S": OLD, "N2": NEW, "S2": NEW},
            [
                (DAY, "N", "N2", "recode", 100.0),
                (DAY, "S", "N2", "recode", 6.88),
                (DAY, "S", "S2", "recode", 93.12),
            ],
        )
    )
    assert found["N", "N2"]["relation"] == "recode" and found["N", "N2"]["matchable"]
    assert found["S", "S2"]["relation"] == "boundary_change" and found["S", "S2"]["matchable"]
    assert found["S", "N2"]["unmatched"] == "boundary"


def test_links_recode_of_two_bodies_into_one_is_a_merger() -> None:
    found = links(
        study_of({"A": OLD, "B": OLD, "C": NEW}, [(DAY, "A", "C", "recode"), (DAY, "B", "C", "recode")])
    )
    assert {row["relation"] for row in found.values()} == {"merger"}


def test_links_recode_of_one_body_into_two_is_a_split() -> None:
    found = links(
        study_of({"A": OLD, "B": NEW, "C": NEW}, [(DAY, "A", "B", "recode"), (DAY, "A", "C", "recode")])
    )
    assert {row["relation"] for row in found.values()} == {"split"}
    assert [row["share_of_earlier"] for row in found.values()] == [0.5, 0.5]


def test_links_merger_of_a_part_is_a_merger_with_a_split() -> None:
    found = links(
        study_of(
            {"A": OLD, "B": OLD, "C": NEW, "D": NEW},
            [(DAY, "A", "C", "merger", 60), (DAY, "A", "D", "merger", 40), (DAY, "B", "C", "merger")],
        )
    )
    assert {row["unmatched"] for row in found.values()} == {"mixed"}


def test_links_merger_that_lost_a_sliver_on_the_way_is_still_a_merger() -> None:
    found = links(
        study_of(
            {"A": OLD, "B": OLD, "C": NEW, "D": (None, None)},
            [
                (DAY, "A", "C", "merger", 98.63),
                (DAY, "A", "D", "boundary_change", 1.37),
                (DAY, "B", "C", "merger"),
            ],
        )
    )
    assert found["A", "C"]["matchable"] and found["B", "C"]["n_merged"] == 2
    assert found["D", "D"]["matchable"]


def test_links_body_formed_of_parts_only_continues_none() -> None:
    found = links(
        study_of(
            {"A": (None, None), "B": (None, None), "C": NEW},
            [(DAY, "A", "C", "boundary_change", 30), (DAY, "B", "C", "boundary_change", 5)],
        )
    )
    assert found["A", "C"]["unmatched"] == found["B", "C"]["unmatched"] == "boundary"
    assert found["A", "A"]["unmatched"] == "boundary" and found["B", "B"]["matchable"]


def test_links_merger_with_a_body_that_opened_in_between_is_partly_new() -> None:
    steps = [("2018-04-01", "A", "C", "merger"), ("2018-04-01", "X", "C", "merger")]
    study = study_of({"A": (None, "2018-03-31"), "X": (DAY, "2018-03-31"), "C": ("2018-04-01", None)}, steps)
    assert links(study, until=date(2019, 1, 1))["A", "C"]["unmatched"] == "partly_new"


def test_links_part_of_a_split_that_merges_later_makes_the_merger_mixed() -> None:
    steps = [
        (DAY, "A", "B", "split", 60),
        (DAY, "A", "C", "split", 40),
        ("2018-04-01", "B", "E", "merger"),
        ("2018-04-01", "D", "E", "merger"),
    ]
    bodies = {
        "A": OLD,
        "B": (DAY, "2018-03-31"),
        "C": NEW,
        "D": (None, "2018-03-31"),
        "E": ("2018-04-01", None),
    }
    found = links(study_of(bodies, steps), until=date(2019, 1, 1))
    assert found["A", "E"]["relation"] == "merger_and_split"
    assert {found["A", "E"]["unmatched"], found["D", "E"]["unmatched"]} == {"mixed"}
    assert found["A", "C"]["unmatched"] == "split"


def test_links_merger_with_a_body_that_lost_much_is_not_matched() -> None:
    steps = [
        (DAY, "A", "B", "boundary_change", 60),
        (DAY, "A", "C", "boundary_change", 40),
        ("2018-04-01", "B", "E", "merger"),
        ("2018-04-01", "D", "E", "merger"),
    ]
    bodies = {
        "A": OLD,
        "B": (DAY, "2018-03-31"),
        "C": (None, None),
        "D": (None, "2018-03-31"),
        "E": ("2018-04-01", None),
    }
    found = links(study_of(bodies, steps), until=date(2019, 1, 1))
    assert found["A", "E"]["unmatched"] == found["D", "E"]["unmatched"] == "boundary"
    assert found["C", "C"]["matchable"]


def test_links_are_kept_to_the_kinds_asked_for() -> None:
    study = study_of({"A": OLD, "B": (None, None), "I": NEW}, [(DAY, "A", "I", "recode")], I="icb")
    assert links(study, from_kind="ccg", to_kind="icb").keys() == {("A", "I")}
    assert links(study, from_kind="ccg", to_kind="ccg").keys() == {("B", "B")}


def test_links_shares_above_a_hundred_are_scaled_and_shares_below_leave_people_out() -> None:
    study = study_of(
        {"A": OLD, "B": NEW, "C": NEW, "D": OLD, "E": NEW},
        [
            (DAY, "A", "B", "recode", 100),
            (DAY, "A", "C", "boundary_change", 25),
            (DAY, "D", "E", "boundary_change", 95),
        ],
    )
    found = links(study)
    assert found["A", "B"]["share_of_earlier"] == pytest.approx(0.8) and found["A", "B"]["matchable"]
    assert found["D", "E"]["share_of_earlier"] == pytest.approx(0.95)


def test_links_on_the_day_of_change_belong_to_the_later_body() -> None:
    study = study_of({"A": (None, DAY), "B": NEW}, [(DAY, "A", "B", "recode")])
    assert links(study, until=date(2017, 4, 1))["A", "B"]["relation"] == "recode"
    assert links(study, since=date(2017, 4, 1)).keys() == {("B", "B")}


def test_successors_name_the_body_of_today_first() -> None:
    steps = [
        (DAY, "A", "B", "recode"),
        ("2018-04-01", "B", "C", "merger"),
        ("2018-04-01", "Z", "C", "merger"),
    ]
    bodies = {"A": OLD, "B": (DAY, "2018-03-31"), "Z": (None, "2018-03-31"), "C": ("2018-04-01", None)}
    study = study_of(bodies, steps)
    found = successors(study, "A", BEFORE)
    assert found.select("body_id", "on", "relation", "is_last").rows() == [
        ("C", date(2018, 4, 1), "merger", True),
        ("B", date(2017, 4, 1), "recode", False),
    ]
    before = predecessors(study, "C", date(2019, 1, 1))
    assert before["body_id"].to_list() == ["A", "Z", "B"]
    assert before["is_last"].to_list() == [True, True, False]


def test_successors_of_an_unknown_or_unchanged_body_are_none() -> None:
    study = study_of({"A": (None, None)}, [])
    assert successors(study, "A", BEFORE).is_empty() and predecessors(study, "nobody", BEFORE).is_empty()


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "100%"), (0.9312, "93.12%"), (0.07, "7%"), (0.00005, "0.01%"), (0.3, "30%")]
)
def test_share_words_are_short_and_half_up(share: float, words: str) -> None:
    assert share_words(share) == words


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[str, tuple[str | None, str | None]], list[tuple[Any, ...]]]:
    """Three generations of bodies; each earlier body passes to one or two later ones, with shares."""
    sizes = [draw(st.integers(1, 4)) for _ in range(3)]
    days = [None, "2017-04-01", "2018-04-01", None]
    ends = ["2017-03-31", "2018-03-31", None]
    bodies = {f"{g}{i}": (days[g], ends[g]) for g in range(3) for i in range(sizes[g])}
    steps: list[tuple[Any, ...]] = []
    for g in range(2):
        for i in range(sizes[g]):
            goals = draw(st.lists(st.integers(0, sizes[g + 1] - 1), min_size=1, max_size=2, unique=True))
            first = draw(st.integers(1, 99)) if len(goals) == 2 else 100
            for goal, share in zip(goals, (first, 100 - first), strict=False):
                change = draw(st.sampled_from(["recode", "rename", "boundary_change", "merger", "split"]))
                steps.append((days[g + 1], f"{g}{i}", f"{g + 1}{goal}", change, float(share)))
    return bodies, steps


@given(histories())
def test_links_share_is_the_sum_over_paths_of_products_and_no_people_are_lost(
    history: tuple[dict[str, tuple[str | None, str | None]], list[tuple[Any, ...]]],
) -> None:
    bodies, steps = history
    expected: dict[tuple[str, str], float] = {}
    for _, a, b, _, share in steps:
        for _, c, d, _, next_share in steps:
            if a[0] == "0" and b == c:
                expected[a, d] = expected.get((a, d), 0.0) + share * next_share / 10_000
    found = links(study_of(bodies, steps), until=date(2019, 1, 1))
    assert {pair: row["share_of_earlier"] for pair, row in found.items()} == pytest.approx(expected)
    for origin in {a for a, _ in found}:
        assert sum(row["share_of_earlier"] for (a, _), row in found.items() if a == origin) == pytest.approx(
            1
        )


@given(histories())
def test_links_carry_each_earlier_body_to_one_later_body_at_most(
    history: tuple[dict[str, tuple[str | None, str | None]], list[tuple[Any, ...]]],
) -> None:
    found = links(study_of(*history), until=date(2019, 1, 1))
    carried = [a for (a, _), row in found.items() if row["carries"]]
    assert len(carried) == len(set(carried))
    assert all(row["matchable"] == (row["unmatched"] is None) for row in found.values())
    assert all(row["carries"] for row in found.values() if row["matchable"])


def ccg_study(shared: Path) -> Study:
    """CCGs of 2016 to boards of 2026, from the registers and successions beside the checkout."""
    folder = shared / "data" / "geography"
    words = {
        "split/rename": "split",
        "split+merger": "merger_and_split",
        "boundary change": "boundary_change",
    }
    ccg = pl.read_csv(folder / "ccg_successors.csv", infer_schema=False)
    board = pl.read_csv(folder / "ccg2021_to_icb2022.csv", infer_schema=False)
    later = pl.read_csv(folder / "icb_successors.csv", infer_schema=False)
    rows = [
        (
            r["effective_date"],
            r["predecessor_ons"],
            r["successor_ons"],
            r["change_type"],
            r["pct_of_predecessor_population"],
        )
        for r in [*ccg.iter_rows(named=True), *later.iter_rows(named=True)]
    ]
    rows += [
        (r["effective_date"], r["ccg_ons"], r["icb_ons"], "merger", r["pct_of_ccg_population"])
        for r in board.iter_rows(named=True)
    ]
    ends = {old: str(date.fromisoformat(day)) for day, old, _, _, _ in rows}
    starts = {new: day for day, _, new, _, _ in rows}
    known = {"acquisition": "merger_and_split", "boundary_extended": "boundary_change"}
    return make_study(
        [
            {
                "id": body,
                "kind": "ccg" if body < "E5" else "icb",
                "opened": starts.get(body),
                "closed": ends.get(body),
            }
            for body in dict.fromkeys([*ends, *starts, "E54000031"])
        ],
        kinds=("ccg", "icb"),
        successions=[
            {
                "effective_date": day,
                "predecessor_id": old,
                "successor_id": new,
                "change": words.get(change, known.get(change, change.split(" ")[0])),
                "share_pct": float(share) if share else None,
            }
            for day, old, new, change, share in rows
        ],
    )


@pytest.mark.shared
def test_links_of_the_groups_of_2016_reach_the_boards_of_2026_as_measured_by_people(shared: Path) -> None:
    found = links(
        ccg_study(shared), since=date(2016, 4, 4), until=date(2026, 6, 1), from_kind="ccg", to_kind="icb"
    )
    measured = pl.read_csv(shared / "data" / "geography" / "ccg2016_to_today.csv", infer_schema_length=None)
    parts = measured.group_by("ccg2016_ons", "icb2026_ons").agg(pl.col("pct_pop").sum() / 100)
    assert measured["ccg2016_ons"].n_unique() == len({a for a, _ in found}) == 209
    assert len({b for _, b in found}) == 36
    off = [
        (a, b, share, found[a, b]["share_of_earlier"] if (a, b) in found else None)
        for a, b, share in parts.iter_rows()
        if abs((found[a, b]["share_of_earlier"] if (a, b) in found else 0.0) - share) > 0.02
    ]
    # Parts of a body that is split later are taken to lie evenly over it; few groups were split since.
    assert len(off) <= 20
    for origin in {a for a, _ in found}:
        total = sum(row["share_of_earlier"] for (a, _), row in found.items() if a == origin)
        assert total == pytest.approx(1)


def test_links_of_the_packaged_study_between_its_rounds(checkout: Path) -> None:
    study = read_study(checkout / "studies" / "childrens-palliative-care")
    found = links_between(study, date(2016, 4, 4), date(2017, 7, 1), "ccg", "ccg")
    assert (found["earlier_id"].n_unique(), found["later_id"].n_unique()) == (209, 207)
    # Manchester was merged of three; Cumbria was split between two, one of them merged with Lancashire North.
    assert found.filter("matchable")["later_id"].n_unique() == 205
    assert found.filter(later_id="E38000217")["n_merged"].to_list() == [3, 3, 3]
    unmatched = found.filter(~pl.col("matchable")).select("earlier_id", "later_id", "unmatched")
    assert sorted(unmatched.rows()) == [
        ("E38000041", "E38000215", "split"),
        ("E38000041", "E38000216", "mixed"),
        ("E38000093", "E38000216", "mixed"),
        ("E38000159", "E38000218", "boundary"),
    ]
    boards = links_between(study, date(2016, 4, 4), date(2026, 6, 1), "ccg", "icb")
    assert (boards["earlier_id"].n_unique(), boards["later_id"].n_unique()) == (209, 36)
    totals = boards.group_by("earlier_id").agg(pl.col("share_of_earlier").sum())["share_of_earlier"]
    assert totals.to_list() == pytest.approx([1.0] * 209)
