"""Links of the reply form: unguessable, alike when they open nothing, limited, and told to nobody."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.forms import opening
from answerable.desk.forms.links import hash_of, make_link, revoke_link
from answerable.desk.forms.models import Draft, ReplyLink, Submission
from answerable.desk.people.roles import Role
from answerable.desk.running.logs import shown_path
from tests.desk_factories import member, signed_in
from tests.desk_reply_form import Officer, asking_survey, sent

pytestmark = pytest.mark.django_db


def officer(n_bodies: int = 1) -> Officer:
    return Officer(sent(asking_survey(n_bodies)))


def test_token_is_kept_as_a_hash_only() -> None:
    one = officer()
    kept = " ".join(str(value) for row in ReplyLink.objects.values() for value in row.values())
    trail = " ".join(f"{each.words} {each.details}" for each in AuditEvent.objects.all())
    assert one.token not in kept + trail
    assert hash_of(one.token) in kept
    assert len(one.token) >= 32


def test_links_that_open_nothing_are_all_the_same_page() -> None:
    expired, revoked = officer(), officer()
    ReplyLink.objects.filter(pk=expired.link.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    revoke_link(link=revoked.link, by=None)
    tokens = [expired.token, revoked.token, "x" * 32, "é" * 3, "a" * 4000]
    answers = [Client().get(f"/reply/{token}/") for token in tokens]
    below = Client().get(f"/reply/{officer().token}/NO-1234567/")
    assert {each.status_code for each in (*answers, below)} == {404}
    assert len({each.content for each in (*answers, below)}) == 1
    assert b"simply reply to the letter by email" in answers[0].content


def test_a_link_opens_only_its_own_requests() -> None:
    one, other = officer(), officer()
    other.save(nursing__choice="yes")
    other.hand_in(1)
    theirs = other.requests[0].reference
    for path in (f"{theirs}/", f"{theirs}/check/", f"receipt/{Submission.objects.get().reference}/"):
        assert one.client.get(f"/reply/{one.token}/{path}").status_code == 404
    posted = one.client.post(f"/reply/{one.token}/{theirs}/", {"stamp": one.stamp, "do": "save"})
    assert posted.status_code == 404


def test_pages_tell_nobody_where_they_are_and_set_no_cookie() -> None:
    one = officer()
    one.save(nursing__choice="yes")
    for response in (one.get(), one.get("reply-check"), Client().get("/reply/unknown/")):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
        page = response.content.decode()
        assert "http://" not in page.replace("http://127.0.0.1:8000", "") and "https://" not in page
        assert " style=" not in page and "onclick" not in page


def test_token_is_never_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    one = officer()
    with caplog.at_level(logging.DEBUG):
        one.save(nursing__choice="yes")
        one.get()
        Client().get(f"/reply/{one.token}x/")
    assert one.token not in caplog.text
    assert shown_path(f"/reply/{one.token}/") == "/reply/…"


def test_post_without_the_stamp_of_the_link_changes_nothing() -> None:
    one, other = officer(), officer()
    for stamp in ("", "forged", other.stamp):
        response = one.client.post(one.address(), {"stamp": stamp, "q.nursing.choice": "yes", "base": "0"})
        assert response.status_code == 403
    response = one.client.post(
        one.address(),
        {"stamp": one.stamp, "q.nursing.choice": "yes"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert not Draft.objects.exists()


def test_limits_hold_for_a_link_and_for_guesses_from_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BY_LINK", 3)
    monkeypatch.setattr(opening, "MOST_UNKNOWN", 2)
    one = officer()
    answers = [one.get() for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    guesses = [Client().get(f"/reply/guess{n}/") for n in range(3)]
    assert [each.status_code for each in guesses] == [404, 404, 429]
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert one.get().status_code == 200
    cache.clear()


def test_mark_used_tells_when_a_link_was_opened() -> None:
    one = officer()
    assert ReplyLink.objects.get().last_used_at is None
    one.get()
    assert ReplyLink.objects.get().last_used_at is not None


def test_about_says_who_asks_and_is_there_without_a_link_too() -> None:
    one = officer()
    survey = one.link.survey
    mine = one.client.get(f"/reply/{one.token}/about/").content.decode()
    public = Client().get(f"/about/{survey.key}/").content.decode()
    for page in (mine, public):
        for words in ("Sam Asker", "Example Trust", "1 Example Street", "To know what care there is.", "s.8"):
            assert words in page
    assert one.requests[0].reference in mine and one.requests[0].reference not in public
    assert one.token not in public
    assert Client().get(f"/about/{asking_survey().key}/").status_code == 404, "it has not written to anybody"


def test_new_link_is_shown_once_and_opens_for_several_bodies() -> None:
    requests = sent(asking_survey(3))
    survey = requests[0].round.survey
    client = signed_in(member(survey, Role.EDITOR))
    address = f"/s/{survey.key}/inbox/forms/links/{requests[0].reference}/"
    made = client.post(f"{address}new/", {"references": requests[1].reference.lower(), "days": "30"})
    page = made.content.decode()
    link = ReplyLink.objects.get()
    assert link.requests.count() == 2
    token = page.split("/reply/")[1].split("/")[0]
    assert hash_of(token) == link.token_hash
    assert token not in client.get(address).content.decode()
    assert Client().get(f"/reply/{token}/").content.decode().count("not begun") == 2
    client.post(f"{address}{link.pk}/revoke/")
    assert Client().get(f"/reply/{token}/").status_code == 404
    assert client.post(f"{address}{link.pk}/revoke/").status_code == 409


def test_new_link_names_unknown_references_and_makes_nothing() -> None:
    requests = sent(asking_survey(1))
    survey = requests[0].round.survey
    client = signed_in(member(survey))
    path = f"/s/{survey.key}/inbox/forms/links/{requests[0].reference}/new/"
    response = client.post(path, {"references": "NO-1", "days": "30"})
    assert response.status_code == 400 and "NO-1" in response.content.decode()
    assert not ReplyLink.objects.exists()


def test_links_whoever_may_only_look_changes_nothing() -> None:
    requests = sent(asking_survey(1))
    survey = requests[0].round.survey
    link, _ = make_link(requests=requests, by=None)
    for role in (Role.VIEWER, Role.AUDITOR, Role.CODER):
        client = signed_in(member(survey, role))
        path = f"/s/{survey.key}/inbox/forms/links/{requests[0].reference}/"
        assert client.get(path).status_code == 200
        assert client.post(f"{path}new/", {"days": "3"}).status_code == 403
        assert client.post(f"{path}{link.pk}/revoke/").status_code == 403
    assert ReplyLink.objects.get().revoked_at is None
