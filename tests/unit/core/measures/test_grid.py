"""The grid of questions and bodies: who was asked what, and what became of it."""

import pytest
from hypothesis import given

from answerable.core.errors import AnswerableError, GridMisaligned, UnknownName
from answerable.core.measures.grid import Grids, answer_grid
from answerable.core.study import schema
from answerable.core.study.model import Study
from tests.factories import make_round, make_study, question
from tests.unit.core.measures import made, slow


def one_round(*questions: object, answers: object = (), **given: object) -> Study:
    """A study of bodies A and B (ccg) and L (la), asked these questions in 2016."""
    kinds = ("ccg", "la")
    a_round = make_round("2016", {"ccg": questions or ("q",), "la": ("x",)}, answers, **given)
    return make_study(["A", "B", {"id": "L", "kind": "la"}], [a_round], kinds=kinds)


@given(made.studies())
def test_grid_agrees_with_a_plain_loop(study: Study) -> None:
    a_round = study.rounds[0]
    for kind in made.KINDS:
        asked = slow.asked_bodies(study, a_round, kind)
        expected = []
        for body in asked:
            for q in a_round.questionnaire(kind).questions:
                status, answer, value = slow.cell(a_round, kind, body["id"], q)
                expected.append((body["id"], q.id, status, answer, value))
        found = answer_grid(study, "2016", kind).select("body_id", "question_id", "status", "answer", "value")
        assert found.rows() == expected


@given(made.studies())
def test_grid_without_detail_is_the_same_grid(study: Study) -> None:
    for kind in made.KINDS:
        full = answer_grid(study, "2016", kind)
        lean = answer_grid(study, "2016", kind, detail=False)
        assert lean.columns == ["body_id", "question_id", "status", "answer"]
        assert lean.drop("answer").equals(full.select(lean.columns).drop("answer"))


@given(made.studies())
def test_whether_a_body_replied_agrees_with_a_plain_loop(study: Study) -> None:
    a_round = study.rounds[0]
    for kind in made.KINDS:
        grid = Grids(study).get("2016", kind)
        assert grid.replies.replied.tolist() == [slow.has_replied(a_round, i) for i in grid.ids]
        assert grid.replies.frame["response"].to_list() == [slow.response(a_round, kind, i) for i in grid.ids]


@given(made.studies(sent=False))
def test_a_round_that_is_not_sent_asks_nobody(study: Study) -> None:
    assert answer_grid(study, "2016", "ccg").is_empty()


def test_grid_has_the_columns_of_answers() -> None:
    assert answer_grid(one_round(), "2016", "ccg").schema == schema.ANSWERS.schema


def test_details_stand_beside_the_answer_they_belong_to() -> None:
    row = {"body_id": "B", "question_id": "q", "status": "answered", "answer": "no"}
    study = one_round(answers=[row | {"note": "from May", "evidence_url": "https://example.org/1"}])
    assert answer_grid(study, "2016", "ccg")["note"].to_list() == [None, "from May"]


def test_a_number_given_beside_a_missing_status_is_no_answer() -> None:
    row = {"body_id": "A", "question_id": "n", "status": "refused", "value": 5, "unit": "gbp"}
    study = one_round(question("n", answer="money"), answers=[row])
    cell = answer_grid(study, "2016", "ccg").row(0, named=True)
    assert (cell["status"], cell["value"], cell["unit"]) == ("refused", None, None)


def test_rows_of_a_body_that_was_withdrawn_are_left_out() -> None:
    study = one_round(
        answers={"A": {"q": "yes"}, "B": {"q": "no"}}, requests=[{"body_id": "A", "outcome": "withdrawn"}]
    )
    assert answer_grid(study, "2016", "ccg")["body_id"].to_list() == ["B"]
    assert Grids(study).get("2016", "ccg").not_eligible["id"].to_list() == ["A"]


def test_a_question_id_may_mean_different_things_for_two_kinds() -> None:
    a_round = make_round(
        "2016",
        {"ccg": ["x"], "la": [question("x", answer="text")]},
        {"A": {"x": "no"}, "L": {"x": "no"}},
    )
    study = make_study(["A", {"id": "L", "kind": "la"}], [a_round], kinds=("ccg", "la"))
    grids = Grids(study)
    assert grids.get("2016", "ccg").states("x").to_list() == ["no"]
    assert grids.get("2016", "la").states("x").to_list() == ["answered"]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"Z": {"q": "yes"}}, "not open when it was sent: Z"),
        ({"A": {"huh": "yes"}}, "did not ask: huh"),
        ({"L": {"q": "yes"}}, "put to another kind of body, or derived from others: L on q"),
        ({"A": {"d": "yes"}}, "derived from others: A on d"),
        ({"A": {"q": "maybe"}}, "not among the options of their question: A on q"),
        ({"A": {"q": "in_development"}}, "not among the options of their question: A on q"),
        ({"A": {"q": 3}}, "not among the options of their question: A on q"),
        ([{"body_id": "A", "question_id": "q", "status": "refused"}] * 2, "answered twice: A on q"),
    ],
)
def test_answers_that_fit_nothing_are_refused_by_name(answers: object, told: str) -> None:
    study = one_round("q", question("d", derived={"any_of": ("q",)}), answers=answers)
    with pytest.raises(GridMisaligned, match=told):
        answer_grid(study, "2016", "ccg")


def test_two_requests_to_one_body_are_refused() -> None:
    study = one_round(answers=[], requests=[{"body_id": "A", "outcome": "refused"}] * 2)
    with pytest.raises(GridMisaligned, match="two requests: A"):
        answer_grid(study, "2016", "ccg")


def test_questions_that_depend_on_each_other_in_a_circle_are_refused() -> None:
    study = one_round(
        question("a", derived={"any_of": ("b",)}), question("b", derived={"any_of": ("a",)}), answers=[]
    )
    with pytest.raises(AnswerableError, match="circle: a → b → a"):
        answer_grid(study, "2016", "ccg")


def test_a_condition_that_its_parent_cannot_meet_is_refused() -> None:
    study = one_round("q", question("s", parent="q", condition="perhaps"), answers=[])
    with pytest.raises(UnknownName, match="option of question “q” “perhaps”"):
        answer_grid(study, "2016", "ccg")


def test_grids_of_another_study_are_refused() -> None:
    with pytest.raises(AnswerableError, match="another study"):
        answer_grid(one_round(), "2016", "ccg", grids=Grids(one_round()))


def test_unknown_names_are_refused() -> None:
    study = one_round()
    with pytest.raises(UnknownName, match="round “2017”"):
        answer_grid(study, "2017", "ccg")
    with pytest.raises(UnknownName, match="kind of body"):
        answer_grid(study, "2016", "icb")
    with pytest.raises(UnknownName, match=r"question “qq”.*Did you mean “q”"):
        Grids(study).get("2016", "ccg").of("qq")


def test_answers_elsewhere_are_not_silence() -> None:
    figure = {"round": "2016", "question": "q", "measure": "yes", "percent": 50}
    a_round = make_round("2016", {"ccg": ["q"]})
    silent, elsewhere = make_study(["A"], [a_round]), make_study(["A"], [a_round], published=[figure])
    assert answer_grid(silent, "2016", "ccg")["status"].to_list() == ["no_reply"]
    assert answer_grid(elsewhere, "2016", "ccg").is_empty()
    assert list(Grids(elsewhere)) == []
