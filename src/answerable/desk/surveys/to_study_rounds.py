"""Rounds from their records: who was asked, what became of each request, what was answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from answerable.core.answers import REPLIED
from answerable.core.law.life import Event, EventKind, outcome_after
from answerable.core.questions import Questionnaire as Form
from answerable.core.study import schema
from answerable.core.study.model import Round as StudyRound
from answerable.desk.coding.models import Statement
from answerable.desk.requests.models import Request, RequestEvent
from answerable.desk.requests.standing import as_events
from answerable.desk.surveys.from_study_rounds import IMPORTED, hash_of
from answerable.desk.surveys.models import PublicBody, Question, Questionnaire, Round, Survey
from answerable.desk.surveys.to_study_answers import AnswerRecords, answer_frame, read_answers
from answerable.desk.surveys.to_study_forms import questionnaire_of
from answerable.desk.surveys.to_study_words import Cleaner

LAST = 2**62


@dataclass(frozen=True)
class RoundRecords:
    """The records of every round of a survey."""

    rounds: tuple[Round, ...]
    forms: Mapping[int, list[Questionnaire]]
    questions: Mapping[int, list[Question]]
    requests: Mapping[int, list[Request]]
    events: Mapping[int, list[RequestEvent]]
    statements: Mapping[int, list[Statement]]
    answers: AnswerRecords


@dataclass(frozen=True)
class _Told:
    """A row of requests.csv, and whether it was told by events at the desk."""

    row: dict[str, Any]
    here: bool


def read_rounds(survey: Survey) -> RoundRecords:
    """The records of a survey's rounds, in a constant number of queries."""
    forms = Questionnaire.objects.filter(round__survey=survey).select_related("kind")
    questions = Question.objects.filter(questionnaire__round__survey=survey)
    events = RequestEvent.objects.filter(request__round__survey=survey, undone_at=None)
    return RoundRecords(
        rounds=tuple(Round.objects.filter(survey=survey).order_by("position", "pk")),
        forms=_by(forms.order_by("position", "pk"), "round_id"),
        questions=_by(questions.order_by("position", "pk"), "questionnaire_id"),
        requests=_by(Request.objects.filter(round__survey=survey), "round_id"),
        events=_by(events.order_by("on", "pk"), "request_id"),
        statements=_by(Statement.objects.filter(round__survey=survey).order_by("pk"), "round_id"),
        answers=read_answers(survey),
    )


def _by(records: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for each in records:
        found[getattr(each, key)].append(each)
    return found


def rounds_of(
    records: RoundRecords, bodies: Sequence[PublicBody], cleaner: Cleaner
) -> tuple[StudyRound, ...]:
    """The rounds of a study. Raises: ImpossibleEvent"""
    by_key = {body.pk: body for body in bodies}
    return tuple(_round(each, records, by_key, cleaner) for each in records.rounds)


def _round(
    a_round: Round, records: RoundRecords, bodies: Mapping[int, PublicBody], cleaner: Cleaner
) -> StudyRound:
    forms = records.forms.get(a_round.pk, [])
    made = {form.kind.key: questionnaire_of(form, records.questions.get(form.pk, [])) for form in forms}
    told = _requests(a_round, records, bodies)
    sent_here = any(each.here for each in told)
    sent = sent_here or (not a_round.imported and a_round.sent_on is not None)
    answers = records.answers.of(a_round)
    statements = _statements(a_round, records, bodies, cleaner)
    had = a_round.imported
    return StudyRound(
        id=a_round.key,
        sent_on=a_round.sent_on or _first_sent(told),
        cut_off=a_round.cut_off,
        regime=a_round.regime,
        asked={form.kind.key: form.file for form in forms},
        questionnaires=made,
        requests=_frame([each.row for each in told], schema.REQUESTS)
        if told or sent or (had and a_round.has_requests)
        else None,
        answers=answer_frame(
            answers, records.answers, _forms_by_question(records, forms, made), bodies, cleaner
        )
        if answers or sent or (had and a_round.has_answers)
        else None,
        statements=_frame(statements, schema.STATEMENTS)
        if statements or (had and a_round.has_statements)
        else None,
        title=a_round.title,
        extra=dict(a_round.extra),
    )


def _forms_by_question(
    records: RoundRecords, forms: Iterable[Questionnaire], made: Mapping[str, Form]
) -> dict[int, Form]:
    """The questionnaire of each question, by the question's key in the database."""
    return {
        question.pk: made[form.kind.key] for form in forms for question in records.questions.get(form.pk, [])
    }


def _frame(rows: Sequence[Mapping[str, Any]], table: schema.Table) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in table.names}, schema=dict(table.schema)
    )


def _requests(a_round: Round, records: RoundRecords, bodies: Mapping[int, PublicBody]) -> list[_Told]:
    """A row for each request that was sent: as imported until the first event, then by its events."""
    found = []
    ordered = sorted(
        records.requests.get(a_round.pk, []),
        key=lambda each: (LAST if each.position is None else each.position, bodies[each.body_id].position),
    )
    for request in ordered:
        row: dict[str, Any] = {"body_id": bodies[request.body_id].body_id, "url": request.url or None}
        events = as_events(records.events.get(request.pk, []))
        if events:
            outcome = outcome_after(events)
            if outcome is None:
                continue
            row |= {"sent_on": _sent_on(events), "replied_on": replied_on(events), "outcome": str(outcome)}
            found.append(_Told(row, here=True))
        elif request.imported_outcome:
            row |= {
                "sent_on": request.imported_sent_on,
                "replied_on": request.imported_replied_on,
                "outcome": request.imported_outcome,
            }
            found.append(_Told(row, here=False))
    return found


def _sent_on(events: Sequence[Event]) -> date | None:
    """The day it was sent; of one that came back and went out again, the last."""
    days = [event.on for event in events if event.kind is EventKind.SENT]
    return max(days, default=None)


def replied_on(events: Sequence[Event]) -> date | None:
    """The day of the reply that the outcome comes from: the first after which it stayed what it is."""
    last = outcome_after(events)
    if last not in REPLIED:
        return None
    day = None
    for n in range(len(events), 0, -1):
        if outcome_after(events[:n]) is not last:
            break
        day = events[n - 1].on
    return day


def _first_sent(told: Iterable[_Told]) -> date | None:
    days = [each.row["sent_on"] for each in told if each.here and each.row["sent_on"] is not None]
    return min(days, default=None)


def _statements(
    a_round: Round, records: RoundRecords, bodies: Mapping[int, PublicBody], cleaner: Cleaner
) -> list[dict[str, Any]]:
    """What bodies say of their answers: imported words as they are, those that were given here cleaned."""
    found = []
    for each in sorted(
        records.statements.get(a_round.pk, []),
        key=lambda one: (LAST if one.position is None else one.position, bodies[one.body_id].position),
    ):
        body = bodies[each.body_id]
        words: str | None = each.statement
        if each.extra.get(IMPORTED) != hash_of(each.statement):
            words = cleaner.clean(each.statement, body=body, people=records.answers.people_of(body.pk))
        if words is None:
            continue
        found.append(
            {
                "body_id": body.body_id,
                "question_id": each.question_key or None,
                "statement": words,
                "given_on": each.given_on,
                "url": each.url,
            }
        )
    return found
