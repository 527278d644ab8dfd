"""Handing in: once, however often the button is pressed; then it is a reply like any other.

What is handed in is kept first. Its message follows, and is made again by `deliver_waiting` where a crash
or a full disk came between.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from answerable.core.law.regimes import regime_named
from answerable.core.questions import Questionnaire
from answerable.desk.clock import now
from answerable.desk.errors import Conflict, DeskError, NotReady
from answerable.desk.forms.answers import fields_of, read_answers, remarks_of
from answerable.desk.forms.drafts import form_for, locked_draft, told_of
from answerable.desk.forms.messages import answers_text, as_message, corrections_text
from answerable.desk.forms.models import ReplyLink, Submission, SubmissionFile, SubmissionKind
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.mail.placing import place_message
from answerable.desk.mail.receiving import receive_message
from answerable.desk.requests.models import Request

log = logging.getLogger(__name__)
CAME_BY = "form"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def hand_in(*, link: ReplyLink, request: Request, revision: int) -> Submission:
    """Hands a draft in as it was at a revision; again, it gives what was handed in.

    Raises: Conflict, NotReady
    """
    submission = _keep_answers(link, request, form_for(request), revision)
    deliver(submission)
    return submission


def hand_in_corrections(
    *, link: ReplyLink, request: Request, key: str, fields: Mapping[str, Mapping[str, Any]], remarks: str = ""
) -> Submission:
    """Hands in what a body says of the coding of its answers; `key` is of the page, so that it counts once.

    Raises: NotReady
    """
    if not fields and not remarks:
        raise NotReady("Nothing was filled in, so nothing was handed in.")
    form = form_for(request)
    with transaction.atomic():
        submission, is_new = Submission.objects.get_or_create(
            key=f"correction-{request.pk}-{key[:40]}",
            defaults={
                "link": link,
                "request": request,
                "kind": SubmissionKind.CORRECTION,
                "reference": _reference(request),
                "handed_in_at": now(),
                "fields": dict(fields),
                "remarks": remarks,
                "text": corrections_text(fields, form, remarks=remarks, files=()),
            },
        )
        if is_new:
            told_of(
                request,
                link,
                "form.correction",
                "proposed corrections on the reply form",
                submission=submission.pk,
            )
    deliver(submission)
    return submission


@transaction.atomic
def _keep_answers(link: ReplyLink, request: Request, form: Questionnaire, revision: int) -> Submission:
    draft = locked_draft(link, request)
    key = f"answers-{draft.pk}-{draft.revision}"
    there = Submission.objects.filter(key=key).first() if draft.handed_in_at else None
    if there is not None:
        return there
    if draft.revision != revision:
        raise Conflict(
            "Somebody of your team has changed the answers since you looked at them. Nothing was handed in. "
            "Look at them again, then hand them in."
        )
    read = read_answers(draft.fields, form, regime_named(request.round.regime))
    fields, remarks = fields_of(read), remarks_of(draft.fields)
    files = list(draft.files.all())
    if not fields and not files and not remarks:
        raise NotReady("Nothing was filled in yet, so there is nothing to hand in.")
    submission = Submission.objects.create(
        link=link,
        request=request,
        key=key,
        reference=_reference(request),
        handed_in_at=now(),
        fields=fields,
        remarks=remarks,
        text=answers_text(fields, form, remarks=remarks, files=[each.filename for each in files]),
    )
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=submission,
            filename=each.filename,
            content_type=each.content_type,
            file_id=each.file_id,
        )
        for each in files
    )
    draft.handed_in_at = submission.handed_in_at
    draft.save(update_fields=["handed_in_at"])
    draft.revisions.exclude(revision=draft.revision).delete()
    told_of(request, link, "form.handed_in", "handed in answers on the reply form", submission=submission.pk)
    return submission


def _reference(request: Request) -> str:
    return f"{request.reference}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"


def deliver(submission: Submission) -> bool:
    """Gives something handed in to the mail that comes in, placed at its request; whether that is done now.

    What is handed in is kept whatever happens here: where the storage takes nothing now, it is done later.
    """
    if submission.message_id is not None:
        return True
    whole = Submission.objects.select_related("request__round__survey", "request__body").get(pk=submission.pk)
    try:
        message = IncomingMessage.objects.filter(came_by=CAME_BY, came_as=whole.reference).first()
        if message is None:
            message = receive_message(
                raw=as_message(whole),
                came_by=CAME_BY,
                came_as=whole.reference,
                received_at=whole.handed_in_at,
            )
        with transaction.atomic():
            place_message(
                message=message,
                requests=[whole.request],
                by=None,
                because="handed in on the reply form of this request",
            )
            Submission.objects.filter(pk=whole.pk).update(message=message)
    except (OSError, DeskError) as error:
        log.error("what was handed in as %s is kept, and is no message yet: %s", whole.reference, error)
        return False
    submission.message = message
    return True


def deliver_waiting() -> int:
    """Makes messages of what was handed in and is none yet; returns how many: a duty of the desk."""
    waiting: Sequence[Submission] = list(Submission.objects.filter(message=None).order_by("pk")[:200])
    return sum(deliver(each) for each in waiting)
