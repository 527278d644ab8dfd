"""Trends and panels against a slow second implementation that walks over bodies one by one."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.bodies.succession import links_between
from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.measures.difference import CAUSES
from answerable.core.measures.grid import Grids
from answerable.core.measures.mcnemar import mcnemar_exact
from answerable.core.measures.panel import matched_panel
from answerable.core.measures.trends import trend_details, trend_sentence, trends
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question

STATES = ["yes", "no", "in_development", "refused", "unclear", "no_reply", "not_asked"]
ANSWERS = {"yes", "no", "in_development"}
CHANGES = ["merger", "merger", "merger", "recode", "rename", "boundary_change", "split", "merger_and_split"]


def two_rounds(
    before: dict[str, str],
    after: dict[str, str],
    comparability: str = "identical",
    bodies: Any = None,
    options: tuple[str, ...] = ("yes", "no", "in_development"),
    **given: Any,
) -> Study:
    """One question asked in 2016 and 2018, `before` and `after` as {body: word}."""
    link = {"round": "2016", "question": "old", "comparability": comparability, "because": "other words"}
    first = make_round(
        "2016", {"ccg": [question("old", options=options)]}, {b: {"old": w} for b, w in before.items()}
    )
    second = make_round(
        "2018",
        {"ccg": [question("new", options=options, compares_with=link), "unrelated"]},
        {b: {"new": w} for b, w in after.items()},
        sent_on="2018-06-01",
    )
    return make_study(bodies or sorted({*before, *after}), [first, second], **given)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Bodies that live on, merge, are split or recoded between two rounds, and answers in both."""
    n_old, n_new, n_both = draw(st.integers(0, 8)), draw(st.integers(1, 3)), draw(st.integers(0, 3))
    old = [f"old{i}" for i in range(n_old)]
    new = [f"new{i}" for i in range(n_new)]
    both = [f"both{i}" for i in range(n_both)]
    bodies = [{"id": b, "closed": "2017-03-31"} for b in old] + [
        {"id": b, "opened": "2017-04-01"} for b in new
    ]
    # Most bodies go to one of few goals, whole, and each goal has its way: mergers that match come up often.
    ways = {goal: draw(st.sampled_from(CHANGES)) for goal in new + both}
    steps = []
    for body in old:
        goals = draw(st.lists(st.sampled_from(new + both), min_size=1, max_size=2, unique=True))
        goals = goals[: draw(st.sampled_from([1, 1, 1, 2, 0]))]
        first = draw(st.sampled_from([3, 50, 95])) if len(goals) == 2 else 100
        for goal, share in zip(goals, (first, 100 - first), strict=False):
            step = {"effective_date": "2017-04-01", "predecessor_id": body, "successor_id": goal}
            steps.append({**step, "change": ways[goal], "share_pct": share})
    word = st.sampled_from(STATES + ["yes", "no"] * 4)
    return two_rounds(
        {body: draw(word) for body in old + both},
        {body: draw(word) for body in new + both},
        bodies=[*bodies, *both] or ["nobody"],
        successions=steps,
    )


def said(study: Study, round_id: str) -> dict[str, str]:
    """What each body said, as a dict."""
    answers = study.round(round_id).answers
    assert answers is not None
    rows = answers.select("body_id", "status", "answer").iter_rows()
    return {body: answer if status == "answered" else status for body, status, answer in rows}


def slow_pairs(study: Study) -> dict[str, tuple[str, list[str]]]:
    """Per later body its pairing and the earlier bodies it continues."""
    before, after = said(study, "2016"), said(study, "2018")
    links = links_between(study, date(2016, 4, 4), date(2018, 6, 1), "ccg", "ccg").rows(named=True)
    pairs: dict[str, tuple[str, list[str]]] = {}
    for body in after:
        mine = [link for link in links if link["later_id"] == body]
        kin = [link["earlier_id"] for link in mine if link["matchable"]]
        answered = [k for k in kin if before[k] in ANSWERS]
        if not mine:
            pairs[body] = ("not_open", [])
        elif not kin:
            reasons = {link["unmatched"] for link in mine if link["carries"]} or {
                m["unmatched"] for m in mine
            }
            pairs[body] = (min(reasons), [])
        elif not answered:
            pairs[body] = ("not_answered_earlier" if after[body] in ANSWERS else "not_answered_either", [])
        elif after[body] not in ANSWERS:
            pairs[body] = ("not_answered_later", [])
        elif len(answered) < len(kin):
            pairs[body] = ("not_all_answered", [])
        elif len({before[k] for k in kin}) > 1:
            pairs[body] = ("mixed", [])
        else:
            pairs[body] = ("matched", kin)
    return pairs


