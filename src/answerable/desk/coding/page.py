"""A body's coding as a screen shows it: the reply, and every question with what is decided on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from answerable.core.answers import NUMERIC, OPTION_TYPES, AnswerType, Status
from answerable.core.errors import Fault
from answerable.desk.coding.evidence import messages_of
from answerable.desk.coding.marking import Mark, Shown, shown
from answerable.desk.coding.models import Answer, Evidence
from answerable.desk.coding.said import EvidenceBox, as_box, words_of
from answerable.desk.coding.texts import is_open, parts_of
from answerable.desk.forms.models import Submission
from answerable.desk.mail.models import IncomingFile, IncomingMessage
from answerable.desk.surveys.models import PublicBody, Question, Round
from answerable.desk.surveys.to_study_forms import question_of

# Short words: there are sixty rows of these on a screen.
MISSING = tuple(
    (status.value, status.value.replace("_", " "))
    for status in Status
    if status not in (Status.ANSWERED, Status.NO_REPLY)
)
OPTION = "="


@dataclass
class Row:
    """A question with what is decided on it, and what helps to decide."""

    question: Question
    choices: tuple[tuple[str, str], ...]
    is_numeric: bool
    is_words: bool
    answer: Answer | None = None
    boxes: list[EvidenceBox] = field(default_factory=list)
    said: str = ""
    value: str = ""
    unit: str = ""
    period: str = ""
    text: str = ""
    note: str = ""
    before: str = ""
    handed_in: str = ""
    submission: int | None = None
    condition: str = ""
    faults: Sequence[Fault] = ()

    @property
    def decision(self) -> Any:
        """The decision that is adopted; None where nothing is, or it was imported."""
        return self.answer.decision if self.answer else None

    @property
    def radios(self) -> SafeString:
        """The radio buttons of what may be said."""
        return _radios(self.choices, self.said if self.said in dict(self.choices) else "")

    @property
    def read_as(self) -> str:
        """What stands in the answers, in words."""
        return words_of(self.answer) if self.answer else ""


@dataclass(frozen=True)
class Source:
    """A message as it is shown: its parts with marks, and its files, whose words come later."""

    message: IncomingMessage
    parts: tuple[tuple[str, Shown], ...]
    files: tuple[tuple[IncomingFile, bool], ...]


@lru_cache(maxsize=512)
def _radios(choices: tuple[tuple[str, str], ...], said: str) -> SafeString:
    # Sixty questions have six hundred of these: made once for each list of choices, not by a template.
    return format_html_join(
        "",
        '<label><input type="radio" name="said" value="{}"{}>{}</label>',
        ((value, mark_safe(" checked") if value == said else "", words) for value, words in choices),
    )


def questions_of(round: Round, body: PublicBody) -> list[Question]:
    """What a body is asked in a round, without what is worked out, in order."""
    found = Question.objects.filter(
        questionnaire__round=round, questionnaire__kind=body.kind_id, derived=None
    )
    return list(found.select_related("questionnaire").order_by("position", "pk"))


def rows_of(round: Round, body: PublicBody, *, only: str = "", people: bool = True) -> list[Row]:
    """Every question with its answer, in a constant number of queries; `only` gives one question's row."""
    questions = questions_of(round, body)
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(round=round, body=body)
        .select_related("decision__coder", "question")
        .prefetch_related("decision__evidence__file")
    }
    by_key = {question.key: answers.get(question.pk) for question in questions}
    earlier = _earlier(round, body)
    submission = _submission(round, body) if people else None
    rows = []
    for question in questions:
        if only and question.key != only:
            continue
        row = _row(question, answers.get(question.pk), people)
        row.before = _before(question, earlier)
        row.condition = _condition(question, questions, by_key)
        given = submission.fields.get(question.key) if submission else None
        if submission is not None and isinstance(given, Mapping):
            row.handed_in, row.submission = words_of(given), submission.pk
        rows.append(row)
    return rows


