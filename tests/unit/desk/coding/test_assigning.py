"""Bodies are given, shared out evenly, taken and done; locks warn and never bar; statements are kept."""

from datetime import date, timedelta

import pytest

from answerable.desk import clock
from answerable.desk.coding.actions import decide
from answerable.desk.coding.alike import bodies_alike, code_alike
from answerable.desk.coding.assigning import (
    assign,
    coders_of,
    finish,
    hold,
    holders,
    let_go,
    reopen,
    share_out,
)
from answerable.desk.coding.evidence import find_evidence
from answerable.desk.coding.models import Answer, Assignment, Statement
from answerable.desk.coding.statements import record_statement
from answerable.desk.errors import Conflict, NotAllowed
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from tests.desk_factories import NOON, member
from tests.unit.desk.coding.coded import case, reply_to

pytestmark = pytest.mark.django_db


def test_share_out_gives_to_whom_has_least_and_leaves_what_is_given() -> None:
    a = case(n_bodies=7)
    ana, ben = member(a.survey, Role.CODER, name="Ana"), member(a.survey, Role.CODER, name="Ben")
    bodies = list(a.survey.bodies.all())
    assign(round=a.round, bodies=bodies[:3], coder=ana, by=None)
    share_out(round=a.round, bodies=bodies, coders=[ana, ben], by=None)
    rows = {row.body_id: row.coder for row in Assignment.objects.select_related("coder")}
    assert [rows[body.pk].name for body in bodies] == ["Ana"] * 3 + ["Ben"] * 3 + ["Ana"]


def test_assign_only_to_those_who_code_here() -> None:
    a = case()
    viewer, stranger = member(a.survey, Role.VIEWER), member(case().survey, Role.CODER)
    for person in (viewer, stranger):
        with pytest.raises(NotAllowed):
            assign(round=a.round, bodies=[a.body], coder=person, by=None)
    assert coders_of(a.survey) == []


def test_assign_to_another_is_not_done_and_to_nobody_is_open() -> None:
    a = case()
    ana, ben = member(a.survey, Role.CODER), member(a.survey, Role.CODER)
    assert finish(round=a.round, body=a.body, by=ana).coder == ana
    assign(round=a.round, bodies=[a.body], coder=ben, by=ana)
    row = Assignment.objects.get()
    assert (row.coder, row.done_at) == (ben, None)
    finish(round=a.round, body=a.body, by=ana)
    row.refresh_from_db()
    assert row.coder == ben and row.done_at is not None
    reopen(round=a.round, body=a.body, by=ben)
    assign(round=a.round, bodies=[a.body], coder=None, by=ana)
    assert not Assignment.objects.exists()


def test_hold_tells_others_until_it_runs_out() -> None:
    a = case()
    ana, ben = member(a.survey, Role.CODER, name="Ana"), member(a.survey, Role.CODER, name="Ben")
    with clock.at(NOON):
        assert hold(round=a.round, body=a.body, user=ana) == []
        assert hold(round=a.round, body=a.body, user=ana) == []
        assert hold(round=a.round, body=a.body, user=ben) == [ana]
    with clock.at(NOON + timedelta(minutes=2)):
        assert holders(round=a.round, body=a.body, but=ben) == []
        let_go(round=a.round, body=a.body, user=ben)


def test_code_alike_copies_to_the_others_and_overwrites_nothing() -> None:
    a = case(n_bodies=3)
    others = list(Request.objects.filter(round=a.round).exclude(pk=a.request.pk))
    both = reply_to(a.request, others[0], text="We answer for both: yes, and £5 in all.")
    assert bodies_alike(a.round, a.body) == [others[0].body]
    shared = find_evidence("for both: yes", round=a.round, body=a.body)
    alone = find_evidence("Not at night", round=a.round, body=a.body)
    given = {"round": a.round, "body": a.body, "status": "answered", "by": None}
    decide(**given, question=a.question("nursing"), answer="yes", evidence=[shared])
    decide(**given, question=a.question("nursing_ooh"), answer="no", evidence=[alone])
    decide(**given, question=a.question("spend"), value=5.0)
    theirs = {**given, "body": others[0].body}
    decide(**theirs, question=a.question("spend"), value=7.0)
    made = code_alike(round=a.round, body=a.body, others=[others[0].body], by=None)
    assert [row.question.key for row in made] == ["nursing"]
    assert made[0].evidence.get().message == both
    assert Answer.objects.get(body=others[0].body, question__key="spend").value == 7.0


def test_record_statement_takes_the_place_of_the_one_before() -> None:
    a = case()
    given = {"round": a.round, "body": a.body, "given_on": date(2026, 6, 3), "by": None}
    record_statement(**given, question_key=None, statement="We disagree.")
    record_statement(**given, question_key="nursing", statement="First words.")
    record_statement(**given, question_key="nursing", statement="Second words.")
    assert sorted(Statement.objects.values_list("statement", flat=True)) == ["Second words.", "We disagree."]
    record_statement(**given, question_key="nursing", statement=" ")
    assert Statement.objects.get().question_key is None
    with pytest.raises(Conflict):
        record_statement(**given, question_key="unheard_of", statement="words")
    with pytest.raises(Conflict):
        record_statement(**given, question_key=None, statement="w" * 5_001)
