"""Answers as they will be published: officers' names out, small counts of children masked.

The check page and the right of reply show what a release would hold, by the same rules and code.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answerable.core.answers import STATUS_WORDS, AnswerType, Status
from answerable.core.law.disclosure import NEAREST, mask_count
from answerable.core.post.people import Person
from answerable.core.questions import Question, Questionnaire
from answerable.desk.coding.models import Answer, Evidence, Statement
from answerable.desk.forms.answers import in_words
from answerable.desk.forms.typed import Typed
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.requests.models import Contact, Request
from answerable.desk.surveys.to_study_answers import AnswerRecords, AnswerRow, Quote, answer_frame
from answerable.desk.surveys.to_study_words import Cleaner, counts_children

WITHHELD = "These words are not published: what points to a person could not be taken out safely."


@dataclass(frozen=True)
class Shown:
    """An answer as it will be published: in one line, with its words, and what was changed on the way."""

    said: str
    words: str = ""
    changed: str = ""


def as_published(
    fields: Mapping[str, Mapping[str, Any]], typed: Typed, form: Questionnaire, request: Request
) -> dict[str, Shown]:
    """Each filled answer of a draft as it would be published, were it coded as it stands."""
    cleaner = Cleaner(request.round.survey)
    context = tuple(parts["words"] for parts in typed.values() if parts.get("words"))
    people, whole = tuple(people_of(request)), ("\n".join(context),) if context else ()
    shown = {}
    for key, each in fields.items():
        question = form.by_id[key]
        children = counts_children(question, form)
        text = each["text"]
        words = cleaner.clean(text, body=request.body, people=people, context=whole, all_counts=children)
        changed = ""
        if text and words is None:
            changed = WITHHELD
        elif text and words != text:
            changed = "Names, addresses of persons or small numbers were taken out of the words."
        said, masked = _said(each, question, children, words or "")
        shown[key] = Shown(said, "" if said == words else words or "", masked or changed)
    return shown


def _said(fields: Mapping[str, Any], question: Question, of_children: bool, words: str) -> tuple[str, str]:
    value = fields["value"]
    if value is not None and of_children and value >= 0:
        count = int(value) if value == int(value) else int(value) + 1
        made = mask_count(count)
        if made.value != value:
            why = "masked" if made.masked else f"rounded to the nearest {NEAREST}"
            return made.words, f"Numbers of children are {why}, so that no child can be recognised."
    plain = fields["status"] == Status.ANSWERED and value is None and not question.has_options
    if plain and question.answer is AnswerType.TEXT:
        return words or "not published", ""
    return in_words(fields, question), ""


def people_of(request: Request) -> list[Person]:
    """Persons whom the desk knows of at a body."""
    rows = Contact.objects.filter(body=request.body_id).order_by("pk").values_list("name", "email")
    return [Person(name or None, email or None) for name, email in rows]


@dataclass(frozen=True)
class Coded:
    """What was coded of one answer, as it will be published, and the statement beside it."""

    question: Question
    said: str
    evidence: str
    note: str
    statement: str


def coded_answers(request: Request, form: Questionnaire) -> list[Coded]:
    """What was coded of a body's answers in a round, in the order of the letter; a few queries in all."""
    rows = _rows(request)
    if not rows:
        return []
    cleaner = Cleaner(request.round.survey)
    frame = answer_frame(
        rows,
        _records(request, rows),
        {row.question: form for row in rows},
        {request.body_id: request.body},
        cleaner,
    )
    by_key = {record["question_id"]: record for record in frame.to_dicts()}
    statements = {
        each.question_key or "": each.statement
        for each in Statement.objects.filter(round=request.round_id, body=request.body_id)
    }
    return [
        Coded(
            question=each,
            said=_coded_words(by_key[each.id], each),
            evidence=by_key[each.id]["evidence"] or "",
            note=by_key[each.id]["note"] or "",
            statement=statements.get(each.id, ""),
        )
        for each in form.questions
        if each.id in by_key
    ]


def _coded_words(record: Mapping[str, Any], question: Question) -> str:
    if record["status"] != Status.ANSWERED:
        return STATUS_WORDS[Status(record["status"])]
    if record["value"] is None and record["answer"] is None:
        return record["note"] or "answered; the number is not published"
    return in_words({**record, "sections": []}, question)


def _rows(request: Request) -> list[AnswerRow]:
    fields = (
        "round_id body_id question_id question__key question__position position status answer value unit "
        "period note evidence evidence_url remarks statement decision_id"
    )
    found = Answer.objects.filter(round=request.round_id, body=request.body_id)
    return [AnswerRow(*row) for row in found.order_by("question__position").values_list(*fields.split())]


def _records(request: Request, rows: list[AnswerRow]) -> AnswerRecords:
    """What the coded answers of one body rest on."""
    decisions = [row.decision for row in rows if row.decision is not None]
    quotes: dict[int, list[Quote]] = defaultdict(list)
    found = Evidence.objects.filter(decision__in=decisions).order_by("pk")
    for decision, words, message, of_file in found.values_list(
        "decision_id", "quote", "message_id", "file__message_id"
    ):
        quotes[decision].append(Quote(words, message or _whole(of_file)))
    numbers = {each.message for listed in quotes.values() for each in listed if each.message is not None}
    messages = {
        pk: (Person(name or None, address or None), text or reply)
        for pk, name, address, text, reply in IncomingMessage.objects.filter(pk__in=numbers).values_list(
            "pk", "sender_name", "sender_address", "text", "reply_text"
        )
    }
    return AnswerRecords({request.round_id: rows}, quotes, messages, {request.body_id: people_of(request)})


def _whole(number: int | str | None) -> int | None:
    return None if number is None else int(number)
