"""Waves of letters: proposed, looked through, approved by a second person and queued, or dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from answerable.core.errors import Fault
from answerable.desk.audit.trail import record
from answerable.desk.clock import day_of, now, today
from answerable.desk.errors import Conflict, NotReady
from answerable.desk.letters.actions import check_text, open_letter
from answerable.desk.letters.contents import Contents
from answerable.desk.letters.filling import fill_marks
from answerable.desk.letters.marks import LATE
from answerable.desk.letters.models import Letter, Purpose, Wave, WaveItem, WaveState
from answerable.desk.letters.warnings import About, wave_warnings
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request
from answerable.desk.surveys.models import Questionnaire, Round

LONGEST_SUBJECT = 400


@transaction.atomic
def propose_wave(
    *,
    round: Round,
    purpose: Purpose,
    requests: Sequence[tuple[Request, str]],
    by: User | None,
    not_before: datetime | None = None,
    to_address: str = "",
) -> Wave:
    """Proposes a letter for each request, with why; nothing is sent before a second person approves.

    `to_address` sends all of them to one address, as complaints to the regulator are; else each goes to
    its body's preferred contact. Raises: NotReady where there is nothing to propose
    """
    if not requests:
        raise NotReady("Choose at least one body: a wave without letters says nothing to anybody.")
    whole = _with_bodies(round, [request for request, _ in requests])
    wave = Wave.objects.create(
        round=round, purpose=purpose, proposed_at=now(), proposed_by=by, not_before=not_before
    )
    letters = _letters(round, purpose, whole, by)
    revisions = dict(Questionnaire.objects.filter(round=round).values_list("kind_id", "revision"))
    contents = Contents.of(round, whole)
    on = planned_day(wave)
    items, abouts = [], []
    for request, because in zip(whole, (because for _, because in requests), strict=True):
        letter = letters[request.body.kind_id]
        made = _made(letter, contents, request, because, on)
        contact = contents.contacts.get(request.body_id)
        # A complaint is never sent to the body that it is about.
        own = contact.email if contact and purpose != Purpose.COMPLAINT else ""
        item = WaveItem(
            wave=wave,
            request=request,
            to_address=to_address or own,
            subject=made.subject[:LONGEST_SUBJECT],
            text=made.text,
            because=because[:500],
            letter=letter,
            letter_revision=letter.revision,
            form_revision=revisions.get(request.body.kind_id, 0),
        )
        items.append(item)
        abouts.append(About(request, item.to_address, made.faults))
    _warn(wave, items, abouts, contents, on)
    WaveItem.objects.bulk_create(items, batch_size=100)
    _tell(wave, by, "wave.proposed", f"Proposed {len(items)} letters: {Purpose(purpose).label}.")
    return wave


@transaction.atomic
def check_wave(*, wave: Wave) -> int:
    """Looks at every letter of a proposed wave again, as things are now; returns how many are stopped."""
    items = list(wave.items.select_related("request__body__kind", "letter"))
    requests = [item.request for item in items]
    for request in requests:
        request.round = wave.round
    contents, on = Contents.of(wave.round, requests), planned_day(wave)
    abouts = [
        About(item.request, item.to_address, _faults_now(item, contents, on), item.pk) for item in items
    ]
    before = {item.pk: item.warnings for item in items}
    _warn(wave, items, abouts, contents, on)
    changed = [item for item in items if item.warnings != before[item.pk]]
    WaveItem.objects.bulk_update(changed, ["warnings"], batch_size=100)
    return sum(is_stopped(item) for item in items if not item.left_out_because)


def is_stopped(item: WaveItem) -> bool:
    """Whether a warning keeps a letter from being sent."""
    return any(warning["stops"] for warning in item.warnings)


def planned_day(wave: Wave) -> date:
    """The day on which the letters of a wave are taken to be sent."""
    return max(today(), day_of(wave.not_before)) if wave.not_before else today()


@transaction.atomic
def leave_out(*, item: WaveItem, because: str, by: User | None) -> WaveItem:
    """Leaves one body's letter out of a proposed wave, with a reason; blank puts it in again.

    Raises: Conflict where the wave was decided
    """
    wave = _proposed(item.wave_id)
    item = wave.items.select_related("request").get(pk=item.pk)
    item.left_out_because = because.strip()[:300]
    item.save(update_fields=["left_out_because"])
    what = "Left out" if item.left_out_because else "Put in again"
    _tell(wave, by, "wave.item", f"{what} {item.request.reference}.", item=item.pk)
    return item


@transaction.atomic
def leave_out_stopped(*, wave: Wave, by: User | None) -> int:
    """Leaves out every letter that cannot be sent, each for the first of its reasons."""
    locked = _proposed(wave.pk)
    stopped = [item for item in locked.items.filter(left_out_because="") if is_stopped(item)]
    for item in stopped:
        item.left_out_because = next(w["words"] for w in item.warnings if w["stops"])[:300]
    WaveItem.objects.bulk_update(stopped, ["left_out_because"], batch_size=100)
    _tell(locked, by, "wave.item", f"Left out {len(stopped)} letters that cannot be sent.")
    return len(stopped)


@transaction.atomic
def change_item(*, item: WaveItem, subject: str, text: str, to_address: str, by: User | None) -> WaveItem:
    """Writes one letter of a proposed wave by hand; whoever does it may not approve the wave.

    Raises: Conflict, InputFaults
    """
    wave = _proposed(item.wave_id)
    item = wave.items.select_related("request").get(pk=item.pk)
    subject, text = " ".join(subject.split())[:LONGEST_SUBJECT], text.replace("\r\n", "\n").strip()
    check_text(subject[:300], text)
    item.subject, item.text, item.to_address, item.by_hand = subject, text, to_address.strip(), True
    item.save(update_fields=["subject", "text", "to_address", "by_hand"])
    wave.proposed_by, wave.proposed_at = by, now()
    wave.save(update_fields=["proposed_by", "proposed_at"])
    _tell(wave, by, "wave.item", f"Wrote the letter of {item.request.reference} by hand.", item=item.pk)
    check_wave(wave=wave)
    item.refresh_from_db()
    return item


@transaction.atomic
def drop_wave(*, wave: Wave, by: User | None, because: str = "") -> Wave:
    """Drops a proposed wave: nothing of it is sent. Raises: Conflict"""
    locked = _proposed(wave.pk)
    locked.state, locked.decided_at, locked.decided_by = WaveState.DROPPED, now(), by
    locked.decided_because = because[:300]
    locked.save(update_fields=["state", "decided_at", "decided_by", "decided_because"])
    _tell(locked, by, "wave.dropped", f"Dropped a wave of {locked.items.count()} letters.")
    return locked


def approve_wave(*, wave: Wave, by: User, because: str = "", not_before: datetime | None = None) -> Wave:
    """Approves a wave and queues its letters, each once; see `letters.queueing`."""
    from answerable.desk.letters.queueing import approve_and_queue

    return approve_and_queue(wave=wave, by=by, because=because, not_before=not_before)


def _proposed(wave_id: int) -> Wave:
    wave = Wave.objects.select_for_update().select_related("round__survey").get(pk=wave_id)
    if wave.state != WaveState.PROPOSED:
        raise Conflict(f"This wave was {wave.state} meanwhile; nothing was changed.")
    return wave


def _with_bodies(a_round: Round, requests: Sequence[Request]) -> list[Request]:
    """The requests with their bodies and kinds at hand, in their order, each of the round and once."""
    rows = Request.objects.filter(pk__in={request.pk for request in requests}, round=a_round)
    by_id = {row.pk: row for row in rows.select_related("body__kind")}
    if len(by_id) != len(requests):
        raise Conflict("The bodies of a wave are of one round, each named once. Choose them again.")
    for row in by_id.values():
        row.round = a_round
    return [by_id[request.pk] for request in requests]


def _letters(
    a_round: Round, purpose: Purpose, requests: Iterable[Request], by: User | None
) -> dict[int, Letter]:
    kinds = {request.body.kind_id: request.body.kind for request in requests}
    return {pk: open_letter(round=a_round, kind=kind, purpose=purpose, by=by) for pk, kind in kinds.items()}


@dataclass(frozen=True)
class _Made:
    subject: str
    text: str
    faults: tuple[Fault, ...]


def _made(letter: Letter, contents: Contents, request: Request, because: str, on: date) -> _Made:
    values = contents.values(request, because=because) | contents.late_values(request, on, "-")
    # Faults are told of the whole letter, late marks included; those stay in the text until it is queued.
    subject = fill_marks(letter.subject, values, file="the subject")
    whole = fill_marks(letter.text, values)
    kept = fill_marks(letter.text, values, later=LATE)
    return _Made(subject.text, kept.text, (*subject.faults, *whole.faults))


def _faults_now(item: WaveItem, contents: Contents, on: date) -> tuple[Fault, ...]:
    late = contents.late_values(item.request, on, "-")
    return fill_marks(item.text, contents.values(item.request, because=item.because) | late).faults


def _warn(
    wave: Wave, items: Sequence[WaveItem], abouts: Sequence[About], contents: Contents, on: date
) -> None:
    warned = wave_warnings(
        wave.round, wave.purpose, abouts, contents.contacts, on=on, due_on=contents.due_if_sent(on)
    )
    for item in items:
        item.warnings = warned[item.request_id]


def _tell(wave: Wave, by: User | None, verb: str, words: str, **details: object) -> None:
    record(by=by, verb=verb, survey=wave.round.survey, target=wave, words=words, details=details)
