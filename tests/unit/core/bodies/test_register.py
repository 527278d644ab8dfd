"""Bodies on a date: the same id is another body at another time."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given

from answerable.core.bodies.register import bodies_on, body_at, rows_on
from answerable.core.errors import BodyNotOpen, UnknownName
from answerable.core.study import schema
from answerable.core.study.model import Study
from tests.factories import frame, make_study
from tests.unit.core.measures import made, slow


def cumbria() -> Study:
    """01H as it really was reused: Cumbria, then from April 2017 North Cumbria."""
    return make_study(
        [
            {"id": "01H", "name": "Cumbria", "opened": "2013-04-01", "closed": "2017-03-31"},
            {"id": "01H", "name": "North Cumbria", "opened": "2017-04-01"},
            {"id": "01K", "name": "Lancashire North", "closed": "2017-03-31"},
        ]
    )


@given(made.bodies())
def test_bodies_on_agrees_with_a_plain_loop(rows: list[dict[str, object]]) -> None:
    bodies = frame(schema.BODIES, rows)
    for day in range(-10, 11):
        on = made.SENT + timedelta(days=day)
        for kind in (None, "ccg"):
            assert bodies_on(bodies, on, kind).to_dicts() == slow.open_bodies(bodies, on, kind)


def test_an_id_means_the_body_of_its_day() -> None:
    study = cumbria()
    assert body_at(study, "01H", date(2017, 3, 31))["name"] == "Cumbria"
    assert body_at(study, "01H", date(2017, 4, 1))["name"] == "North Cumbria"


def test_on_a_day_that_two_bodies_share_the_later_opened_is_meant() -> None:
    study = make_study(
        [
            {"id": "A", "name": "new", "opened": "2017-04-01"},
            {"id": "A", "name": "old", "closed": "2017-04-01"},
        ]
    )
    assert body_at(study, "A", date(2017, 4, 1))["name"] == "new"
    assert bodies_on(study.bodies, date(2017, 4, 1))["name"].to_list() == ["new"]


def test_the_last_day_is_a_day_of_the_body() -> None:
    bodies = cumbria().bodies
    assert "01K" in bodies_on(bodies, date(2017, 3, 31))["id"]
    assert "01K" not in bodies_on(bodies, date(2017, 4, 1))["id"]


def test_an_id_that_passed_to_another_kind_is_of_that_kind_only() -> None:
    study = make_study(
        [
            {"id": "A", "kind": "ccg", "closed": "2017-04-01"},
            {"id": "A", "kind": "la", "opened": "2017-04-01"},
        ],
        kinds=("ccg", "la"),
    )
    assert bodies_on(study.bodies, date(2017, 4, 1), "ccg").is_empty()


def test_rows_on_stay_in_line_with_the_ids_asked_for() -> None:
    found = rows_on(cumbria().bodies, pl.Series(["X", "01K", "01H", "01K"]), date(2017, 4, 2))
    assert found["id"].to_list() == ["X", "01K", "01H", "01K"]
    assert found["name"].to_list() == [None, None, "North Cumbria", None]


def test_a_body_that_was_not_open_is_named_with_its_dates() -> None:
    with pytest.raises(BodyNotOpen, match=r"01K.*2020-01-01.*2017-03-31"):
        body_at(cumbria(), "01K", date(2020, 1, 1))


def test_an_unknown_body_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean “01H”"):
        body_at(cumbria(), "01HH", date(2017, 4, 1))
