"""The audit trail. Triggers in the database refuse to change or delete its rows, whoever asks."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class AuditEvent(models.Model):
    """One thing that somebody did. `by` is None for the desk itself; `actor` says it in words either way.

    `details` hold ids, counts and values before and after, never names or addresses of people: the trail
    outlives the personal data.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=100)
    survey = models.ForeignKey("desk_surveys.Survey", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60, db_index=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=500)
    details = KeptJSONField(default=dict)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("survey", "-id")), models.Index(fields=("target_type", "target_id")))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.words}"
