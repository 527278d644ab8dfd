"""Who a script is: its token, the person it acts as, and what both may do just now."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from answerable.desk.api.actions import NEEDS, PREFIX, Scope, hash_of
from answerable.desk.api.models import ApiToken
from answerable.desk.clock import now
from answerable.desk.errors import NotAllowed
from answerable.desk.people.access import lacks_second_factor
from answerable.desk.people.models import Membership, User
from answerable.desk.people.roles import has_right
from answerable.desk.running.limits import check_limit, who_asks
from answerable.desk.surveys.models import Survey

MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 600
MOST_WRONG_A_MINUTE = 30
USE_IS_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Caller:
    """A script that was let in. Rights are looked up at each call: those of its person may have changed."""

    token: ApiToken
    user: User
    survey: Survey
    role: str

    def can(self, scope: Scope) -> bool:
        """Whether the token has the scope and its person still the right."""
        return scope in self.token.scopes and has_right(self.role, NEEDS[scope])

    def check(self, scope: Scope) -> None:
        """Raises: NotAllowed"""
        if scope not in self.token.scopes:
            raise NotAllowed(f"The token lacks the scope {scope}. Make one that has it.")
        if not has_right(self.role, NEEDS[scope]):
            raise NotAllowed(f"The role of the token's person ({self.role}) does not allow {scope} any more.")


class Bearer(HttpBearer):
    """Lets in who shows a token that lives. Raises: TooMany"""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The caller; None where the token is not known, has run out or was revoked."""
        caller = _caller(token)
        if caller is None:
            check_limit(key=f"api-wrong {who_asks(request)}", per=MINUTE, most=MOST_WRONG_A_MINUTE)
            return None
        check_limit(key=f"api {caller.token.pk}", per=MINUTE, most=MOST_A_MINUTE)
        _note_use(caller.token)
        return caller


def _caller(secret: str) -> Caller | None:
    if not secret.startswith(PREFIX) or len(secret) > 200:
        return None
    found = ApiToken.objects.select_related("user", "survey__rules").filter(
        token_hash=hash_of(secret), revoked_at=None, expires_at__gt=now(), user__is_active=True
    )
    token = found.first()
    if token is None:
        return None
    membership = Membership.objects.filter(user=token.user, survey=token.survey).first()
    if membership is None or lacks_second_factor(token.user, token.survey):
        return None
    return Caller(token, token.user, token.survey, membership.role)


def _note_use(token: ApiToken) -> None:
    if token.last_used_at is None or now() - token.last_used_at > USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())
