"""Links of a whole wave, made together."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.forms.links import LIVES, hash_of
from answerable.desk.forms.models import ReplyLink
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request


@transaction.atomic
def make_links(*, requests: Sequence[Request], by: User | None) -> dict[int, str]:
    """A new link for each request of one survey: addresses by request, told once and never kept."""
    if not requests:
        return {}
    survey, made_at = requests[0].round.survey, now()
    tokens = [secrets.token_urlsafe(24) for _ in requests]
    links = ReplyLink.objects.bulk_create(
        ReplyLink(survey=survey, token_hash=hash_of(token), made_at=made_at, expires_at=made_at + LIVES)
        for token in tokens
    )
    through: Any = ReplyLink.requests.through
    through.objects.bulk_create(
        through(replylink_id=link.pk, request_id=request.pk)
        for link, request in zip(links, requests, strict=True)
    )
    record(
        by=by,
        verb="form.link_made",
        survey=survey,
        words=f"Made {len(links)} links to the reply form.",
        details={"links": [link.pk for link in links]},
    )
    return {
        request.pk: f"{settings.HERE.address}/reply/{token}/"
        for request, token in zip(requests, tokens, strict=True)
    }


@transaction.atomic
def revoke_links(*, tokens: Iterable[str], by: User | None) -> int:
    """Links that were never sent no longer open anything."""
    hashes = [hash_of(token) for token in tokens]
    n = ReplyLink.objects.filter(token_hash__in=hashes, revoked_at=None).update(revoked_at=now())
    record(by=by, verb="form.link_revoked", words=f"Revoked {n} links that were never sent.")
    return n
