"""Whether what a coder says can be an answer to the question: every fault is told, not only the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from answerable.core.answers import NUMERIC, OPTION_TYPES, AnswerType, Status
from answerable.core.errors import Fault, InputFaults
from answerable.core.questions import Question
from answerable.core.study.faults import any_of
from answerable.core.suggest import nearest_or_none
from answerable.core.tables.coding import parse_number

LONGEST_ANSWER = 20_000
LONGEST_NOTE = 5_000
LONGEST_BECAUSE = 300
LONGEST_UNIT = 2_000
MOST_EVIDENCE = 20
LARGEST_NUMBER = 1e15


@dataclass(frozen=True)
class Said:
    """What a coder says that a body answered: the columns of answers.csv that a coder fills."""

    status: Status
    answer: str | None = None
    value: float | None = None
    unit: str | None = None
    period: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Parent:
    """The question that a follow-up hangs on, and the option it is coded with; None where it has none."""

    question: Question
    option: str | None


def tidy(said: Said, question: Question) -> Said:
    """Blanks as nothing; unit and period of the question where a number comes without its own."""
    answer, unit, period, note = (
        (text or "").replace("\x00", "").strip() or None
        for text in (said.answer, said.unit, said.period, said.note)
    )
    if said.status is Status.ANSWERED and question.is_numeric:
        unit, period = unit or question.unit, period or question.period
    return Said(said.status, answer, said.value, unit, period, note)


def check_said(said: Said, question: Question, parent: Parent | None = None) -> None:
    """Refuses what cannot be an answer to the question. Raises: InputFaults"""
    faults = [*_of_question(question), *_of_lengths(said, question)]
    if not faults:
        found = _of_answered if said.status is Status.ANSWERED else _of_missing
        faults = list(found(said, question))
    if parent is not None and said.status is Status.ANSWERED and not said.note:
        faults += _of_parent(question, parent)
    if faults:
        raise InputFaults(faults)


def read_number(text: str, question: Question) -> float | None:
    """The number that a coder typed, as £30,000 or 30000; None for nothing. Raises: InputFaults"""
    if not text.strip():
        return None
    value = parse_number(text)
    if value is None:
        raise InputFaults(
            [
                _fault(
                    question,
                    "not_a_number",
                    f"“{text.strip()[:60]}” is not read as a number.",
                    "Write the digits in full, or leave the number blank and put the words into the note.",
                    "a number such as 30000, 30,000 or £30,000.50",
                )
            ]
        )
    return value


def _fault(question: Question, rule: str, message: str, remedy: str, expected: str | None = None) -> Fault:
    place = f"question {question.number}" if question.number else "question"
    return Fault(rule, message, remedy, file=place, question=question.id, expected=expected)


def _of_question(question: Question) -> Iterator[Fault]:
    if question.derived is not None:
        yield _fault(
            question,
            "derived_answered",
            "This question is worked out from others, so nobody can have answered it.",
            f"Code what it is worked out from: {', '.join(question.derived.parts)}.",
        )


def _of_lengths(said: Said, question: Question) -> Iterator[Fault]:
    bounds = (
        ("answer", said.answer, LONGEST_ANSWER),
        ("note", said.note, LONGEST_NOTE),
        ("unit", said.unit, LONGEST_UNIT),
        ("period", said.period, LONGEST_UNIT),
    )
    for name, text, most in bounds:
        if text is not None and len(text) > most:
            words = f"The {name} has {len(text):,} characters."
            yield _fault(question, "too_long", words, "Shorten it.", f"at most {most:,}")


def _of_missing(said: Said, question: Question) -> Iterator[Fault]:
    given = [name for name in ("answer", "value", "unit", "period") if getattr(said, name) is not None]
    if given:
        yield _fault(
            question,
            "answer_beside_status",
            f"“{said.status.replace('_', ' ')}” means that there is no answer, and there is one beside it "
            f"({', '.join(given)}).",
            "Say that it is answered, or move the words to the note.",
        )


def _of_answered(said: Said, question: Question) -> Iterator[Fault]:
    if question.answer in OPTION_TYPES:
        yield from _of_option(said, question)
    elif question.answer in NUMERIC:
        yield from _of_number(said, question)
    else:
        yield from _of_words(said, question)
    if question.answer not in NUMERIC:
        for name in ("unit", "period"):
            if getattr(said, name) is not None:
                words = f"The question asks for no number, and a {name} is given."
                yield _fault(question, "unit_beside_words", words, "Leave it blank.")


def _of_option(said: Said, question: Question) -> Iterator[Fault]:
    options = question.coded_options
    if said.answer is None:
        words = "It is said to be answered, and no option is chosen."
        yield _fault(question, "answer_missing", words, "Choose one, or another status.", any_of(options))
    elif said.answer not in options:
        near = nearest_or_none(said.answer, options)
        remedy = f"Did you mean “{near}”?" if near else "Choose one of the options, or another status."
        words = f"“{said.answer[:60]}” is no option of this question."
        yield _fault(question, "unknown_option", words, remedy, any_of(options))
    if said.value is not None:
        words = f"The question is answered by an option, and the number {said.value:g} stands beside it."
        yield _fault(question, "value_beside_option", words, "Take the number away.")


def _of_number(said: Said, question: Question) -> Iterator[Fault]:
    if said.answer is not None:
        words = "The question asks for a number, and words stand as its answer."
        yield _fault(question, "answer_beside_number", words, "Put the words into the note.")
    if said.value is None:
        if said.note is None:
            words = "It is said to be answered, and there is neither a number nor a note."
            yield _fault(
                question, "number_missing", words, "Write the number; of a range or other words, a note."
            )
    elif not isfinite(said.value) or abs(said.value) > LARGEST_NUMBER:
        yield _fault(question, "not_a_number", "This number cannot be kept.", "Check its digits.")
    elif said.value < 0 and question.answer is AnswerType.COUNT:
        words = f"A count of {said.value:g} cannot be."
        yield _fault(question, "negative_number", words, "Check it; a missing one has a status of its own.")


def _of_words(said: Said, question: Question) -> Iterator[Fault]:
    if said.answer is None:
        words = "It is said to be answered, and there are no words."
        yield _fault(question, "answer_missing", words, "Write them, or choose another status.")
    if said.value is not None:
        words = f"The question asks for words, and the number {said.value:g} stands beside it."
        yield _fault(question, "value_beside_words", words, "Write it as the answer.")


def _of_parent(question: Question, parent: Parent) -> list[Fault]:
    if question.condition is None or parent.option in (None, question.condition):
        return []
    name = parent.question.number or parent.question.id
    return [
        _fault(
            question,
            "not_called_for",
            f"It is asked only if {name} is “{question.condition}”, and that is coded “{parent.option}”.",
            f"Change {name} first, say “not asked”, or write in the note what the body said.",
        )
    ]
