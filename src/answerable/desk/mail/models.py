"""Mail at the desk. Files are kept by their hash; the raw message is stored before anything is made of it."""

from django.conf import settings
from django.db import models

from answerable.desk.fields import KeptJSONField


class StoredFile(models.Model):
    """Bytes in the file storage, under their SHA-256; the same bytes are stored once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    stored_at = models.DateTimeField()


class OutgoingState(models.TextChoices):
    """Where an outgoing message is. A claimed one may or may not have left: a crash there leaves `doubt`.

    A held one met something that speaks against sending it; a person says what becomes of it.
    """

    QUEUED = "queued"
    HELD = "held"
    CLAIMED = "claimed"
    SENT = "sent"
    DOUBT = "doubt"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutgoingMessage(models.Model):
    """A message to be sent once. It is stored whole before a sender may claim it.

    `key` names what it is for (such as wave item 17), so that queueing twice makes one message. `logs` is the
    event of the request's life that its leaving is. `claimed_by` is unlike for every claim, and stays until
    the next one. `insisted`: a person said to send it whatever speaks against it. `provider_id` is what a
    provider calls it where it gives ids of its own.
    """

    key = models.CharField(max_length=120, unique=True)
    survey = models.ForeignKey(
        "desk_surveys.Survey", null=True, on_delete=models.CASCADE, related_name="outgoing"
    )
    request = models.ForeignKey(
        "desk_requests.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="outgoing"
    )
    purpose = models.CharField(max_length=40)
    logs = models.CharField(max_length=40, blank=True)
    to_address = models.EmailField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, unique=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = KeptJSONField(default=list)
    state = models.CharField(max_length=20, choices=OutgoingState.choices, default=OutgoingState.QUEUED)
    queued_at = models.DateTimeField()
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)
    insisted = models.BooleanField(default=False)
    provider_id = models.CharField(max_length=250, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("state", "not_before", "id")),
            models.Index(fields=("request", "id")),
            models.Index(fields=("survey", "state")),
        )


class SendingPace(models.Model):
    """When the next message may leave, for all senders together: one row, locked by each claim.

    `resting_until`: the mail server as a whole did not work, `rests` times in a row, with its `trouble`.
    """

    next_at = models.DateTimeField(null=True, blank=True)
    resting_until = models.DateTimeField(null=True, blank=True)
    rests = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)


class OutgoingFile(models.Model):
    """A file that goes with an outgoing message."""

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position",)


class IncomingState(models.TextChoices):
    """What has become of a message that came in."""

    RECEIVED = "received"  # stored, not read yet
    WAITING = "waiting"  # read; a person has to place it
    PLACED = "placed"
    SET_ASIDE = "set_aside"  # not about any request: a person said so
    DUPLICATE = "duplicate"  # says the same as one that came before


class IncomingMessage(models.Model):
    """A message that came in.

    `raw` is all that is certain; every other field is read from it and can be read again. It is unique:
    the same bytes twice are one message. `payload` is what a provider's webhook gave, where the raw message
    was made of it; `attempts` counts how often reading began, so that what breaks every reader is left alone.
    """

    raw = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="message")
    received_at = models.DateTimeField(db_index=True)
    came_by = models.CharField(max_length=20)
    came_as = models.CharField(max_length=300, blank=True)
    survey = models.ForeignKey(
        "desk_surveys.Survey", null=True, blank=True, on_delete=models.PROTECT, related_name="incoming"
    )
    state = models.CharField(max_length=20, choices=IncomingState.choices, default=IncomingState.RECEIVED)
    kind = models.CharField(max_length=30, blank=True)
    because = models.CharField(max_length=500, blank=True)
    sender_name = models.CharField(max_length=300, blank=True)
    sender_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=998, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    reply_text = models.TextField(blank=True)
    failed_address = models.CharField(max_length=320, blank=True)
    failure_is_permanent = models.BooleanField(null=True, blank=True)
    notes = KeptJSONField(default=list)
    read_with = models.CharField(max_length=40, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    payload = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-received_at", "-id")
        indexes = (models.Index(fields=("survey", "state", "-received_at")), models.Index(fields=("state",)))


class IncomingFile(models.Model):
    """A file in a message that came in.

    `quarantined` until a person has looked: hidden sheets may hold people's data.
    """

    message = models.ForeignKey(IncomingMessage, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    filename = models.CharField(max_length=300)
    content_type = models.CharField(max_length=120)
    size_bytes = models.PositiveBigIntegerField()
    from_container = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    quarantined = models.BooleanField(default=False)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    notes = KeptJSONField(default=list)

    class Meta:
        ordering = ("position",)


class Proposal(models.Model):
    """A request that a waiting message may belong to, with the score and reason of `core.post.placing`."""

    message = models.ForeignKey(IncomingMessage, on_delete=models.CASCADE, related_name="proposals")
    request = models.ForeignKey("desk_requests.Request", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    because = models.CharField(max_length=500)

    class Meta:
        ordering = ("-score", "id")


class Placement(models.Model):
    """That a message belongs to a request: said by a person, or certain (`by` None).

    Undone ones stay and do not count. A reply that answers for several bodies has a placement for each.
    `to_read`: it is or may be a reply, and nobody has said yet what it means for the request.
    """

    message = models.ForeignKey(IncomingMessage, on_delete=models.PROTECT, related_name="placements")
    request = models.ForeignKey("desk_requests.Request", on_delete=models.PROTECT, related_name="placements")
    made_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    because = models.CharField(max_length=500)
    to_read = models.BooleanField(default=False, db_index=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("message", "request"), condition=models.Q(undone_at=None), name="placed_once"
            ),
        )


class Mailbox(models.Model):
    """How far a folder of an IMAP server was read: valid only while UIDVALIDITY stays."""

    name = models.CharField(max_length=300, unique=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)


class LeftOnServer(models.Model):
    """A message that was not fetched, and why: it stays on the server until a person sees to it."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="left")
    uid_validity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    size_bytes = models.PositiveBigIntegerField(default=0)
    because = models.CharField(max_length=300)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("mailbox", "uid_validity", "uid"), name="left_once"),)
