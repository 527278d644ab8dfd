"""Reply links and what authorities write there. Only the hash of a link's token is kept."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class ReplyLink(models.Model):
    """A personal link for one request, or for several where one team answers for all."""

    survey = models.ForeignKey("desk_surveys.Survey", on_delete=models.CASCADE, related_name="reply_links")
    requests: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "desk_requests.Request", related_name="reply_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)


class Draft(models.Model):
    """What an authority has written so far for one request, question by question, as it was typed.

    There is one of a request, whichever of its links is used: a reminder brings a new link, and what was
    written by the old one is still there. `fields` are `typed.Typed`; `link` is the one last written by.
    """

    link = models.ForeignKey(ReplyLink, on_delete=models.CASCADE, related_name="drafts")
    request = models.OneToOneField("desk_requests.Request", on_delete=models.CASCADE, related_name="draft")
    fields = KeptJSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)


class DraftRevision(models.Model):
    """A draft as it was saved, so that two people who write at once can be brought together.

    `shown` is what the page of whoever saved it shows, where that is not the same as `fields`.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    fields = KeptJSONField(default=dict)
    shown = KeptJSONField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "revision"), name="one_draft_of_a_revision"),)


class DraftFile(models.Model):
    """A file attached to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(max_length=300)
    content_type = models.CharField(max_length=120)
    file = models.ForeignKey("desk_mail.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)


class SubmissionKind(models.TextChoices):
    """What was handed in: answers, or corrections of what was coded from them."""

    ANSWERS = "answers"
    CORRECTION = "correction"


class Submission(models.Model):
    """A reply handed in by the form; it becomes an incoming message too: every reply is read in one way.

    `fields` are by question `{status, answer, value, unit, period, text}`, and for corrections
    `{says, should_be, because}`; questions left blank are not there. `text` is how it reads in the message.
    `key` is what it was made of, so that a second click makes no second one.
    """

    link = models.ForeignKey(ReplyLink, on_delete=models.PROTECT, related_name="submissions")
    request = models.ForeignKey("desk_requests.Request", on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=20, choices=SubmissionKind.choices, default=SubmissionKind.ANSWERS)
    key = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=60, unique=True)
    handed_in_at = models.DateTimeField()
    fields = KeptJSONField(default=dict)
    remarks = models.TextField(blank=True)
    text = models.TextField(blank=True)
    message = models.ForeignKey(
        "desk_mail.IncomingMessage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )

    class Meta:
        ordering = ("-id",)


class SubmissionFile(models.Model):
    """A file that was handed in."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(max_length=300)
    content_type = models.CharField(max_length=120)
    file = models.ForeignKey("desk_mail.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)


class StatementState(models.TextChoices):
    """Where a statement is: nothing is published before a person has looked."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


class GivenStatement(models.Model):
    """A body's statement (right of reply) as it came by the form; blank `question_key`: of all answers.

    `published` is the coding's own record once a person accepted it.
    """

    link = models.ForeignKey(ReplyLink, on_delete=models.PROTECT, related_name="statements")
    request = models.ForeignKey(
        "desk_requests.Request", on_delete=models.PROTECT, related_name="given_statements"
    )
    question_key = models.CharField(max_length=120, blank=True)
    statement = models.TextField()
    given_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=StatementState.choices, default=StatementState.WAITING, db_index=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.CharField(max_length=300, blank=True)
    published = models.ForeignKey(
        "desk_coding.Statement", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("request", "state")),)
