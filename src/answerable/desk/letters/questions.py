"""Questions and definitions as they stand in a letter: numbered, follow-ups below their question."""

from collections.abc import Iterator
from string import ascii_lowercase

from answerable.core.answers import AnswerType
from answerable.core.questions import Question, Questionnaire

INDENT = "    "
_ASKS = {
    AnswerType.COUNT: "a number",
    AnswerType.TEXT: "in words",
    AnswerType.LINK: "a link to where it is published",
}


def questions_text(form: Questionnaire) -> str:
    """The questions of a letter, those that are computed left out."""
    return "\n\n".join(_blocks(form))


def definitions_text(form: Questionnaire) -> str:
    """The definitions of a questionnaire under a line that says so; nothing where it has none."""
    if not form.definitions:
        return ""
    lines = [f"- {name.replace('_', ' ')}: {words}" for name, words in form.definitions.items()]
    return "\n".join(["In this request these words mean:", *lines])


def numbers_of(form: Questionnaire) -> dict[str, str]:
    """The number each asked question goes by: its own, else its place; follow-ups get a letter."""
    numbers: dict[str, str] = {}
    place = 0
    below: dict[str, int] = {}
    for question in form.asked:
        if question.parent is None:
            place += 1
            numbers[question.id] = question.number or str(place)
        else:
            n = below[question.parent] = below.get(question.parent, -1) + 1
            letter = ascii_lowercase[n] if n < len(ascii_lowercase) else f"-{n + 1}"
            numbers[question.id] = question.number or f"{numbers.get(question.parent, '')}{letter}"
    return numbers


def _blocks(form: Questionnaire) -> Iterator[str]:
    numbers, section = numbers_of(form), ""
    for question in form.asked:
        if question.parent is None and question.section != section:
            section = question.section
            if section:
                yield section
        lead = INDENT if question.parent else ""
        condition = f"If {_words(question.condition)}: " if question.condition else ""
        lines = f"{condition}{question.wording}".splitlines() or [""]
        first = f"{lead}{numbers[question.id]}. {lines[0]}"
        rest = [f"{lead}{INDENT}{line}".rstrip() for line in lines[1:]]
        yield "\n".join([first, *rest, f"{lead}{INDENT}(Answer: {answer_words(question)})"])


def answer_words(question: Question) -> str:
    """What sort of answer a question asks for: yes or no; an amount in GBP for 2025-26."""
    if question.has_options:
        options = [_words(option) for option in question.options or question.coded_options]
        meaning = [f"{_words(name)} means {words}" for name, words in question.meaning.items()]
        listed = ", ".join(options[:-1]) + f" or {options[-1]}" if len(options) > 1 else "".join(options)
        return "; ".join([listed, *meaning])
    words = _ASKS.get(question.answer) or f"an amount in {question.unit or 'GBP'}"
    if question.answer is AnswerType.COUNT and question.unit:
        words = f"a number of {question.unit}"
    return f"{words} for {question.period}" if question.period else words


def _words(option: str | None) -> str:
    return (option or "").replace("_", " ")
