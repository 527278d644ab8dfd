"""Regrouped results against adding up body by body."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.bodies.regroup import SLIVER_WEIGHT, Vintage, regroup
from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.measures.shares import measure_table
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question

STATES = ["yes", "no", "in_development", "refused", "no_reply", "not_asked"]
ANSWERS = {"yes", "no", "in_development"}
TODAY = Vintage("icb", date(2026, 6, 1))


def study_of(
    said: dict[str, str],
    parts: list[tuple[str, str, float]] = (),  # type: ignore[assignment]
    people: dict[str, float] | None = None,
    boards: tuple[str, ...] = (),
    **given: Any,
) -> Study:
    """Groups of 2016 with what they said, and the shares of them that went to boards in 2022."""
    form = [question("q", options=("yes", "no", "in_development")), question("n", answer="count")]
    goals = sorted({goal for _, goal, _ in parts} | set(boards))
    names = ("predecessor_id", "successor_id", "share_pct")
    return make_study(
        [
            *({"id": body, "closed": "2022-06-30", "region": f"R{i % 2}"} for i, body in enumerate(said)),
            *({"id": goal, "kind": "icb", "opened": "2022-07-01"} for goal in goals),
        ],
        [make_round("2016", {"ccg": form}, {body: {"q": word} for body, word in said.items()})],
        kinds=("ccg", "icb"),
        successions=[
            {
                "effective_date": "2022-07-01",
                "change": "merger_and_split",
                **dict(zip(names, part, strict=True)),
            }
            for part in parts
        ],
        populations=[
            {"body_id": body, "measure": "children", "date": "2017-06-30", "value": value}
            for body, value in (people or {}).items()
        ],
        **given,
    )


@st.composite
def divided(draw: st.DrawFn) -> tuple[dict[str, str], list[tuple[str, str, float]], dict[str, float]]:
    said = {f"g{i}": draw(st.sampled_from(STATES)) for i in range(draw(st.integers(1, 6)))}
    parts = []
    for body in said:
        goals = draw(st.lists(st.sampled_from(["X", "Y", "Z"]), max_size=2, unique=True))
        first = draw(st.integers(1, 99)) if len(goals) == 2 else 100
        parts += [
            (body, goal, float(share)) for goal, share in zip(goals, (first, 100 - first), strict=False)
        ]
    people = {body: float(draw(st.integers(1, 1000))) for body in said}
    return said, parts, people


def slow_group(said: dict[str, str], bodies: dict[str, Fraction], sliver: Fraction) -> tuple[list[Any], str]:
    """Weights asked, answered and yes of one group, and its state."""
    asked = {body: weight for body, weight in bodies.items() if said[body] != "not_asked"}
    answered = {body: weight for body, weight in asked.items() if said[body] in ANSWERS}
    yes = sum((weight for body, weight in answered.items() if said[body] == "yes"), Fraction(0))
    heavy = [body for body, weight in asked.items() if weight >= sliver * sum(asked.values())]
    words = {said[body] for body in heavy if said[body] in ANSWERS}
    complete = all(said[body] in ANSWERS for body in heavy)
    state = "mixed" if len(words) > 1 else words.pop() if words and complete else "unknown"
    return [sum(asked.values(), Fraction(0)), sum(answered.values(), Fraction(0)), yes], state


@given(divided(), st.sampled_from(["count", "children"]))
def test_regroup_to_later_bodies_agrees_with_adding_up_and_loses_no_weight(
    drawn: tuple[dict[str, str], list[tuple[str, str, float]], dict[str, float]], weight: str
) -> None:
    said, parts, people = drawn
    found = regroup(study_of(said, parts, people), "2016", "ccg", to=TODAY, weight=weight).filter(
        question="q"
    )
    of = {body: Fraction(people[body]) if weight == "children" else Fraction(1) for body in said}
    expected: dict[str | None, dict[str, Fraction]] = {}
    for body, goal, share in parts:
        expected.setdefault(goal, {})[body] = of[body] * Fraction(int(share), 100)
    for body in said:
        if body not in {first for first, _, _ in parts}:
            expected.setdefault(None, {})[body] = of[body]
    assert set(found["group_id"]) == set(expected)
    for row in found.iter_rows(named=True):
        weights, state = slow_group(said, expected[row["group_id"]], Fraction(str(SLIVER_WEIGHT)))
        got = [row["asked_weight"], row["answered_weight"], row["yes_weight"]]
        assert got == pytest.approx([float(w) for w in weights])
        assert row["state"] == state
        assert row["n_asked"] == sum(said[body] != "not_asked" for body in expected[row["group_id"]])
    asked = sum(float(of[body]) for body, word in said.items() if word != "not_asked")
    assert found["asked_weight"].sum() == pytest.approx(asked)


@given(divided())
def test_regroup_to_a_column_conserves_every_count(
    drawn: tuple[dict[str, str], list[tuple[str, str, float]], dict[str, float]],
) -> None:
    study = study_of(drawn[0])
    found = regroup(study, "2016", "ccg", to="region")
    counts = ["n_asked", "n_answered", "n_yes", "n_no", "n_other"]
    whole = measure_table(study)
    by_region = measure_table(study, ["region"])
    sums = found.group_by("question", maintain_order=True).agg(pl.col(counts).sum())
    assert sums.rows() == whole.select("question", *counts).rows()
    shares = ["yes_share", "yes_low", "yes_high"]
    renamed = found.select("question", "group", *counts, "weighted_share", "weighted_low", "weighted_high")
    assert renamed.rows() == by_region.select("question", "region", *counts, *shares).rows()


@given(divided(), st.sampled_from(["count", "children"]))
def test_regroup_to_earlier_bodies_loses_no_weight_either(
    drawn: tuple[dict[str, str], list[tuple[str, str, float]], dict[str, float]], weight: str
) -> None:
    before, parts, people = drawn
    boards = {"X": "yes", "Y": "no", "Z": "refused"}
    inside = {
        board: sum(people[b] * s / 100 for b, goal, s in parts if goal == board) + 1 for board in boards
    }
    study = study_of(before, parts, people | inside, tuple(boards))
    later = make_round(
        "2026", {"icb": ["q"]}, {board: {"q": word} for board, word in boards.items()}, sent_on="2026-06-01"
    )
    study = make_study(
        study.bodies,
        [later],
        kinds=("ccg", "icb"),
        successions=study.successions.rows(named=True),
        populations=study.populations.rows(named=True),
    )
    found = regroup(study, "2026", "icb", to={"kind": "ccg", "on": date(2016, 4, 4)}, weight=weight)
    whole = sum(inside.values()) if weight == "children" else len(boards)
    assert found["asked_weight"].sum() == pytest.approx(whole)
    states = dict(found.select("group_id", "state").iter_rows())
    for body in before:
        words = {boards[goal] for b, goal, _ in parts if b == body}
        if len(words) == 1:
            expected = words.pop()
            assert states[body] == ("unknown" if expected == "refused" else expected)


def test_regroup_state_is_not_decided_by_slivers() -> None:
    parts = [("A", "X", 100.0), ("B", "X", 0.5), ("B", "Y", 99.5)]
    found = regroup(study_of({"A": "yes", "B": "no"}, parts), "2016", "ccg", to=TODAY).filter(question="q")
    assert dict(found.select("group_id", "state").iter_rows()) == {"X": "yes", "Y": "no"}
    assert found["weighted_share"].to_list()[0] == pytest.approx(1 / 1.005)


def test_regroup_numbers_have_counts_but_no_shares() -> None:
    form = [question("n", answer="count")]
    study = make_study("AB", [make_round("2016", {"ccg": form}, {"A": {"n": 3}, "B": {"n": 7}})])
    row = regroup(study, "2016", "ccg").row(0, named=True)
    assert (row["group"], row["n_answered"], row["weighted_share"], row["state"]) == (
        "(not stated)",
        2,
        None,
        "answered",
    )


def test_regroup_of_rounds_without_answers_here_is_empty() -> None:
    silent = make_round("2016", {"ccg": ["q"]})
    printed = {"round": "2016", "question": "q", "measure": "yes"}
    assert regroup(make_study("A", [silent], published=[printed]), "2016", "ccg").is_empty()
    ready = make_round("2016", {"ccg": ["q"]}, sent_on=None)
    assert regroup(make_study("A", [ready]), "2016", "ccg").is_empty()


def test_regroup_names_what_it_does_not_find() -> None:
    study = study_of({"A": "yes", "B": "no"}, people={"A": 5.0})
    with pytest.raises(UnknownName, match="regions"):
        regroup(study, "2016", "ccg", to="regions")
    with pytest.raises(UnknownName, match="adults"):
        regroup(study, "2016", "ccg", weight="adults")
    with pytest.raises(UnknownName, match="trust"):
        regroup(study, "2016", "ccg", to=Vintage("trust", date(2026, 1, 1)))
    with pytest.raises(AnswerableError, match=r"for 1 of 2 bodies \(B\)"):
        regroup(study, "2016", "ccg", weight="children")
    with pytest.raises(AnswerableError, match="kind and the date"):
        regroup(study, "2016", "ccg", to={"kind": "icb"})


def test_regroup_takes_no_figure_of_another_body_with_the_same_code() -> None:
    bodies = [
        {"id": "01H", "closed": "2017-03-31"},
        {"id": "01H", "opened": "2017-04-01", "closed": "2019-03-31"},
    ]
    figures = [("2015-06-30", 500.0), ("2017-06-30", 300.0), ("2019-06-30", 1.0)]
    study = make_study(
        bodies,
        [make_round("2017", {"ccg": ["q"]}, {"01H": {"q": "yes"}}, sent_on="2017-05-01")],
        populations=[{"body_id": "01H", "measure": "all", "date": day, "value": n} for day, n in figures],
    )
    assert regroup(study, "2017", "ccg", weight="all")["asked_weight"].to_list() == [300.0]
    early = make_round("2017", {"ccg": ["q"]}, {"01H": {"q": "yes"}}, sent_on="2017-03-30")
    study = make_study(bodies, [early], populations=study.populations.rows(named=True))
    assert regroup(study, "2017", "ccg", weight="all")["asked_weight"].to_list() == [500.0]
