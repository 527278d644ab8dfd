"""The screens of set-up: who may open and change what, locking told with both versions, few queries."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.core.law.life import EventKind
from answerable.core.study.start import new_study
from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.people.roles import Role
from answerable.desk.requests.actions import log_event
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.models import PublicBody, Survey, TableImport
from tests.desk_factories import NOON, make_survey, make_user, member, open_requests, signed_in
from tests.unit.desk.surveys.test_unpacking import zipped

pytestmark = pytest.mark.django_db


def screens(survey: Survey) -> list[str]:
    body = survey.bodies.all()[0]
    base = f"/s/{survey.key}/setup/"
    form = f"{base}rounds/2026/council/"
    names = ["", "sender", "bodies/", f"bodies/{body.pk}/", "rounds/new", "rounds/2026/"]
    return [base + name for name in names] + [form, f"{form}questions/new", f"{form}questions/spend/"]


def test_every_screen_opens_for_who_may_see_it_and_for_nobody_else() -> None:
    survey = make_survey()
    for role in (Role.OWNER, Role.VIEWER, Role.AUDITOR):
        client = signed_in(member(survey, role))
        assert {path: client.get(path).status_code for path in screens(survey)} == dict.fromkeys(
            screens(survey), 200
        )
    stranger = signed_in(make_user())
    assert {stranger.get(path).status_code for path in screens(survey)} == {404}
    assert {Client().get(path).status_code for path in screens(survey)} == {302}


def test_a_viewer_changes_nothing_and_sees_no_addresses() -> None:
    survey = make_survey()
    client, body = signed_in(member(survey, Role.VIEWER)), survey.bodies.all()[0]
    base, before = f"/s/{survey.key}/setup/", AuditEvent.objects.count()
    for path in (
        "sender", "kinds", "rounds/new", "rounds/2026/", f"bodies/{body.pk}/", f"bodies/{body.pk}/remove",
        "rounds/2026/council/", "rounds/2026/council/questions/new",
        "rounds/2026/council/questions/spend/remove", "rounds/2026/council/questions/spend/move",
        "rounds/2026/council/take-back", "import/contacts",
    ):  # fmt: skip
        assert client.post(base + path, {"revision": "0", "email": "a@b.example"}).status_code == 403, path
    assert AuditEvent.objects.count() == before
    for path in ("bodies/", f"bodies/{body.pk}/"):
        assert "gov.example" not in client.get(base + path).content.decode()


def test_forms_need_their_token() -> None:
    survey = make_survey()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(survey))
    assert client.post(f"/s/{survey.key}/setup/sender", {"sender_name": "X Y"}).status_code == 403


def test_a_contact_is_changed_and_put_back() -> None:
    survey = make_survey()
    client, body = signed_in(member(survey, Role.EDITOR)), survey.bodies.all()[0]
    path = f"/s/{survey.key}/setup/bodies/{body.pk}/"
    old = body.contacts.get()
    said = client.post(path, {"email": "new@ashby.gov.example"}, follow=True).content.decode()
    assert f'name="contact" value="{old.pk}"' in said
    assert body.contacts.get(preferred=True).email == "new@ashby.gov.example"
    client.post(f"{path}back", {"contact": str(old.pk)})
    assert body.contacts.get(preferred=True) == old
    assert client.post(path, {"email": "no address"}).status_code == 400
    client.post(f"{path}remove")
    assert body.contacts.filter(preferred=True).count() == 0
    other = make_survey().bodies.all()[0].contacts.get()
    assert client.post(f"{path}back", {"contact": str(other.pk)}).status_code == 404


def question(**fields: str) -> dict[str, str]:
    return {
        "revision": "0",
        "id": "q",
        "text": "New?",
        "answer": "yes_no",
        "duty_force": "should",
        "comparability": "hard",
        **fields,
    }


def test_a_question_is_added_previewed_and_taken_back() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    form = f"/s/{survey.key}/setup/rounds/2026/council/"
    shown = client.post(f"{form}questions/new/preview", question(text="Do you see me?")).content.decode()
    assert "4. Do you see me?" in shown
    assert "<html" not in shown
    plain = client.post(f"{form}questions/new", question(text="Do you see me?", preview="1")).content.decode()
    assert "4. Do you see me?" in plain
    row = survey.rounds.get().questionnaires.get()
    assert row.questions.count() == 3
    client.post(f"{form}questions/new", question(options="yes\nno\nin_development = funded"))
    added = row.questions.get(key="q")
    assert (added.options, added.meaning) == (["yes", "no", "in_development"], {"in_development": "funded"})
    client.post(f"{form}take-back", {"revision": "1"})
    assert row.questions.count() == 3


def test_a_question_changed_meanwhile_shows_both_versions() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    path = f"/s/{survey.key}/setup/rounds/2026/council/questions/spend/"
    client.post(path, question(id="spend", answer="money", text="Their wording?"))
    page = client.post(path, question(id="spend", answer="money", text="My wording?"))
    assert page.status_code == 409
    words = page.content.decode()
    assert "Their wording?" in words
    assert "My wording?" in words
    client.post(path, question(id="spend", answer="money", text="My wording?", revision="1"))
    assert survey.rounds.get().questionnaires.get().questions.get(key="spend").text == "My wording?"


def test_faults_of_a_question_are_told_and_what_was_written_stays() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    form = f"/s/{survey.key}/setup/rounds/2026/council/"
    page = client.post(f"{form}questions/new", question(answer="choice", options="", note="Keep this note"))
    assert page.status_code == 400
    assert "A choice needs its options." in page.content.decode()
    assert "Keep this note" in page.content.decode()


def test_definitions_and_moves_are_saved() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    form = f"/s/{survey.key}/setup/rounds/2026/council/"
    client.post(
        form, {"revision": "0", "title": "Care", "definitions": "nursing: care at home\n  by nurses\n"}
    )
    client.post(f"{form}questions/spend/move", {"revision": "1", "up": "1"})
    row = survey.rounds.get().questionnaires.get()
    assert (row.title, row.definitions) == ("Care", {"nursing": "care at home by nurses"})
    assert [each.key for each in row.questions.all()] == ["nursing", "spend", "nursing_ooh"]
    stale = client.post(f"{form}questions/spend/remove", {"revision": "1"})
    assert stale.status_code == 409


def test_who_asks_is_checked_by_the_law() -> None:
    survey = make_survey()
    client = signed_in(member(survey))
    path = f"/s/{survey.key}/setup/sender"
    client.post(path, {"sender_name": "", "sender_organisation": "", "purpose": "To know."})
    said = client.get(path).content.decode()
    assert "real name" in said
    assert "(s.8)" in said
    client.post(path, {"sender_name": "Sam Asker"})
    survey.refresh_from_db()
    assert (survey.sender_name, survey.purpose) == ("Sam Asker", "To know.")


def test_a_table_is_uploaded_settled_and_written() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    base = f"/s/{survey.key}/setup/"
    file = SimpleUploadedFile("c.csv", b"body,email\nAshby,foi@new.example\nNobody Known,foi@x.example\n")
    page = client.post(f"{base}import/contacts", {"file": file}, follow=True).content.decode()
    assert "No body is certain" in page
    table = TableImport.objects.get()
    path = f"{base}tables/{table.pk}/"
    assert client.post(f"{path}write").status_code == 400
    client.post(path, {"row-3": "", "code-3": "E10000002"})
    client.post(f"{path}write")
    assert Contact.objects.filter(preferred=True, email="foi@x.example", body__body_id="E10000002").exists()
    assert client.get(path).status_code == 200
    bad = client.post(f"{base}import/contacts", {"file": SimpleUploadedFile("c.csv", b"fax\n1\n")})
    assert bad.status_code == 400
    assert "There is no column" in bad.content.decode()


def test_bodies_are_imported_into_a_survey_made_from_nothing() -> None:
    client = signed_in(make_user(may_found=True))
    given = {"title": "Care", "key": "care-new", "publisher": "Trust", "kinds": "council, council, councils"}
    client.post("/surveys/new", given)
    survey = Survey.objects.get(key="care-new")
    file = SimpleUploadedFile("bodies.csv", b"id,kind,name,region\nE1,council,Ashby Council,North\n")
    base = f"/s/{survey.key}/setup/"
    page = client.post(f"{base}import/bodies", {"file": file}, follow=True)
    assert page.status_code == 200
    path = f"{base}tables/{TableImport.objects.get().pk}/"
    assert "Ashby Council" in client.get(f"{path}?show=all").content.decode()
    assert client.post(f"{path}write", follow=True).status_code == 200
    body = survey.bodies.get()
    assert (body.body_id, body.name, body.region) == ("E1", "Ashby Council", "North")


def test_setup_says_when_the_first_letter_left() -> None:
    survey = make_survey()
    client, path = signed_in(member(survey)), f"/s/{survey.key}/setup/"
    assert "Not sent yet" in client.get(path).content.decode()
    for request, day in zip(open_requests(survey), (9, 3, 5), strict=True):
        log_event(request=request, kind=EventKind.SENT, on=date(2026, 6, day), by=None)
    page = client.get(path).content.decode()
    assert "Sent 3 June 2026" in page and "Not sent yet" not in page


def test_surveys_are_started_by_who_may(tmp_path: Path) -> None:
    founder, other = make_user(may_found=True), make_user()
    assert signed_in(other).get("/surveys/new").status_code == 403
    client = signed_in(founder)
    given = {
        "title": "Care",
        "key": "care-at-home",
        "publisher": "Trust",
        "kinds": "council, council, councils\nicb",
    }
    page = client.post("/surveys/new", given, follow=True)
    assert page.status_code == 200
    survey = Survey.objects.get(key="care-at-home")
    assert [kind.plural for kind in survey.kinds.all()] == ["councils", "icbs"]
    assert client.post("/surveys/new", given).status_code == 400
    broken = SimpleUploadedFile("x.zip", b"no zip")
    assert (
        "cannot be read as a zip"
        in client.post("/surveys/new", {"folder": "1", "file": broken}).content.decode()
    )
    new_study(tmp_path / "my-study", first_round="2026")
    files: dict[str, bytes | str] = {
        str(p.relative_to(tmp_path)): p.read_bytes()
        for p in (tmp_path / "my-study").rglob("*")
        if p.is_file()
    }
    good = SimpleUploadedFile("x.zip", zipped(files).getvalue())
    assert client.post("/surveys/new", {"folder": "1", "file": good}).status_code == 302
    assert Survey.objects.filter(key="my-study").exists()


def test_a_round_is_started_from_nothing_and_from_the_last() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    base = f"/s/{survey.key}/setup/"
    with clock.at(NOON):
        page = client.post(
            f"{base}rounds/new", {"key": "2027", "source": "2026", "regime": "foia"}, follow=True
        )
    assert "councils: 3 are open today and will be asked." in page.content.decode()
    made = survey.rounds.get(key="2027")
    questions = {each.key: each for each in made.questionnaires.get().questions.all()}
    assert questions["nursing"].compares_with["round"] == "2026"
    assert questions["nursing_ooh"].pair_of == "nursing"
    assert made.sent_on is None
    assert client.post(f"{base}rounds/new", {"key": "2027", "source": "2026"}).status_code in {400, 409}
    client.post(f"{base}rounds/new", {"key": "empty", "source": "", "regime": "foisa"})
    client.post(f"{base}rounds/empty/council/ask")
    assert survey.rounds.get(key="empty").questionnaires.get().kind.key == "council"


def queries(n_bodies: int) -> list[int]:
    survey = make_survey(n_bodies=n_bodies)
    client = signed_in(member(survey))
    file = io.BytesIO(
        b"body,email\n"
        + b"".join(
            f"{b.body_id},a{b.pk}@x.example\n".encode() for b in PublicBody.objects.filter(survey=survey)
        )
    )
    client.post(
        f"/s/{survey.key}/setup/import/contacts", {"file": SimpleUploadedFile("c.csv", file.getvalue())}
    )
    paths = [
        *screens(survey),
        f"/s/{survey.key}/setup/tables/{TableImport.objects.get(survey=survey).pk}/?show=all",
    ]
    counted = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        counted.append(len(found))
    return counted


def test_screens_ask_as_much_of_3_bodies_as_of_30() -> None:
    assert queries(3) == queries(30)
