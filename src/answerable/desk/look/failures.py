"""Errors that carry words for the person at the screen become a screen with those words, not a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from answerable.core.errors import AnswerableError, InputFaults
from answerable.desk.errors import Conflict, NotAllowed


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
        status = 403 if isinstance(error, NotAllowed) else 409 if isinstance(error, Conflict) else 400
        faults = error.faults if isinstance(error, InputFaults) else ()
        return render(request, "desk/failure.html", {"words": str(error), "faults": faults}, status=status)
