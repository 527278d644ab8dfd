"""The inbox: the queue at the left, the message in the middle, where it belongs at the right."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from answerable.desk.mail.fetching_address import inboxes
from answerable.desk.mail.inbox_views_queue import queue_of, visible
from answerable.desk.mail.inbox_views_saying import SayingForm
from answerable.desk.mail.models import IncomingMessage, LeftOnServer, Mailbox, Placement
from answerable.desk.mail.placing_events import day_it_came
from answerable.desk.mail.upload import receive_uploads
from answerable.desk.people.access import SurveyRequest, person, survey_view
from answerable.desk.people.roles import Right, has_right
from answerable.desk.requests.models import Request, RequestEvent

MOST_FOUND = 20
LONGEST_SHOWN = 200_000
LIKELY = ((0.6, "likely"), (0.3, "possible"), (0.0, "weak"))


@survey_view(Right.VIEW)
@require_safe
def inbox(request: SurveyRequest) -> HttpResponse:
    """The queue, with no message chosen."""
    context = {"queue": queue_of(request), **_troubles(request)}
    return render(request, "mail/inbox.html", context)


@survey_view(Right.VIEW)
@require_safe
def message(request: SurveyRequest, pk: int) -> HttpResponse:
    """A message, and all that can be done with it."""
    found = get_object_or_404(
        visible(request).select_related("duplicate_of", "raw").prefetch_related("files__cleared_by"), pk=pk
    )
    return render(request, "mail/inbox_message.html", message_context(request, found))


def message_context(
    request: SurveyRequest, found: IncomingMessage, failed: SayingForm | None = None
) -> dict[str, Any]:
    """What the screen of a message shows."""
    sees = has_right(request.role, Right.SEE_PEOPLE)
    own = found.reply_text or found.text
    placements = _placements(found)
    placed = {each.request_id for each in placements}
    proposals = found.proposals.filter(request__round__survey=request.survey).exclude(request__in=placed)
    # Of rounds that fit alike the newest is the likeliest: what comes in now answers what was asked last.
    ordered = proposals.select_related("request__body__kind", "request__round").order_by(
        "-score", "-request__round__position", "pk"
    )
    return {
        "queue": queue_of(request),
        "message_shown": found,
        "sees": sees,
        "own": own[:LONGEST_SHOWN],
        "whole": found.text[:LONGEST_SHOWN] if found.text.strip() != own.strip() else "",
        "is_cut": len(found.text) > LONGEST_SHOWN,
        "placements": [(each, _form(request, each, failed)) for each in placements],
        "proposals": [(each, how_likely(each.score)) for each in ordered],
        "found": _searched(request, placed),
        "find": request.GET.get("find", ""),
        "copies": IncomingMessage.objects.filter(duplicate_of=found).count(),
        "here": f"?{request.GET.urlencode()}" if request.GET else "",
    }


def how_likely(score: float) -> str:
    """A score of a proposal in words: people cannot tell what 0.17 is."""
    return next(words for least, words in LIKELY if score >= least)


def _placements(found: IncomingMessage) -> list[Placement]:
    events = RequestEvent.objects.filter(undone_at=None).order_by("on", "pk")
    return list(
        Placement.objects.filter(message=found, undone_at=None)
        .select_related("request__body", "request__round", "by")
        .prefetch_related(Prefetch("request__events", queryset=events, to_attr="timeline"))
        .order_by("pk")
    )


def _form(request: SurveyRequest, placement: Placement, failed: SayingForm | None) -> SayingForm | None:
    if not has_right(request.role, Right.PLACE):
        return None
    if failed is not None and failed.prefix == f"p{placement.pk}":
        return failed
    return SayingForm(
        request=placement.request,
        prefix=f"p{placement.pk}",
        initial={"on": day_it_came(placement.message)},
    )


def _searched(request: SurveyRequest, placed: set[int]) -> list[Request]:
    """The requests of the survey that answer to a search for a body."""
    words = request.GET.get("find", "")[:100].strip()
    if not words or not has_right(request.role, Right.PLACE):
        return []
    wanted = Q(body__name__icontains=words) | Q(reference__iexact=words) | Q(body__body_id__iexact=words)
    if "@" in words or "." in words:
        wanted |= Q(body__contacts__email__icontains=words.lstrip("@"))
    found = Request.objects.filter(wanted, round__survey=request.survey).exclude(pk__in=placed)
    ordered = found.select_related("body__kind", "round").order_by("-round__position", "position", "pk")
    return list(ordered.distinct()[:MOST_FOUND])


def _troubles(request: SurveyRequest) -> dict[str, Any]:
    """What people who place mail must know of the mailboxes that mail is fetched from."""
    if not has_right(request.role, Right.PLACE):
        return {}
    return {
        "mailboxes": list(Mailbox.objects.order_by("name")),
        "left": list(LeftOnServer.objects.select_related("mailbox")[:20]),
        "fetches": bool(inboxes(settings.HERE.inbox_url)),
    }


@survey_view(Right.PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SurveyRequest) -> HttpResponse:
    """Takes in messages that people have as files."""
    if request.method != "POST":
        return render(request, "mail/inbox_upload.html")
    try:
        report = receive_uploads(
            files=request.FILES.getlist("files"), survey=request.survey, by=person(request)
        )
    except OSError:
        words = "There is no room to store the files. What was uploaded before is kept; try again later."
        return render(request, "mail/inbox_upload.html", {"faults": [words]}, status=507)
    if report.kept:
        n, known = len(report.kept), len(report.kept) - report.n_new
        words = f"{n} message{'s' if n != 1 else ''} taken in."
        words += f" {known} of them {'was' if known == 1 else 'were'} here before." if known else ""
        words += " They are being read; reload the page in a moment." if report.is_reading else ""
        messages.success(request, words)
    if report.faults:
        return render(request, "mail/inbox_upload.html", {"faults": report.faults}, status=400)
    if len(report.kept) == 1:
        return redirect("inbox-message", request.survey.key, report.kept[0].pk)
    return redirect(reverse("inbox", args=[request.survey.key]) + "?show=all")
