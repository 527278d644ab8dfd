"""Every error of the interface as a problem (RFC 9457): what, why, and all the faults."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from answerable.core.errors import AnswerableError, InputFaults
from answerable.desk.errors import Conflict, NotAllowed
from answerable.desk.running.limits import TooMany

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "It cannot be understood",
    401: "A token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "Not done here",
    409: "It has changed meanwhile, or does not fit",
    413: "Too large",
    415: "Not of this kind",
    422: "There are faults in it",
    429: "Asked too often",
}


def problem(status: int, detail: str, faults: Iterable[dict[str, Any]] = ()) -> HttpResponse:
    """A problem as a response."""
    told = {
        "type": "about:blank",
        "title": TITLES.get(status, "It did not work"),
        "status": status,
        "detail": detail,
        "faults": list(faults),
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="answerable"'
    return response


def tell_problems(api: NinjaAPI) -> None:
    """Makes an interface answer with problems."""
    api.add_exception_handler(AnswerableError, _of_ours)
    api.add_exception_handler(ValidationError, _of_shape)
    api.add_exception_handler(AuthenticationError, _of_token)
    api.add_exception_handler(HttpError, _of_http)
    api.add_exception_handler(Http404, _of_nothing)


def _of_ours(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, InputFaults):
        faults = [
            {
                "rule": fault.rule,
                "message": fault.message,
                "remedy": fault.remedy,
                "place": fault.question or fault.place(),
                "expected": fault.expected,
            }
            for fault in error.faults
        ]
        return problem(422, "Nothing was changed.", faults)
    for kind, status in ((NotAllowed, 403), (Conflict, 409), (TooMany, 429)):
        if isinstance(error, kind):
            response = problem(status, str(error))
            if isinstance(error, TooMany):
                response.headers["Retry-After"] = str(error.wait_seconds)
            return response
    return problem(400, str(error))


def _of_shape(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {
            "rule": str(each.get("type", "shape")),
            "message": str(each.get("msg", "")),
            "remedy": "See /api/docs for what is expected.",
            "place": ".".join(str(part) for part in each.get("loc", ())),
            "expected": None,
        }
        for each in error.errors
    ]
    return problem(422, "What was sent does not have the shape that is expected.", faults)


def _of_token(request: HttpRequest, error: Any) -> HttpResponse:
    words = "Send “Authorization: Bearer …” with a token that has neither run out nor been revoked."
    return problem(401, words)


def _of_http(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _of_nothing(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, str(error) or "There is nothing here, or it is not this token’s.")
