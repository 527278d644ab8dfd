"""The right of reply: a body sees what is coded, corrects it, and gives statements; people look first."""

from datetime import date

import pytest

from answerable.desk.audit.models import AuditEvent
from answerable.desk.clock import now
from answerable.desk.coding.models import Answer, CodingDecision, Evidence, Statement
from answerable.desk.forms.models import GivenStatement, Submission
from answerable.desk.people.roles import Role
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Question
from tests.desk_factories import member, signed_in
from tests.desk_reply_form import Officer, asking_survey, sent

pytestmark = pytest.mark.django_db


def code(request: Request, key: str, quote: str = "", **fields: object) -> Answer:
    """An answer as a coder left it, with the words it rests on."""
    question = Question.objects.get(questionnaire__round=request.round, key=key)
    common = {
        "round": request.round,
        "body": request.body,
        "question": question,
        "status": "answered",
        **fields,
    }
    decision = CodingDecision.objects.create(made_at=now(), **common)
    if quote:
        Evidence.objects.create(decision=decision, start=0, end=len(quote), quote=quote)
    return Answer.objects.create(decision=decision, changed_at=now(), **common)


@pytest.fixture
def one() -> Officer:
    officer = Officer(sent(asking_survey(2)))
    code(officer.requests[0], "nursing", "Yes, says Mrs Jane Holloway (01234 567890).", answer="yes")
    code(officer.requests[0], "children", value=4.0, unit="children", period="2025-26")
    code(officer.requests[0], "spend", status="refused")
    code(officer.requests[1], "model", answer="contracted")
    return officer


def given(one: Officer, **fields: str) -> None:
    one.post(
        "reply-right-of-reply",
        key="k1",
        **{f"c.{name.replace('__', '.')}": text for name, text in fields.items()},
    )


def test_page_shows_answers_as_they_will_be_published(one: Officer) -> None:
    page = one.get("reply-right-of-reply").content.decode()
    assert "3 answers" in page
    assert "Yes, says" in page and "Holloway" not in page and "567890" not in page
    assert "1 to 7" in page and "<b>Refused</b>" in page
    assert "Contracted" not in page, "what another body said is not theirs to see here"


def test_page_without_coded_answers_says_what_to_expect() -> None:
    page = Officer(sent(asking_survey())).get("reply-right-of-reply").content.decode()
    assert "Nothing has been read and coded yet" in page


def test_corrections_become_a_proposal_for_the_coder_and_change_no_answer(one: Officer) -> None:
    before = list(Answer.objects.order_by("pk").values())
    given(
        one,
        nursing__says="right",
        spend__should_be="£30,000",
        spend__because="See page 3",
        model__says="right",
    )
    submission = Submission.objects.get()
    assert submission.kind == "correction"
    assert submission.fields == {
        "nursing": {"says": "right", "should_be": "", "because": ""},
        "spend": {"says": "should_be", "should_be": "£30,000", "because": "See page 3"},
    }
    assert submission.message is not None
    assert submission.message.state == "placed"
    assert "This should be: £30,000" in submission.message.text
    given(one, nursing__says="right")
    assert Submission.objects.count() == 1, "the same page counts once"
    assert list(Answer.objects.order_by("pk").values()) == before


def test_statements_wait_for_a_person_before_they_are_published(one: Officer) -> None:
    one.post(
        "reply-right-of-reply",
        **{"c.nursing.statement": "We began in May.", "c..statement": "We do our best."},
    )
    assert not Statement.objects.exists()
    survey = one.link.survey
    client = signed_in(member(survey, Role.CODER))
    assert (
        client.get(f"/s/{survey.key}/inbox/forms/").content.decode().count("Publish beside the answer") == 2
    )
    for each in GivenStatement.objects.all():
        path = f"/s/{survey.key}/inbox/forms/statements/{each.pk}/"
        assert client.post(path, {"do": "accept"}).status_code == 302
        assert client.post(path, {"do": "accept"}).status_code == 409
    kept = {
        (each.question_key, each.statement, each.given_on is not None) for each in Statement.objects.all()
    }
    assert kept == {("nursing", "We began in May.", True), (None, "We do our best.", True)}
    assert "Your statement beside it: “We began in May.”" in one.get("reply-right-of-reply").content.decode()
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"form.statements", "form.statement_accepted", "coding.statement"} <= verbs


