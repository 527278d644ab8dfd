"""The screens of releases: who may do what, what they say, and how many queries they take."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.desk import clock
from answerable.desk.audit.models import AuditEvent
from answerable.desk.errors import NotReady
from answerable.desk.jobs.actions import run_job
from answerable.desk.jobs.models import Job
from answerable.desk.people.roles import Role
from answerable.desk.releases import views
from answerable.desk.releases.actions import freeze_survey
from answerable.desk.releases.models import Publishing, Release
from answerable.desk.releases.publishing import publish_release
from answerable.desk.surveys.models import Survey
from tests.desk_factories import make_survey, member, signed_in
from tests.unit.desk.releases.coded import LATER, code, coded_survey, reply, sent_survey, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
FORM = {"version": "1.0", "as_at": "2026-07-01"}


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """The clock stands still."""
    with clock.at(LATER):
        yield


def froze(survey: Survey, version: str = "1.0", because: str = "") -> Release:
    """A release."""
    return freeze_survey(survey=survey, version=version, as_at="2026-07-01", by=None, because=because)


def text(page: Any) -> str:
    """The page as text."""
    return str(page.content.decode())


def test_an_empty_list_says_what_to_do() -> None:
    survey = make_survey()
    page = text(signed_in(member(survey)).get(f"/s/{survey.key}/releases/"))
    assert "Nothing was frozen yet" in page
    assert f"/s/{survey.key}/releases/freeze/" in page
    assert "freeze/" not in text(signed_in(member(survey, Role.VIEWER)).get(f"/s/{survey.key}/releases/"))


def test_the_first_release_is_frozen_from_the_form() -> None:
    survey, _ = coded_survey()
    user = member(survey, Role.EDITOR)
    client, path = signed_in(user), f"/s/{survey.key}/releases/freeze/"
    assert "This is the first release" in text(client.get(path))
    answer = client.post(path, FORM)
    job = Job.objects.get(kind="freeze")
    assert (answer.status_code, answer["Location"]) == (302, f"/s/{survey.key}/jobs/{job.pk}/")
    run_job.func(job.pk)
    release = Release.objects.get()
    told = text(client.get(answer["Location"]))
    assert f'<a href="/s/{survey.key}/releases/{release.pk}/">Version 1.0</a> is frozen' in told
    assert (release.version, release.frozen_by, release.as_at) == ("1.0", user, "2026-07-01")
    assert AuditEvent.objects.get(verb="release.frozen").by == user
    assert release.file.sha256 in text(client.get(f"/s/{survey.key}/releases/{release.pk}/"))


def test_the_preview_shows_what_moves_and_asks_for_a_reason() -> None:
    survey, requests = coded_survey()
    froze(survey)
    code(requests[1], "nursing", "yes")
    reply(requests[2])
    code(requests[2], "nursing", "no")
    client, path = signed_in(member(survey)), f"/s/{survey.key}/releases/freeze/"
    page = text(client.get(path))
    assert "<b>1 new answer</b>" in page
    assert "<b>1 correction</b>" in page
    assert "<td>no</td><td>yes" in page
    assert "Birchwood Council" in page
    assert "yes 1 → 2" in page
    assert 'value="1.1"' in page
    assert "Coldham Council" in text(client.get(f"{path}?show=added"))
    refused = client.post(path, {**FORM, "version": "1.1"})
    assert "Say why answers" in text(refused)
    assert not Job.objects.exists()
    assert client.post(path, {**FORM, "version": "1.1", "because": "A slip."}).status_code == 302


@pytest.mark.parametrize(
    ("n_bodies", "words"), [(0, "no body in the register"), (2, "There is no answer yet")]
)
def test_a_survey_that_says_nothing_is_not_frozen(n_bodies: int, words: str) -> None:
    survey = make_survey(n_bodies=n_bodies)
    client, path = signed_in(member(survey)), f"/s/{survey.key}/releases/freeze/"
    page = text(client.get(path))
    assert words in page
    assert '<button class="main">Freeze' not in page
    assert words in text(client.post(path, FORM))
    assert not Job.objects.exists()


def test_bodies_whose_reply_nobody_named_are_listed_and_can_be_named_there() -> None:
    survey, requests = coded_survey()
    code(requests[2], "nursing", "yes")
    client, path = signed_in(member(survey)), f"/s/{survey.key}/releases/freeze/"
    page = text(client.get(path))
    coding = f"/s/{survey.key}/coding/2026/{requests[2].body.body_id}/"
    assert coding in page and "Coldham Council" in page and "Say what their reply is" in page
    assert "Ashby Council" not in page
    assert client.post(path, FORM).status_code == 400
    with pytest.raises(NotReady, match=r"Answers are coded of 1 body.*Coldham Council"):
        froze(survey)
    assert "Nobody has said yet what this reply is" in text(client.get(coding))
    assert "That day has not come yet" in text(
        client.post(f"{coding}reply/", {"reply-kind": "answered", "reply-on": "2026-08-01"})
    )
    client.post(f"{coding}reply/", {"reply-kind": "partly_answered", "reply-on": "2026-06-20"})
    assert "Nobody has said yet" not in text(client.get(coding))
    requests[2].refresh_from_db()
    assert requests[2].state == "partly_answered"
    assert '<button class="main">Freeze' in text(client.get(path))


def test_faults_are_shown_and_nothing_can_be_frozen() -> None:
    survey, requests = sent_survey()
    reply(requests[0])
    code(requests[0], "nursing", "perhaps")
    client, path = signed_in(member(survey)), f"/s/{survey.key}/releases/freeze/"
    page = client.get(path)
    assert page.status_code == 200
    assert "“perhaps” is no option" in text(page)
    assert '<button class="main">Freeze' not in text(page)
    assert client.post(path, FORM).status_code == 400
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"version": "a b"}, "cannot be a version"),
        ({"as_at": "soon"}, "is no moment"),
        ({"as_at": "2099-01-01"}, "has not come yet"),
        ({"as_at": "2026-07-02"}, "has not come yet"),
        ({"version": "1.0"}, "was frozen before"),
        ({"embargo_until": "tomorrow"}, "valid date"),
    ],
)
def test_the_form_says_what_is_wrong(given: dict[str, str], words: str) -> None:
    survey, _ = coded_survey()
    froze(survey)
    filled = {**FORM, "version": "1.1", **given}
    assert words in text(signed_in(member(survey)).post(f"/s/{survey.key}/releases/freeze/", filled))
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.AUDITOR])
def test_who_may_not_release_sees_and_changes_nothing(role: Role) -> None:
    survey, _ = coded_survey()
    served(survey)
    release = froze(survey)
    client = signed_in(member(survey, role))
    home = f"/s/{survey.key}/releases/"
    assert [client.get(f"{home}{p}").status_code for p in ("", "publishing/", f"{release.pk}/")] == [200] * 3
    assert client.get(f"{home}freeze/").status_code == 403
    for path in (
        "freeze/",
        "publishing/",
        *(f"{release.pk}/{p}/" for p in ("publish", "withdraw", "embargo")),
    ):
        assert client.post(f"{home}{path}", FORM).status_code == 403
    assert not Job.objects.exists()
    release.refresh_from_db()
    assert (release.wanted_at, release.withdrawn_at, release.embargo_until) == (None, None, None)


def test_releases_of_others_are_not_found_and_forms_need_their_token() -> None:
    survey, _ = coded_survey()
    release = froze(survey)
    other = signed_in(member(make_survey()))
    assert other.get(f"/s/{survey.key}/releases/{release.pk}/").status_code == 404
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(survey))
    assert client.post(f"/s/{survey.key}/releases/{release.pk}/publish/").status_code == 403
    assert signed_in(member(survey)).get(f"/s/{survey.key}/releases/{release.pk}/publish/").status_code == 405


def test_publish_withdraw_and_embargo_from_the_screen() -> None:
    survey, _ = coded_survey()
    served(survey)
    release = froze(survey)
    client, home = signed_in(member(survey)), f"/s/{survey.key}/releases/{release.pk}/"
    client.post(f"{home}embargo/", {"until": "2026-07-08T09:00"})
    release.refresh_from_db()
    assert release.embargo_until is not None
    assert release.embargo_until.isoformat() == "2026-07-08T08:00:00+00:00"
    assert "Publish it after the embargo" in text(client.get(home))
    client.post(f"{home}publish/")
    assert not Job.objects.exists()
    assert "Do not publish it" in text(client.get(home))
    client.post(f"{home}embargo/", {"until": ""})
    client.post(f"{home}publish/")
    assert Job.objects.get(kind="publish").given == {"release": release.pk}
    publish_release(release=release, by=None, images=False)
    assert "Withdraw it" in text(client.get(home))
    client.post(f"{home}withdraw/")
    assert Job.objects.filter(kind="refresh_site").count() == 1
    assert "Publish it again" in text(client.get(home))


def test_where_and_when_are_kept() -> None:
    survey = make_survey()
    client, path = signed_in(member(survey)), f"/s/{survey.key}/releases/publishing/"
    given = {"served": "on", "every_days": "14", "embargo_days": "2", "publishes": "on", "folder": "audit"}
    assert "Say when" in text(client.post(path, given))
    client.post(path, {**given, "next_at": "2026-07-14T09:00"})
    kept = Publishing.objects.get(survey=survey)
    assert (kept.served, kept.every_days, kept.embargo_days, kept.publishes, kept.folder) == (
        True,
        14,
        2,
        True,
        "audit",
    )
    assert AuditEvent.objects.filter(verb="publishing.changed").count() == 1
    assert "every 14 days, next on 14 July 2026, 09:00" in text(client.get(f"/s/{survey.key}/releases/"))
    assert "letters, digits" in text(client.post(path, {"folder": "../x"}))


@pytest.mark.parametrize("path", ["", "freeze/", "one"])
def test_queries_do_not_grow_with_bodies_or_releases(path: str) -> None:
    counts = []
    for n in (3, 30):
        survey, requests = sent_survey(n)
        for request in requests:
            reply(request)
            code(request, "nursing", "yes", quote="Yes.")
        release = froze(survey)
        if n == 30:
            release = [froze(survey, f"1.{each}") for each in range(1, 4)][-1]
        client = signed_in(member(survey))
        address = f"/s/{survey.key}/releases/" + (f"{release.pk}/" if path == "one" else path)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] < 40


def test_very_many_quotes_are_cleaned_by_a_job_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_CLEANED_AT_ONCE", 1)
    survey, _ = coded_survey()
    client, path = signed_in(member(survey)), f"/s/{survey.key}/releases/freeze/"
    assert "About 2 quotes" in text(client.get(path))
    client.post(path)
    job = Job.objects.get(kind="clean_quotes")
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.result == {"cleaned": 2}
    assert "This is the first release" in text(client.get(path))
