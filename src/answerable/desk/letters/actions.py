"""What changes letters: written, approved by a second person, taken back."""

from django.db import transaction

from answerable.core.errors import Fault, InputFaults
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.errors import Conflict
from answerable.desk.letters.approving import check_second
from answerable.desk.letters.defaults import default_letter
from answerable.desk.letters.filling import mark_faults
from answerable.desk.letters.models import Letter, LetterVersion, Purpose
from answerable.desk.people.models import User
from answerable.desk.surveys.models import BodyKind, Round

LONGEST_TEXT = 100_000


class WrittenMeanwhile(Conflict):
    """Somebody else changed the letter since it was opened; both texts are carried."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        super().__init__("Somebody else changed this letter while you wrote. Both texts are shown below.")


@transaction.atomic
def open_letter(*, round: Round, kind: BodyKind, purpose: Purpose, by: User | None) -> Letter:
    """The letter of a purpose to a kind of body, begun with the default text where there is none.

    Whoever begins it stands for its text: a second person approves it.
    """
    there = Letter.objects.filter(round=round, kind=kind, purpose=purpose).first()
    if there is not None:
        return there
    earlier = (
        Letter.objects.filter(round__survey=round.survey, kind=kind, purpose=purpose)
        .exclude(round=round)
        .order_by("-round__position")
        .first()
    )
    subject, text = (earlier.subject, earlier.text) if earlier else default_letter(purpose)
    letter, made = Letter.objects.get_or_create(
        round=round,
        kind=kind,
        purpose=purpose,
        defaults={"subject": subject, "text": text, "changed_at": now(), "changed_by": by},
    )
    if made:
        record(
            by=by,
            verb="letter.begun",
            survey=round.survey,
            target=letter,
            words=f"Began the letter “{purpose}” to {kind.plural}.",
        )
    return letter


@transaction.atomic
def change_letter(*, letter: Letter, subject: str, text: str, revision: int, by: User | None) -> Letter:
    """Writes a letter anew; `revision` is the one that the writer saw. What was approved is so no longer.

    Raises: WrittenMeanwhile; InputFaults for marks that are none: nothing is changed then
    """
    locked = Letter.objects.select_for_update().select_related("round__survey", "kind").get(pk=letter.pk)
    if locked.revision != revision:
        raise WrittenMeanwhile(locked)
    subject, text = " ".join(subject.split()), text.replace("\r\n", "\n").strip()
    check_text(subject, text)
    if (subject, text) == (locked.subject, locked.text):
        return locked
    LetterVersion.objects.create(
        letter=locked,
        revision=locked.revision,
        subject=locked.subject,
        text=locked.text,
        changed_at=locked.changed_at,
        changed_by=locked.changed_by,
    )
    locked.subject, locked.text = subject, text
    locked.revision += 1
    locked.changed_at, locked.changed_by = now(), by
    locked.save(update_fields=["subject", "text", "revision", "changed_at", "changed_by"])
    _tell(locked, by, "letter.changed", f"Changed the letter “{locked.purpose}” to {locked.kind.plural}.")
    return locked


@transaction.atomic
def take_back_letter(*, letter: Letter, revision: int, by: User | None) -> Letter:
    """Puts back the text before the change that made `revision`. Raises: WrittenMeanwhile, Conflict"""
    before = LetterVersion.objects.filter(letter=letter, revision=revision - 1).first()
    if before is None:
        raise Conflict("There is no earlier text to go back to.")
    return change_letter(letter=letter, subject=before.subject, text=before.text, revision=revision, by=by)


@transaction.atomic
def approve_letter(*, letter: Letter, revision: int, by: User, because: str = "") -> Letter:
    """Approves a letter's text as the person saw it. Raises: WrittenMeanwhile, NotReady"""
    locked = Letter.objects.select_for_update().select_related("round__survey", "kind").get(pk=letter.pk)
    if locked.revision != revision:
        raise WrittenMeanwhile(locked)
    reason = check_second(survey=locked.round.survey, author=locked.changed_by, by=by, because=because)
    locked.approved_revision, locked.approved_at, locked.approved_by = locked.revision, now(), by
    locked.approved_because = reason[:300]
    locked.save(update_fields=["approved_revision", "approved_at", "approved_by", "approved_because"])
    _tell(
        locked,
        by,
        "letter.approved",
        f"Approved the letter “{locked.purpose}” to {locked.kind.plural}.",
        because=reason,
    )
    return locked


@transaction.atomic
def withdraw_approval(*, letter: Letter, by: User | None) -> Letter:
    """Takes an approval back; nothing is proposed or sent with this text until it is approved again."""
    locked = Letter.objects.select_for_update().select_related("round__survey", "kind").get(pk=letter.pk)
    locked.approved_revision = locked.approved_at = locked.approved_by = None
    locked.approved_because = ""
    locked.save(update_fields=["approved_revision", "approved_at", "approved_by", "approved_because"])
    _tell(locked, by, "letter.approval_withdrawn", f"Took back the approval of “{locked.purpose}”.")
    return locked


def check_text(subject: str, text: str) -> None:
    """Refuses a letter without words, too long, or with marks that are none. Raises: InputFaults"""
    faults = [*mark_faults(subject, file="the subject"), *mark_faults(text)]
    if not subject:
        faults.append(Fault("blank", "The letter has no subject.", "Write one.", file="the subject"))
    if len(subject) > 300:
        faults.append(
            Fault("too_long", "The subject is too long.", "Keep it below 300 letters.", file="the subject")
        )
    if not text:
        faults.append(Fault("blank", "The letter has no text.", "Write one.", file="the letter"))
    if len(text) > LONGEST_TEXT:
        words = f"Keep it below {LONGEST_TEXT:,} letters."
        faults.append(Fault("too_long", "The letter is too long.", words, file="the letter"))
    if faults:
        raise InputFaults(faults)


def _tell(letter: Letter, by: User | None, verb: str, words: str, because: str = "") -> None:
    record(
        by=by,
        verb=verb,
        survey=letter.round.survey,
        target=letter,
        words=words,
        details={"revision": letter.revision, **({"because": because} if because else {})},
    )
