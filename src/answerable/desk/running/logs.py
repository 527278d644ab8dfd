"""Logs as words for people or as JSON lines for machines; never bodies, never addresses of people."""

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger("answerable.desk.requests")
request_id: ContextVar[str] = ContextVar("the request that is answered", default="")
FIELDS = ("user_id", "method", "path", "status", "ms")
SECRET_PATHS = ("/reply/", "/invitation/", "/accounts/password/reset/key/", "/genuine/", "/inbound/")
# Anywhere in a line, also where a path stands escaped in the query of another.
_SLASH = r"(?:/|%2F)"
_SECRET = re.compile(
    "((?:"
    + "|".join(_SLASH.join(("", *path.strip("/").split("/"), "")) for path in SECRET_PATHS)
    + r"))[^\s\"'<>\\\\]+",
    re.IGNORECASE,
)


class WordLines(logging.Formatter):
    """A record as a line of words, with what lets somebody in left out of it and of its traceback."""

    def __init__(self) -> None:
        """Sets the form of the line."""
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_secrets(super().format(record))


class JsonLines(logging.Formatter):
    """A record as one line of JSON, with what lets somebody in left out of it and of its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return without_secrets(json.dumps(line, ensure_ascii=False))


class RequestLog:
    """Writes a line for each request: who (by number), what, how it went, how long it took.

    It gives the answer the number of its request too, so that a person can quote it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Takes the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes a request on and tells of it."""
        token = request_id.set(secrets.token_hex(8))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers.setdefault("X-Request-ID", request_id.get())
            self._tell(request, response.status_code, began)
            return response
        finally:
            request_id.reset(token)

    @staticmethod
    def _tell(request: HttpRequest, status: int, began: float) -> None:
        path = shown_path(request.path)
        quiet = path.startswith(("/static/", "/look/")) or path == "/health"
        # Whoever has not asked for the user's record has no need of it here: no query for a log line.
        session = getattr(request, "session", None)
        user = session.get("_auth_user_id") if session is not None and session.accessed else None
        fields = {
            "user_id": int(user) if user else None,
            "method": request.method,
            "path": path,
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        words = f"{request.method} {path} {status} {fields['ms']} ms"
        log.log(logging.DEBUG if quiet else logging.INFO, words, extra=fields)


def shown_path(path: str) -> str:
    """A path without what is secret in it: links of the reply form and of invitations are passwords."""
    for secret in SECRET_PATHS:
        if path.startswith(secret):
            return secret + "…"
    return path[:300]


def without_secrets(text: str) -> str:
    """A text in which every address with a secret ends before the secret.

    Others log too, and know nothing of ours: Django tells the path of an answer that is a failure.
    """
    return _SECRET.sub(r"\1…", text)


def logging_settings(form: str) -> dict[str, Any]:
    """Django's LOGGING for a value of ANSWERABLE_LOG."""
    lines = "JsonLines" if form == "json" else "WordLines"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": f"answerable.desk.running.logs.{lines}"}},
        "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "told"}},
        "root": {"handlers": ["err"], "level": "WARNING"},
        "loggers": {
            "answerable": {"level": "INFO"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
            # A refused address is told by the request's own line; Django would tell the whole of it.
            "django.request": {"level": "ERROR"},
            # Its own handler would write in another form; the log of accesses is WebLog's.
            "gunicorn.error": {"level": "INFO", "propagate": True},
        },
    }
