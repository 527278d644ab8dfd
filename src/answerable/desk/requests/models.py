"""Requests, whom they go to, and everything that happened to them.

Where a request is follows from its events; what came back is its outcome; lateness is computed by `core.law`
from the events and a calendar, and never stored.
"""

from django.conf import settings
from django.db import models

from answerable.core.law.clock import ClockState
from answerable.core.law.life import EventKind, State
from answerable.desk.fields import KeptJSONField


class Contact(models.Model):
    """Where to write to a body. One is `preferred`; others stay, with where they came from."""

    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.CASCADE, related_name="contacts")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    preferred = models.BooleanField(default=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("body", "preferred")), models.Index(fields=("email",)))


class Request(models.Model):
    """A request to one body in one round.

    `token` is the unguessable part of its reply address; `reference` is what people quote. `state`, `clock`,
    `due_on` and `due_if_deemed_on` are kept as `core.law` last told them, so that lists can be filtered and a
    moved calendar is seen; `requests.actions.retell` computes them again. The `imported_` fields are the
    row of requests.csv that a study folder held; they count until the first event.
    """

    round = models.ForeignKey("desk_surveys.Round", on_delete=models.CASCADE, related_name="requests")
    body = models.ForeignKey("desk_surveys.PublicBody", on_delete=models.PROTECT, related_name="requests")
    position = models.PositiveIntegerField(null=True, blank=True)
    token = models.CharField(max_length=40, unique=True)
    reference = models.CharField(max_length=40, unique=True)
    their_reference = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=40, default=State.DRAFT, choices=[(s.value, s.value) for s in State])
    clock = models.CharField(max_length=20, default=ClockState.NOT_STARTED)
    due_on = models.DateField(null=True, blank=True)
    due_if_deemed_on = models.DateField(null=True, blank=True)
    calendar_edition = models.CharField(max_length=80, blank=True)
    chasing_stopped_at = models.DateTimeField(null=True, blank=True)
    chasing_stopped_because = models.CharField(max_length=300, blank=True)
    imported_sent_on = models.DateField(null=True, blank=True)
    imported_replied_on = models.DateField(null=True, blank=True)
    imported_outcome = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("round", "body"), name="one_request_to_a_body"),)
        indexes = (models.Index(fields=("round", "state")), models.Index(fields=("round", "due_on")))

    def __str__(self) -> str:
        return self.reference


class RequestEvent(models.Model):
    """Something that happened to a request, as `core.law.life.Event`. Undone events stay and do not count."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40, choices=[(k.value, k.value) for k in EventKind])
    on = models.DateField()
    logged_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sections = KeptJSONField(default=list)
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    outgoing = models.ForeignKey(
        "desk_mail.OutgoingMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    incoming = models.ForeignKey(
        "desk_mail.IncomingMessage", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("on", "id")
        indexes = (models.Index(fields=("request", "on")),)


class MovedDueDate(models.Model):
    """A due date that moved because the calendar changed: the log that the law's rule asks for."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="moves")
    moved_at = models.DateTimeField()
    before = models.DateField()
    after = models.DateField()
    from_edition = models.CharField(max_length=80)
    to_edition = models.CharField(max_length=80)
    because = KeptJSONField(default=list)


class CalendarEdition(models.Model):
    """The holidays by which due dates were counted, kept so that a later edition can be set beside it."""

    edition = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=40)
    holidays = KeptJSONField(default=dict)
    seen_at = models.DateTimeField()
