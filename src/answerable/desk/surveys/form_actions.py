"""Changing questionnaires: nobody overwrites another unseen, and nothing changes that bodies were sent."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from answerable.core.errors import Fault, InputFaults
from answerable.core.law.life import EventKind
from answerable.core.questions import Question as CoreQuestion
from answerable.core.questions import Questionnaire as Form
from answerable.core.study.editing import questionnaire_faults, questionnaire_text, read_questionnaire
from answerable.core.study.faults import Faults
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.coding.models import Answer, CodingDecision
from answerable.desk.errors import Conflict
from answerable.desk.look.templatetags.desk import day
from answerable.desk.people.models import User
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.surveys.models import Question, Questionnaire, QuestionnaireVersion
from answerable.desk.surveys.values import fields_of, form_fields, form_of, round_of


class EditedMeanwhile(Conflict):
    """Somebody else changed the questionnaire since it was opened; what stands there now is carried."""

    def __init__(self, form: Questionnaire) -> None:
        self.form = form
        super().__init__("Somebody else changed this questionnaire while you wrote. Both versions are shown.")


@dataclass(frozen=True)
class Sent:
    """That a questionnaire went out: to how many bodies, and since when."""

    n_bodies: int
    since: date | None

    def words(self) -> str:
        """It as a sentence."""
        when = f" since {day(self.since)}" if self.since else ""
        return f"It went out to {self.n_bodies} bod{'y' if self.n_bodies == 1 else 'ies'}{when}."


def sent_or_none(form: Questionnaire) -> Sent | None:
    """Whether letters with this questionnaire are queued or were sent, or came with an imported study."""
    requests = Request.objects.filter(round=form.round_id, body__kind=form.kind_id)
    events = RequestEvent.objects.filter(
        request__in=requests, kind__in=[EventKind.QUEUED, EventKind.SENT], undone_at=None
    ).order_by("on")
    days = list(events.values_list("request_id", "on"))
    imported = list(requests.exclude(imported_outcome="").values_list("pk", "imported_sent_on"))
    bodies = {pk for pk, _ in (*days, *imported)}
    dates = [on for _, on in (*days, *imported) if on is not None]
    return Sent(len(bodies), min(dates, default=None)) if bodies else None


@transaction.atomic
def change_form(
    *, form: Questionnaire, new: Form, revision: int, by: User | None, words: str
) -> Questionnaire:
    """Changes a questionnaire as a whole; `revision` is the one that the editor saw.

    Raises: EditedMeanwhile; Conflict where it would change what was sent, or remove what was answered;
            InputFaults with what core finds wrong. Nothing is changed then
    """
    locked = (
        Questionnaire.objects.select_for_update(of=("self",))
        .select_related("round__survey", "kind")
        .prefetch_related("questions")
        .get(pk=form.pk)
    )
    if locked.revision != revision:
        raise EditedMeanwhile(locked)
    old = form_of(locked)
    if old == new:
        return locked
    _check_unsent(locked, old, new)
    _check_unanswered(locked, old, new)
    _check_faults(locked, old, new)
    QuestionnaireVersion.objects.create(
        questionnaire=locked,
        revision=locked.revision,
        text=questionnaire_text(old),
        changed_at=now(),
        changed_by=by,
        words=words[:300],
    )
    _write(locked, new)
    record(
        by=by,
        verb="form.changed",
        survey=locked.round.survey,
        target=locked,
        words=words,
        details={"revision": locked.revision},
    )
    return locked


@transaction.atomic
def take_back_form(*, form: Questionnaire, revision: int, by: User | None) -> Questionnaire:
    """Puts a questionnaire back as it was before the change that made `revision`.

    Raises: EditedMeanwhile, Conflict
    """
    before = QuestionnaireVersion.objects.filter(questionnaire=form, revision=revision - 1).first()
    old = read_questionnaire(before.text, form.file, Faults()) if before else None
    if old is None:
        raise Conflict("There is no earlier version to go back to.")
    return change_form(form=form, new=old, revision=revision, by=by, words="Took the last change back.")


def _check_faults(row: Questionnaire, old: Form, new: Form) -> None:
    """Refuses what core finds wrong, unless it was so before: old faults must not stop other changes."""
    rounds = row.round.survey.rounds.filter(position__lt=row.round.position)
    earlier, here = [round_of(each) for each in rounds], round_of(row.round)

    def faults(form: Form) -> tuple[Fault, ...]:
        with_it = replace(here, questionnaires={**here.questionnaires, form.kind: form})
        return questionnaire_faults(form, row.file, with_it, earlier)

    known = set(faults(old))
    fresh = [fault for fault in faults(new) if fault.severity == "error" and fault not in known]
    if fresh:
        raise InputFaults(fresh)


def _check_unsent(row: Questionnaire, old: Form, new: Form) -> None:
    if _read_by_bodies(old) == _read_by_bodies(new):
        return
    sent = sent_or_none(row)
    if sent is not None:
        raise Conflict(
            f"{sent.words()} What bodies read is not changed afterwards: their answers are to those words. "
            "Labels, notes, duties, comparisons and coding frames can still be changed; take the "
            "letters back while none has left, or ask anew in a new round."
        )


def _read_by_bodies(form: Form) -> tuple[object, ...]:
    """What of a questionnaire stands in the letter, in its order."""
    plain: list[CoreQuestion] = [
        replace(
            each,
            label="" if each.text else each.label,
            note="",
            duty=None,
            compares_with=None,
            recoded=None,
            pair_of=None,
        )
        for each in form.asked
    ]
    return (*plain, tuple(form.definitions.items()))


def _check_unanswered(row: Questionnaire, old: Form, new: Form) -> None:
    gone = old.by_id.keys() - new.by_id.keys()
    if not gone:
        return
    rows = Question.objects.filter(questionnaire=row, key__in=gone)
    answered = set(Answer.objects.filter(question__in=rows).values_list("question__key", flat=True))
    answered |= set(CodingDecision.objects.filter(question__in=rows).values_list("question__key", flat=True))
    if answered:
        raise Conflict(
            f"There are answers to {', '.join(sorted(answered))}: a question that was answered stays. "
            "Leave it out of a new round instead."
        )


def _write(row: Questionnaire, new: Form) -> None:
    rows = {each.key: each for each in row.questions.all()}
    Question.objects.filter(pk__in=[each.pk for key, each in rows.items() if key not in new.by_id]).delete()
    for position, question in enumerate(new.questions):
        fields = {"position": position, **fields_of(question)}
        there = rows.get(question.id)
        if there is None:
            Question.objects.create(questionnaire=row, **fields)
            continue
        changed = [name for name, value in fields.items() if getattr(there, name) != value]
        for name in changed:
            setattr(there, name, fields[name])
        if changed:
            there.save(update_fields=changed)
    for name, value in form_fields(new).items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*form_fields(new), "revision"])
