"""The table of measures against a plain loop, and its edges."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.measures.grid import Grids
from answerable.core.measures.shares import COUNTS, SHARES, measure_table, state_counts
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question
from tests.unit.core.measures import made, slow

COLUMNS = ["round", "kind", "question", *COUNTS, *SHARES]
breakdowns = st.sampled_from([(), ("region",), ("type",), ("region", "type"), ("id",)])


@given(made.studies(), breakdowns)
def test_measures_agree_with_a_plain_loop(study: Study, by: tuple[str, ...]) -> None:
    expected = slow.measures(study, by)
    found = {}
    for row in measure_table(study, by).iter_rows(named=True):
        key = tuple(row[name] for name in ("round", "kind", "question", *by))
        exact = {name: row[name] for name in COUNTS}
        found[key] = exact | {name: row[name] for name in SHARES}
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        as_floats = {k: float(v) if isinstance(v, Fraction) else v for k, v in row.items()}
        assert found[key] == as_floats


@given(made.studies(), breakdowns)
def test_breakdowns_add_up_to_the_whole(study: Study, by: tuple[str, ...]) -> None:
    keys = ["round", "kind", "question"]
    whole = measure_table(study).filter(pl.col("n_asked") > 0).select(*keys, *COUNTS)
    parts = measure_table(study, by).group_by(keys, maintain_order=True).agg(pl.col(COUNTS).sum())
    assert parts.filter(pl.col("n_asked") > 0).sort(keys).equals(whole.sort(keys))


@given(made.studies())
def test_states_agree_with_a_plain_loop(study: Study) -> None:
    a_round, expected = study.rounds[0], {}
    for kind in made.KINDS:
        for body in slow.asked_bodies(study, a_round, kind):
            for q in a_round.questionnaire(kind).questions:
                status, answer, _ = slow.cell(a_round, kind, body["id"], q)
                state = answer if status == "answered" and q.has_options else status
                key = (kind, q.id, str(body["type"]), status, state)
                expected[key] = expected.get(key, 0) + 1
    table = state_counts(study, ["type"])
    assert table.columns == ["round", "kind", "question", "type", "status", "state", "n"]
    found = {tuple(row[1:-1]): row[-1] for row in table.iter_rows()}
    assert found == expected
    assert table.height == len(found)


def test_table_has_the_columns_of_the_interface_in_order() -> None:
    study = make_study(["A"], [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}})])
    assert measure_table(study).columns == COLUMNS
    assert measure_table(study, ["region", "type"]).columns == [*COLUMNS[:3], "region", "type", *COLUMNS[3:]]
    assert measure_table(make_study(["A"])).columns == COLUMNS


def test_counts_are_never_missing_and_a_number_has_no_share_of_yes() -> None:
    study = make_study(["A"], [make_round("2016", {"ccg": [question("n", answer="count")]}, {"A": {"n": 4}})])
    row = measure_table(study).row(0, named=True)
    assert [row[name] for name in COUNTS] == [1, 1, 1, 0, 0, 1]
    assert [row[name] for name in SHARES] == [None, None, None]


def test_a_choice_that_has_no_yes_has_no_share_of_yes() -> None:
    study = make_study(
        ["A"],
        [
            make_round(
                "2016", {"ccg": [question("c", answer="choice", options=["a", "b"])]}, {"A": {"c": "a"}}
            )
        ],
    )
    assert measure_table(study).select(SHARES).row(0) == (None, None, None)


def test_a_round_that_is_not_sent_has_rows_of_zeros() -> None:
    study = make_study(["A"], [make_round("2026", {"ccg": ["q"]}, sent_on=None)])
    row = measure_table(study).row(0, named=True)
    assert [row[name] for name in COUNTS] == [0] * 6
    assert [row[name] for name in SHARES] == [None] * 3
    assert measure_table(study, ["region"]).is_empty()


def test_a_round_whose_answers_are_elsewhere_has_no_rows() -> None:
    figure = {"round": "2016", "question": "q", "measure": "yes", "percent": 50}
    rounds = [make_round("2016", {"ccg": ["q"]}), make_round("2017", {"ccg": ["q"]})]
    table = measure_table(make_study(["A"], rounds, published=[figure]))
    assert table["round"].to_list() == ["2017"]


def test_groups_are_in_order_with_those_not_stated_last() -> None:
    study = make_study(
        [{"id": i, "region": r} for i, r in zip("ABCD", ["South", None, "North", " "], strict=True)],
        [make_round("2016", {"ccg": ["q"]})],
    )
    assert measure_table(study, ["region"])["region"].to_list() == ["North", "South", "(not stated)"]


def test_any_column_of_bodies_breaks_down_even_a_declared_one() -> None:
    study = make_study(
        [{"id": "A", "tier": "one"}, {"id": "B", "opened": "2013-04-01"}],
        [make_round("2016", {"ccg": ["q"]})],
        body_attributes={"tier": "Tier"},
    )
    assert measure_table(study, ["tier"])["tier"].to_list() == ["one", "(not stated)"]
    assert measure_table(study, ["opened"])["opened"].to_list() == ["2013-04-01", "(not stated)"]
    # Every row has its kind already.
    assert measure_table(study, ["kind"]).equals(measure_table(study))


def test_an_unknown_breakdown_names_the_nearest_column() -> None:
    with pytest.raises(UnknownName, match=r"“regoin”. Did you mean “region”"):
        measure_table(make_study(["A"]), ["regoin"])


def test_an_attribute_named_like_a_count_is_refused() -> None:
    with pytest.raises(AnswerableError, match="rename the attribute"):
        measure_table(make_study(["A"], body_attributes={"n_yes": "Yes"}), ["n_yes"])


def test_an_option_called_like_a_status_stays_apart_from_it() -> None:
    study = make_study(
        ["A", "B"],
        [
            make_round(
                "2016",
                {"ccg": [question("c", answer="choice", options=["refused", "granted"])]},
                [
                    {"body_id": "A", "question_id": "c", "status": "answered", "answer": "refused"},
                    {"body_id": "B", "question_id": "c", "status": "refused"},
                ],
            )
        ],
    )
    assert state_counts(study).select("status", "state", "n").rows() == [
        ("refused", "refused", 1),
        ("answered", "refused", 1),
    ]


def test_grids_are_made_once_for_several_measures() -> None:
    study = make_study(["A"], [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}})])
    grids = Grids(study)
    assert grids.get("2016", "ccg") is grids.get("2016", "ccg")
    assert measure_table(study, grids=grids).equals(measure_table(study))
