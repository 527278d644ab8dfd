"""The screen for a form that came too late: what was written is shown again, to copy. Nothing is kept."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

# Shorter than this is typed again sooner than copied.
LONGER_THAN = 40
MOST_FIELDS = 50
_SECRET = re.compile(r"csrf|password|token|secret|credential|code$", re.IGNORECASE)


def unsent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuses a form of a session that has ended, or without the mark that it came from a page of ours."""
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = ""
    told = {"written": _written(request), "back": back, "by_link": request.path.startswith("/reply/")}
    return render(request, "403_csrf.html", told, status=403)


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the long fields, without what is secret."""
    try:
        lists = list(request.POST.lists())
    except (UnreadablePostError, SuspiciousOperation):
        return []
    found = [
        (re.sub(r"[-_]+", " ", name), value)
        for name, values in lists
        if not _SECRET.search(name)
        for value in values
        if len(value) > LONGER_THAN
    ]
    return found[:MOST_FIELDS]
