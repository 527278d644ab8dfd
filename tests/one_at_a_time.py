"""Requests one at a time: threads of the live server share the one connection of a database in memory."""

from collections.abc import Callable
from threading import RLock

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_turn = RLock()


class OneAtATime:
    """Lets a request begin when the one before it has been answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with _turn:
            return self.get_response(request)
