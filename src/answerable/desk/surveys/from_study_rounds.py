"""A round of a study becomes records: questionnaires, requests, answers, statements."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from answerable.core import questions as core
from answerable.core.answers import Outcome
from answerable.core.errors import Fault, InputFaults
from answerable.core.law.life import State
from answerable.core.study.model import Round as StudyRound
from answerable.desk.clock import now
from answerable.desk.coding.models import Answer, Statement
from answerable.desk.requests.actions import make_reference, make_token
from answerable.desk.requests.models import Request
from answerable.desk.surveys.from_study_fit import create_all
from answerable.desk.surveys.models import BodyKind, PublicBody, Question, Questionnaire, Round, Survey

ANSWER_CELLS = (
    "answer",
    "value",
    "unit",
    "period",
    "note",
    "evidence",
    "evidence_url",
    "remarks",
    "statement",
)
IMPORTED = "imported"
# Where an imported request stands: the states that mean these outcomes have the same name else.
STATES = {
    Outcome.NO_REPLY: State.SENT,
    Outcome.ABOLISHED: State.WITHDRAWN,
    Outcome.UNRESOLVED: State.LAPSED,
}


def round_to_records(
    survey: Survey,
    given: StudyRound,
    position: int,
    kinds: Mapping[str, BodyKind],
    bodies: Sequence[PublicBody],
) -> None:
    """Makes the records of one round. Raises: InputFaults for a row that names no body or question"""
    made = create_all(
        [
            Round(
                survey=survey,
                position=position,
                key=given.id,
                title=given.title,
                sent_on=given.sent_on,
                cut_off=given.cut_off,
                regime=given.regime,
                extra=dict(given.extra),
                has_requests=given.requests is not None,
                has_answers=given.answers is not None,
                has_statements=given.statements is not None,
                imported=True,
            )
        ]
    )[0]
    names = _Names(made, bodies, _questions(made, given, kinds))
    if given.requests is not None:
        create_all(_requests(names, given.requests))
    if given.answers is not None:
        create_all(_answers(names, given.answers))
    if given.statements is not None:
        create_all(_statements(names, given.statements))


class _Names:
    """Which record an id means in a round: of a code that was used again, the body of the day of sending."""

    def __init__(
        self, a_round: Round, bodies: Sequence[PublicBody], questions: Mapping[tuple[int, str], Question]
    ) -> None:
        self.round, self.questions = a_round, questions
        on, first = a_round.sent_on, date.min
        self.bodies: dict[str, PublicBody] = {}
        # The last one put in is the one that is meant: open on the day, and opened last.
        for body in sorted(bodies, key=lambda each: (_is_open(each, on), each.opened or first)):
            self.bodies[body.body_id] = body

    def body(self, body_id: str, table: str) -> PublicBody:
        if body_id not in self.bodies:
            raise _no_such("body", body_id, self.round, table)
        return self.bodies[body_id]

    def question(self, body: PublicBody, key: str, table: str) -> Question:
        found = self.questions.get((body.kind_id, key))
        if found is None:
            raise _no_such("question", key, self.round, table)
        return found


def _is_open(body: PublicBody, on: date | None) -> bool:
    return on is None or ((body.opened or on) <= on <= (body.closed or on))


def _no_such(what: str, name: str, a_round: Round, table: str) -> InputFaults:
    file = f"rounds/{a_round.key}/{table}.csv"
    return InputFaults(
        [Fault(f"unknown_{what}", f"There is no {what} “{name}”.", "Check the study first.", file=file)]
    )


def _questions(
    a_round: Round, given: StudyRound, kinds: Mapping[str, BodyKind]
) -> dict[tuple[int, str], Question]:
    forms = create_all(
        Questionnaire(
            round=a_round,
            kind=kinds[kind],
            position=n,
            file=file,
            title=given.questionnaire(kind).title,
            definitions=dict(given.questionnaire(kind).definitions),
            remarks=[_remark(each) for each in given.questionnaire(kind).remarks],
            consistency=[_rule(each) for each in given.questionnaire(kind).consistency],
            extra=dict(given.questionnaire(kind).extra),
        )
        for n, (kind, file) in enumerate(given.asked.items())
    )
    questions = create_all(
        _question(form, n, question)
        for form in forms
        for n, question in enumerate(given.questionnaire(form.kind.key).questions)
    )
    return {(question.questionnaire.kind_id, question.key): question for question in questions}


def _remark(remark: core.Remark) -> dict[str, object]:
    return {"id": remark.id, "text": remark.text, "of": remark.of}


def _rule(rule: core.ConsistencyRule) -> dict[str, object]:
    return {
        "rule": rule.rule,
        "question": rule.question,
        "elements": list(rule.elements),
        "other": rule.other,
        "other_kind": rule.other_kind,
        "words": rule.words,
    }


def _question(form: Questionnaire, position: int, given: core.Question) -> Question:
    return Question(
        questionnaire=form,
        position=position,
        key=given.id,
        text=given.text,
        answer=str(given.answer),
        number=given.number,
        label=given.label,
        section=given.section,
        options=list(given.options),
        parent=given.parent,
        condition=given.condition,
        unit=given.unit,
        period=given.period,
        pair_of=given.pair_of,
        meaning=dict(given.meaning),
        note=given.note,
        **_parts(given),
    )


def _parts(given: core.Question) -> dict[str, Any]:
    """What of a question has parts of its own, as plain values."""
    code, duty, link, derived = given.recoded, given.duty, given.compares_with, given.derived
    return {
        "recoded": code
        and {"options": list(code.options), "on": code.on.isoformat(), "because": code.because},
        "duty": duty and {"name": duty.name, "source": duty.source, "force": duty.force, "url": duty.url},
        "compares_with": link
        and {
            "round": link.round,
            "question": link.question,
            "comparability": str(link.comparability),
            "because": link.because,
            "kind": link.kind,
        },
        "derived": derived and {"any_of": list(derived.any_of), "gives_number": derived.gives_number},
    }


def _requests(names: _Names, frame: pl.DataFrame) -> Iterator[Request]:
    _check_once(frame, ["body_id"], names.round, "requests")
    taken: set[str] = set()
    for n, row in enumerate(frame.iter_rows(named=True)):
        while (reference := make_reference(names.round)) in taken:
            pass
        taken.add(reference)
        outcome = Outcome(row["outcome"])
        yield Request(
            round=names.round,
            body=names.body(row["body_id"], "requests"),
            position=n,
            token=make_token(),
            reference=reference,
            state=STATES[outcome] if outcome in STATES else State(str(outcome)),
            imported_sent_on=row["sent_on"],
            imported_replied_on=row["replied_on"],
            imported_outcome=str(outcome),
            url=row["url"] or "",
        )


def _answers(names: _Names, frame: pl.DataFrame) -> Iterator[Answer]:
    _check_once(frame, ["body_id", "question_id"], names.round, "answers")
    changed_at = now()
    for n, row in enumerate(frame.iter_rows(named=True)):
        body = names.body(row["body_id"], "answers")
        yield Answer(
            round_id=names.round.pk,
            body_id=body.pk,
            question_id=names.question(body, row["question_id"], "answers").pk,
            position=n,
            status=row["status"],
            changed_at=changed_at,
            **{name: row[name] for name in ANSWER_CELLS},
        )


def _statements(names: _Names, frame: pl.DataFrame) -> Iterator[Statement]:
    for n, row in enumerate(frame.iter_rows(named=True)):
        yield Statement(
            round=names.round,
            body=names.body(row["body_id"], "statements"),
            question_key=row["question_id"],
            position=n,
            statement=row["statement"] or "",
            given_on=row["given_on"],
            url=row["url"],
            extra={IMPORTED: hash_of(row["statement"] or "")},
        )


def hash_of(words: str) -> str:
    """What tells words as they were imported from others that took their place."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _check_once(frame: pl.DataFrame, key: list[str], a_round: Round, table: str) -> None:
    twice = frame.filter(pl.struct(key).is_duplicated())
    if not twice.is_empty():
        named = " ".join(str(cell) for cell in twice.select(key).row(0))
        raise InputFaults(
            [
                Fault(
                    "row_twice",
                    f"There are two rows of {named}.",
                    "Keep one of them.",
                    file=f"rounds/{a_round.key}/{table}.csv",
                )
            ]
        )
