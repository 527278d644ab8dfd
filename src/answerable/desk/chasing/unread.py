"""Replies that nobody has said the meaning of yet: they stop the ladder, and the board shows them first."""

from django.db.models import Exists, OuterRef, QuerySet

from answerable.core.post.kinds import Kind
from answerable.desk.mail.models import Placement
from answerable.desk.requests.models import RequestEvent

# What may hold an answer. Receipts, automatic replies and failures are told apart by the reader of mail.
MAY_ANSWER = (Kind.REPLY, Kind.NOTICE, Kind.UNKNOWN)


def unread_placements() -> "QuerySet[Placement]":
    """Placements on the request of an outer query whose message may answer it and was not dealt with."""
    told = RequestEvent.objects.filter(
        incoming=OuterRef("message"), request=OuterRef("request"), undone_at=None
    )
    return Placement.objects.filter(
        ~Exists(told),
        request=OuterRef("pk"),
        undone_at=None,
        message__kind__in=MAY_ANSWER,
        message__seen_at=None,
    )
