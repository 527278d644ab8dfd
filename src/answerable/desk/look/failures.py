"""Errors that carry words for the person at the screen become a screen with those words, not a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from answerable.core.errors import AnswerableError, InputFaults
from answerable.desk.errors import Conflict, NotAllowed
from answerable.desk.running.limits import TooMany


class DeskErrors:
    """Shows an AnswerableError's words, with the faults it carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Takes the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes a request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The screen for an error that was raised on purpose; others are Django's matter."""
        if not isinstance(error, AnswerableError):
            return None
        faults = error.faults if isinstance(error, InputFaults) else ()
        told = {"words": str(error), "faults": faults}
        response = render(request, "desk/failure.html", told, status=_status(error))
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.wait_seconds)
        return response


def _status(error: AnswerableError) -> int:
    for kind, status in ((NotAllowed, 403), (Conflict, 409), (TooMany, 429)):
        if isinstance(error, kind):
            return status
    return 400


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The screen for a request that Django refuses to read."""
    return render(request, "400.html", status=400)
