"""Limits count for all processes; a duty is one worker's at a time; clocks that jump hold nobody up."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test import RequestFactory

from answerable.desk.clock import at, now
from answerable.desk.look.failures import DeskErrors
from answerable.desk.running import duties
from answerable.desk.running.cleaning import clean_up
from answerable.desk.running.duties import TASKS, tick
from answerable.desk.running.leases import HELD_FOR, do_duty, keep_duties, leave_duty, take_duty
from answerable.desk.running.limits import TooMany, check_limit
from answerable.desk.running.models import Count, Duty, WorkerBeat

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_limit_counts_within_its_time_and_begins_again() -> None:
    with at(NOON):
        for _ in range(3):
            check_limit(key="form 10.0.0.1", per=MINUTE, most=3)
        with pytest.raises(TooMany) as caught:
            check_limit(key="form 10.0.0.1", per=MINUTE, most=3)
        assert caught.value.wait_seconds == 60
        check_limit(key="form 10.0.0.2", per=MINUTE, most=3)
    with at(NOON + 2 * MINUTE):
        check_limit(key="form 10.0.0.1", per=MINUTE, most=3)
    with at(NOON - timedelta(days=400)):  # a clock that was set back does not lock anybody out for a year
        check_limit(key="form 10.0.0.1", per=MINUTE, most=1)
    assert not Count.objects.filter(key__contains="10.0.0").exists()


@pytest.mark.django_db
def test_who_looked_at_the_clock_a_moment_before_another_is_counted_and_held_up_like_others() -> None:
    with at(NOON):
        check_limit(key="form 10.0.0.1", per=MINUTE, most=1)
        assert take_duty(name="send", holder="a")
        assert do_duty(lambda: None, name="move", holder="a", every=MINUTE) == ""
    with at(NOON - timedelta(seconds=1)):
        with pytest.raises(TooMany):
            check_limit(key="form 10.0.0.1", per=MINUTE, most=1)
        assert not take_duty(name="send", holder="b")
        assert do_duty(lambda: None, name="move", holder="b", every=MINUTE) is None


@pytest.mark.django_db
def test_limit_is_a_screen_with_words_and_429() -> None:
    request = RequestFactory().get("/reply/x/")
    request.user = None  # type: ignore[assignment]
    answer = DeskErrors(lambda _: None).process_exception(request, TooMany(90))  # type: ignore[arg-type,return-value]
    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "90")
    assert "Wait 2 minutes" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_limit_of_many_at_once_lets_exactly_so_many_through() -> None:
    passed = _at_once(8, lambda n: _passes())
    assert sum(passed) == 5


def _passes() -> bool:
    try:
        check_limit(key="many", per=MINUTE, most=5)
    except TooMany:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_duty_is_taken_by_one_of_many_at_once() -> None:
    assert sum(_at_once(6, lambda n: take_duty(name="send", holder=f"worker {n}"))) == 1
    assert Duty.objects.get().runs == 1


def _at_once(n: int, work: Callable[[int], bool]) -> list[bool]:
    """What threads get that do something at one moment; on SQLite in memory one after another."""
    if connection.vendor == "sqlite":
        return [work(each) for each in range(n)]
    gate, found = threading.Barrier(n), [False] * n

    def run(each: int) -> None:
        gate.wait()
        try:
            found[each] = work(each)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(each,)) for each in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db
def test_duty_is_held_for_a_while_kept_by_who_lives_and_left() -> None:
    with at(NOON):
        assert take_duty(name="send", holder="a")
        assert not take_duty(name="send", holder="b")
    with at(NOON + HELD_FOR - timedelta(seconds=1)):
        assert keep_duties(holder="a") == 1
    with at(NOON + HELD_FOR + MINUTE / 2):
        assert not take_duty(name="send", holder="b")
    with at(NOON + 3 * HELD_FOR):  # a died: nobody said that it lives
        assert take_duty(name="send", holder="b")
        leave_duty(name="send", holder="a", trouble="late words of the dead")
        assert Duty.objects.get().held_by == "b"


@pytest.mark.django_db
def test_duty_is_not_done_more_often_than_it_should_and_a_clock_set_back_does_not_stop_it() -> None:
    done: list[int] = []
    hourly = timedelta(hours=1)

    def work() -> None:
        done.append(1)

    with at(NOON):
        assert do_duty(work, name="x", holder="a", every=hourly) == ""
        assert do_duty(work, name="x", holder="a", every=hourly) is None
    with at(NOON + hourly):
        assert do_duty(work, name="x", holder="b", every=hourly) == ""
    with at(NOON - timedelta(days=30)):
        assert do_duty(work, name="x", holder="a", every=hourly) == ""
    assert len(done) == 3


@pytest.mark.django_db
def test_one_failing_duty_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "TASKS", (duties.Task("bad", "no.such.thing", MINUTE), *TASKS[3:4]))
    told = {done.name: done.trouble for done in tick(holder="a")}
    assert "no" in str(told["bad"]) and told["jobs"] == ""
    assert Duty.objects.get(name="bad").trouble and not Duty.objects.get(name="jobs").trouble


def test_every_duty_is_there() -> None:
    from django.utils.module_loading import import_string

    for task in TASKS:
        assert callable(import_string(f"answerable.desk.{task.does}")), task.does


@pytest.mark.django_db
def test_clean_up_takes_what_is_old_and_leaves_the_rest() -> None:
    old, new = now() - timedelta(days=30), now()
    for n, when in enumerate((old, new)):
        WorkerBeat.objects.create(name=str(n), started_at=when, beat_at=when)
        Count.objects.create(key=str(n), since=when)
    assert clean_up() == {"beats": 1, "counts": 1, "tasks": 0}
    assert WorkerBeat.objects.get().name == Count.objects.get().key == "1"
