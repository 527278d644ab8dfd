"""How often something may be asked for, counted in the database so that all processes count together."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from answerable.desk.clock import now
from answerable.desk.errors import DeskError
from answerable.desk.running.models import Count


class TooMany(DeskError):
    """It was asked for too often; `wait_seconds` tells when it may be asked for again."""

    def __init__(self, wait_seconds: int) -> None:
        self.wait_seconds = wait_seconds
        minutes = -(-wait_seconds // 60)
        wait = f"{minutes} minutes" if minutes > 1 else f"{wait_seconds} seconds"
        super().__init__(
            f"This was asked for too often. Wait {wait} and try again; nothing was lost or changed."
        )


def check_limit(*, key: str, per: timedelta, most: int) -> None:
    """Counts one asking under a key, and refuses more than `most` of them within `per`.

    What is counted stays counted, also when what follows fails and is rolled back by a transaction that
    began later; call it before, not within one. Raises: TooMany
    """
    hashed = hashlib.sha256(key.encode()).hexdigest()
    at = now()
    with transaction.atomic():
        Count.objects.get_or_create(key=hashed, defaults={"since": at})
        # Both statements are one change of one row: two processes cannot both count from the same number.
        # Another may have begun a moment after us, or its clock be ahead: that is no time past.
        Count.objects.filter(key=hashed).exclude(since__range=(at - per, at + per)).update(n=0, since=at)
        Count.objects.filter(key=hashed).update(n=F("n") + 1)
        row = Count.objects.get(key=hashed)
    if row.n > most:
        raise TooMany(max(1, int((row.since + per - at).total_seconds())))


def who_asks(request: HttpRequest) -> str:
    """The machine that asks, as far as the trusted proxies tell; for a limit's key, never to be kept."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter().get_client_ip(request) or "unknown")
