"""Drafts of the reply form: saved as often as one likes, by several people at once, and nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from answerable.core.questions import Questionnaire as Form
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.forms.models import Draft, DraftFile, DraftRevision, ReplyLink
from answerable.desk.forms.typed import Merged, Typed, merge
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Questionnaire
from answerable.desk.surveys.values import form_of

ACTOR = "reply form"
KEPT_REVISIONS = 40
TOLD_AGAIN = timedelta(minutes=10)
SHOWN = "s"  # after a revision's number: what the page of whoever saved it shows


@dataclass(frozen=True)
class Saved:
    """A saved draft, what was brought together in it, and what the page that saved it is to send as base."""

    draft: Draft
    merged: Merged
    base: str


def form_for(request: Request) -> Form:
    """The questionnaire that a request asks. Raises: NotReady"""
    row = (
        Questionnaire.objects.filter(round=request.round_id, kind=request.body.kind_id)
        .select_related("kind")
        .prefetch_related("questions")
        .first()
    )
    if row is None:
        raise NotReady("There are no questions for this body in this round yet. Please answer by email.")
    return form_of(row)


@transaction.atomic
def save_draft(*, link: ReplyLink, request: Request, typed: Typed, base: str) -> Saved:
    """Saves what a page holds; what others saved since its base is brought together with it.

    Where both changed the same answer unlike, theirs stays and `merged.clashing` names it.

    Raises: Conflict where the draft is handed in
    """
    draft = locked_draft(link, request)
    if draft.handed_in_at is not None:
        raise Conflict(
            "These answers have been handed in meanwhile, maybe by somebody else of your team. "
            "To change them, choose “Correct what we handed in” first."
        )
    before: Typed = draft.fields
    known: Typed | None = before
    merged = Merged(typed)
    if base != str(draft.revision):
        known = _base(draft, base)
        merged = merge(known, typed, before)
    shown = None if merged.fields == typed else _still_open(typed, known or {}, merged)
    if merged.fields != before or shown is not None:
        _write(draft, link, merged.fields, shown)
    base = f"{draft.revision}{SHOWN if shown is not None else ''}"
    return Saved(draft, merged, base)


def _still_open(typed: Typed, known: Typed, merged: Merged) -> Typed:
    """What counts as seen by whoever saved: not what two answered unlike, so that it is told again."""
    clashing = set(merged.clashing)
    seen = {key: parts for key, parts in typed.items() if key not in clashing}
    return seen | {key: known[key] for key in merged.clashing if key in known}


def locked_draft(link: ReplyLink, request: Request) -> Draft:
    """The draft of a request, begun where there is none, locked to the end of the transaction."""
    Draft.objects.get_or_create(request=request, defaults={"link": link, "saved_at": now()})
    return Draft.objects.select_for_update().get(request=request)


def _base(draft: Draft, base: str) -> Typed | None:
    """What the page showed before: a kept revision, or nothing where it is no longer known."""
    number = base.removesuffix(SHOWN)
    if number == "0":
        return {}
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    row = DraftRevision.objects.filter(draft=draft, revision=int(number)).first()
    if row is None:
        return None
    kept: Typed = row.shown if base.endswith(SHOWN) and row.shown is not None else row.fields
    return kept


def _write(draft: Draft, link: ReplyLink, fields: Typed, shown: Typed | None) -> None:
    """Keeps a new revision of a draft that is locked."""
    told = draft.revision > 0 and now() - draft.saved_at < TOLD_AGAIN
    draft.fields, draft.revision, draft.saved_at, draft.link = fields, draft.revision + 1, now(), link
    draft.save()
    DraftRevision.objects.create(draft=draft, revision=draft.revision, fields=fields, shown=shown)
    draft.revisions.filter(revision__lte=draft.revision - KEPT_REVISIONS).delete()
    if not told:  # saving goes on every few seconds while somebody writes
        told_of(draft.request, link, "form.saved", "saved a draft on the reply form")


def told_of(request: Request, link: ReplyLink, verb: str, words: str, **details: object) -> None:
    """Leaves in the trail what an authority did on the form."""
    record(
        by=None,
        actor=ACTOR,
        verb=verb,
        survey=link.survey,
        target=request,
        words=f"{request.reference}: {words}.",
        details={"link": link.pk, **details},
    )


@transaction.atomic
def reopen(*, link: ReplyLink, request: Request) -> Draft:
    """Opens what was handed in for correcting; what was handed in stays. Opening it twice does no harm."""
    draft = locked_draft(link, request)
    if draft.handed_in_at is not None:
        draft.handed_in_at = None
        _write(draft, link, draft.fields, None)
        told_of(request, link, "form.reopened", "began to correct what was handed in")
    return draft


@transaction.atomic
def copy_answers(
    *, link: ReplyLink, request: Request, to: Sequence[Request], forms: Mapping[int, Form]
) -> dict[int, int]:
    """Copies what was written for one body to others, where they have blanks; how many, by request.

    Nothing that was written for another body is replaced, and nothing that was handed in is changed.
    `forms` are the questionnaires by request. Files go along.
    """
    source = locked_draft(link, request)
    copied = {}
    for each in sorted(to, key=lambda one: one.pk):
        if each.pk == request.pk:
            continue
        draft = locked_draft(link, each)
        if draft.handed_in_at is not None:
            continue
        known: Typed = draft.fields
        new = {key: parts for key, parts in source.fields.items() if key not in known}
        mine, other = forms[request.pk], forms[each.pk]
        fitting = {key: parts for key, parts in new.items() if _same_question(key, mine, other)}
        n_files = _copy_files(source, draft)
        if fitting or n_files:
            _write(draft, link, known | fitting, None)
            told_of(each, link, "form.copied", "took over answers of another body", of=request.pk)
        copied[each.pk] = len(fitting) + n_files
    return copied


def _same_question(key: str, one: Form, other: Form) -> bool:
    """Whether a question is put to both with the same kind of answer; what is said of all fits everywhere."""
    if not key:
        return True
    a, b = one.by_id.get(key), other.by_id.get(key)
    return a is not None and b is not None and (a.answer, a.options) == (b.answer, b.options)


def _copy_files(source: Draft, draft: Draft) -> int:
    there = set(draft.files.values_list("file_id", flat=True))
    new = [each for each in source.files.all() if each.file_id not in there]
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, filename=each.filename, content_type=each.content_type, file_id=each.file_id)
        for each in new
    )
    return len(new)
