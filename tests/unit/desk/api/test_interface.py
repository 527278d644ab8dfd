"""The interface: who is let in, what each scope and role opens, errors with all faults, no other's data."""

import json
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.desk import clock
from answerable.desk.api.actions import Scope, make_token, revoke_token
from answerable.desk.api.models import ApiToken
from answerable.desk.audit.models import AuditEvent
from answerable.desk.coding.actions import decide, undo_decision
from answerable.desk.coding.models import Answer, CodingDecision, Stage
from answerable.desk.errors import Conflict, NotAllowed
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.people.models import Membership
from answerable.desk.people.roles import Role
from answerable.desk.surveys.models import Survey
from tests.desk_factories import NOON, member, signed_in
from tests.unit.desk.coding.coded import REPLY, Case, case, reply_to

pytestmark = pytest.mark.django_db
ALL = tuple(Scope)


class Script:
    """A client that shows a token."""

    def __init__(self, survey: Survey, role: Role = Role.OWNER, scopes: Any = ALL) -> None:
        self.person = member(survey, role)
        allowed = [s for s in scopes if role not in (Role.VIEWER, Role.AUDITOR) or s is Scope.READ_SURVEY]
        self.token, secret = make_token(survey=survey, name="test", scopes=allowed, days=9, by=self.person)
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api{path}", query, headers=self.headers)

    def post(self, path: str, data: Any, kind: str = "application/json") -> Any:
        sent = json.dumps(data) if kind == "application/json" else data
        return self.client.post(f"/api{path}", sent, content_type=kind, headers=self.headers)


def of(a: Case, more: str = "") -> str:
    return f"/surveys/{a.survey.key}{more}"


def read_paths(a: Case) -> list[str]:
    inner = ("questionnaires", "requests", "events", "answers", "decisions")
    plain = [of(a), *(of(a, f"/{each}") for each in ("rounds", "bodies", "messages", "releases"))]
    return [*plain, *(of(a, f"/rounds/2026/{each}") for each in inner)]


def test_without_a_token_that_lives_nobody_is_let_in() -> None:
    a = case()
    script = Script(a.survey)
    assert script.get("/surveys").status_code == 200
    for header in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer answerable_nonsense"}):
        refused = Client().get("/api/surveys", headers=header)
        assert refused.status_code == 401 and refused["Content-Type"] == "application/problem+json"
        assert "WWW-Authenticate" in refused
    assert signed_in(script.person).get("/api/surveys").status_code == 401  # a session is no token
    with clock.at(clock.now() + timedelta(days=10)):
        assert script.get("/surveys").status_code == 401
    revoke_token(token=script.token, by=script.person)
    assert script.get("/surveys").status_code == 401


def test_rights_are_those_that_the_person_still_has() -> None:
    a = case()
    script = Script(a.survey, Role.CODER)
    body = {"body_id": a.body.body_id, "question": "nursing", "status": "refused"}
    where = of(a, "/rounds/2026/answers")
    assert script.post(where, body).status_code == 201
    Membership.objects.filter(user=script.person).update(role=Role.VIEWER)
    assert script.post(where, body).status_code == 403
    assert script.get(of(a, "/messages")).json()["items"][0]["text"] is None
    Membership.objects.all().delete()
    assert script.get("/surveys").status_code == 401


@pytest.mark.parametrize("scope", ALL)
def test_each_scope_opens_its_own_door_only(scope: Scope) -> None:
    a = case()
    script = Script(a.survey, scopes=[scope])
    body = {"body_id": a.body.body_id, "question": "nursing", "status": "refused"}
    got = {
        Scope.READ_SURVEY: script.get(of(a)).status_code == 200,
        Scope.WRITE_ANSWERS: script.post(of(a, "/rounds/2026/answers"), body).status_code == 201,
        Scope.WRITE_MESSAGES: script.post(
            of(a, "/messages"), b"Subject: x\n\nwords", "message/rfc822"
        ).status_code
        == 201,
    }
    assert got == {each: each is scope for each in got}


