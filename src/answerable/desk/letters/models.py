"""Letters and waves of letters."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class Purpose(models.TextChoices):
    """What a letter is for; the ladder of chasing is these in order."""

    REQUEST = "request"
    ACKNOWLEDGEMENT = "acknowledgement", "acknowledgement missing"
    REMINDER = "reminder"
    REVIEW = "review", "internal review"
    COMPLAINT = "complaint", "complaint to the regulator"
    CLARIFICATION = "clarification", "answer to a question of theirs"


class Letter(models.Model):
    """The text of a letter for one kind of body in a round; `{{ body.name }}` is filled per body.

    An approval counts for the text it was given to: `approved_revision` equals `revision`.
    """

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="letters")
    kind = models.ForeignKey("desk_surveys.BodyKind", on_delete=models.PROTECT, related_name="letters")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_revision = models.PositiveIntegerField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "kind", "purpose"), name="one_letter_of_a_purpose"),
        )

    @property
    def is_approved(self) -> bool:
        """Whether the text as it stands was approved."""
        return self.approved_revision == self.revision


class LetterVersion(models.Model):
    """A letter as it was before a change, so that a change can be taken back."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-revision",)
        constraints = (models.UniqueConstraint(fields=("letter", "revision"), name="one_text_of_a_revision"),)


class WaveState(models.TextChoices):
    """Where a wave is: proposed by one person, approved by another, or dropped."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DROPPED = "dropped"


class Wave(models.Model):
    """Letters of one purpose to many bodies, proposed, previewed and approved together.

    `proposed_by` is who proposed it or last wrote in one of its letters by hand: somebody else approves.
    """

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="waves")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    state = models.CharField(max_length=20, choices=WaveState.choices, default=WaveState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_because = models.CharField(max_length=300, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("round", "state")),)


class WaveItem(models.Model):
    """One body's letter in a wave: its text as it will be sent, why, and warnings to be read first.

    The text still has its late marks (the day, the personal link): they are filled when it is queued.
    `warnings` are `{"rule", "words", "stops"}`; one that stops keeps the letter from being sent.
    `letter_revision` and `form_revision` say what it was made from.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="items")
    request = models.ForeignKey("desk_requests.Request", on_delete=models.CASCADE, related_name="wave_items")
    to_address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    because = models.CharField(max_length=500, blank=True)
    warnings = KeptJSONField(default=list)
    left_out_because = models.CharField(max_length=300, blank=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="items")
    letter_revision = models.PositiveIntegerField(default=0)
    form_revision = models.PositiveIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    outgoing = models.OneToOneField(
        "desk_mail.OutgoingMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="wave_item"
    )

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("wave", "request"), name="once_in_a_wave"),)
