"""What is due is asked for once, however many workers look, and says why where it cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.desk import clock
from answerable.desk.jobs.actions import run_job
from answerable.desk.jobs.models import Job
from answerable.desk.releases.models import Publishing, Release
from answerable.desk.releases.publishing import want_publication
from answerable.desk.releases.schedule import DueReport, following, run_due
from answerable.desk.surveys.models import Survey
from tests.unit.desk.releases.coded import LATER, code, coded_survey, reply, served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
FORTNIGHT = timedelta(days=14)


def scheduled(**given: object) -> Survey:
    """A survey to be frozen every fortnight from LATER on."""
    survey, _ = coded_survey()
    served(survey, every_days=14, next_at=LATER, **given)
    return survey


def do_jobs(kind: str = "freeze") -> list[Job]:
    """Does what waits, and gives it."""
    jobs = list(Job.objects.filter(kind=kind, state="waiting"))
    for job in jobs:
        run_job.func(job.pk)
        job.refresh_from_db()
    return jobs


def test_nothing_is_due_before_its_time_and_each_time_once() -> None:
    survey = scheduled()
    with clock.at(LATER - timedelta(minutes=1)):
        assert run_due() == DueReport()
    with clock.at(LATER):
        assert [run_due() for _ in range(3)] == [DueReport(1, 0), DueReport(), DueReport()]
        assert [job.state for job in do_jobs()] == ["done"]
    assert [(r.version, r.as_at) for r in Release.objects.all()] == [("1.0", "2026-07-01")]
    assert Publishing.objects.get(survey=survey).next_at == LATER + FORTNIGHT


def test_the_next_release_has_the_next_version_and_nothing_new_makes_none() -> None:
    survey = scheduled()
    for n in range(3):
        with clock.at(LATER + n * FORTNIGHT):
            if n == 2:
                request = survey.rounds.get().requests.order_by("pk")[2]
                reply(request)
                code(request, "nursing", "yes")
            run_due()
            jobs = do_jobs()
    assert [r.version for r in Release.objects.order_by("pk")] == ["1.0", "1.1"]
    assert jobs[0].result["version"] == "1.1"


def test_a_correction_waits_for_a_person_and_says_so() -> None:
    survey = scheduled()
    with clock.at(LATER):
        run_due()
        do_jobs()
    code(survey.rounds.get().requests.order_by("pk")[1], "nursing", "yes")
    with clock.at(LATER + FORTNIGHT):
        run_due()
        assert [job.state for job in do_jobs()] == ["failed"]
    assert "no → yes" in Publishing.objects.get().trouble
    assert Release.objects.count() == 1


def test_an_embargo_of_the_schedule_is_kept_and_then_it_is_published() -> None:
    scheduled(publishes=True, embargo_days=2)
    with clock.at(LATER):
        run_due()
        do_jobs()
        release = Release.objects.get()
        assert release.embargo_until == LATER + timedelta(days=2)
        assert (release.wanted_at, release.published_at) == (LATER, None)
        assert run_due() == DueReport()
    with clock.at(LATER + timedelta(days=2)):
        assert [run_due(), run_due()] == [DueReport(0, 1), DueReport()]
        Job.objects.filter(kind="publish").update(given={"release": release.pk, "images": False})
        assert [job.state for job in do_jobs("publish")] == ["done"]
    release.refresh_from_db()
    assert release.published_at == LATER + timedelta(days=2)


def test_a_release_that_is_no_longer_wanted_is_not_published() -> None:
    scheduled(publishes=True, embargo_days=2)
    with clock.at(LATER):
        run_due()
        do_jobs()
        Release.objects.update(wanted_at=None)
    with clock.at(LATER + 2 * FORTNIGHT):
        assert run_due().n_publications == 0


def test_wanted_without_an_embargo_is_published_at_the_next_tick() -> None:
    scheduled()
    with clock.at(LATER):
        run_due()
        do_jobs()
        want_publication(release=Release.objects.get(), by=None)
        assert run_due().n_publications == 1


@pytest.mark.parametrize(("late_days", "next_day"), [(0, 15), (1, 15), (14, 29), (30, 43)])
def test_what_was_missed_is_not_made_up_for(late_days: int, next_day: int) -> None:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    assert following(at, 14, at + timedelta(days=late_days)) == at + timedelta(days=next_day - 1)
