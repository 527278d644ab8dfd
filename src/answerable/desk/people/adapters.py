"""How signing in differs from allauth's own: nobody signs up without an invitation."""

import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and from `answerable desk user` only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The address and the password do not belong together. Look at both, and "
        "try again; or set a new password.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes its account itself."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names beside addresses."""

    def get_from_email(self) -> str:
        """Who messages about accounts come from."""
        return settings.HERE.mail_from

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a message about an account. One that cannot be sent does not undo what it tells of."""
        try:
            super().send_mail(template_prefix, email, context)
        except Exception as error:
            log.warning("a message (%s) could not be sent: %s", template_prefix, type(error).__name__)
