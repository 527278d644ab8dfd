"""What is due by the schedule: releases to be frozen, and frozen ones whose embargo is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import day_of, now
from answerable.desk.jobs.actions import ask_for
from answerable.desk.releases.models import Publishing, Release


@dataclass(frozen=True)
class DueReport:
    """How many releases were asked to be frozen and to be published."""

    n_freezes: int = 0
    n_publications: int = 0


def run_due() -> DueReport:
    """Asks for what is due, each thing once: however many workers run this at once, one of them asks."""
    due = Publishing.objects.filter(every_days__isnull=False, next_at__lte=now()).values_list("pk", flat=True)
    ripe = Release.objects.filter(wanted_at__isnull=False, embargo_until__lte=now())
    free = Release.objects.filter(wanted_at__isnull=False, embargo_until=None)
    wanted = sorted({*ripe.values_list("pk", flat=True), *free.values_list("pk", flat=True)})
    return DueReport(sum(map(_freeze, list(due))), sum(map(_publish, wanted)))


@transaction.atomic
def _freeze(pk: int) -> bool:
    publishing = Publishing.objects.select_for_update().select_related("survey").filter(pk=pk).first()
    if publishing is None or publishing.next_at is None or not publishing.every_days:
        return False
    if publishing.next_at > now():
        return False  # Another worker came first.
    at = publishing.next_at
    publishing.next_at = following(at, publishing.every_days, now())
    publishing.save(update_fields=["next_at"])
    ask_for(
        kind="freeze",
        survey=publishing.survey,
        by=None,
        given={
            "scheduled": True,
            "as_at": day_of(now()).isoformat(),
            "embargo_days": publishing.embargo_days,
            "publishes": publishing.publishes,
        },
    )
    record(
        by=None,
        verb="release.due",
        survey=publishing.survey,
        target=publishing,
        words=f"A release was due; the next is on {day_of(publishing.next_at):%Y-%m-%d}.",
    )
    return True


def following(at: datetime, every_days: int, moment: datetime) -> datetime:
    """The next time after a moment, so many days at a time; what was missed is not made up for."""
    missed = max(0, (moment - at) // timedelta(days=every_days))
    return at + timedelta(days=every_days) * (missed + 1)


@transaction.atomic
def _publish(pk: int) -> bool:
    release = Release.objects.select_for_update().select_related("survey").filter(pk=pk).first()
    if release is None or release.wanted_at is None:
        return False
    if release.embargo_until is not None and release.embargo_until > now():
        return False
    release.wanted_at = None
    release.save(update_fields=["wanted_at"])
    ask_for(kind="publish", survey=release.survey, by=None, given={"release": release.pk})
    return True
