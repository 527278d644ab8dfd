"""Decisions on what a body answered: adopted, superseded, taken back; none is lost."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from answerable.core.answers import Status
from answerable.core.questions import Question as CoreQuestion
from answerable.desk.audit.trail import record
from answerable.desk.clock import now
from answerable.desk.coding.checking import LONGEST_BECAUSE, Parent, Said, check_said, tidy
from answerable.desk.coding.evidence import Words, make_evidence
from answerable.desk.coding.models import Answer, CodingDecision, Stage
from answerable.desk.errors import Conflict
from answerable.desk.people.models import User
from answerable.desk.surveys.models import PublicBody, Question, Round
from answerable.desk.surveys.to_study_forms import question_of

# What a decision says, and with it the row of answers.csv; the words it rests on are rows of their own.
SAYS = ("status", "answer", "value", "unit", "period", "note")
CELLS = (*SAYS, "evidence")


@transaction.atomic
def decide(
    *,
    round: Round,
    body: PublicBody,
    question: Question,
    status: Status | str,
    answer: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    period: str | None = None,
    note: str | None = None,
    evidence: Sequence[Words] = (),
    because: str = "",
    by: User | None,
    stage: Stage = Stage.FIRST,
    seen: int | None = None,
) -> CodingDecision:
    """Decides what a body answered to a question; adopted as its answer unless it is a second coding.

    `seen` is the decision that the person saw, 0 for none; where there is another by now, nothing changes.

    Raises: InputFaults with every fault found; Conflict for evidence that does not stand where it is said
            to, for a question of another questionnaire, or where somebody else decided meanwhile
    """
    asked = _asked(round, body, question)
    said = tidy(Said(Status(status), answer, value, unit, period, note), asked)
    check_said(said, asked, _parent(round, body, question))
    _lock(body)
    counted = _counting(round, body, question, stage, by)
    current = counted.order_by("-pk").first()
    if seen is not None and seen != (current.pk if current else 0):
        who = f"{current.coder} has" if current and current.coder else "Somebody has"
        raise Conflict(f"{who} coded this question meanwhile. Look at it, then decide again.")
    made = CodingDecision.objects.create(
        round=round,
        body=body,
        question=question,
        stage=stage,
        coder=by,
        made_at=now(),
        because=because.replace("\x00", "").strip()[:LONGEST_BECAUSE],
        **{name: getattr(said, name) for name in SAYS},
    )
    make_evidence(decision=made, words=evidence, round=round, body=body)
    counted.exclude(pk=made.pk).filter(superseded_at=None).update(superseded_at=made.made_at)
    if stage != Stage.SECOND:
        _adopt(made)
    _told(made, by, "coding.decided", f"coded {question.key} as {_words(made)}")
    return made


def _words(decision: CodingDecision) -> str:
    # Words of a reply may name people, so the trail tells only options and numbers.
    options = (*(decision.question.options or ()), "yes", "no", "in_development")
    if decision.answer in options:
        return str(decision.answer)
    return f"{decision.value:g}" if decision.value is not None else decision.status


def _asked(round: Round, body: PublicBody, question: Question) -> CoreQuestion:
    form = question.questionnaire
    if form.round_id != round.pk or form.kind_id != body.kind_id or body.survey_id != round.survey_id:
        raise Conflict(f"The question {question.key} is not asked of this body in this round.")
    return question_of(question)


def _parent(round: Round, body: PublicBody, question: Question) -> Parent | None:
    if question.parent is None or question.condition is None:
        return None
    row = Question.objects.filter(questionnaire=question.questionnaire_id, key=question.parent).first()
    if row is None:
        return None
    said = Answer.objects.filter(round=round, body=body, question=row, status=Status.ANSWERED).first()
    return Parent(question_of(row), said.answer if said else None)


def _lock(body: PublicBody) -> None:
    """One writer for a body at a time: what is current is read and then changed."""
    PublicBody.objects.select_for_update(no_key=True).only("pk").get(pk=body.pk)


def _counting(
    round: Round, body: PublicBody, question: Question, stage: str, by: User | None
) -> "QuerySet[CodingDecision]":
    """Decisions that count beside one of a stage; those of second coders stand each alone."""
    found = CodingDecision.objects.filter(round=round, body=body, question=question, undone_at=None)
    if stage == Stage.SECOND:
        return found.filter(stage=Stage.SECOND, coder=by)
    return found.exclude(stage=Stage.SECOND)


def _adopt(decision: CodingDecision) -> None:
    """Makes a decision the answer; the cells of an imported row are kept, to be put back."""
    key = {"round": decision.round, "body": decision.body, "question": decision.question}
    row = Answer.objects.select_for_update().filter(**key).first() or Answer(**key)
    if row.pk is not None and row.decision_id is None:
        row.imported = {name: getattr(row, name) for name in CELLS}
    for name in SAYS:
        setattr(row, name, getattr(decision, name))
    row.evidence = None
    row.decision, row.changed_at = decision, now()
    row.save()


def _give_up(decision: CodingDecision) -> None:
    """Takes the answer away that rests on a decision; an imported row is again as it was imported."""
    row = Answer.objects.select_for_update().filter(decision=decision).first()
    if row is None:
        return
    if row.imported is None:
        row.delete()
        return
    for name in CELLS:
        setattr(row, name, row.imported[name])
    row.imported, row.decision, row.changed_at = None, None, now()
    row.save()


@transaction.atomic
def undo_decision(*, decision: CodingDecision, by: User | None) -> CodingDecision | None:
    """Takes a decision back; the one before it counts again and is returned.

    Where there is none before, there is no answer any more, which is no reply and never a no; or that
    which was imported. Raises: Conflict where a later decision stands on it, or it was taken back before
    """
    _lock(decision.body)
    fresh = _fresh(decision)
    if fresh.undone_at is not None:
        raise Conflict("This decision was taken back before.")
    counted = _counting(fresh.round, fresh.body, fresh.question, fresh.stage, fresh.coder)
    if counted.filter(pk__gt=fresh.pk).exists():
        raise Conflict("There is a later decision on this question. Take that one back first.")
    _take_back([fresh], by)
    before = counted.filter(pk__lt=fresh.pk).order_by("-pk").first()
    if before is not None:
        before.superseded_at = None
        before.save(update_fields=["superseded_at"])
    if fresh.stage != Stage.SECOND:
        if before is not None:
            _adopt(before)
        else:
            _give_up(fresh)
    _told(fresh, by, "coding.undone", f"took back a decision on {fresh.question.key}")
    return before


@transaction.atomic
def redo_decision(*, decision: CodingDecision, by: User | None) -> CodingDecision:
    """Adopts a decision again that was taken back. Raises: Conflict where it counts, or another is later"""
    _lock(decision.body)
    fresh = _fresh(decision)
    if fresh.undone_at is None:
        raise Conflict("This decision counts already.")
    counted = _counting(fresh.round, fresh.body, fresh.question, fresh.stage, fresh.coder)
    if counted.filter(pk__gt=fresh.pk).exists():
        raise Conflict("There is a later decision on this question. It stays.")
    counted.filter(superseded_at=None).update(superseded_at=now())
    # What was cleared with it counts again too, behind it.
    CodingDecision.objects.filter(
        round=fresh.round,
        body=fresh.body,
        question=fresh.question,
        stage=fresh.stage,
        undone_at=fresh.undone_at,
        pk__lt=fresh.pk,
    ).update(undone_at=None, undone_by=None, superseded_at=now())
    fresh.undone_at = fresh.undone_by = fresh.superseded_at = None
    fresh.save(update_fields=["undone_at", "undone_by", "superseded_at"])
    if fresh.stage != Stage.SECOND:
        _adopt(fresh)
    _told(fresh, by, "coding.redone", f"adopted again a decision on {fresh.question.key}")
    return fresh


@transaction.atomic
def clear(*, round: Round, body: PublicBody, question: Question, by: User | None) -> CodingDecision | None:
    """Takes every decision on a question back; returns the last, which `redo_decision` adopts again."""
    _lock(body)
    counted = _counting(round, body, question, Stage.FIRST, by).select_related("round__survey", "question")
    rows = list(counted.order_by("pk"))
    if not rows:
        return None
    _take_back(rows, by)
    _give_up(rows[-1])
    _told(rows[-1], by, "coding.cleared", f"cleared {question.key}")
    return rows[-1]


def _fresh(decision: CodingDecision) -> CodingDecision:
    return CodingDecision.objects.select_related("round__survey", "body", "question", "coder").get(
        pk=decision.pk
    )


def _take_back(rows: Sequence[CodingDecision], by: User | None) -> None:
    at = now()
    for row in rows:
        row.undone_at, row.undone_by, row.superseded_at = at, by, None
        row.save(update_fields=["undone_at", "undone_by", "superseded_at"])


def _told(decision: CodingDecision, by: User | None, verb: str, words: str) -> None:
    record(
        by=by,
        verb=verb,
        survey=decision.round.survey,
        target=decision,
        words=f"{decision.round.key}, {decision.body.body_id}: {words}.",
        details={"stage": decision.stage, "question": decision.question.key},
    )
