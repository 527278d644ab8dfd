"""Long work and how far it is."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class JobState(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """A piece of long work. `kind` names the function of `jobs.kinds` that does it, `given` its arguments."""

    kind = models.CharField(max_length=60)
    survey = models.ForeignKey(
        "desk_surveys.Survey", null=True, on_delete=models.CASCADE, related_name="jobs"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    given = KeptJSONField(default=dict)
    state = models.CharField(max_length=20, choices=JobState.choices, default=JobState.WAITING)
    words = models.CharField(max_length=500, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    result = KeptJSONField(default=dict)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("survey", "-id")),)
