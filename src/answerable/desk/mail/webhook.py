"""Mail that is pushed to the desk: a raw message with a bearer secret, or what a provider posts."""

import hmac
import logging
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from answerable.desk.mail.files import store_bytes
from answerable.desk.mail.models import IncomingMessage, StoredFile
from answerable.desk.mail.receiving import keep_raw, read_kept
from answerable.desk.mail.webhook_raw import enveloped, raw_of

log = logging.getLogger(__name__)
LARGEST = 50 * 1024 * 1024
# A provider's JSON has attachments in base64, a third larger.
LARGEST_PAYLOAD = 70 * 1024 * 1024
# The providers whose posts need nothing but the secret in the address, and what their view must be given to
# open: Mailgun's signature is not asked for beside the secret.
PROVIDERS: dict[str, tuple[str, dict[str, str]]] = {
    "mailgun": ("mailgun.MailgunInboundWebhookView", {"webhook_signing_key": "unused"}),
    "mailjet": ("mailjet.MailjetInboundWebhookView", {}),
    "postmark": ("postmark.PostmarkInboundWebhookView", {}),
    "sparkpost": ("sparkpost.SparkPostInboundWebhookView", {}),
}
# What reading a payload raises that is not of its kind.
UNREADABLE = (
    AnymailError, ImproperlyConfigured, SuspiciousOperation, LookupError, ValueError, TypeError,
    AttributeError, AssertionError,
)  # fmt: skip


@csrf_exempt
@require_POST
def raw_message(request: HttpRequest) -> HttpResponse:
    """Takes in the raw message that is the body of the request; the same one again is the same message."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if not settings.HERE.inbox_secret:
        raise Http404
    if kind.lower() != "bearer" or not _is_secret(given.strip()):
        return _said("Give the secret: Authorization: Bearer …", 401)
    raw = _body(request, LARGEST)
    if raw is None:
        return _said(f"The message is larger than {LARGEST // 1024 // 1024} MB.", 413)
    if not raw.strip():
        return _said("There is no message in the body of the request.", 400)
    try:
        message, is_new = keep_raw(raw=raw, came_by="webhook", came_as="raw")
    except OSError as error:
        log.error("a message that was pushed could not be stored: %s", error)
        return _said("There is no room now. Send it again later.", 503)
    read_kept(message)
    return JsonResponse({"message": message.pk, "new": is_new})


@csrf_exempt
def provider(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    """Takes in what a provider posts to the address with the secret.

    The payload is stored before it is read. One that cannot be read is kept as a message for a person to see.
    """
    if not settings.HERE.inbox_secret or not _is_secret(secret) or name not in PROVIDERS:
        raise Http404
    if request.method == "HEAD":  # some providers try the address so
        return HttpResponse()
    if request.method != "POST":
        return _said("Post what came in.", 405)
    payload = _body(request, LARGEST_PAYLOAD)
    if payload is None:
        return _said(f"It is larger than {LARGEST_PAYLOAD // 1024 // 1024} MB.", 413)
    try:
        messages = _taken(request, name, payload)
    except OSError as error:
        log.error("what %s posted could not be stored: %s", name, error)
        return _said("There is no room now. Send it again later.", 503)
    for message in messages:
        read_kept(message)
    return JsonResponse({"messages": [each.pk for each in messages]})


def _taken(request: HttpRequest, name: str, payload: bytes) -> list[IncomingMessage]:
    """The messages of a payload, stored. Raises: OSError"""
    kept = store_bytes(payload)
    try:
        events = _events(request, name)
        raws = [raw_of(event) for event in events]
    except UNREADABLE as error:
        log.warning("what %s posted cannot be read: %s", name, error)
        return [_keep(_whole(request, payload), f"{name}, not understood", kept)]
    return [_keep(raw, name, kept) for raw in raws]


def _keep(raw: bytes, name: str, payload: StoredFile) -> IncomingMessage:
    return keep_raw(raw=raw, came_by="webhook", came_as=name, payload=payload)[0]


def _whole(request: HttpRequest, payload: bytes) -> bytes:
    return enveloped(request.headers.get("Content-Type", ""), payload)


def _events(request: HttpRequest, name: str) -> list[Any]:
    """What the provider's view of django-anymail reads from the request. The address was the secret."""
    path, given = PROVIDERS[name]
    view = import_string(f"anymail.webhooks.{path}")
    opened = type(view.__name__, (view,), {"warn_if_no_basic_auth": False})(basic_auth=[], **given)
    return list(opened.parse_events(request))


def _body(request: HttpRequest, most: int) -> bytes | None:
    """The body of a request, which may be larger than forms are; None past the bound."""
    declared = request.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > most:
        return None
    body = request.read(most + 1)
    if len(body) > most:
        return None
    request._body = body  # what reads it next finds it there
    return body


def _is_secret(given: str) -> bool:
    return hmac.compare_digest(given.encode(), settings.HERE.inbox_secret.encode())


def _said(words: str, status: int) -> HttpResponse:
    return JsonResponse({"error": words}, status=status)
