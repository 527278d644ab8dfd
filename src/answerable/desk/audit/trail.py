"""Writing to the audit trail: every action of the desk calls `record` inside its transaction."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models, transaction

from answerable.desk.audit.models import AuditEvent
from answerable.desk.clock import now

if TYPE_CHECKING:
    from answerable.desk.people.models import User
    from answerable.desk.surveys.models import Survey

LONGEST = 500


def record(
    *,
    by: "User | None",
    verb: str,
    words: str,
    survey: "Survey | int | None" = None,
    target: models.Model | None = None,
    details: Mapping[str, object] | None = None,
    actor: str = "",
) -> AuditEvent:
    """Leaves an event in the trail.

    `survey` may be its id. `by` None is the desk itself, or whoever `actor` says ("reply form"). `words` and
    `details` hold no names and no addresses of people.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit event belongs into the transaction of what it tells.")
    return AuditEvent.objects.create(
        at=now(),
        by=by,
        actor=actor or (f"user {by.pk}" if by else "the desk"),
        survey_id=survey if survey is None or isinstance(survey, int) else survey.pk,
        verb=verb,
        target_type=target._meta.model_name or "" if target else "",
        target_id=str(target.pk) if target else "",
        words=words[:LONGEST],
        details=dict(details or {}),
    )