def test_other_surveys_are_not_found_and_nothing_of_them_is_told() -> None:
    a, b = case(), case()
    decide(round=b.round, body=b.body, question=b.question("nursing"), status="refused", by=None)
    b.survey.title = "A secret survey"
    b.survey.save()
    script = Script(a.survey)
    for path in read_paths(b):
        assert script.get(path).status_code == 404
    told = " ".join(script.get(path).content.decode() for path in ["/surveys", *read_paths(a)])
    assert "secret" not in told and b.survey.key not in told and b.request.reference not in told
    raw = b"From: jo@b.example\nSubject: kept by another\n\nwords"
    from answerable.desk.mail.receiving import keep_raw

    keep_raw(raw=raw, came_by="upload", survey=b.survey)
    again = script.post(of(a, "/messages"), raw, "message/rfc822")
    assert again.json() == {"id": None, "state": "received", "references": []}


def test_people_are_told_only_with_their_scope() -> None:
    a = case()
    shared = {"round": a.round, "body": a.body, "status": "answered", "by": None}
    decide(**shared, question=a.question("strategy"), answer="Ask Jo Replier.", note="Jo")
    open_script, closed = Script(a.survey), Script(a.survey, scopes=[Scope.READ_SURVEY])
    for path in (of(a, "/messages"), of(a, "/rounds/2026/answers"), of(a, "/rounds/2026/decisions")):
        assert "Jo" in open_script.get(path).content.decode()
        assert "Jo" not in closed.get(path).content.decode()


def test_push_answer_tells_all_faults_and_adopts() -> None:
    a = case()
    script = Script(a.survey)
    where = of(a, "/rounds/2026/answers")
    wrong = script.post(
        where,
        {
            "body_id": a.body.body_id,
            "question": "nursing",
            "status": "answered",
            "answer": "maybe",
            "value": 3,
        },
    )
    assert wrong.status_code == 422
    assert [each["rule"] for each in wrong.json()["faults"]] == ["unknown_option", "value_beside_option"]
    assert not Answer.objects.exists()
    start = REPLY.index("Yes, we")
    made = script.post(
        where,
        {
            "body_id": a.body.body_id,
            "question": "nursing",
            "status": "answered",
            "answer": "yes",
            "evidence": [
                {"message": a.message.pk, "part": "reply", "start": start, "end": start + 3, "quote": "Yes"}
            ],
            "seen": 0,
        },
    )
    assert made.status_code == 201 and made.json()["evidence"][0]["quote"] == "Yes"
    assert script.get(where).json()["items"][0]["answer"] == "yes"
    late = script.post(
        where, {"body_id": a.body.body_id, "question": "nursing", "status": "refused", "seen": 0}
    )
    assert late.status_code == 409
    assert AuditEvent.objects.filter(verb="coding.decided", by=script.person).count() == 1


def test_push_message_is_received_once_and_kept_in_the_survey() -> None:
    a = case()
    script = Script(a.survey)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "foi@council.gov.example", "Your request"
    mail.set_content("We answer soon.")
    first = script.post(of(a, "/messages"), mail.as_bytes(), "message/rfc822")
    again = script.post(of(a, "/messages"), mail.as_bytes(), "message/rfc822")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    row = IncomingMessage.objects.get(pk=first.json()["id"])
    assert (row.survey, row.came_by) == (a.survey, "api")
    empty = script.post(of(a, "/messages"), b"  ", "message/rfc822")
    assert empty.status_code == 422 and empty.json()["faults"][0]["rule"] == "empty"


def test_pages_follow_each_other_and_updated_since_tells_what_changed() -> None:
    a = case(n_bodies=5)
    script = Script(a.survey)
    seen, cursor = [], 0
    while cursor is not None:
        told = script.get(of(a, "/bodies"), cursor=cursor, limit=2).json()
        seen += [each["body_id"] for each in told["items"]]
        cursor = told["next"]
    assert seen == [body.body_id for body in a.survey.bodies.order_by("pk")]
    with clock.at(NOON):
        made = decide(round=a.round, body=a.body, question=a.question("nursing"), status="refused", by=None)
    after = (NOON + timedelta(hours=1)).isoformat()
    where = of(a, "/rounds/2026/decisions")
    assert len(script.get(where, updated_since=NOON.isoformat()).json()["items"]) == 1
    assert script.get(where, updated_since=after).json()["items"] == []
    with clock.at(NOON + timedelta(hours=2)):
        undo_decision(decision=made, by=None)
    assert script.get(where, updated_since=after).json()["items"][0]["undone_at"] is not None
    for name in ("requests", "events", "answers"):
        assert script.get(of(a, f"/rounds/2026/{name}"), updated_since=after).status_code == 200
    assert script.get(where, updated_since="2026-06-01T00:00:00").status_code == 422


