"""Queueing messages: stored whole first; what the sender does with them is in `mail.sending`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.db import transaction

from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.mail.models import OutgoingFile, OutgoingMessage, StoredFile
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Survey


def reply_address(request: Request) -> str:
    """The address that replies to a request go to: its unguessable token at the desk's reply domain."""
    return f"{request.token}@{settings.HERE.reply_domain}"


@transaction.atomic
def queue_message(
    *,
    key: str,
    survey: Survey | None,
    purpose: str,
    to_address: str,
    subject: str,
    text: str,
    by: User | None,
    request: Request | None = None,
    logs: str = "",
    to_name: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    files: Sequence[tuple[str, str, StoredFile]] = (),
    not_before: datetime | None = None,
) -> OutgoingMessage:
    """Stores a message to be sent once; the same `key` again gives the one there."""
    there = OutgoingMessage.objects.filter(key=key).first()
    if there is not None:
        return there
    message = unsaved_message(
        key=key,
        survey=survey,
        request=request,
        purpose=purpose,
        logs=logs,
        to_address=to_address,
        to_name=to_name,
        subject=subject,
        text=text,
        in_reply_to=in_reply_to,
        references=references,
        by=by,
        not_before=not_before,
    )
    message.save(force_insert=True)
    OutgoingFile.objects.bulk_create(
        OutgoingFile(message=message, position=n, filename=name, content_type=kind, file=file)
        for n, (name, kind, file) in enumerate(files)
    )
    record(by=by, verb="mail.queued", survey=survey, target=message, words=f"Queued a message: {purpose}.")
    return message


def unsaved_message(
    *,
    key: str,
    survey: Survey | None,
    purpose: str,
    to_address: str,
    subject: str,
    text: str,
    by: User | None,
    request: Request | None = None,
    logs: str = "",
    to_name: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    not_before: datetime | None = None,
) -> OutgoingMessage:
    """A message as it will be stored, with its own Message-ID and the reply address of its request."""
    address = reply_address(request) if request else ""
    return OutgoingMessage(
        key=key,
        survey=survey,
        request=request,
        purpose=purpose,
        logs=logs,
        to_address=to_address,
        to_name=to_name,
        from_name=(survey.sender_name or survey.publisher) if survey else "Answerable",
        from_address=address or settings.HERE.mail_from,
        reply_to=address,
        subject=subject,
        text=text,
        message_id=make_msgid(domain=settings.HERE.reply_domain).strip("<>"),
        in_reply_to=in_reply_to,
        references=list(references),
        queued_at=now(),
        queued_by=by,
        not_before=not_before,
    )


@transaction.atomic
def queue_messages(
    *, survey: Survey, purpose: str, messages: Iterable[OutgoingMessage], by: User | None
) -> list[OutgoingMessage]:
    """Stores many unsaved messages at once. Raises: IntegrityError where one of their keys is taken"""
    made = OutgoingMessage.objects.bulk_create(messages, batch_size=200)
    record(
        by=by,
        verb="mail.queued",
        survey=survey,
        words=f"Queued {len(made)} messages: {purpose}.",
        details={"messages": [message.pk for message in made]},
    )
    return made