@given(studies())
def test_panel_pairs_each_later_body_as_the_slow_walk_does(study: Study) -> None:
    found = matched_panel(study, "2016", "2018", "ccg")
    expected = slow_pairs(study)
    assert dict(found.select("body_id", "pairing").iter_rows()) == {b: p for b, (p, _) in expected.items()}
    before, after = said(study, "2016"), said(study, "2018")
    for row in found.filter(pl.col("pairing") == "matched").iter_rows(named=True):
        assert {before[k] for k in row["earlier_ids"].split(";")} == {row["earlier_state"]}
        assert after[row["body_id"]] == row["later_state"]


@given(studies())
def test_trends_count_movers_as_the_slow_walk_does(study: Study) -> None:
    before, after = said(study, "2016"), said(study, "2018")
    matched = {b: before[kin[0]] for b, (pairing, kin) in slow_pairs(study).items() if pairing == "matched"}
    gained = sum(after[b] == "yes" != was for b, was in matched.items())
    lost = sum(was == "yes" != after[b] for b, was in matched.items())
    shares = []
    for words in (before, after):
        answered = [word for word in words.values() if word in ANSWERS]
        shares.append(answered.count("yes") / len(answered) if answered else None)
    panel = (len(matched), gained, lost, float(mcnemar_exact(gained, lost)))
    assert trends(study).rows() == [("ccg", "new", "2016", "2018", "identical", *shares, *panel)]


@given(studies())
def test_difference_divides_into_causes_that_add_up(study: Study) -> None:
    row = trend_details(study).row(0, named=True)
    before, after, pairs = said(study, "2016"), said(study, "2018"), slow_pairs(study)
    links = links_between(study, date(2016, 4, 4), date(2018, 6, 1), "ccg", "ccg").rows(named=True)
    barred = {
        b for b, (pairing, _) in pairs.items() if not any(k["matchable"] for k in links if k["later_id"] == b)
    }
    kin = {(k["earlier_id"], k["later_id"]) for k in links if k["carries"] or k["later_id"] in barred}
    counted = {b for _, (pairing, mine) in pairs.items() if pairing == "matched" for b in mine}
    sums = {"succession": [0, 0], "respondents": [0, 0]}
    for side, words, others, left, sign in (
        (0, before, after, {b for b in before if b not in counted}, -1),
        (1, after, before, {b for b in after if pairs[b][0] != "matched"}, 1),
    ):
        for body in left:
            if words[body] in ANSWERS:
                partners = [pair[1 - side] for pair in kin if pair[side] == body]
                cause = "succession" if any(others.get(p) in ANSWERS for p in partners) else "respondents"
                sums[cause][0] += sign * (words[body] == "yes")
                sums[cause][1] += sign
    for pairing, mine in pairs.values():
        for again in mine[1:] if pairing == "matched" else []:
            sums["succession"][0] -= before[again] == "yes"
            sums["succession"][1] -= 1
    assert [row["succession_yes"], row["succession_answered"]] == sums["succession"]
    assert [row["respondents_yes"], row["respondents_answered"]] == sums["respondents"]
    assert row["change_yes"] == row["gained"] - row["lost"]
    for what in ("yes", "answered"):
        parts = [row[f"{cause}_{what}"] or 0 for cause in CAUSES]
        assert sum(parts) == row[f"to_n_{what}"] - row[f"from_n_{what}"]
    if row["from_share"] is not None and row["to_share"] is not None:
        steps = [row[f"{cause}_share"] or 0.0 for cause in CAUSES]
        assert sum(steps) == pytest.approx(row["to_share"] - row["from_share"], abs=1e-12)


def test_trends_of_a_number_question_count_bodies_and_no_movers() -> None:
    link = {"round": "2016", "question": "n", "comparability": "identical"}
    first = make_round(
        "2016", {"ccg": [question("n", answer="count")]}, {"A": {"n": 3}, "B": {"n": "refused"}}
    )
    second = make_round(
        "2018",
        {"ccg": [question("n", answer="count", compares_with=link)]},
        {"A": {"n": 4}, "B": {"n": 5}},
        sent_on="2018-06-01",
    )
    row = trend_details(make_study("AB", [first, second])).row(0, named=True)
    assert (row["n_matched"], row["gained"], row["p_value"], row["from_share"]) == (1, None, None, None)
    assert row["respondents_answered"] == 1 and row["respondents_yes"] is None
    assert trend_sentence(row) == "1 matched body answered in both rounds."


def test_trends_do_not_match_merged_bodies_on_a_number() -> None:
    link = {"round": "2016", "question": "n", "comparability": "identical"}
    first = make_round("2016", {"ccg": [question("n", answer="count")]}, {"A": {"n": 3}, "B": {"n": 3}})
    second = make_round(
        "2018",
        {"ccg": [question("n", answer="count", compares_with=link)]},
        {"C": {"n": 3}},
        sent_on="2018-06-01",
    )
    step = {"effective_date": "2017-04-01", "successor_id": "C", "change": "merger"}
    study = make_study(
        [
            {"id": "A", "closed": "2017-03-31"},
            {"id": "B", "closed": "2017-03-31"},
            {"id": "C", "opened": "2017-04-01"},
        ],
        [first, second],
        successions=[{**step, "predecessor_id": "A"}, {**step, "predecessor_id": "B"}],
    )
    assert matched_panel(study, "2016", "2018", "ccg")["pairing"].to_list() == ["mixed"]