def test_second_codings_stay_blind() -> None:
    a = case()
    decide(
        round=a.round,
        body=a.body,
        question=a.question("nursing"),
        status="refused",
        by=None,
        stage=Stage.SECOND,
    )
    assert Script(a.survey).get(of(a, "/rounds/2026/decisions")).json()["items"] == []
    assert CodingDecision.objects.count() == 1


def test_queries_do_not_grow_with_what_is_read() -> None:
    counted = []
    for n_bodies in (3, 30):
        a = case(n_bodies=n_bodies)
        script = Script(a.survey)
        for request in list(a.round.requests.select_related("body"))[1:]:
            reply_to(request)
        for body in a.survey.bodies.all():
            decide(round=a.round, body=body, question=a.question("nursing"), status="refused", by=None)
        row = []
        script.get("/surveys")
        for path in read_paths(a):
            with CaptureQueriesContext(connection) as caught:
                assert script.get(path).status_code == 200
            row.append(len(caught))
        counted.append(row)
    assert counted[0] == counted[1]


def test_limit_too_many_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    a = case()
    script = Script(a.survey)
    monkeypatch.setattr("answerable.desk.api.letting_in.MOST_A_MINUTE", 2)
    with clock.at(clock.now()):
        assert [script.get("/surveys").status_code for _ in range(3)] == [200, 200, 429]
        assert int(script.get("/surveys")["Retry-After"]) <= 60


def test_make_token_gives_no_more_than_ones_own_rights_and_keeps_no_secret() -> None:
    a = case()
    viewer = member(a.survey, Role.VIEWER)
    with pytest.raises(NotAllowed):
        make_token(survey=a.survey, name="n", scopes=[Scope.WRITE_ANSWERS], days=9, by=viewer)
    for scopes, days in (([], 9), ([Scope.READ_SURVEY], 0), ([Scope.READ_SURVEY], 999)):
        with pytest.raises(Conflict):
            make_token(survey=a.survey, name="n", scopes=scopes, days=days, by=viewer)
    token, secret = make_token(survey=a.survey, name="n", scopes=[Scope.READ_SURVEY], days=9, by=viewer)
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values()) + str(AuditEvent.objects.values())


def test_tokens_screen_shows_a_token_once_and_others_only_to_who_manages() -> None:
    a = case()
    viewer, owner = member(a.survey, Role.VIEWER), member(a.survey, Role.OWNER)
    path = f"/s/{a.survey.key}/setup/tokens/"
    mine = signed_in(viewer)
    assert "There is none yet" in mine.get(path).content.decode()
    assert "decide answers" not in mine.get(path).content.decode()
    page = mine.post(path, {"name": "weekly round", "scopes": ["read:survey"], "days": "30"})
    assert page.status_code == 200 and "answerable_" in page.content.decode()
    assert "answerable_" not in mine.get(path).content.decode()
    assert mine.post(path, {"name": "n", "scopes": ["write:answers"], "days": "30"}).status_code == 422
    token = ApiToken.objects.get()
    assert "weekly round" in signed_in(owner).get(path).content.decode()
    editor = signed_in(member(a.survey, Role.EDITOR))
    assert "weekly round" not in editor.get(path).content.decode()
    revoke = f"{path}{token.pk}/revoke/"
    assert editor.post(revoke).status_code == 403
    assert signed_in(member(case().survey, Role.OWNER)).post(revoke).status_code == 404
    assert signed_in(owner).post(revoke).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_docs_tell_every_operation_without_foreign_scripts() -> None:
    a = case()
    page = signed_in(member(a.survey, Role.VIEWER)).get("/api/docs").content.decode()
    schema = Client().get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert all(path in page for path in schema["paths"])
    assert "cdn" not in page
    nothing = Client().get("/api/nothing/here")
    assert nothing.status_code == 404 and nothing["Content-Type"] == "application/problem+json"
