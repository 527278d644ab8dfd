"""Remarks against a plain loop."""

import pytest
from hypothesis import given

from answerable.core.errors import UnknownName
from answerable.core.measures.grid import Grids
from answerable.core.measures.remarks import body_remarks, remark_counts
from answerable.core.measures.shares import measure_table
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, questionnaire
from tests.unit.core.measures import made, slow


@given(made.studies())
def test_remarks_agree_with_a_plain_loop(study: Study) -> None:
    a_round = study.rounds[0]
    for row in remark_counts(study).iter_rows(named=True):
        bodies = slow.asked_bodies(study, a_round, row["kind"])
        said = {
            body
            for (body, _), cell in slow.rows_of(a_round).items()
            if row["remark"] in (cell["remarks"] or "").split(";")
        }
        assert row["n_remarked"] == sum(body["id"] in said for body in bodies)
        base = slow.measures(study).get((row["round"], row["kind"], row["of"]), {})
        assert row["n_base"] == base.get("n_answered")


def remarked(words: str) -> Study:
    """One body that answers one question with these remarks."""
    form = questionnaire("ccg", ["q"], remarks=made.REMARKS)
    row = {"body_id": "A", "question_id": "q", "status": "unclear", "remarks": words}
    return make_study(["A", "B"], [make_round("2016", {"ccg": form}, [row])])


def test_a_body_counts_once_for_a_remark_it_repeats() -> None:
    study = remarked("aside; kind_words;aside;")
    assert body_remarks(Grids(study).get("2016", "ccg")).rows() == [("A", "aside"), ("A", "kind_words")]


def test_remarks_are_not_measures() -> None:
    assert measure_table(remarked("aside"))["question"].to_list() == ["q"]


def test_an_unknown_remark_is_refused() -> None:
    with pytest.raises(UnknownName, match="remark in this questionnaire “asides”"):
        remark_counts(remarked("asides"))
