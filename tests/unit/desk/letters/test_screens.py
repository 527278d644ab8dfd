"""The screens of letters and waves: from the default text to the outbox, by two people."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.desk import clock
from answerable.desk.letters.models import Letter, Purpose, Wave
from answerable.desk.letters.waves import propose_wave
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.people.roles import Role
from answerable.desk.requests.in_bulk import open_requests
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Survey
from tests.desk_factories import NOON, make_survey, member, signed_in

pytestmark = pytest.mark.django_db


def test_from_the_default_text_to_the_outbox_and_back() -> None:
    survey = make_survey()
    one, two = signed_in(member(survey, Role.EDITOR)), signed_in(member(survey))
    base = f"/s/{survey.key}/letters/"
    assert one.get(base).status_code == 200
    one.post(f"{base}begin", {"round": "2026", "kind": "council", "purpose": "request"})
    letter = Letter.objects.get()
    text = letter.text.replace("With thanks", "With many thanks")
    one.post(f"{base}{letter.pk}/", {"subject": letter.subject, "text": text, "revision": "1"})
    with clock.at(NOON):
        one.post(f"{base}waves/new", {"round": "2026"})
        wave = Wave.objects.get()
        assert two.post(f"{base}waves/{wave.pk}/approve").status_code == 400
        assert one.post(f"{base}{letter.pk}/approve", {"revision": "2"}).status_code == 400
        two.post(f"{base}{letter.pk}/approve", {"revision": "2"})
        assert one.post(f"{base}waves/{wave.pk}/approve").status_code == 400
        assert OutgoingMessage.objects.count() == 0
        page = two.post(f"{base}waves/{wave.pk}/approve", follow=True).content.decode()
    assert "the letters are in the outbox" in page
    assert "Undo" in page
    assert OutgoingMessage.objects.count() == 3
    assert "With many thanks" in OutgoingMessage.objects.all()[0].text
    item = wave.items.all()[0]
    shown = one.get(f"{base}waves/{wave.pk}/{item.pk}/").content.decode()
    assert "/reply/(the personal link)/" in shown
    two.post(f"{base}waves/{wave.pk}/take-back")
    assert set(Request.objects.values_list("state", flat=True)) == {"draft"}


def test_whoever_begins_with_our_text_does_not_approve_it() -> None:
    survey = make_survey()
    one, two = signed_in(member(survey, Role.EDITOR)), signed_in(member(survey))
    base = f"/s/{survey.key}/letters/"
    one.post(f"{base}begin", {"round": "2026", "kind": "council", "purpose": "request"})
    letter = Letter.objects.get()
    assert "You began this" in one.get(f"{base}{letter.pk}/").content.decode()
    assert one.post(f"{base}{letter.pk}/approve", {"revision": "1"}).status_code == 400
    two.post(f"{base}{letter.pk}/approve", {"revision": "1"})
    assert Letter.objects.get().is_approved


@pytest.mark.parametrize(
    ("given", "minutes"),
    [({}, 10), ({"leaves": "now"}, 0), ({"leaves": "at", "at": "2026-06-01T15:30"}, 150)],
)
def test_an_approved_wave_leaves_when_it_is_told(given: dict[str, str], minutes: int) -> None:
    survey = make_survey()
    two = signed_in(member(survey))
    with clock.at(NOON):
        wave = a_wave(survey)
        Letter.objects.update(approved_revision=1)
        path = f"/s/{survey.key}/letters/waves/{wave.pk}/"
        assert "in 10 minutes" in two.get(path).content.decode()
        refused = two.post(f"{path}approve", {"leaves": "at", "at": "2026-06-01T12:30"}, follow=True)
        assert "Nothing is approved yet" in refused.content.decode()
        two.post(f"{path}approve", given)
        page = two.get(path).content.decode()
    assert set(OutgoingMessage.objects.values_list("not_before", flat=True)) == {
        NOON + timedelta(minutes=minutes)
    }
    assert "Take all of them back" in page
    assert ("until 1 June 2026, 1" in page) == (minutes > 0)


def test_a_letter_that_went_out_says_so() -> None:
    survey = make_survey()
    wave, client = a_wave(survey), signed_in(member(survey))
    Letter.objects.update(approved_revision=1)
    path = f"/s/{survey.key}/letters/{Letter.objects.get().pk}/"
    client.post(f"/s/{survey.key}/letters/waves/{wave.pk}/approve", {"leaves": "now"})
    assert "went out" not in client.get(path).content.decode()
    gone = OutgoingMessage.objects.order_by("pk")[:2].values_list("pk", flat=True)
    OutgoingMessage.objects.filter(pk__in=list(gone)).update(state="sent", sent_at=NOON)
    assert "went out to 2 bodies, first on 1 June 2026" in client.get(path).content.decode()


def test_a_letter_changed_meanwhile_shows_both_texts() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    client.post(f"/s/{survey.key}/letters/begin", {"round": "2026", "kind": "council", "purpose": "request"})
    path = f"/s/{survey.key}/letters/{Letter.objects.get().pk}/"
    client.post(path, {"subject": "S", "text": "Theirs", "revision": "1"})
    page = client.post(path, {"subject": "S", "text": "Mine", "revision": "1"})
    assert page.status_code == 409
    assert "Theirs" in page.content.decode()
    assert "Mine" in page.content.decode()
    client.post(f"{path}take-back", {"revision": "2"})
    assert Letter.objects.get().text.startswith("Dear {{ contact }}")


def test_wrong_marks_are_told_and_not_saved() -> None:
    survey = make_survey()
    client = signed_in(member(survey, Role.EDITOR))
    client.post(f"/s/{survey.key}/letters/begin", {"round": "2026", "kind": "council", "purpose": "request"})
    path = f"/s/{survey.key}/letters/{Letter.objects.get().pk}/"
    page = client.post(path, {"subject": "S", "text": "a\n{{ body.nmae }}\n{% debug %}", "revision": "1"})
    assert page.status_code == 400
    words = page.content.decode()
    assert "line 2" in words
    assert "Did you mean “body.name”?" in words
    assert Letter.objects.get().revision == 1
    part = client.post(f"{path}preview", {"subject": "S", "text": "To {{ body.name }}", "revision": "1"})
    assert "To Ashby Council" in part.content.decode()


def test_a_test_goes_to_oneself_and_opens_no_request() -> None:
    survey = make_survey()
    user = member(survey, Role.EDITOR)
    client = signed_in(user)
    client.post(f"/s/{survey.key}/letters/begin", {"round": "2026", "kind": "council", "purpose": "request"})
    letter = Letter.objects.get()
    client.post(f"/s/{survey.key}/letters/{letter.pk}/test", {"body": survey.bodies.all()[1].pk})
    message = OutgoingMessage.objects.get()
    assert (message.to_address, message.request, message.reply_to) == (user.email, None, "")
    assert message.subject.startswith("[Test] ")
    assert "Birchwood Council" in message.text
    assert Request.objects.count() == 0


def a_wave(survey: Survey) -> Wave:
    a_round = survey.rounds.get()
    requests = open_requests(round=a_round, bodies=survey.bodies.select_related("kind"), by=None)
    return propose_wave(round=a_round, purpose=Purpose.REQUEST, requests=[(r, "") for r in requests], by=None)


def screens(survey: Survey, wave: Wave) -> list[str]:
    base = f"/s/{survey.key}/letters/"
    letter = Letter.objects.get(round=wave.round)
    return [
        base,
        f"{base}{letter.pk}/",
        f"{base}waves/new",
        f"{base}waves/{wave.pk}/",
        f"{base}waves/{wave.pk}/?show=stopped&q=a",
    ]


def test_a_viewer_reads_and_changes_nothing() -> None:
    survey = make_survey()
    wave = a_wave(survey)
    item, letter = wave.items.all()[0], Letter.objects.get()
    base = f"/s/{survey.key}/letters/"
    viewer = signed_in(member(survey, Role.VIEWER))
    for path in screens(survey, wave):
        page = viewer.get(path)
        assert page.status_code == 200
        assert "foi@e1" not in page.content.decode()
    deeds = [
        "begin",
        f"{letter.pk}/",
        f"{letter.pk}/approve",
        f"{letter.pk}/withdraw",
        f"{letter.pk}/take-back",
        f"{letter.pk}/test",
        "waves/new",
    ]
    deeds += [
        f"waves/{wave.pk}/{name}"
        for name in (
            "approve",
            "check",
            "take-back",
            "drop",
            "leave-out-stopped",
            f"{item.pk}/",
            f"{item.pk}/leave-out",
        )
    ]
    for who in (viewer, signed_in(member(survey, Role.CODER))):
        assert {path: who.post(base + path).status_code for path in deeds} == dict.fromkeys(deeds, 403)
    assert signed_in(member(make_survey())).get(f"{base}waves/{wave.pk}/").status_code == 404


def test_single_letters_are_left_out_and_written_by_hand() -> None:
    survey = make_survey()
    survey.bodies.all()[2].contacts.all().delete()
    wave = a_wave(survey)
    client = signed_in(member(survey, Role.EDITOR))
    base = f"/s/{survey.key}/letters/waves/{wave.pk}/"
    first, second, _ = wave.items.all()
    page = client.post(
        f"{base}{first.pk}/leave-out", {"because": "asked by telephone"}, follow=True
    ).content.decode()
    assert "asked by telephone" in page
    client.post(f"{base}leave-out-stopped")
    assert wave.items.exclude(left_out_because="").count() == 2
    client.post(f"{base}{first.pk}/leave-out", {"because": ""})
    assert wave.items.exclude(left_out_because="").count() == 1
    fields = {"to_address": "a@b.example", "subject": "S", "text": "By hand {{ reply_link }}"}
    client.post(f"{base}{second.pk}/", fields)
    second.refresh_from_db()
    assert (second.text, second.by_hand) == ("By hand {{ reply_link }}", True)
    assert client.post(f"{base}{second.pk}/", {**fields, "text": "{{ nothing }}"}).status_code == 400


def test_first_letters_go_to_the_bodies_that_fit() -> None:
    survey = make_survey(n_bodies=5)
    survey.bodies.all()[0].contacts.all().delete()
    client = signed_in(member(survey, Role.EDITOR))
    with clock.at(NOON):
        client.post(
            f"/s/{survey.key}/letters/waves/new", {"round": "2026", "region": "North", "only": "with_contact"}
        )
    wave = Wave.objects.get()
    assert [item.request.body.name for item in wave.items.all()] == ["Coldham Council", "Eastley Council"]


def queries(n_bodies: int) -> list[int]:
    survey = make_survey(n_bodies=n_bodies)
    wave = a_wave(survey)
    client = signed_in(member(survey))
    item = wave.items.all()[0]
    counted = []
    for path in (*screens(survey, wave), f"/s/{survey.key}/letters/waves/{wave.pk}/{item.pk}/"):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        counted.append(len(found))
    return counted


def test_screens_ask_as_much_of_3_bodies_as_of_30() -> None:
    assert queries(3) == queries(30)
