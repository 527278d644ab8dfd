"""Providers of mail through django-anymail: which of their answers mean that a letter was not taken."""

from typing import Any

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from answerable.desk.errors import BadSetting
from answerable.desk.mail.outbox_letter import Letter
from answerable.desk.mail.transport import NotTaken, ServerTrouble, Unclear, plain_words
from answerable.desk.mail.transport_address import MailRoute

# The key is wrong, or the account may not send: other letters would fare no better.
NOT_LET_IN = frozenset({401, 402, 403})
TOO_MANY = frozenset({408, 429, 503})
TAKEN = frozenset({"queued", "sent"})
REFUSED = frozenset({"invalid", "rejected", "failed"})
_REFUSED = (
    AnymailRecipientsRefused,
    AnymailInvalidAddress,
    AnymailUnsupportedFeature,
    AnymailSerializationError,
)


def provider_backend(route: MailRoute) -> BaseEmailBackend:
    """The backend of django-anymail for a route. Raises: BadSetting"""
    make: Any = import_string(f"anymail.backends.{route.provider}.EmailBackend")
    try:
        backend: BaseEmailBackend = make(**route.options)
    except (AnymailConfigurationError, ImproperlyConfigured) as error:
        raise BadSetting(
            f"ANSWERABLE_MAIL does not say all that {route.provider} needs. Add it after the question mark. "
            f"The provider's module says: {plain_words(str(error))}"
        ) from None
    return backend


class ProviderTransport:
    """A provider's API; one connection for many letters where the provider's module keeps one."""

    def __init__(self, route: MailRoute) -> None:
        """Takes the route."""
        self._route = route
        self._backend: BaseEmailBackend | None = None

    def open(self) -> None:
        """Makes the module ready. Raises: ServerTrouble"""
        if self._backend is not None:
            return
        try:
            backend = provider_backend(self._route)
            backend.open()
        except BadSetting as error:
            raise ServerTrouble(str(error)) from None
        except (AnymailError, OSError) as error:
            raise ServerTrouble(f"{self._route.provider} cannot be used: {_said(error)}") from None
        self._backend = backend

    def send(self, letter: Letter) -> str:
        """Hands a letter over. Raises: NotTaken, Unclear, ServerTrouble"""
        self.open()
        message = as_django(letter)
        try:
            assert self._backend is not None  # open() has made it
            self._backend.send_messages([message])
        except _REFUSED as error:
            raise NotTaken(
                f"{self._route.provider} refused the letter: {_said(error)}", permanent=True
            ) from None
        except AnymailAPIError as error:
            raise self._meaning(error) from None
        except AnymailError as error:
            raise ServerTrouble(f"{self._route.provider} cannot be used: {_said(error)}") from None
        except Exception as error:  # whatever the module trips over, the provider may have the letter
            raise Unclear(f"{self._route.provider} gave no clear answer: {_said(error)}") from None
        return self._taken(message)

    def _taken(self, message: EmailMultiAlternatives) -> str:
        """The provider's id of what it took; an answer that went well may still say that it did not."""
        told: Any = getattr(message, "anymail_status", None)
        statuses = set(getattr(told, "status", None) or {None})
        said = ", ".join(sorted(str(each) for each in statuses))
        if statuses & REFUSED:
            raise NotTaken(f"{self._route.provider} refused the letter: {said}", permanent=True)
        if not statuses <= TAKEN:
            raise Unclear(f"{self._route.provider} did not say whether it took the letter: {said}")
        given = getattr(told, "message_id", None)
        return given[:250] if isinstance(given, str) else ""

    def _meaning(self, error: AnymailAPIError) -> NotTaken | Unclear | ServerTrouble:
        code = error.status_code
        words = f"{self._route.provider} said {code}: {_said(error)}"
        if code is None:
            if _never_connected(error):
                return ServerTrouble(f"{self._route.provider} cannot be reached: {_said(error)}")
            return Unclear(f"{self._route.provider} gave no clear answer: {_said(error)}")
        if code in NOT_LET_IN or code in TOO_MANY:
            return ServerTrouble(words)
        if 400 <= code < 500:
            return NotTaken(words, permanent=True)
        return Unclear(words)

    def close(self) -> None:
        """Ends. Raises nothing."""
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (AnymailError, OSError):
                return


def as_django(letter: Letter) -> EmailMultiAlternatives:
    """A letter as Django's own kind of message."""
    from email.headerregistry import Address

    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=str(Address(letter.from_name, addr_spec=letter.from_address)),
        to=[str(Address(letter.to_name, addr_spec=letter.to_address))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=letter.threading(),
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for name, kind, data in letter.files:
        message.attach(name, data, kind)
    return message


def _never_connected(error: BaseException) -> bool:
    """Whether the provider was never reached, so that nothing can have been taken."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, requests.ConnectTimeout | ConnectionRefusedError):
            return True
        if type(seen).__name__ in {"NewConnectionError", "NameResolutionError"}:
            return True
        reason = getattr(seen.args[0], "reason", None) if seen.args else None
        if type(reason).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}:
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _said(error: BaseException) -> str:
    """The error's words; those of django-anymail repeat no key."""
    return plain_words(str(error) or type(error).__name__)