def _row(question: Question, answer: Answer | None, people: bool) -> Row:
    core = question_of(question)
    row = Row(
        question=question,
        choices=_choices(question, core.coded_options),
        is_numeric=core.answer in NUMERIC,
        is_words=core.answer in (AnswerType.TEXT, AnswerType.LINK),
        answer=answer,
    )
    if answer is None:
        return row
    has_option = core.answer in OPTION_TYPES and answer.status == Status.ANSWERED
    row.said = f"{OPTION}{answer.answer}" if has_option else answer.status
    row.value = "" if answer.value is None else f"{answer.value:,.15g}"
    row.unit, row.period = answer.unit or "", answer.period or ""
    # What was coded here may name people until it is released; what was imported is public.
    if people or answer.decision_id is None:
        row.note = answer.note or ""
        row.text = (answer.answer or "") if row.is_words else ""
    else:
        answer.note = None
        if row.is_words and answer.answer:
            answer.answer = "words that only those read who may see names"
    if people and answer.decision:
        row.boxes = [as_box(each) for each in answer.decision.evidence.all()]
    return row


def _choices(question: Question, options: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if question.answer in OPTION_TYPES:
        answered = [(f"{OPTION}{option}", option.replace("_", " ")) for option in options]
    else:
        answered = [(str(Status.ANSWERED), "answered")]
    return (*answered, *MISSING)


def typed(row: Row, posted: QueryDict, faults: Sequence[Fault]) -> Row:
    """A row with what was typed instead of what is kept, and what is wrong with it."""
    row.faults = faults
    for name in ("said", "value", "unit", "period", "text", "note"):
        setattr(row, name, posted.get(name, ""))
    return row


def _condition(question: Question, questions: Sequence[Question], by_key: Mapping[str, Answer | None]) -> str:
    """When a follow-up is asked, and whether it is here."""
    if question.parent is None:
        return ""
    parent = next((each for each in questions if each.key == question.parent), None)
    name = (parent.number if parent else "") or question.parent
    if question.condition is None:
        return f"Goes with {name}."
    wanted = question.condition.replace("_", " ")
    said = by_key.get(question.parent)
    if said is None or said.status != Status.ANSWERED or said.answer == question.condition:
        return f"Asked if {name} is {wanted}."
    return f"Asked only if {name} is {wanted}, and it is coded {str(said.answer).replace('_', ' ')}."


def _earlier(round: Round, body: PublicBody) -> dict[tuple[str, str], Answer]:
    found = Answer.objects.filter(
        round__survey=round.survey_id, round__position__lt=round.position, body__body_id=body.body_id
    )
    rows = found.select_related("round", "question").order_by("round__position", "pk")
    return {(row.round.key, row.question.key): row for row in rows}


def _before(question: Question, earlier: Mapping[tuple[str, str], Answer]) -> str:
    link = question.compares_with or {}
    row = earlier.get((str(link.get("round")), str(link.get("question"))))
    if row is None:
        row = next((each for (_, key), each in reversed(list(earlier.items())) if key == question.key), None)
    return f"{row.round.key}: {words_of(row)}" if row else ""


def _submission(round: Round, body: PublicBody) -> Submission | None:
    found = Submission.objects.filter(request__round=round, request__body=body)
    return found.order_by("-handed_in_at", "-pk").first()


def evidence_of(round: Round, body: PublicBody) -> list[Evidence]:
    """The words that the adopted decisions on a body rest on."""
    found = Evidence.objects.filter(decision__adopted_as__round=round, decision__adopted_as__body=body)
    return list(found.select_related("decision__question").order_by("pk"))


def as_mark(row: Evidence) -> Mark:
    """Where the words of a decision lie."""
    question = row.decision.question
    return Mark(
        row.start, row.end, question.key, f"{question.number} {question.label or question.text}"[:120]
    )


def sources_of(round: Round, body: PublicBody, base: Mapping[str, int] | None = None) -> list[Source]:
    """What a body sent, oldest first, with what decisions rest on marked; words of files are not read."""
    evidence = evidence_of(round, body)
    found = messages_of(round, body).select_related(None).prefetch_related("files")
    starts = base or {}
    sources = []
    for message in found:
        parts = tuple(
            (part, shown(text, _marks(evidence, message.pk, part), starts.get(f"m{message.pk}-{part}", 0)))
            for part, text in parts_of(message)
        )
        files = tuple((file, is_open(file)) for file in message.files.all())
        sources.append(Source(message, parts, files))
    return sources


def _marks(evidence: Sequence[Evidence], message: int, part: str) -> list[Mark]:
    return [as_mark(each) for each in evidence if each.message_id == message and each.part == part]
