"""Answers and the decisions behind them.

`Answer` is what will be published for one body and question. `CodingDecision` is what a person decided, with
the words it rests on; decisions stay when another follows. A second coder and adjudication are its stages.
"""

from django.conf import settings
from django.db import models

from answerable.core.answers import Status
from answerable.desk.fields import KeptJSONField

STATUSES = [(status.value, status.value) for status in Status]


class Answer(models.Model):
    """The answer of one body to one question: the columns of answers.csv. No row is no reply, never a no.

    `answer` is the option, or the words where the question asks for text or a link.

    `position` keeps the order of an imported table; rows made at the desk have none and come after, in the
    order of bodies and questions. `decision` is the one adopted; imported answers have none. `imported` holds
    the cells that a row was imported with while a decision stands in their place.
    """

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="answers")
    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey("desk_surveys.Question", on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=STATUSES)
    answer = models.TextField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=2_000, null=True, blank=True)
    period = models.CharField(max_length=2_000, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    evidence = models.TextField(null=True, blank=True)
    evidence_url = models.CharField(max_length=1000, null=True, blank=True)
    remarks = models.TextField(null=True, blank=True)
    statement = models.TextField(null=True, blank=True)
    decision = models.ForeignKey(
        "CodingDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="adopted_as"
    )
    imported = KeptJSONField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "body", "question"), name="one_answer_to_a_question"),
        )
        indexes = (models.Index(fields=("round", "body")),)


class Stage(models.TextChoices):
    """Which coding a decision is of."""

    FIRST = "first"
    SECOND = "second"
    ADJUDICATION = "adjudication"


class CodingDecision(models.Model):
    """What a person decided that a body answered to a question. A later one supersedes it; none is lost.

    One that was taken back (`undone_at`) does not count, and the one before it does again.
    """

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="decisions")
    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.PROTECT, related_name="decisions")
    question = models.ForeignKey("desk_surveys.Question", on_delete=models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.FIRST)
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    made_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=STATUSES)
    answer = models.TextField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=2_000, null=True, blank=True)
    period = models.CharField(max_length=2_000, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("round", "body", "question")),
            models.Index(fields=("coder", "made_at")),
        )


class Evidence(models.Model):
    """Words that a decision rests on: in which message or file, on which page, from where to where."""

    decision = models.ForeignKey(CodingDecision, on_delete=models.CASCADE, related_name="evidence")
    message = models.ForeignKey(
        "desk_mail.IncomingMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey(
        "desk_mail.IncomingFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=120, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()


class FileText(models.Model):
    """The words of a file that came in, as they were first read: evidence counts its letters.

    A file that holds others (a zip, a message) has a row for each, under its `part`. `pages` are pairs of
    where a page starts in the text and its number. `refused` says why nothing was read.
    """

    file = models.ForeignKey("desk_mail.StoredFile", on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    pages = KeptJSONField(default=list)
    notes = KeptJSONField(default=list)
    refused = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("file", "filename", "position"), name="read_once"),)


class Assignment(models.Model):
    """That a coder is to code a body's reply in a round."""

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="assignments")
    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.CASCADE, related_name="assignments")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.FIRST)
    assigned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "body", "stage"), name="one_coder_of_a_stage"),
        )


class SoftLock(models.Model):
    """Who has a body's coding open just now: a word of warning to others, never a bar."""

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "body", "user"), name="one_lock_of_a_user"),)


class Statement(models.Model):
    """What a body says of its answers (right of reply): a row of statements.csv; blank question: of all."""

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="statements")
    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.PROTECT, related_name="statements")
    question_key = models.CharField(max_length=120, null=True, blank=True)
    position = models.PositiveIntegerField(null=True, blank=True)
    statement = models.TextField()
    given_on = models.DateField(null=True, blank=True)
    url = models.CharField(max_length=1000, null=True, blank=True)
    extra = KeptJSONField(default=dict)
