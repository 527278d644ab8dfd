"""Response rates and non-response against plain loops."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import UnknownName
from answerable.core.measures.replies import Response
from answerable.core.measures.response import (
    QUARTERS,
    early_late,
    response_by,
    response_by_previous,
    response_by_size,
    response_rates,
)
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question
from tests.unit.core.measures import made, slow

DUE = {made.SENT: date(2016, 5, 3)}


def slow_rates(study: Study, members: list[str], kind: str) -> dict[str, float | int | None]:
    """Rates of some bodies, by a plain loop."""
    a_round = study.rounds[0]
    ends = {body: end for body in members if (end := slow.response(a_round, kind, body)) is not None}
    n = len(ends)
    row: dict[str, float | int | None] = {"n_asked": n}
    row |= {str(r): sum(end == r for end in ends.values()) for r in Response}
    replied = [body for body in ends if slow.has_replied(a_round, body)]
    dates = [slow.requests_of(a_round).get(body, {}).get("replied_on") for body in replied]
    in_time = sum(day is not None and day <= DUE[made.SENT] for day in dates)
    undated = dates.count(None)
    row |= {"n_replied": len(replied), "n_undated": undated, "n_on_time": in_time if n else None}
    complete, partial = row["complete"], row["partial"]
    row["reply_share"] = len(replied) / n if n else None
    row["rr1"] = complete / n if n else None
    row["rr2"] = (complete + partial) / n if n else None
    row["on_time_share"] = in_time / n if n and not undated else None
    row["on_time_low"] = in_time / n if n else None
    row["on_time_high"] = (in_time + undated) / n if n else None
    return row


@given(made.studies())
def test_rates_agree_with_a_plain_loop(study: Study) -> None:
    found = {row["kind"]: row for row in response_rates(study, DUE).iter_rows(named=True)}
    assert list(found) == list(made.KINDS)
    for kind, row in found.items():
        asked = [body["id"] for body in slow.asked_bodies(study, study.rounds[0], kind)]
        everyone = slow.open_bodies(study.bodies, made.SENT, kind)
        expected = slow_rates(study, asked, kind) | {"not_eligible": len(everyone) - len(asked)}
        assert {name: row[name] for name in expected} == expected


@given(made.studies())
def test_rates_by_region_agree_with_a_plain_loop(study: Study) -> None:
    seen = 0
    for row in response_by(study, "region", DUE).iter_rows(named=True):
        asked = slow.asked_bodies(study, study.rounds[0], row["kind"])
        members = [b["id"] for b in asked if slow.group_of(b, ("region",)) == (row["region"],)]
        expected = slow_rates(study, members, row["kind"])
        assert {name: row[name] for name in expected} == expected
        seen += row["n_asked"]
    assert seen == response_rates(study)["n_asked"].sum()


@given(made.studies(), st.sampled_from([None, DUE]))
def test_early_and_late_agree_with_a_plain_loop(study: Study, due: dict[date, date] | None) -> None:
    a_round, expected = study.rounds[0], {}
    for kind, form in a_round.questionnaires.items():
        bodies = [
            b["id"] for b in slow.asked_bodies(study, a_round, kind) if slow.has_replied(a_round, b["id"])
        ]
        days = {b: slow.requests_of(a_round).get(b, {}).get("replied_on") for b in bodies}
        known = sorted(day for day in days.values() if day is not None)
        split = due[made.SENT] if due else known[(len(known) - 1) // 2] if known else None
        for q in form.questions:
            for body in bodies:
                status, answer, _ = slow.cell(a_round, kind, body, q)
                if status == "not_asked":
                    continue
                when = "undated" if days[body] is None else "early" if days[body] <= split else "late"
                row = expected.setdefault((kind, q.id, when), [0, 0, 0])
                row[0] += 1
                row[1] += status == "answered"
                row[2] += status == "answered" and q.has_options and answer == "yes"
    table = early_late(study, due).select("kind", "question", "replied", "n_replied", "n_answered", "n_yes")
    assert {row[:3]: list(row[3:]) for row in table.iter_rows()} == expected


def test_rates_of_a_study_without_rounds_have_the_same_columns() -> None:
    with_rounds = response_rates(make_study(["A"], [make_round("2016", {"ccg": ["q"]})]))
    assert response_rates(make_study(["A"])).schema == with_rounds.schema


def test_without_due_dates_nothing_is_said_of_time() -> None:
    study = make_study(["A"], [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}})])
    row = response_rates(study).row(0, named=True)
    assert [row[n] for n in ("n_on_time", "on_time_share", "on_time_low", "on_time_high")] == [None] * 4


def test_each_request_is_judged_by_its_own_day_of_sending() -> None:
    late_start = made.SENT + timedelta(days=60)
    study = make_study(
        ["A", "B"],
        [
            make_round(
                "2016",
                {"ccg": ["q"]},
                [],
                requests=[
                    {"body_id": "A", "outcome": "refused", "replied_on": "2016-06-20"},
                    {"body_id": "B", "outcome": "refused", "replied_on": "2016-06-20", "sent_on": late_start},
                ],
            )
        ],
    )
    row = response_rates(study, DUE | {late_start: date(2016, 7, 1)}).row(0, named=True)
    assert (row["n_on_time"], row["on_time_share"]) == (1, 0.5)


def test_response_by_an_unknown_column_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean “region”"):
        response_by(make_study(["A"]), "regions")


def sized(**sizes: float) -> list[dict[str, object]]:
    """Populations of bodies in 2015."""
    return [
        {"body_id": body, "measure": "children", "value": value, "date": "2015-06-30"}
        for body, value in sizes.items()
    ]


def test_response_by_size_splits_bodies_into_quarters_in_order() -> None:
    study = make_study(
        list("ABCDEFGHX"),
        [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}, "H": {"q": "no"}})],
        populations=sized(A=80, B=70, C=60, D=50, E=40, F=30, G=20, H=10),
    )
    table = response_by_size(study, "children")
    assert table.select("size", "n_asked", "n_replied").rows() == [
        (QUARTERS[0], 2, 1),
        (QUARTERS[1], 2, 0),
        (QUARTERS[2], 2, 0),
        (QUARTERS[3], 2, 1),
        ("(not stated)", 1, 0),
    ]


def test_bodies_of_equal_size_are_in_one_quarter() -> None:
    study = make_study(
        list("ABCD"), [make_round("2016", {"ccg": ["q"]})], populations=sized(A=5, B=5, C=5, D=9)
    )
    assert response_by_size(study, "children").select("size", "n_asked").rows() == [
        (QUARTERS[0], 3),
        (QUARTERS[3], 1),
    ]


def test_the_size_is_the_latest_known_when_it_was_sent() -> None:
    later = [{"body_id": "A", "measure": "children", "value": 1, "date": "2020-06-30"}]
    older = [{"body_id": "A", "measure": "children", "value": 2, "date": "2001-06-30"}]
    study = make_study(
        list("AB"), [make_round("2016", {"ccg": ["q"]})], populations=later + older + sized(A=50, B=40)
    )
    table = response_by_size(study, "children")
    assert table["n_asked"].to_list() == [1, 1]
    answers = make_round("2016", {"ccg": ["q"]}, {"B": {"q": "yes"}})
    study = make_study(list("AB"), [answers], populations=later + older + sized(A=50, B=40))
    assert response_by_size(study, "children")["n_replied"].to_list() == [1, 0]


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(UnknownName, match="measure of populations"):
        response_by_size(make_study(["A"]), "adults")


def test_response_by_previous_answer_counts_only_the_same_body() -> None:
    link = {"round": "2015", "question": "old", "comparability": "soft"}
    study = make_study(
        [
            {"id": "A"},
            {"id": "B"},
            {"id": "C", "closed": "2015-12-31"},
            {"id": "C", "opened": "2016-01-01"},
        ],
        [
            make_round(
                "2015",
                {"ccg": ["old"]},
                {"A": {"old": "yes"}, "B": {"old": "no"}, "C": {"old": "no"}},
                sent_on="2015-04-01",
            ),
            make_round("2016", {"ccg": [question("new", compares_with=link)]}, {"A": {"new": "no"}}),
        ],
    )
    table = response_by_previous(study)
    assert table.select("from_round", "previous", "n_asked", "n_replied", "n_answered").rows() == [
        ("2015", "(not in that round)", 1, 0, 0),
        ("2015", "no", 1, 0, 0),
        ("2015", "yes", 1, 1, 1),
    ]


def test_early_late_leaves_out_the_silent() -> None:
    study = make_study(
        ["A", "B"],
        [
            make_round(
                "2016",
                {"ccg": ["q"]},
                {"A": {"q": "yes"}},
                requests=[{"body_id": "A", "outcome": "answered", "replied_on": "2016-04-20"}],
            )
        ],
    )
    assert early_late(study).drop("round", "kind").rows() == [("q", "early", 1, 1, 1, 1.0)]


def test_rates_are_by_kind_and_round() -> None:
    rounds = [make_round(r, {"ccg": ["q"], "la": ["q"]}) for r in ("2016", "2017")]
    study = make_study(["A", {"id": "L", "kind": "la"}], rounds, kinds=("ccg", "la"))
    keys = response_rates(study).select("round", "kind")
    assert keys.rows() == [("2016", "ccg"), ("2016", "la"), ("2017", "ccg"), ("2017", "la")]
    assert response_by(study, "kind").select(pl.col("n_asked").sum()).item() == 4
