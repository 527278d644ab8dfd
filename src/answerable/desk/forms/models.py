"""Reply links and what authorities write there. Only the hash of a link's token is kept."""

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
    """What an authority has written so far for one request, question by question."""

    link = models.ForeignKey(ReplyLink, on_delete=models.CASCADE, related_name="drafts")
    request = models.ForeignKey("desk_requests.Request", on_delete=models.CASCADE, related_name="drafts")
    fields = KeptJSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("link", "request"), name="one_draft_of_a_request"),)


class DraftFile(models.Model):
    """A file attached to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    filename = models.CharField(max_length=300)
    content_type = models.CharField(max_length=120)
    file = models.ForeignKey("desk_mail.StoredFile", on_delete=models.PROTECT, related_name="+")


class Submission(models.Model):
    """A reply handed in by the form; it becomes an incoming message too: every reply is read in one way."""

    link = models.ForeignKey(ReplyLink, on_delete=models.PROTECT, related_name="submissions")
    request = models.ForeignKey("desk_requests.Request", on_delete=models.PROTECT, related_name="submissions")
    handed_in_at = models.DateTimeField()
    fields = KeptJSONField(default=dict)
    message = models.ForeignKey(
        "desk_mail.IncomingMessage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
