"""A survey as records. The columns of tables are those of `core.study.schema`, with the same meaning.

What a study folder holds is all here, so that a release is written from records alone. Texts are as long as
a study folder may have them, within bounds.
"""

from django.conf import settings
from django.db import models

from answerable.core.answers import AnswerType
from answerable.desk.fields import KeptJSONField


class Survey(models.Model):
    """A survey, and what it says of itself in letters and on the page of the reply form.

    `key` is the study's id. `extra` are keys of study.yaml that the desk keeps without reading them.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=2_000)
    publisher = models.CharField(max_length=2_000)
    licence = models.CharField(max_length=2_000)
    simulated = models.BooleanField(default=False)
    summary = models.TextField(blank=True)
    contact = models.CharField(max_length=2_000, blank=True)
    default_scheme = models.CharField(max_length=80, null=True, blank=True)
    body_attributes = KeptJSONField(default=dict)
    extra = KeptJSONField(default=dict)
    # Who asks and why: a valid request needs a real name and an address (FOIA 2000 s.8).
    sender_name = models.CharField(max_length=200, blank=True)
    sender_organisation = models.CharField(max_length=200, blank=True)
    postal_address = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    privacy = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class BodyKind(models.Model):
    """A kind of body in a survey."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="kinds")
    position = models.PositiveIntegerField()
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=2_000)
    plural = models.CharField(max_length=2_000)
    short = models.CharField(max_length=2_000)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("survey", "key"), name="one_kind_of_a_key"),)

    def __str__(self) -> str:
        return self.name


class PublicBody(models.Model):
    """A row of bodies.csv: one body under one name from `opened` to `closed`; blank means no bound.

    `columns` are the other columns of the row that are filled, attributes of the study among them.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="bodies")
    position = models.PositiveIntegerField()
    body_id = models.CharField(max_length=80)
    kind = models.ForeignKey(BodyKind, on_delete=models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=2_000)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    region = models.CharField(max_length=2_000, blank=True)
    columns = KeptJSONField(default=dict)

    class Meta:
        ordering = ("position",)
        indexes = (models.Index(fields=("survey", "body_id")), models.Index(fields=("survey", "kind")))

    def __str__(self) -> str:
        return self.name


class StudyRow(models.Model):
    """A row of a table that the desk keeps whole.

    `table` is successions, overlaps, populations, published or representatives; `cells` are the row's
    filled cells by column, dates as ISO text.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    cells = KeptJSONField(default=dict)

    class Meta:
        ordering = ("table", "position")
        indexes = (models.Index(fields=("survey", "table", "position")),)


class StudyDocument(models.Model):
    """A file of the study that the desk keeps: boundaries, postcodes, prose of the report, a rating scheme.

    `kind` is `geography`, `postcodes`, `report` or `rating`; `content` is its bytes.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    content = models.BinaryField()

    class Meta:
        ordering = ("kind", "position")
        constraints = (
            models.UniqueConstraint(fields=("survey", "kind", "name"), name="one_document_of_a_name"),
        )


class Round(models.Model):
    """A round. `has_requests`, `has_answers`, `has_statements` say which tables its folder has.

    A table that is there and empty says something else than one that is not there. A round of the desk has
    no tables before it is sent; one that was `imported` has those that its folder had.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="rounds")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=2_000, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    cut_off = models.DateField(null=True, blank=True)
    regime = models.CharField(max_length=40)
    extra = KeptJSONField(default=dict)
    has_requests = models.BooleanField(default=True)
    has_answers = models.BooleanField(default=True)
    has_statements = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("survey", "key"), name="one_round_of_a_key"),)

    def __str__(self) -> str:
        return self.title or self.key


class Questionnaire(models.Model):
    """What one kind of body is asked in a round.

    `revision` counts changes, so that two editors do not overwrite each other unseen.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questionnaires")
    kind = models.ForeignKey(BodyKind, on_delete=models.PROTECT, related_name="questionnaires")
    position = models.PositiveIntegerField()
    file = models.CharField(max_length=120)
    title = models.CharField(max_length=2_000, blank=True)
    definitions = KeptJSONField(default=dict)
    remarks = KeptJSONField(default=list)
    consistency = KeptJSONField(default=list)
    extra = KeptJSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("round", "kind"), name="one_questionnaire_of_a_kind"),)


class Question(models.Model):
    """A question or a follow-up; fields as in `core.questions.Question`, what has parts as JSON."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=120)
    text = models.TextField()
    answer = models.CharField(max_length=20, choices=[(each.value, each.value) for each in AnswerType])
    number = models.CharField(max_length=2_000, blank=True)
    label = models.CharField(max_length=2_000, blank=True)
    section = models.CharField(max_length=2_000, blank=True)
    options = KeptJSONField(default=list)
    recoded = KeptJSONField(null=True, blank=True)
    duty = KeptJSONField(null=True, blank=True)
    parent = models.CharField(max_length=120, null=True, blank=True)
    condition = models.CharField(max_length=2_000, null=True, blank=True)
    unit = models.CharField(max_length=2_000, null=True, blank=True)
    period = models.CharField(max_length=2_000, null=True, blank=True)
    compares_with = KeptJSONField(null=True, blank=True)
    pair_of = models.CharField(max_length=120, null=True, blank=True)
    derived = KeptJSONField(null=True, blank=True)
    meaning = KeptJSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "key"), name="one_question_of_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def is_asked(self) -> bool:
        """Whether the letter asks it: derived questions are computed."""
        return self.derived is None


class QuestionnaireVersion(models.Model):
    """A questionnaire as it was before a change, as YAML of the study folder: a change can be taken back."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ("-revision",)
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "revision"), name="one_form_of_a_revision"),
        )


class TableImport(models.Model):
    """A table of bodies or contacts that was uploaded: looked through and settled before anything is written.

    `rows` are `{"line", "cells"}` under the names of columns we know; they are forgotten once it is written
    or dropped, because contacts are personal data. `settled` says by line what a person decided: a body's
    number, `new` or `skip`.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="imports")
    what = models.CharField(max_length=20)
    filename = models.CharField(max_length=200)
    header = KeptJSONField(default=list)
    rows = KeptJSONField(default=list)
    settled = KeptJSONField(default=dict)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
