"""How signing in differs from allauth's own: nobody signs up without an invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and from `answerable desk init` only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes its account itself."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names beside addresses."""
