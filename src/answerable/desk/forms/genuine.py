"""Is this letter genuine? Who asks, why, under which law, and what becomes of personal data."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.core.law.life import State
from answerable.core.law.regimes import regime_named, regulator_on
from answerable.desk.clock import today
from answerable.desk.forms.models import ReplyLink
from answerable.desk.forms.opening import ReplyRequest, reply_page, requests_of
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Round, Survey

PRIVACY = (
    "We ask for information that your organisation holds, and not for personal data; please send none. "
    "Names, addresses and telephone numbers of officers are taken out before anything is published; roles "
    "stay. Numbers of children from 1 to 7 are masked and others rounded below national level. The replies "
    "themselves are kept as evidence and are seen only by the people who work on this survey. This form "
    "needs no account and sets no cookies. You may ask who has data about you here, and to have it corrected "
    "or removed."
)


@require_safe
@reply_page
def about(request: ReplyRequest) -> HttpResponse:
    """The page for whoever got the letter, with this body's own dates."""
    requests = requests_of(request.link)
    context = about_survey(request.link.survey, requests[0].round if requests else None)
    context |= {"asked": requests, "start": reverse("reply", kwargs={"token": _token(request)})}
    if len(requests) == 1:
        context["reply_to"] = reply_address(requests[0])
    return render(request, "forms/about.html", context)


@require_safe
def about_publicly(request: HttpRequest, survey: str) -> HttpResponse:
    """The same page without a link, to be found from elsewhere; only of surveys that have written."""
    found = Survey.objects.filter(key=survey).first()
    if found is None or not _has_written(found):
        raise Http404("No such survey.")
    response = render(request, "forms/about.html", about_survey(found, found.rounds.last()))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _has_written(survey: Survey) -> bool:
    sent = Request.objects.filter(round__survey=survey).exclude(state=State.DRAFT)
    return sent.exists() or ReplyLink.objects.filter(survey=survey).exists()


def about_survey(survey: Survey, a_round: Round | None) -> dict[str, object]:
    """What the page says of a survey."""
    regime = regime_named(a_round.regime) if a_round else None
    return {
        "asking": survey,
        "privacy": survey.privacy.strip() or PRIVACY,
        "regime": regime,
        "regulator": regulator_on(regime, today()).name if regime else "",
        "host": settings.HERE.host,
        "public_address": f"{settings.HERE.address}{reverse('reply-about-publicly', args=[survey.key])}",
    }


def _token(request: ReplyRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""
