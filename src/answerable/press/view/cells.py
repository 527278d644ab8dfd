"""The answers to one question, column by column, aligned with the bodies asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from answerable.core.answers import Status
from answerable.core.questions import Question
from answerable.press.language import gettext as _
from answerable.press.words import capital, money, number, option_words, status_words

ANSWERED = str(Status.ANSWERED)


@dataclass(frozen=True, slots=True)
class Cells:
    """What every asked body said to one question; place i is body i of the kind in the round.

    `states` holds the token of `press.colours` that paints each place: yes, no and so on for answers, and
    missing for everything that is none. Which of them it is stands in `status`.
    """

    status: Sequence[str]
    answer: Sequence[str | None]
    value: Sequence[float | None]
    unit: Sequence[str | None]
    period: Sequence[str | None]
    note: Sequence[str | None]
    evidence: Sequence[str | None]
    evidence_url: Sequence[str | None]
    remarks: Sequence[str | None]
    statement: Sequence[str | None]
    states: Sequence[str]

    def words(self, i: int, question: Question) -> str:
        """What the body said, or why there is no answer."""
        if self.status[i] != ANSWERED:
            return missing_words(self.status[i])
        answer, value = self.answer[i], self.value[i]
        if answer is not None:
            # Texts and links are the body's own words, to be shown letter by letter.
            return option_words(answer) if question.has_options else answer
        if value is not None:
            return value_words(value, question, self.unit[i])
        return _("Answered in words")


def missing_words(status: str) -> str:
    """Why there is no answer, as it stands in a cell of a table."""
    return capital(status_words(status))


def value_words(value: float, question: Question, unit: str | None = None) -> str:
    """A value as people read it, with the unit it was given in."""
    unit = unit or question.unit or ""
    if question.answer == "money" and unit.lower() in ("", "gbp", "£"):
        return money(value)
    return f"{number(value)} {unit}".rstrip()
