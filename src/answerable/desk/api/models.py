"""Tokens for scripts; only the hash of a token is kept."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class ApiToken(models.Model):
    """What a script shows to be let in: as one person, in one survey, for some scopes, until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    survey = models.ForeignKey("desk_surveys.Survey", on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = KeptJSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