def test_statement_declined_tells_the_body_why_and_can_be_taken_back(one: Officer) -> None:
    one.post("reply-right-of-reply", **{"c..statement": "Call Jane Holloway."})
    statement = GivenStatement.objects.get()
    survey = one.link.survey
    client = signed_in(member(survey, Role.EDITOR))
    path = f"/s/{survey.key}/inbox/forms/statements/{statement.pk}/"
    assert client.post(path, {"do": "decline", "because": " "}).status_code == 400
    client.post(path, {"do": "decline", "because": "It names a person."})
    assert "It names a person." in one.get("reply-right-of-reply").content.decode()
    client.post(path, {"do": "again"})
    client.post(path, {"do": "accept"})
    assert Statement.objects.count() == 1
    client.post(path, {"do": "again"})
    assert not Statement.objects.exists()
    statement.refresh_from_db()
    assert statement.state == "waiting"


def test_statement_a_later_one_takes_the_place_of_one_that_waits(one: Officer) -> None:
    for words in ("First.", "Second.", "Second.", ""):
        one.post("reply-right-of-reply", **{"c..statement": words})
    states = list(GivenStatement.objects.order_by("pk").values_list("statement", "state"))
    assert states == [("First.", "replaced"), ("Second.", "waiting")]


def test_statement_too_long_is_refused_in_words(one: Officer) -> None:
    response = one.post("reply-right-of-reply", **{"c..statement": "x" * 5_001})
    assert response.status_code == 400 and "5,001" in response.content.decode()
    assert not GivenStatement.objects.exists()


def test_desk_whoever_may_only_look_decides_nothing(one: Officer) -> None:
    one.post("reply-right-of-reply", **{"c..statement": "By Jane Holloway, Director."})
    survey, statement = one.link.survey, GivenStatement.objects.get()
    for role in (Role.VIEWER, Role.AUDITOR):
        client = signed_in(member(survey, role))
        page = client.get(f"/s/{survey.key}/inbox/forms/").content.decode()
        assert "Holloway" not in page and "Publish beside" not in page
        path = f"/s/{survey.key}/inbox/forms/statements/{statement.pk}/"
        assert client.post(path, {"do": "accept"}).status_code == 403
    other = signed_in(member(asking_survey()))
    assert other.get(f"/s/{survey.key}/inbox/forms/").status_code == 404
    statement.refresh_from_db()
    assert statement.state == "waiting"


@pytest.mark.parametrize("show", ["statements", "handed-in", "drafts"])
def test_desk_lists_need_the_same_queries_for_any_number_of_bodies(
    show: str, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for n_bodies in (2, 8):
        survey = asking_survey(n_bodies)
        requests = sent(survey)
        officer = Officer(requests)
        for n, request in enumerate(requests):
            officer.save(request=request, nursing__choice="yes")
            GivenStatement.objects.create(
                link=officer.link,
                request=request,
                question_key="nursing",
                statement=f"So {n}",
                given_at=now(),
            )
            if n % 2:
                officer.hand_in(1, request)
        client = signed_in(member(survey))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/s/{survey.key}/inbox/forms/?show={show}")
        assert page.status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] < 25


def test_given_on_is_the_day_it_came(one: Officer) -> None:
    one.post("reply-right-of-reply", **{"c..statement": "So be it."})
    client = signed_in(member(one.link.survey))
    path = f"/s/{one.link.survey.key}/inbox/forms/statements/{GivenStatement.objects.get().pk}/"
    client.post(path, {"do": "accept"})
    assert isinstance(Statement.objects.get().given_on, date)
