"""Approving a wave: its letters are filled to the last mark and stored in the outbox in one transaction."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from answerable.core.law.life import State
from answerable.desk.audit.trail import record
from answerable.desk.clock import now, today
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.forms.in_bulk import make_links, revoke_links
from answerable.desk.letters.approving import check_second
from answerable.desk.letters.contents import Contents
from answerable.desk.letters.filling import fill_marks
from answerable.desk.letters.models import Letter, Purpose, Wave, WaveItem, WaveState
from answerable.desk.letters.warnings import LOGS
from answerable.desk.letters.waves import check_wave, is_stopped, planned_day
from answerable.desk.mail.models import OutgoingMessage, OutgoingState
from answerable.desk.mail.outbox import queue_messages, unsaved_message
from answerable.desk.people.models import User
from answerable.desk.requests.in_bulk import log_queued, take_back_queued
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Questionnaire

_TOKEN = re.compile(r"/reply/([\w-]{20,})/")


@transaction.atomic
def approve_and_queue(*, wave: Wave, by: User, because: str, not_before: datetime | None) -> Wave:
    """Approves a wave and queues each of its letters once.

    Raises: Conflict where it was decided before or stands otherwise than it was read; NotReady where a
            letter's text is not approved, a letter cannot be sent, or the same person proposed it
    """
    locked = Wave.objects.select_for_update().select_related("round__survey").get(pk=wave.pk)
    if locked.state != WaveState.PROPOSED:
        raise Conflict(f"This wave was {locked.state} before; nothing is queued twice.")
    survey = locked.round.survey
    reason = check_second(survey=survey, author=locked.proposed_by, by=by, because=because)
    locked.not_before = not_before or locked.not_before
    # Whoever else would queue a letter for one of these requests waits here, and then sees that it was done.
    ids = list(locked.items.filter(left_out_because="").values_list("request_id", flat=True))
    list(Request.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    check_wave(wave=locked)
    items = list(locked.items.filter(left_out_because="").select_related("request__body__kind", "letter"))
    _check_ready(locked, items)
    _queue(locked, items, by)
    locked.state, locked.decided_at, locked.decided_by = WaveState.APPROVED, now(), by
    locked.decided_because = reason[:300]
    locked.save(update_fields=["state", "decided_at", "decided_by", "decided_because", "not_before"])
    record(
        by=by,
        verb="wave.approved",
        survey=survey,
        target=locked,
        words=f"Approved a wave of {len(items)} letters: {Purpose(locked.purpose).label}.",
        details={"items": len(items), **({"because": reason} if reason else {})},
    )
    return locked


def _check_ready(wave: Wave, items: Sequence[WaveItem]) -> None:
    if not items:
        raise NotReady("Every letter of this wave is left out. Put one in again, or drop the wave.")
    stopped = [item for item in items if is_stopped(item)]
    if stopped:
        raise NotReady(
            f"{len(stopped)} of {len(items)} letters cannot be sent: mend them or leave them out first."
        )
    forms = dict(Questionnaire.objects.filter(round=wave.round).values_list("kind_id", "revision"))
    letters: dict[int, Letter] = {item.letter.pk: item.letter for item in items if item.letter}
    for letter in letters.values():
        if not letter.is_approved:
            kind = next(item.request.body.kind for item in items if item.letter_id == letter.pk)
            raise NotReady(f"The letter “{letter.purpose}” to {kind.plural} is not approved as it stands.")
    stale = [
        item
        for item in items
        if item.letter is None
        or item.letter_revision != item.letter.revision
        or item.form_revision != forms.get(item.request.body.kind_id, 0)
    ]
    if stale:
        raise NotReady(
            f"{len(stale)} letters were made from a text or questions that were changed since. Drop this "
            "wave and propose it again."
        )


def _queue(wave: Wave, items: Sequence[WaveItem], by: User) -> None:
    requests = [item.request for item in items]
    for request in requests:
        request.round = wave.round
    contents, on = Contents.of(wave.round, requests), planned_day(wave)
    wants_link = [item.request for item in items if "reply_link" in item.text]
    links = make_links(requests=wants_link, by=by)
    threads = _threads(requests)
    logs = LOGS[wave.purpose]
    messages = []
    for item in items:
        values = contents.values(item.request, because=item.because)
        late = contents.late_values(item.request, on, links.get(item.request_id, ""))
        contact = contents.contacts.get(item.request.body_id)
        earlier = threads.get(item.request_id, [])
        messages.append(
            unsaved_message(
                key=f"wave-item-{item.pk}",
                survey=wave.round.survey,
                request=item.request,
                purpose=wave.purpose,
                logs=str(logs or ""),
                to_address=item.to_address,
                to_name=contact.name if contact and contact.email == item.to_address else "",
                subject=fill_marks(item.subject, values | late).text,
                text=fill_marks(item.text, values | late).text,
                in_reply_to=earlier[-1] if earlier else "",
                references=earlier[-10:],
                by=by,
                not_before=wave.not_before,
            )
        )
    made = queue_messages(survey=wave.round.survey, purpose=wave.purpose, messages=messages, by=by)
    for item, message in zip(items, made, strict=True):
        item.outgoing = message
    WaveItem.objects.bulk_update(items, ["outgoing"], batch_size=100)
    if wave.purpose == Purpose.REQUEST:
        drafts = [request for request in requests if request.state == State.DRAFT]
        by_request = {item.request_id: message for item, message in zip(items, made, strict=True)}
        log_queued(requests=drafts, messages=by_request, on=today(), by=by)


def _threads(requests: Sequence[Request]) -> Mapping[int, list[str]]:
    """Message-IDs of what we sent before on each request, oldest first, so that programs show one thread."""
    rows = OutgoingMessage.objects.filter(
        request__in=[request.pk for request in requests], state=OutgoingState.SENT
    ).order_by("pk")
    found: dict[int, list[str]] = {}
    for request_id, message_id in rows.values_list("request_id", "message_id"):
        if request_id is not None:
            found.setdefault(request_id, []).append(message_id)
    return found


def without_links(text: str) -> str:
    """A sent text as it may be shown at the desk: the personal link opens the form to whoever has it."""
    return _TOKEN.sub("/reply/(the personal link)/", text)


def can_take_back(wave: Wave) -> bool:
    """Whether nothing of an approved wave has left the outbox yet."""
    return wave.state == WaveState.APPROVED and not (
        OutgoingMessage.objects.filter(wave_item__wave=wave).exclude(state=OutgoingState.QUEUED).exists()
    )


@transaction.atomic
def take_back_wave(*, wave: Wave, by: User | None) -> int:
    """Takes every letter of an approved wave out of the outbox, as long as none has left; returns how many.

    The requests are drafts again and can be proposed anew. Raises: Conflict
    """
    locked = Wave.objects.select_for_update().select_related("round__survey").get(pk=wave.pk)
    if locked.state != WaveState.APPROVED:
        raise Conflict("Only an approved wave can be taken back.")
    messages = list(
        OutgoingMessage.objects.select_for_update(of=("self",)).filter(wave_item__wave=locked).order_by("pk")
    )
    gone = sum(message.state != OutgoingState.QUEUED for message in messages)
    if gone:
        raise Conflict(
            f"{gone} of {len(messages)} letters have left already, so the wave cannot be taken back. Single "
            "letters that still wait can be cancelled in the outbox."
        )
    OutgoingMessage.objects.filter(pk__in=[message.pk for message in messages]).update(
        state=OutgoingState.CANCELLED, trouble="Taken back before it left."
    )
    tokens = [token for message in messages for token in _TOKEN.findall(message.text)]
    revoke_links(tokens=tokens, by=by)
    requests = list(Request.objects.filter(wave_items__wave=locked).select_related("round__survey"))
    if locked.purpose == Purpose.REQUEST:
        take_back_queued(requests=requests, by=by)
    locked.state, locked.decided_at, locked.decided_by = WaveState.DROPPED, now(), by
    locked.decided_because = "taken back before the first letter left"
    locked.save(update_fields=["state", "decided_at", "decided_by", "decided_because"])
    record(
        by=by,
        verb="wave.taken_back",
        survey=locked.round.survey,
        target=locked,
        words=f"Took back a wave: {len(messages)} letters were taken out of the outbox.",
    )
    return len(messages)
