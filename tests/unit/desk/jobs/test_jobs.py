"""Long work: done once, by one worker; taken up after a worker died; its screens."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from answerable.desk.clock import at, now
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.jobs import kinds
from answerable.desk.jobs.actions import ask_for, run_job
from answerable.desk.jobs.kinds import Progress, UnknownJob, job_kind
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.jobs.retrying import MOST_ATTEMPTS, retry_job, take_up_stopped
from answerable.desk.people.roles import Role
from answerable.desk.running.worker import Worker
from tests.desk_factories import make_survey, member, signed_in

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def counted() -> Iterator[list[int]]:
    """The jobs that the kind of these tests has done."""
    done: list[int] = []

    @job_kind("count_bodies")
    def count_bodies(job: Job, progress: Progress) -> dict[str, object]:
        progress("Counting.", 1, 2)
        if job.given.get("fails") == "in words":
            raise NotReady("There is nothing to count yet.")
        if job.given.get("fails"):
            raise ZeroDivisionError("a fault of ours")
        done.append(job.pk)
        return {"n_bodies": 3}

    yield done
    del kinds._kinds["count_bodies"]


def ask(**given: object) -> Job:
    """Asks for the work of these tests."""
    return ask_for(kind="count_bodies", survey=make_survey(), by=None, given=given)


def test_job_is_queued_with_what_asked_for_it_or_not_at_all() -> None:
    try:
        with transaction.atomic():
            ask()
            assert DBTaskResult.objects.count() == 1
            raise Conflict("and yet not")
    except Conflict:
        pass
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)
    with pytest.raises(UnknownJob):
        ask_for(kind="no such work", survey=None, by=None)


@pytest.mark.django_db(transaction=True)
def test_job_worker_does_what_waits_and_keeps_how_far_it_is(counted: list[int]) -> None:
    job = ask()
    Worker("tester").do_waiting()
    job.refresh_from_db()
    assert (job.state, job.result, job.words, job.done, job.of) == (
        "done",
        {"n_bodies": 3},
        "Counting.",
        1,
        2,
    )
    run_job.call(job.pk)
    assert counted == [job.pk]


@pytest.mark.parametrize(
    ("fails", "words"),
    [("in words", "There is nothing to count yet."), ("oddly", "Something failed: a fault")],
)
def test_job_that_fails_says_so_in_words_and_can_be_tried_again(fails: str, words: str) -> None:
    job = ask(fails=fails)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED and job.words.startswith(words)
    Job.objects.update(given={})
    retry_job(job=job, by=None)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    with pytest.raises(Conflict):
        retry_job(job=job, by=None)


@pytest.mark.django_db(transaction=True)
def test_job_of_a_dead_worker_is_taken_up_and_one_that_kills_workers_is_given_up(counted: list[int]) -> None:
    job = ask()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        # What a worker leaves that was killed: running, and no beat any more.
        Job.objects.update(state=JobState.RUNNING, attempts=attempt, beat_at=now())
        assert take_up_stopped() == 0
        with at(now() + LATER):
            assert take_up_stopped() == (1 if attempt < MOST_ATTEMPTS else 0)
    job.refresh_from_db()
    assert job.state == JobState.FAILED and "stopped 3 times" in job.words
    assert DBTaskResult.objects.count() == MOST_ATTEMPTS
    Worker("tester").do_waiting()
    assert counted == []


def test_job_taken_up_by_another_is_not_written_over_by_a_slow_one() -> None:
    job = ask()

    @job_kind("count_bodies")
    def slow(mine: Job, progress: Progress) -> dict[str, object]:
        Job.objects.filter(pk=mine.pk).update(attempts=2, words="The other is at it.")
        progress("Slow.")
        return {"n_bodies": 0}

    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.words, job.result) == ("running", "The other is at it.", {})


def test_job_screens_poll_while_it_goes_on_and_say_when_no_worker_is_there(counted: list[int]) -> None:
    job = ask()
    assert job.survey is not None
    client = signed_in(member(job.survey))
    address = f"/s/{job.survey.key}/jobs/{job.pk}/"
    page = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in page and "No worker" not in page
    with at(now() + LATER):
        assert "No worker is running" in client.get(address).content.decode()
    run_job.call(job.pk)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part and "<html" not in part and "n bodies" in part
    assert "Count bodies" in client.get(f"/s/{job.survey.key}/jobs/").content.decode()


def test_job_retry_is_for_editors() -> None:
    job = ask(fails="oddly")
    assert job.survey is not None
    run_job.call(job.pk)
    address = f"/s/{job.survey.key}/jobs/{job.pk}/retry/"
    assert signed_in(member(job.survey, Role.VIEWER)).post(address).status_code == 403
    assert signed_in(member(job.survey, Role.EDITOR)).post(address).status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    other = make_survey()
    strangers = f"/s/{other.key}/jobs/{job.pk}/"
    assert signed_in(member(other)).get(strangers).status_code == 404
