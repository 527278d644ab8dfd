"""Personal links of the reply form: unguessable, expiring, revocable; only their hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.forms.models import ReplyLink
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request

LIVES = timedelta(days=365)
LONGEST_TOKEN = 100
MOST_BODIES = 200
USED_AGAIN = timedelta(minutes=5)


@transaction.atomic
def make_link(
    *, requests: Sequence[Request], by: User | None, expires_at: datetime | None = None
) -> tuple[ReplyLink, str]:
    """A new link for one request, or for several of one survey, and its address: told once, never kept.

    Raises: Conflict
    """
    if not requests or len(requests) > MOST_BODIES:
        raise Conflict(f"A link is for at least one body and at most {MOST_BODIES}.")
    if len({each.round.survey_id for each in requests}) > 1:
        raise Conflict("These requests are of different surveys. A link is for requests of one survey.")
    survey = requests[0].round.survey
    token = secrets.token_urlsafe(24)
    link = ReplyLink.objects.create(
        survey=survey, token_hash=hash_of(token), made_at=now(), expires_at=expires_at or now() + LIVES
    )
    link.requests.set(requests)
    record(by=by, verb="form.link_made", survey=survey, target=link, words="Made a link to the reply form.")
    return link, address_of(token)


@transaction.atomic
def revoke_link(*, link: ReplyLink, by: User | None) -> None:
    """A link opens nothing any more; what was written by it stays. Raises: Conflict"""
    locked = ReplyLink.objects.select_for_update().get(pk=link.pk)
    if locked.revoked_at is not None:
        raise Conflict("This link was revoked before.")
    locked.revoked_at = now()
    locked.save(update_fields=["revoked_at"])
    record(
        by=by,
        verb="form.link_revoked",
        survey=locked.survey,
        target=locked,
        words="Revoked a link to the reply form.",
    )


def find_link(token: str) -> ReplyLink | None:
    """The live link of a token; None alike for one that never was, is over, or was revoked.

    It is looked up by its hash: how long that takes says nothing of how near a guess came.
    """
    hashed = hash_of(token[:LONGEST_TOKEN])
    live = ReplyLink.objects.select_related("survey").filter(revoked_at=None, expires_at__gt=now())
    return live.filter(token_hash=hashed).first()


def mark_used(link: ReplyLink) -> None:
    """Keeps that a link was opened, not more often than every few minutes."""
    never_or_long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now() - USED_AGAIN)
    ReplyLink.objects.filter(never_or_long_ago, pk=link.pk).update(last_used_at=now())


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def address_of(token: str) -> str:
    """The address that a link is told as."""
    return f"{settings.HERE.address}/reply/{token}/"