def test_trends_follow_a_question_to_another_kind_of_body() -> None:
    link = {"round": "2016", "question": "old", "comparability": "identical", "kind": "ccg"}
    first = make_round("2016", {"ccg": ["old"]}, {"A": {"old": "no"}})
    second = make_round(
        "2026", {"icb": [question("new", compares_with=link)]}, {"I": {"new": "yes"}}, sent_on="2026-05-01"
    )
    study = make_study(
        [{"id": "A", "closed": "2022-06-30"}, {"id": "I", "kind": "icb", "opened": "2022-07-01"}],
        [first, second],
        kinds=("ccg", "icb"),
        successions=[
            {"effective_date": "2022-07-01", "predecessor_id": "A", "successor_id": "I", "change": "recode"}
        ],
    )
    row = trend_details(study).row(0, named=True)
    assert (row["kind"], row["from_kind"], row["n_matched"], row["gained"]) == ("icb", "ccg", 1, 1)
    assert matched_panel(study, "2016", "2026", "icb")["earlier_ids"].to_list() == ["A"]


def test_trends_have_no_row_for_rounds_not_sent_or_whose_answers_are_elsewhere() -> None:
    study = two_rounds({"A": "yes"}, {"A": "no"})
    link = {"round": "2018", "question": "new", "comparability": "identical"}
    ready = make_round("2020", {"ccg": [question("q", compares_with=link)]}, sent_on=None)
    printed = {"round": "2016", "question": "old", "measure": "yes", "numerator": 1, "denominator": 2}
    silent = make_round("2016", {"ccg": [question("old")]})
    second = study.round("2018")
    assert trends(make_study("A", [*study.rounds, ready])).height == 1
    assert trends(make_study("A", [silent, second], published=[printed])).height == 0
    assert trends(make_study("A", [silent, second]))["n_matched"].to_list() == [0]


def test_trends_name_what_a_comparison_does_not_find() -> None:
    study = two_rounds({"A": "yes"}, {"A": "no"})
    link = {"round": "2016", "question": "lost", "comparability": "identical"}
    wrong = make_round("2019", {"ccg": [question("q", compares_with=link)]}, {}, sent_on="2019-01-01")
    with pytest.raises(UnknownName, match="lost"):
        trends(make_study("A", [*study.rounds, wrong]))
    early = make_round(
        "2015", {"ccg": [question("q", compares_with={**link, "question": "old"})]}, {}, sent_on="2015-01-01"
    )
    with pytest.raises(AnswerableError, match="sent after it"):
        trends(make_study("A", [early, *study.rounds]))


def test_trends_use_the_grids_they_are_given() -> None:
    study = two_rounds({"A": "yes", "B": "no"}, {"A": "yes", "B": "yes"})
    grids = Grids(study)
    assert trends(study, grids=grids).equals(trends(study))
    with pytest.raises(AnswerableError, match="another study"):
        trends(two_rounds({}, {}), grids=grids)


def test_panel_of_withdrawn_body_counts_as_not_answered_earlier() -> None:
    study = two_rounds({"A": "yes"}, {"A": "yes", "B": "no"})
    first = make_round(
        "2016",
        {"ccg": ["old"]},
        {"A": {"old": "yes"}, "B": {"old": "yes"}},
        requests=[{"body_id": "B", "outcome": "withdrawn"}],
    )
    panel = matched_panel(make_study("AB", [first, study.round("2018")]), "2016", "2018", "ccg")
    assert panel["pairing"].to_list() == ["matched", "not_answered_earlier"]


def test_panel_tells_where_a_body_comes_from_and_the_worst_change_on_the_way() -> None:
    step = {"effective_date": "2017-04-01", "successor_id": "C"}
    study = two_rounds(
        {"A": "yes", "B": "no", "S": "no"},
        {"C": "yes", "S": "no"},
        bodies=[
            {"id": "A", "closed": "2017-03-31"},
            {"id": "B", "closed": "2017-03-31"},
            {"id": "C", "opened": "2017-04-01"},
            "S",
        ],
        successions=[
            {**step, "predecessor_id": "B", "change": "merger"},
            {**step, "predecessor_id": "A", "change": "merger"},
            {**step, "predecessor_id": "S", "change": "boundary_change", "share_pct": 2},
        ],
    )
    rows = matched_panel(study, "2016", "2018", "ccg").rows_by_key("body_id", named=True, unique=True)
    assert (rows["C"]["earlier_ids"], rows["C"]["relation"], rows["C"]["earlier_state"]) == (
        "A;B",
        "merger",
        "mixed",
    )
    assert (rows["S"]["earlier_ids"], rows["S"]["relation"], rows["S"]["earlier_state"]) == (
        "S",
        "boundary_change",
        "no",
    )
