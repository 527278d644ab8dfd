"""Personal links of the reply form: unguessable, expiring, revocable; only their hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.forms.models import ReplyLink
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request

LIVES = timedelta(days=365)


@transaction.atomic
def make_link(
    *, requests: Sequence[Request], by: User | None, expires_at: datetime | None = None
) -> tuple[ReplyLink, str]:
    """A new link for one request, or for several of one survey, and its address: told once, never kept."""
    survey = requests[0].round.survey
    token = secrets.token_urlsafe(24)
    link = ReplyLink.objects.create(
        survey=survey, token_hash=hash_of(token), made_at=now(), expires_at=expires_at or now() + LIVES
    )
    link.requests.set(requests)
    record(by=by, verb="form.link_made", survey=survey, target=link, words="Made a link to the reply form.")
    return link, f"{settings.HERE.address}/reply/{token}/"


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
