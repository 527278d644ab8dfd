"""The right of reply: what was coded of a body's answers, whether that is right, and what they say of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods

from answerable.desk.coding.models import Answer
from answerable.desk.errors import NotReady
from answerable.desk.forms.drafts import form_for
from answerable.desk.forms.handing_in import hand_in_corrections
from answerable.desk.forms.messages import SAYS_RIGHT, SAYS_WRONG
from answerable.desk.forms.models import GivenStatement, StatementState, Submission, SubmissionKind
from answerable.desk.forms.opening import ReplyRequest, reply_page, request_of
from answerable.desk.forms.published import coded_answers
from answerable.desk.forms.statements import LONGEST_STATEMENT, give_statements
from answerable.desk.forms.typed import ALL, TooLong, clean
from answerable.desk.forms.views import frame, token_of
from answerable.desk.letters.questions import numbers_of
from answerable.desk.requests.models import Request

LONGEST_PART = 5_000


@require_http_methods(["GET", "HEAD", "POST"])
@reply_page
def right_of_reply(request: ReplyRequest, reference: str) -> HttpResponse:
    """Question by question as it will be published, with room to correct it and for a statement."""
    found = request_of(request.link, reference)
    if request.method == "POST":
        return _take(request, found)
    form = form_for(found)
    numbers = numbers_of(form)
    statements = _last_statements(found)
    rows = [
        {
            "id": f"r{n}",
            "number": numbers.get(each.question.id, ""),
            "coded": each,
            "given": statements.get(each.question.id),
        }
        for n, each in enumerate(coded_answers(found, form), start=1)
    ]
    context = {
        **frame(request, found),
        "rows": rows,
        "of_all": statements.get(ALL),
        "key": get_random_string(20),
        "longest": LONGEST_PART,
        "longest_statement": LONGEST_STATEMENT,
        "corrections": Submission.objects.filter(request=found, kind=SubmissionKind.CORRECTION),
        "done": "done" in request.GET,
    }
    return render(request, "forms/right_of_reply.html", context)


def _last_statements(found: Request) -> dict[str, GivenStatement]:
    """The newest statement of each question that no other has replaced."""
    rows = GivenStatement.objects.filter(request=found).exclude(state=StatementState.REPLACED)
    return {each.question_key: each for each in rows.order_by("pk")}


def _take(request: ReplyRequest, found: Request) -> HttpResponse:
    """Takes corrections and statements of what was coded; all else that was posted is no matter of ours."""
    coded = Answer.objects.filter(round=found.round_id, body=found.body_id)
    keys = list(coded.order_by("question__position").values_list("question__key", flat=True))
    fields: dict[str, dict[str, Any]] = {}
    statements = {}
    for key in keys:
        given = _correction(request, key)
        if given:
            fields[key] = given
        statements[key] = _part(request, f"{key}.statement", LONGEST_STATEMENT)
    statements[ALL] = _part(request, f"{ALL}.statement", LONGEST_STATEMENT)
    if not fields and not any(statements.values()):
        raise NotReady("Nothing was filled in, so nothing was handed in. Go back to the page before.")
    new = give_statements(link=request.link, request=found, statements=statements)
    token = token_of(request)
    if fields:
        submission = hand_in_corrections(
            link=request.link, request=found, key=clean(request.POST.get("key", "")), fields=fields
        )
        return redirect("reply-receipt", token, submission.reference)
    response = redirect("reply-right-of-reply", token, found.reference)
    response["Location"] += "?done=1" if new else ""
    return response


def _correction(request: ReplyRequest, key: str) -> dict[str, Any] | None:
    says = request.POST.get(f"c.{key}.says", "")
    should_be = _part(request, f"{key}.should_be", LONGEST_PART)
    because = _part(request, f"{key}.because", LONGEST_PART)
    if should_be or because:  # words count whichever circle was left
        return {"says": SAYS_WRONG, "should_be": should_be, "because": because}
    if says == SAYS_RIGHT:
        return {"says": SAYS_RIGHT, "should_be": "", "because": ""}
    return None


def _part(request: ReplyRequest, name: str, longest: int) -> str:
    text = clean(request.POST.get(f"c.{name}", ""))
    if len(text) > longest:
        raise TooLong(
            f"One of the texts is {len(text):,} characters long; {longest:,} are the most. Nothing was kept. "
            "Go back and shorten it, or send it by email."
        )
    return text
