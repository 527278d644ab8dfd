"""What processes of the desk tell each other: who does which duty, who is alive, how often was asked."""

from django.db import models


class Duty(models.Model):
    """A duty that comes again and again. Whoever holds it until `until` does it; nobody else then.

    `trouble` are the words of its last failure, blank after a run that went well.
    """

    name = models.CharField(max_length=100, unique=True)
    held_by = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    runs = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "duties"


class WorkerBeat(models.Model):
    """A worker process, and when it last said that it is alive."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)


class Count(models.Model):
    """How often something was asked for since `since`: rate limits that all processes share.

    `key` is a hash: addresses of people and machines are not kept.
    """

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    n = models.PositiveIntegerField(default=0)
