"""What people do from the board: plan the ladder, write to a body, hand complaints to the regulator."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from answerable.core.law.life import EventKind
from answerable.desk.audit.trail import record
from answerable.desk.chasing.ladder import RUNGS, reasons, rungs
from answerable.desk.chasing.models import LadderPlan
from answerable.desk.clock import today
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.letters.models import Purpose, Wave
from answerable.desk.letters.waves import propose_wave
from answerable.desk.mail.models import OutgoingMessage
from answerable.desk.mail.outbox import queue_message
from answerable.desk.mail.placing_events import SAYABLE, say_what_it_is, unsay
from answerable.desk.people.models import User
from answerable.desk.requests.actions import log_event, undo_event
from answerable.desk.requests.models import Contact, Request, RequestEvent
from answerable.desk.surveys.models import Round


@transaction.atomic
def plan_ladder(*, round: Round, days: dict[str, int], by: User | None) -> LadderPlan:
    """Sets after how many working days each step of the ladder is proposed."""
    plan, _ = LadderPlan.objects.update_or_create(round=round, defaults=days)
    record(
        by=by,
        verb="ladder.planned",
        survey=round.survey,
        target=round,
        words=f"Planned the ladder of {round.key}.",
        details=days,
    )
    return plan


@transaction.atomic
def propose_step(*, round: Round, purpose: Purpose, by: User | None) -> Wave:
    """Proposes one step of the ladder for every body for which it is time. Raises: NotReady"""
    if purpose not in RUNGS or purpose is Purpose.COMPLAINT:
        raise NotReady("A complaint goes to the regulator, body by body: make its pack from the list.")
    rung = next(each for each in rungs(round, today()) if each.purpose is purpose)
    found = reasons(rung, today())
    if not found:
        raise NotReady("There is no body for which this step is due today.")
    return propose_wave(round=round, purpose=purpose, requests=found, by=by)


@transaction.atomic
def note_event(
    *,
    request: Request,
    kind: EventKind,
    on: date,
    by: User,
    sections: Sequence[str] = (),
    until: date | None = None,
    note: str = "",
) -> RequestEvent:
    """Logs what a person says happened; of the one reply that is to be read, it is what that reply means.

    Raises: ImpossibleEvent
    """
    unread = list(
        request.placements.filter(undone_at=None, to_read=True).select_related("message").order_by("pk")[:2]
    )
    given: dict[str, Any] = {
        "kind": kind,
        "on": on,
        "by": by,
        "sections": sections,
        "until": until,
        "note": note,
    }
    if len(unread) == 1 and kind in SAYABLE:
        return say_what_it_is(message=unread[0].message, request=request, **given)
    return log_event(request=request, **given)


@transaction.atomic
def take_back(*, event: RequestEvent, by: User) -> None:
    """Takes an event back; the reply it was said of is to be read again. Raises: Conflict, ImpossibleEvent"""
    if event.incoming_id is not None:
        unsay(event=event, by=by)
    else:
        undo_event(event=event, by=by)


@transaction.atomic
def write_letter(
    *, request: Request, subject: str, text: str, answers_clarification: bool, key: str, by: User | None
) -> OutgoingMessage:
    """Queues a letter that a person wrote, in the thread of the request. Raises: NotReady

    `key` is made with the form, so that a form sent twice makes one letter.
    """
    contact = (
        Contact.objects.filter(body=request.body, preferred=True, removed_at=None).order_by("pk").first()
    )
    if contact is None:
        raise NotReady(f"There is no address for {request.body.name}. Add one in the set-up, under Bodies.")
    before = request.outgoing.exclude(sent_at=None).order_by("sent_at")
    answered = (
        request.placements.filter(undone_at=None)
        .exclude(message__message_id="")
        .order_by("-message__received_at")
        .select_related("message")
        .first()
    )
    parent = answered.message.message_id if answered else ""
    references: Sequence[str] = [each.message_id for each in before]
    return queue_message(
        key=f"letter-{request.pk}-{key}",
        survey=request.round.survey,
        request=request,
        purpose=Purpose.CLARIFICATION if answers_clarification else "letter",
        logs=EventKind.CLARIFICATION_ANSWERED if answers_clarification else "",
        to_address=contact.email,
        to_name=contact.name,
        subject=subject,
        text=text,
        in_reply_to=parent or (references[-1] if references else ""),
        references=[*references, *([parent] if parent else [])],
        by=by,
    )


@transaction.atomic
def note_complaints(*, requests: Sequence[Request], by: User | None) -> int:
    """Logs that complaints were handed to the regulator, all or none. Raises: ImpossibleEvent, Conflict"""
    if not requests:
        raise Conflict("Choose at least one body.")
    for request in requests:
        log_event(request=request, kind=EventKind.REGULATOR_COMPLAINT, on=today(), by=by)
    return len(requests)
