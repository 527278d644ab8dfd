"""Questionnaires are edited whole, by one at a time, and never after they were sent or answered."""

from dataclasses import replace

import pytest

from answerable.core.answers import AnswerType
from answerable.core.errors import InputFaults
from answerable.core.law.life import EventKind
from answerable.core.questions import Duty, Question
from answerable.desk.coding.models import Answer
from answerable.desk.errors import Conflict
from answerable.desk.requests.actions import log_event
from answerable.desk.surveys.editing import define, move, put, remove
from answerable.desk.surveys.form_actions import (
    EditedMeanwhile,
    change_form,
    sent_or_none,
    take_back_form,
)
from answerable.desk.surveys.models import Questionnaire
from answerable.desk.surveys.values import form_of
from tests.desk_factories import NOON, make_survey, open_requests

pytestmark = pytest.mark.django_db


def a_form() -> Questionnaire:
    return make_survey().rounds.get().questionnaires.get()


def fresh(row: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.select_related("round__survey", "kind").get(pk=row.pk)


def changed(row: Questionnaire, new: object, revision: int = 0) -> Questionnaire:
    return change_form(form=row, new=new, revision=revision, by=None, words="Changed.")  # type: ignore[arg-type]


def test_put_move_remove_and_define_are_kept_in_order() -> None:
    row = a_form()
    form = form_of(row)
    form = put(form, Question("new", "A new one?"))
    form = put(form, Question("spend_why", "Why?", AnswerType.TEXT, parent="spend"))
    form = move(form, "new", up=True)
    form = define(form, {"nursing": "care at home"})
    form = remove(form, "nursing_ooh")
    changed(row, form)
    kept = form_of(fresh(row))
    assert [each.id for each in kept.questions] == ["nursing", "new", "spend", "spend_why"]
    assert kept == form
    assert fresh(row).revision == 1


def test_a_change_can_be_taken_back_to_the_letter() -> None:
    row = a_form()
    before = form_of(row)
    changed(row, remove(before, "nursing_ooh"))
    take_back_form(form=row, revision=1, by=None)
    assert form_of(fresh(row)) == before
    assert fresh(row).revision == 2


def test_two_editors_do_not_overwrite_each_other() -> None:
    row = a_form()
    form = form_of(row)
    changed(row, put(form, replace(form.question("spend"), label="Money")))
    with pytest.raises(EditedMeanwhile) as caught:
        changed(row, put(form, replace(form.question("spend"), label="Cash")))
    assert form_of(caught.value.form).question("spend").label == "Money"
    assert form_of(fresh(row)).question("spend").label == "Money"


def test_faults_are_those_of_core_and_change_nothing() -> None:
    row = a_form()
    form = put(
        form_of(row), Question("bad id!", "", AnswerType.CHOICE, pair_of="nobody", duty=Duty("", "x", "may"))
    )
    with pytest.raises(InputFaults) as caught:
        changed(row, form)
    rules = {fault.rule for fault in caught.value.faults}
    assert {"bad_id", "unknown_question", "options_missing", "unknown_word"} <= rules
    assert fresh(row).revision == 0


def test_a_fault_that_was_there_before_does_not_stop_another_change() -> None:
    row = a_form()
    row.questions.filter(key="nursing_ooh").update(pair_of="gone")
    form = form_of(fresh(row))
    changed(fresh(row), put(form, replace(form.question("spend"), label="Money")))
    assert fresh(row).revision == 1


def test_wording_stays_once_it_was_sent_and_labels_do_not() -> None:
    row = a_form()
    request = open_requests(row.round.survey)[0]
    log_event(request=request, kind=EventKind.SENT, on=NOON.date(), by=None)
    form = form_of(row)
    sent = sent_or_none(row)
    assert sent is not None
    assert sent.words() == "It went out to 1 body since 1 June 2026."
    for new in (
        put(form, replace(form.question("spend"), text="How much, roughly?")),
        put(form, replace(form.question("nursing"), options=("yes", "no", "maybe"))),
        remove(form, "spend"),
        move(form, "spend", up=True),
        define(form, {"a": "b"}),
    ):
        with pytest.raises(Conflict, match="went out to 1 body"):
            changed(row, new)
    spend = replace(form.question("spend"), label="Money", note="Rounded.", duty=Duty("To report", "s.1"))
    changed(row, put(form, spend))
    assert form_of(fresh(row)).question("spend") == spend


def test_a_question_that_was_answered_stays() -> None:
    row = a_form()
    body = row.round.survey.bodies.all()[0]
    question = row.questions.get(key="spend")
    Answer.objects.create(round=row.round, body=body, question=question, status="refused", changed_at=NOON)
    with pytest.raises(Conflict, match="spend"):
        changed(row, remove(form_of(row), "spend"))
    assert row.questions.count() == 3
