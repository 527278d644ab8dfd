"""What is of no use any more goes: ended sessions, old counts, beats of workers long gone."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from answerable.desk.clock import now
from answerable.desk.running.models import Count, WorkerBeat

KEPT_BEATS = timedelta(days=2)
KEPT_COUNTS = timedelta(days=2)
KEPT_TASKS = timedelta(days=14)


@transaction.atomic
def clean_up() -> dict[str, int]:
    """Deletes what has run out. What a job has done stays in its own record."""
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    at = now()
    ended = DBTaskResult.objects.filter(started_at__lt=at - KEPT_TASKS)
    return {
        "beats": WorkerBeat.objects.filter(beat_at__lt=at - KEPT_BEATS).delete()[0],
        "counts": Count.objects.filter(since__lt=at - KEPT_COUNTS).delete()[0],
        "tasks": ended.delete()[0],
    }
