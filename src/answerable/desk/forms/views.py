"""The reply form: the bodies of a link, and the questions of one."""

from collections.abc import Mapping

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from answerable.core.law.regimes import regime_named
from answerable.core.questions import Questionnaire as Form
from answerable.desk.forms.answers import read_answers, remarks_of
from answerable.desk.forms.drafts import Saved, form_for, save_draft
from answerable.desk.forms.files import LARGEST_FILE, MB, MOST_FILES, attach_files, remove_file
from answerable.desk.forms.models import Draft, Submission
from answerable.desk.forms.opening import ReplyRequest, reply_page, request_of, requests_of
from answerable.desk.forms.sheets import LIMITS, items_of, n_filled, sections_of, told
from answerable.desk.forms.typed import ALL, NAME, Typed, read_typed
from answerable.desk.mail.outbox import reply_address
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Questionnaire
from answerable.desk.surveys.values import form_of

REMOVE = "remove-"


@require_safe
@reply_page
def start(request: ReplyRequest) -> HttpResponse:
    """The bodies of a link, with how far each is; where there is one, its form."""
    requests = requests_of(request.link)
    if len(requests) == 1:
        return redirect("reply-form", token_of(request), requests[0].reference)
    forms = forms_for(requests)
    rows = [
        {"request": each, "draft": draft_of(each), "n": _n_typed(each), "of": len(forms[each.pk].asked)}
        for each in requests
        if each.pk in forms
    ]
    context = {
        **frame(request, None),
        "rows": rows,
        "done": request.GET.get("done", ""),
        "n_ready": sum(bool(row["n"]) and not getattr(row["draft"], "handed_in_at", None) for row in rows),
    }
    return render(request, "forms/bodies.html", context)


def forms_for(requests: list[Request]) -> dict[int, Form]:
    """The questionnaire of each request, with two queries for any number of them."""
    rows = (
        Questionnaire.objects.filter(round__in={each.round_id for each in requests})
        .select_related("kind")
        .prefetch_related("questions")
    )
    known = {(row.round_id, row.kind_id): form_of(row) for row in rows}
    found = {each.pk: known.get((each.round_id, each.body.kind_id)) for each in requests}
    return {pk: form for pk, form in found.items() if form is not None}


def draft_of(request: Request) -> Draft | None:
    """The draft of a request, as it was loaded beside it."""
    return getattr(request, "draft", None)


def _n_typed(request: Request) -> int:
    draft = draft_of(request)
    return sum(key != ALL for key in draft.fields) if draft else 0


def token_of(request: ReplyRequest) -> str:
    """The token of the address that was asked for."""
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""


def frame(request: ReplyRequest, shown: Request | None) -> dict[str, object]:
    """What every page of the form needs."""
    return {
        "asking": request.link.survey,
        "token": token_of(request),
        "stamp": request.stamp,
        "shown": shown,
        "expires_at": request.link.expires_at,
        "reply_to": reply_address(shown) if shown else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@reply_page
def fill(request: ReplyRequest, reference: str) -> HttpResponse:
    """The questions of one body: shown, saved, and files attached, whichever button was pressed."""
    found = request_of(request.link, reference)
    form = form_for(found)
    draft = draft_of(found)
    if request.method != "POST":
        if draft is not None and draft.handed_in_at is not None:
            return _handed_in(request, found)
        return _sheet(
            request, found, form, draft.fields if draft else {}, str(draft.revision if draft else 0)
        )
    typed = read_typed(_plain(request.POST), form)
    saved = save_draft(link=request.link, request=found, typed=typed, base=request.POST.get("base", ""))
    if saved.merged.clashing:
        return _clash(request, found, form, saved, typed)
    do = request.POST.get("do", "save")
    here = reverse("reply-form", args=[token_of(request), reference])
    if do == "check":
        return redirect("reply-check", token_of(request), reference)
    uploads = request.FILES.getlist("files")
    if uploads:
        attach_files(link=request.link, request=found, uploads=uploads)
        return redirect(f"{here}?saved=1#files")
    number = do.removeprefix(REMOVE)
    if do.startswith(REMOVE) and number.isascii() and number.isdigit():
        remove_file(link=request.link, request=found, file=int(number[:18]))
        return redirect(f"{here}?saved=1#files")
    return redirect(f"{here}?saved=1")


@require_POST
@reply_page
def save(request: ReplyRequest, reference: str) -> HttpResponse:
    """Saves while somebody writes, and tells how far it is."""
    found = request_of(request.link, reference)
    form = form_for(found)
    typed = read_typed(_plain(request.POST), form)
    saved = save_draft(link=request.link, request=found, typed=typed, base=request.POST.get("base", ""))
    read = read_answers(typed, form, regime_named(found.round.regime))
    numbers = {each.question.id: each.number for each in items_of(form, typed, read)} | {ALL: "the last"}
    context = {
        "saved": saved,
        "n": n_filled(read),
        "of": len(form.asked),
        "clashing": [numbers[key] for key in saved.merged.clashing if key in numbers],
    }
    return render(request, "forms/saved.html", context)


def _plain(posted: QueryDict) -> Mapping[str, str]:
    """The last value of each field that was posted."""
    return {key: str(posted[key]) for key in posted}


def _clash(request: ReplyRequest, found: Request, form: Form, saved: Saved, mine: Typed) -> HttpResponse:
    """The page with both answers where two were given: theirs is saved, one's own stands in the fields."""
    theirs = saved.draft.fields
    both = {**theirs, **{key: mine.get(key, {}) for key in saved.merged.clashing}}
    said = {key: told(theirs.get(key, {}), form.by_id.get(key)) for key in saved.merged.clashing}
    return _sheet(request, found, form, both, str(saved.draft.revision), clashing=said, status=409)


def _sheet(
    request: ReplyRequest,
    found: Request,
    form: Form,
    typed: Typed,
    base: str,
    *,
    clashing: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    regime = regime_named(found.round.regime)
    read = read_answers(typed, form, regime)
    draft = draft_of(found)
    context = {
        **frame(request, found),
        "form": form,
        "items": items_of(form, typed, read, clashing=clashing),
        "clashing": clashing or {},
        "clash_of_all": (clashing or {}).get(ALL, ""),
        "remarks": remarks_of(typed),
        "remarks_name": NAME.format(key=ALL, part="words"),
        "limits": LIMITS,
        "n": n_filled(read),
        "of": len(form.asked),
        "base": base,
        "draft": draft,
        "files": list(draft.files.select_related("file")) if draft else [],
        "most_files": MOST_FILES,
        "most_mb": LARGEST_FILE // MB,
        "regime": regime,
        "sections": sections_of(regime),
        "n_before": Submission.objects.filter(request=found, kind="answers").count(),
        "just_saved": "saved" in request.GET and status == 200,
    }
    return render(request, "forms/sheet.html", context, status=status)


def _handed_in(request: ReplyRequest, found: Request) -> HttpResponse:
    """What was handed in, and what can be done next."""
    submissions = Submission.objects.filter(request=found)
    context = {
        **frame(request, found),
        "submissions": submissions,
        "n_bodies": len(requests_of(request.link)),
    }
    return render(request, "forms/handed_in.html", context)
