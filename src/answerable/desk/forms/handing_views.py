"""The pages of handing in: look at it as it will be published, hand it in, keep a copy, correct it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from answerable.core.law.regimes import regime_named
from answerable.desk.errors import NotReady
from answerable.desk.forms.answers import fields_of, in_words, read_answers, remarks_of
from answerable.desk.forms.drafts import copy_answers, form_for, reopen
from answerable.desk.forms.handing_in import hand_in
from answerable.desk.forms.messages import whole_text
from answerable.desk.forms.models import Draft, Submission
from answerable.desk.forms.opening import ReplyRequest, reply_page, request_of, requests_of
from answerable.desk.forms.published import as_published
from answerable.desk.forms.sheets import items_of
from answerable.desk.forms.views import draft_of, forms_for, frame, token_of
from answerable.desk.requests.models import Request


@require_safe
@reply_page
def check(request: ReplyRequest, reference: str) -> HttpResponse:
    """Every answer as it will be published, and which are left blank."""
    found = request_of(request.link, reference)
    form, draft = form_for(found), draft_of(found)
    if draft is None or draft.handed_in_at is not None:
        return redirect("reply-form", token_of(request), reference)
    read = read_answers(draft.fields, form, regime_named(found.round.regime))
    fields = fields_of(read)
    shown = as_published(fields, draft.fields, form, found)
    items = items_of(form, draft.fields, read)
    rows = [
        {
            "item": each,
            "shown": shown.get(each.question.id),
            "said": in_words(fields[each.question.id], each.question) if each.question.id in fields else "",
        }
        for each in items
    ]
    files = list(draft.files.select_related("file"))
    context = {
        **frame(request, found),
        "rows": rows,
        "blank": [each for each in items if each.question.id not in fields],
        "n": len(fields),
        "of": len(items),
        "files": files,
        "remarks": remarks_of(draft.fields),
        "revision": draft.revision,
        "others": _others(request, found),
        "can_hand_in": bool(fields or files or remarks_of(draft.fields)),
    }
    return render(request, "forms/check.html", context)


def _others(request: ReplyRequest, found: Request) -> list[Request]:
    """The other bodies of the link whose answers are not handed in."""
    return [
        each
        for each in requests_of(request.link)
        if each.pk != found.pk and not getattr(draft_of(each), "handed_in_at", None)
    ]


@require_POST
@reply_page
def hand_in_one(request: ReplyRequest, reference: str) -> HttpResponse:
    """Hands in the answers of one body; a second click leads to the same receipt."""
    found = request_of(request.link, reference)
    submission = hand_in(link=request.link, request=found, revision=_number(request.POST.get("revision")))
    return redirect("reply-receipt", token_of(request), submission.reference)


@require_POST
@reply_page
def hand_in_all(request: ReplyRequest) -> HttpResponse:
    """Hands in the answers of every body of the link that has some and was not handed in."""
    ready = Draft.objects.filter(request__reply_links=request.link, handed_in_at=None, revision__gt=0)
    handed, left = 0, 0
    for draft in ready.select_related("request__round__survey", "request__body__kind").order_by("pk"):
        seen = request.POST.get(f"revision-{draft.request.reference}")
        if seen is None:
            continue
        try:
            hand_in(link=request.link, request=draft.request, revision=_number(seen))
        except NotReady:
            left += 1
        else:
            handed += 1
    query = urlencode(
        {"done": f"{handed} handed in" + (f", {left} left: nothing is filled in" if left else "")}
    )
    return redirect(f"{reverse('reply', args=[token_of(request)])}?{query}")


@require_POST
@reply_page
def copy(request: ReplyRequest, reference: str) -> HttpResponse:
    """Copies the answers of one body to chosen others of the link, where they have blanks."""
    found = request_of(request.link, reference)
    chosen = set(request.POST.getlist("to"))
    others = [each for each in _others(request, found) if each.reference in chosen]
    if not others:
        raise NotReady("No other body was chosen. Go back and tick those that the answers hold for too.")
    forms = forms_for([found, *others])
    copied = copy_answers(
        link=request.link, request=found, to=[each for each in others if each.pk in forms], forms=forms
    )
    bodies = sum(bool(n) for n in copied.values())
    words = f"copied to {bodies} other {'body' if bodies == 1 else 'bodies'}; look at each and hand it in"
    return redirect(f"{reverse('reply', args=[token_of(request)])}?{urlencode({'done': words})}")


@require_POST
@reply_page
def again(request: ReplyRequest, reference: str) -> HttpResponse:
    """Opens what was handed in for correcting."""
    reopen(link=request.link, request=request_of(request.link, reference))
    return redirect("reply-form", token_of(request), reference)


@require_safe
@reply_page
def receipt(request: ReplyRequest, submission: str) -> HttpResponse:
    """What was handed in, with its reference, to be printed or kept."""
    kept = _submission(request, submission)
    context = {
        **frame(request, kept.request),
        "submission": kept,
        "text": whole_text(kept, kept.request),
        "files": list(kept.files.select_related("file")),
        "n_bodies": len(requests_of(request.link)),
    }
    return render(request, "forms/receipt.html", context)


@require_safe
@reply_page
def receipt_text(request: ReplyRequest, submission: str) -> HttpResponse:
    """The copy as a text file."""
    kept = _submission(request, submission)
    text = whole_text(kept, kept.request)
    response = HttpResponse(text.replace("\n", "\r\n"), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kept.reference}.txt"'
    return response


def _submission(request: ReplyRequest, reference: str) -> Submission:
    rows = Submission.objects.filter(request__reply_links=request.link, reference=reference)
    found = rows.select_related("request__round__survey", "request__body__kind").first()
    if found is None:
        raise Http404
    return found


def _number(posted: str | None) -> int:
    text = posted or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
