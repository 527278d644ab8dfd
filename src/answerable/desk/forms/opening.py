"""Who may open a page of the reply form: whoever has the link. There is no account, no session, no cookie.

These pages ask browsers to tell no other page where they came from, so that the link stays between us; then
browsers do not say either where a form was posted from, and Django's own check against forged posts, which
needs a cookie too, cannot work. The form carries a stamp instead that only our page of this link has.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.csrf import csrf_exempt

from answerable.core.errors import AnswerableError
from answerable.desk.errors import Conflict, DeskError, NotAllowed
from answerable.desk.forms.files import LARGEST_POST, MB
from answerable.desk.forms.links import find_link, mark_used
from answerable.desk.forms.models import ReplyLink
from answerable.desk.requests.models import Request
from answerable.desk.running.limits import TooMany, check_limit, who_asks

TEN_MINUTES = timedelta(minutes=10)
# A page saves itself every few seconds while somebody writes, and a council shares one address.
MOST_BY_LINK = 900
MOST_BY_ADDRESS = 3_000
MOST_UNKNOWN = 60
_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class TooLarge(DeskError):
    """More was sent than the form takes."""


class ReplyRequest(HttpRequest):
    """A request to a page of the reply form, with the link that it came by."""

    link: ReplyLink
    stamp: str


Page = Callable[Concatenate[ReplyRequest, ...], HttpResponse]


def reply_page(view: Page) -> Callable[..., HttpResponse]:
    """Opens a page to whoever has a live link, within limits; to all others it is one and the same page.

    GET changes nothing, so that scanners of mail may follow the link.
    """

    @csrf_exempt
    @wraps(view)
    def opened(request: Any, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _opened(request, token, view, *args, **kwargs)
        except Http404:
            response = render(request, "forms/no_link.html", status=404)
        except _BIG:
            response = _trouble(request, TooLarge(_TOO_LARGE))
        except AnswerableError as error:
            response = _trouble(request, error)
        return _private(response)

    return opened


_TOO_LARGE = (
    "More was sent at once than the form takes, and nothing was saved. Attach at most 20 files of 15 MB "
    "each, 40 MB in all, or send them by email."
)


def _opened(request: Any, token: str, view: Page, *args: Any, **kwargs: Any) -> HttpResponse:
    asks = who_asks(request)
    check_limit(key=f"reply form, address {asks}", per=TEN_MINUTES, most=MOST_BY_ADDRESS)
    link = find_link(token)
    if link is None:
        check_limit(key=f"reply form, unknown link, address {asks}", per=TEN_MINUTES, most=MOST_UNKNOWN)
        raise Http404
    check_limit(key=f"reply form, link {link.pk}", per=TEN_MINUTES, most=MOST_BY_LINK)
    request.link, request.stamp = link, stamp_of(link)
    if request.method not in {"GET", "HEAD"}:
        _check_posted(request)
    mark_used(link)
    return view(request, *args, **kwargs)


def _check_posted(request: ReplyRequest) -> None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_POST:
        raise TooLarge(f"{_TOO_LARGE} (This was more than {LARGEST_POST // MB} MB.)")
    from_elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    if from_elsewhere or not constant_time_compare(request.POST.get("stamp", ""), request.stamp):
        raise NotAllowed(
            "This was not sent from the form itself, so nothing was changed. Open the form again by the link "
            "in the letter."
        )


def stamp_of(link: ReplyLink) -> str:
    """What forms of a link carry to show that they are ours."""
    return salted_hmac("answerable reply form", link.token_hash, algorithm="sha256").hexdigest()


def _trouble(request: HttpRequest, error: AnswerableError) -> HttpResponse:
    statuses = ((NotAllowed, 403), (Conflict, 409), (TooMany, 429), (TooLarge, 413))
    status = next((number for kind, number in statuses if isinstance(error, kind)), 400)
    response = render(request, "forms/trouble.html", {"words": str(error)}, status=status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.wait_seconds)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """Nobody else learns the address of the page: no other site, no search engine, no cache."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def requests_of(link: ReplyLink) -> list[Request]:
    """The requests that a link is for, with what is needed to show them."""
    return list(
        Request.objects.filter(reply_links=link)
        .select_related("body__kind", "round__survey", "draft")
        .order_by("body__name", "pk")
    )


def request_of(link: ReplyLink, reference: str) -> Request:
    """One of the requests of a link. Raises: Http404"""
    found = Request.objects.filter(reply_links=link, reference=reference)
    request = found.select_related("body__kind", "round__survey", "draft").first()
    if request is None:
        raise Http404
    return request
