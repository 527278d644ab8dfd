"""Releases that were frozen, where they are published, and when the next is due."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class Release(models.Model):
    """A frozen release: a zip of its study folder in the file storage, and what it says of itself.

    `record` is its release.json without the history. `wanted_at` says since when it is to be published, as
    soon as its embargo is over.
    """

    survey = models.ForeignKey("desk_surveys.Survey", on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=40)
    as_at = models.CharField(max_length=40)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.TextField(blank=True)
    file = models.ForeignKey("desk_mail.StoredFile", on_delete=models.PROTECT, related_name="+")
    record = KeptJSONField(default=dict)
    embargo_until = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "version"), name="one_release_of_a_version"),
        )


class Publishing(models.Model):
    """Where and when a survey is published: every so many days, to a folder, or served by the desk itself.

    `folder` is the name of a folder where sites are kept; `shows` is the release that the site in it was made
    from. `embargo_days` is how long a release that the schedule froze stays unpublished; `trouble` is why
    the last one that was due was not frozen.
    """

    survey = models.OneToOneField("desk_surveys.Survey", on_delete=models.CASCADE, related_name="publishing")
    folder = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=300, blank=True)
    served = models.BooleanField(default=False)
    every_days = models.PositiveIntegerField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    publishes = models.BooleanField(default=False)
    embargo_days = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    shows = models.ForeignKey(Release, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class CleanedWords(models.Model):
    """Quoted words as they may be published, so that they are cleaned once and not at every freeze.

    `key` is a hash of the words, of all that says what is a name in them, and of the rules of cleaning.
    """

    survey = models.ForeignKey("desk_surveys.Survey", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    words = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("survey", "key"), name="cleaned_once"),)
