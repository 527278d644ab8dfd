"""Replies that nobody has said the meaning of yet: they stop the ladder, and the board shows them first."""

from django.db.models import OuterRef, QuerySet

from answerable.core.post.kinds import Kind
from answerable.desk.mail.models import Placement

# What may hold an answer. Receipts, automatic replies and failures are told apart by the reader of mail.
MAY_ANSWER = (Kind.REPLY, Kind.NOTICE, Kind.UNKNOWN)


def unread_placements() -> "QuerySet[Placement]":
    """Placements on the request of an outer query of which a person has still to say what they mean."""
    return Placement.objects.filter(request=OuterRef("pk"), undone_at=None, to_read=True)
