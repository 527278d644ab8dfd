"""Publishing, embargo, withdrawing, and what the desk serves to everybody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from answerable.desk import clock
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.jobs.actions import ask_for, run_job
from answerable.desk.jobs.models import Job
from answerable.desk.people.roles import Role
from answerable.desk.releases.actions import freeze_survey, set_embargo
from answerable.desk.releases.models import Publishing, Release
from answerable.desk.releases.publishing import (
    publish_release,
    refresh_site,
    want_publication,
    withdraw_release,
)
from answerable.desk.releases.sites import only_publication
from answerable.desk.surveys.models import Survey
from tests.desk_factories import member, signed_in
from tests.unit.desk.releases.coded import LATER, code, coded_survey, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """The clock stands still."""
    with clock.at(LATER):
        yield


def publish(release: Release) -> Release:
    """Publishes without pictures, which take long."""
    return publish_release(release=release, by=None, images=False)


def froze(survey: Survey, version: str = "1.0", because: str = "") -> Release:
    """A release."""
    return freeze_survey(survey=survey, version=version, as_at="2026-07-01", by=None, because=because)


@pytest.fixture
def published() -> Release:
    """A release that the desk serves at /site/care/."""
    survey, _ = coded_survey(key="care")
    served(survey)
    return publish(froze(survey))


def status(path: str) -> int:
    """What somebody who is not signed in gets."""
    return int(Client().get(path).status_code)


def test_a_published_site_is_served_to_everybody_with_its_own_policy(published: Release) -> None:
    page = Client().get("/site/care/")
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"Care for children" in b"".join(page.streaming_content)
    policy = page["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert page["X-Content-Type-Options"] == "nosniff"
    assert not page.cookies
    for path, kind in [("assets/site.css", "text/css; charset=utf-8"), ("assets/site.js", "text/javascript")]:
        assert Client().get(f"/site/care/{path}")["Content-Type"].startswith(kind)


def test_a_site_answers_conditional_requests_and_redirects_to_folders(published: Release) -> None:
    first = Client().get("/site/care/")
    again = Client().get("/site/care/", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
    moved = Client().get("/site/care/bodies")
    assert (moved.status_code, moved["Location"]) == (302, "/site/care/bodies/")
    assert Client().post("/site/care/").status_code == 405
    missing = Client().get("/site/care/nothing/here/")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-store")


def test_nothing_outside_the_site_can_be_read(published: Release, sites: Path) -> None:
    (sites / "secret.txt").write_text("secret")
    (sites / "care" / "link.txt").symlink_to(sites / "secret.txt")
    (sites / "care" / "folder").symlink_to(sites)
    for path in (
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "a/../../secret.txt",
        "link.txt",
        "folder/secret.txt",
        ".answerable-site",
        "assets/%00",
        "..%5csecret.txt",
        "/etc/passwd",
        "%2fetc/passwd",
        "x" * 2_000,
    ):
        answer = Client().get(f"/site/care/{path}")
        assert answer.status_code == 404, path
        body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        assert b"secret" not in body.lower().replace(b"secret.txt", b"")


def test_only_what_is_served_is_served(published: Release) -> None:
    Publishing.objects.update(served=False)
    assert status("/site/care/") == 404
    assert status("/site/other/") == 404


def test_an_embargoed_release_is_neither_published_nor_visible() -> None:
    survey, _ = coded_survey(key="care")
    served(survey)
    release = froze(survey)
    set_embargo(release=release, until=LATER + timedelta(hours=1), by=None)
    with pytest.raises(NotReady, match="embargo"):
        publish(release)
    assert status("/site/care/") == 404
    with clock.at(LATER + timedelta(hours=2)):
        publish(release)
        assert status("/site/care/") == 200
        with pytest.raises(Conflict, match="too late"):
            set_embargo(release=release, until=LATER + timedelta(days=9), by=None)


def test_nothing_is_published_before_somebody_said_where() -> None:
    survey, _ = coded_survey()
    with pytest.raises(NotReady, match="where"):
        publish(froze(survey))


def test_a_second_publication_at_the_same_time_is_refused(published: Release, sites: Path) -> None:
    with only_publication(sites / "care"), pytest.raises(Conflict, match="just now"):
        publish(published)


def test_publishing_again_makes_the_same_site(published: Release, sites: Path) -> None:
    def content() -> dict[str, bytes]:
        files = (p for p in (sites / "care").rglob("*") if p.is_file())
        return {p.relative_to(sites).as_posix(): p.read_bytes() for p in files}

    before = content()
    publish(published)
    assert content() == before


def test_a_withdrawn_release_is_gone_at_once_and_the_one_before_comes_back(
    published: Release, sites: Path
) -> None:
    survey = published.survey
    request = survey.rounds.get().requests.order_by("pk")[1]
    code(request, "nursing", "yes")
    second = publish(froze(survey, "1.1", because="A slip."))
    with pytest.raises(Conflict, match=r"1\.1 is newer"):
        publish(published)
    assert (status("/site/care/v/1.0/"), status("/site/care/v/1.1/")) == (200, 200)
    withdraw_release(release=second, by=None)
    assert status("/site/care/") == 404
    assert refresh_site(survey=survey, by=None, images=False) == published
    assert [status(f"/site/care/{path}") for path in ("", "v/1.0/", "v/1.1/")] == [200, 200, 404]
    assert not (sites / "care" / "v" / "1.1").exists()
    withdraw_release(release=published, by=None)
    assert refresh_site(survey=survey, by=None, images=False) is None
    assert not (sites / "care").exists()
    publish(second)
    assert status("/site/care/v/1.1/") == 200


def test_folders_of_two_surveys_are_two_and_stay_where_sites_are_kept() -> None:
    one, two = coded_survey(key="one")[0], coded_survey(key="two")[0]
    served(one, folder="shared")
    with pytest.raises(Conflict, match="another survey"):
        served(two, folder="Shared")
    with pytest.raises(Conflict, match="another survey"):
        served(coded_survey(key="shared")[0])
    for name in ("../x", "/etc", "a/b", ".hidden", ".."):
        with pytest.raises(NotReady, match="folder"):
            served(two, folder=name)


def test_jobs_freeze_and_publish_and_can_be_done_again() -> None:
    survey, _ = coded_survey(key="care")
    served(survey)
    given: dict[str, object] = {"version": "1.0", "as_at": "2026-07-01", "publishes": False}
    job = ask_for(kind="freeze", survey=survey, by=None, given=given)
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["version"]) == ("done", "1.0")
    # The worker died after the release was kept and before the job was: another takes it up.
    Job.objects.filter(pk=job.pk).update(state="waiting", attempts=1)
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, Release.objects.count()) == ("done", 1)
    told: dict[str, object] = {"release": job.result["release"], "images": False}
    second = ask_for(kind="publish", survey=survey, by=None, given=told)
    run_job.func(second.pk)
    second.refresh_from_db()
    assert (second.state, second.words) == ("done", second.words)
    assert status("/site/care/") == 200


def test_a_job_cannot_publish_a_release_of_another_survey() -> None:
    mine, theirs = coded_survey()[0], coded_survey()[0]
    served(mine)
    job = ask_for(kind="publish", survey=mine, by=None, given={"release": froze(theirs).pk})
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"


def test_wanting_publication_can_be_taken_back() -> None:
    survey, _ = coded_survey()
    release = froze(survey)
    want_publication(release=release, by=None)
    withdraw_release(release=release, by=None)
    assert (release.wanted_at, release.withdrawn_at) == (None, None)


def test_members_may_see_the_zip_before_the_embargo_is_over_and_others_not() -> None:
    survey, _ = coded_survey(key="care")
    release = froze(survey)
    set_embargo(release=release, until=datetime(2027, 1, 1, tzinfo=UTC), by=None)
    path = f"/s/care/releases/{release.pk}/zip"
    page = signed_in(member(survey, Role.VIEWER)).get(path)
    assert (page.status_code, page["Content-Type"]) == (200, "application/zip")
    assert "attachment" in page["Content-Disposition"]
    assert signed_in(member(coded_survey()[0])).get(path).status_code == 404
    assert Client().get(path).status_code == 302
