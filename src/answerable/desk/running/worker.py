"""A worker: does jobs, and ticks beside them. Several at once are safe, on one machine or on many."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker as Queue

from answerable.desk.clock import now
from answerable.desk.jobs.actions import at_work
from answerable.desk.jobs.models import Job, JobState
from answerable.desk.running.duties import LANES, tick
from answerable.desk.running.leases import keep_duties
from answerable.desk.running.models import WorkerBeat

log = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
BEAT_SECONDS = 10.0
STALE_AFTER = timedelta(minutes=2)
PATIENCE_SECONDS = 25.0


class Worker:
    """The jobs in the main thread, each lane of duties in one of its own, and one that says: alive."""

    def __init__(self, name: str, *, parent: int | None = None) -> None:
        """`parent` is a process without which the worker is of no use: it ends with it."""
        self.name = name
        self.parent = parent
        self.stopped = threading.Event()

    def run(self) -> None:
        """Works until it is told to stop; what it is at is brought to its end first."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        beside = [self._thread("beat", self._beat, BEAT_SECONDS)]
        beside += [
            self._thread(lane, lambda lane=lane: tick(holder=self.name, lane=lane), PAUSE_SECONDS)  # type: ignore[misc]
            for lane in LANES
        ]
        log.info("worker %s is at work", self.name)
        self._again(self._do_jobs, PAUSE_SECONDS)
        for thread in beside:
            thread.join(PATIENCE_SECONDS)
        self._leave()

    def do_waiting(self) -> None:
        """Does the jobs that wait now, and returns: for tests and `desk tick`."""
        self._do_jobs()

    def _do_jobs(self) -> None:
        while not self.stopped.is_set():
            queue = Queue(
                queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
                max_tasks=1, worker_id=self.name[:64], excluded_queue_names=[],
            )  # fmt: skip
            queue.run()
            if not queue._run_tasks:
                return

    def _beat(self) -> None:
        if self.parent is not None and os.getppid() != self.parent:
            log.warning("worker %s stops: the process that started it is gone", self.name)
            self.stopped.set()
        at = now()
        WorkerBeat.objects.update_or_create(
            name=self.name, defaults={"beat_at": at}, create_defaults={"beat_at": at, "started_at": at}
        )
        keep_duties(holder=self.name)
        for job, attempt in list(at_work.items()):
            Job.objects.filter(pk=job, attempts=attempt, state=JobState.RUNNING).update(beat_at=at)

    def _leave(self) -> None:
        WorkerBeat.objects.filter(name=self.name).delete()
        connections.close_all()
        log.info("worker %s has stopped", self.name)

    def _again(self, work: Callable[[], object], pause: float) -> None:
        """Does something again and again; a database that is away for a while is waited for."""
        while not self.stopped.is_set():
            close_old_connections()
            try:
                work()
            except DatabaseError as error:
                log.warning("the database does not answer: %s", error)
                connections.close_all()
            self.stopped.wait(pause)

    def _thread(self, name: str, work: Callable[[], object], pause: float) -> threading.Thread:
        def run() -> None:
            try:
                self._again(work, pause)
            finally:
                connections.close_all()

        thread = threading.Thread(target=run, name=f"{name} of {self.name}", daemon=True)
        thread.start()
        return thread

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        log.info("worker %s was told to stop", self.name)
        self.stopped.set()
