"""Tokens for scripts: made, shown once, revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.db import transaction

from answerable.desk.api.models import ApiToken
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.people.access import check_right
from answerable.desk.people.models import User
from answerable.desk.people.roles import Right
from answerable.desk.surveys.models import Survey

PREFIX = "answerable_"
LONGEST_DAYS = 366
MOST_TOKENS = 50


class Scope(StrEnum):
    """What a token lets a script do, as far as the person whose token it is may do it."""

    READ_SURVEY = "read:survey"
    READ_PEOPLE = "read:people"
    WRITE_MESSAGES = "write:messages"
    WRITE_ANSWERS = "write:answers"


NEEDS = {
    Scope.READ_SURVEY: Right.VIEW,
    Scope.READ_PEOPLE: Right.SEE_PEOPLE,
    Scope.WRITE_MESSAGES: Right.PLACE,
    Scope.WRITE_ANSWERS: Right.CODE,
}
WORDS = {
    Scope.READ_SURVEY: "read the survey, its requests, answers and releases",
    Scope.READ_PEOPLE: "read the words of messages and of evidence, which name people",
    Scope.WRITE_MESSAGES: "put messages into the inbox",
    Scope.WRITE_ANSWERS: "decide answers",
}


@transaction.atomic
def make_token(
    *, survey: Survey, name: str, scopes: Iterable[str], days: int, by: User
) -> tuple[ApiToken, str]:
    """A new token of a person, and its secret: told once, never kept. Raises: NotAllowed, Conflict"""
    chosen = [scope for scope in Scope if scope in set(scopes)]
    if not chosen:
        raise Conflict("Choose what the token is to be for.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Conflict(f"A token lives for 1 to {LONGEST_DAYS} days.")
    for scope in chosen:
        check_right(by, survey, NEEDS[scope])
    live = ApiToken.objects.filter(user=by, survey=survey, revoked_at=None, expires_at__gt=now())
    if live.count() >= MOST_TOKENS:
        raise Conflict(f"You have {MOST_TOKENS} tokens here. Revoke those that are not used any more.")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        survey=survey,
        name=name.strip()[:100] or "without a name",
        token_hash=hash_of(secret),
        scopes=[str(scope) for scope in chosen],
        made_at=now(),
        expires_at=now() + timedelta(days=days),
    )
    record(
        by=by,
        verb="api.token_made",
        survey=survey,
        target=token,
        words=f"Made a token for {', '.join(token.scopes)}, for {days} days.",
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> None:
    """A token lets nobody in any more; one's own, or any for those who manage people. Raises: NotAllowed"""
    fresh = ApiToken.objects.select_for_update().get(pk=token.pk)
    if fresh.user_id != by.pk:
        check_right(by, fresh.survey, Right.MANAGE)
    if fresh.revoked_at is not None:
        return
    fresh.revoked_at = now()
    fresh.save(update_fields=["revoked_at"])
    record(by=by, verb="api.token_revoked", survey=fresh.survey, target=fresh, words="Revoked a token.")


def hash_of(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
