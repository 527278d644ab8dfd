"""The rows of answers.csv from their records: imported cells as they are, words coded here cleaned."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import polars as pl
from django.db.models import Q

from answerable.core.answers import AnswerType
from answerable.core.law.disclosure import NEAREST, mask_count
from answerable.core.post.people import Person
from answerable.core.questions import Question, Questionnaire
from answerable.core.study import schema
from answerable.desk.coding.models import Answer, Evidence
from answerable.desk.mail.models import IncomingMessage
from answerable.desk.requests.models import Contact
from answerable.desk.surveys.models import PublicBody, Round, Survey
from answerable.desk.surveys.to_study_words import Cleaner, counts_children

BETWEEN_QUOTES = "\n\n"


class AnswerRow(NamedTuple):
    """An answer as it is kept; `decision` is None where it was imported."""

    round: int
    body: int
    question: int
    key: str
    place: int
    position: int | None
    status: str
    answer: str | None
    value: float | None
    unit: str | None
    period: str | None
    note: str | None
    evidence: str | None
    evidence_url: str | None
    remarks: str | None
    statement: str | None
    decision: int | None


class Quote(NamedTuple):
    """Words that a decision rests on, and the message they came in."""

    words: str
    message: int | None


@dataclass(frozen=True)
class AnswerRecords:
    """Answers by round, quotes by decision, and who is named in messages and as contacts of bodies."""

    answers: Mapping[int, list[AnswerRow]]
    quotes: Mapping[int, list[Quote]]
    messages: Mapping[int, tuple[Person, str]]
    contacts: Mapping[int, list[Person]]

    def of(self, a_round: Round) -> list[AnswerRow]:
        """The answers of a round: an imported table in its order, then in that of bodies and questions."""
        return self.answers.get(a_round.pk, [])

    def people_of(self, body: int) -> tuple[Person, ...]:
        """Persons whom the desk knows of at a body."""
        return tuple(self.contacts.get(body, ()))


def read_answers(survey: Survey) -> AnswerRecords:
    """The answers of a survey and what they rest on, in a constant number of queries."""
    return AnswerRecords(_answers(survey), _quotes(survey), _messages(survey), _contacts(survey))


def _answers(survey: Survey) -> dict[int, list[AnswerRow]]:
    rows = Answer.objects.filter(round__survey=survey).values_list(
        "round_id",
        "body_id",
        "question_id",
        "question__key",
        "question__position",
        "position",
        "status",
        "answer",
        "value",
        "unit",
        "period",
        "note",
        "evidence",
        "evidence_url",
        "remarks",
        "statement",
        "decision_id",
    )
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for row in rows.order_by("body__position", "question__position", "pk"):
        found[row[0]].append(AnswerRow(*row))
    for listed in found.values():
        listed.sort(key=lambda each: (each.position is None, each.position or 0))
    return found


def _adopted(survey: Survey) -> Any:
    return Evidence.objects.filter(decision__adopted_as__round__survey=survey)


def _quotes(survey: Survey) -> dict[int, list[Quote]]:
    found: dict[int, list[Quote]] = defaultdict(list)
    rows = (
        _adopted(survey).order_by("pk").values_list("decision_id", "quote", "message_id", "file__message_id")
    )
    for decision, words, message, of_file in rows:
        found[decision].append(Quote(words, message or of_file))
    return found


def _messages(survey: Survey) -> dict[int, tuple[Person, str]]:
    """Who sent each message that was quoted, and all its words: they say what is a name in the quotes."""
    quoted = _adopted(survey)
    wanted = Q(pk__in=quoted.values("message_id")) | Q(pk__in=quoted.values("file__message_id"))
    rows = IncomingMessage.objects.filter(wanted).values_list(
        "pk", "sender_name", "sender_address", "text", "reply_text"
    )
    return {
        pk: (Person(name or None, address or None), text or reply) for pk, name, address, text, reply in rows
    }


def _contacts(survey: Survey) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    rows = Contact.objects.filter(body__survey=survey).order_by("pk").values_list("body_id", "name", "email")
    for body, name, email in rows:
        found[body].append(Person(name or None, email or None))
    return found


def answer_frame(
    rows: Sequence[AnswerRow],
    records: AnswerRecords,
    forms: Mapping[int, Questionnaire],
    bodies: Mapping[int, PublicBody],
    cleaner: Cleaner,
) -> pl.DataFrame:
    """The rows of answers.csv."""
    made = [
        (bodies[row.body].body_id, row.key, row.status, *_cells(row, records, forms, bodies, cleaner))
        for row in rows
    ]
    columns: list[list[Any]] = [list(column) for column in zip(*made, strict=True)]
    named = dict(zip(schema.ANSWERS.names, columns or [[] for _ in schema.ANSWERS.names], strict=True))
    return pl.DataFrame(named, schema=dict(schema.ANSWERS.schema))


def _cells(
    row: AnswerRow,
    records: AnswerRecords,
    forms: Mapping[int, Questionnaire],
    bodies: Mapping[int, PublicBody],
    cleaner: Cleaner,
) -> tuple[Any, ...]:
    """answer, value, unit, period, note, evidence, evidence_url, remarks, statement."""
    if row.decision is None:
        return row[7:16]
    question = forms[row.question].question(row.key)
    quotes = records.quotes.get(row.decision, [])
    messages = [records.messages[each.message] for each in quotes if each.message is not None]
    all_counts = counts_children(question, forms[row.question])
    clean = partial(
        cleaner.clean,
        body=bodies[row.body],
        people=(*records.people_of(row.body), *(person for person, _ in messages)),
        context=tuple(dict.fromkeys(text for _, text in messages)),
    )
    answer = row.answer
    if question.answer in (AnswerType.TEXT, AnswerType.LINK):
        answer = clean(answer, all_counts=all_counts)
    value, note = _masked(row.value, question, clean(row.note, all_counts=all_counts), all_counts)
    said = [clean(each.words, all_counts=all_counts) for each in quotes]
    evidence = BETWEEN_QUOTES.join(each for each in said if each) or None
    statement = clean(row.statement, all_counts=all_counts)
    link = cleaner.whole_or_none(row.evidence_url, clean(row.evidence_url))
    return answer, value, row.unit, row.period, note, evidence, link, row.remarks, statement


def _masked(
    value: float | None, question: Question, note: str | None, of_children: bool
) -> tuple[float | None, str | None]:
    """A number and its note as they may be published: small counts of children masked, others rounded."""
    if value is None or not of_children or question.answer is not AnswerType.COUNT or value < 0:
        return value, note
    # A part of a child is no count that anybody gave; it is masked as the next whole one.
    count = int(value) if value == int(value) else int(value) + 1
    shown = mask_count(count)
    if shown.value == value:
        return value, note
    words = shown.words if shown.masked else f"rounded to the nearest {NEAREST}"
    return (None if shown.value is None else float(shown.value)), f"{note}; {words}" if note else words
