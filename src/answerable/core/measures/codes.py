"""The small integers that stand for what became of a question: one per missing status, one per option.

Counting 40 million answers as text is slow and large; as one small integer each it is neither. The
codes are the places of `Status`, then `WORDS_ONLY`, then the options of a questionnaire, yes, no and
in development first, so that these three are the same everywhere. Codes never leave `core.measures`:
what is published are the words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.answers import IN_DEVELOPMENT, NO, YES, Status
from answerable.core.errors import UnknownName
from answerable.core.questions import Question, Questionnaire

Codes = npt.NDArray[np.uint16]
Flags = npt.NDArray[np.bool_]

STATUS_CODE = {status: place for place, status in enumerate(Status)}
ANSWERED_CODE = STATUS_CODE[Status.ANSWERED]  # answered with a number or text, not an option
NO_REPLY_CODE = STATUS_CODE[Status.NO_REPLY]
NOT_HELD_CODE = STATUS_CODE[Status.NOT_HELD]
UNCLEAR_CODE = STATUS_CODE[Status.UNCLEAR]
NOT_ASKED_CODE = STATUS_CODE[Status.NOT_ASKED]
WORDS_ONLY_CODE = len(Status)  # a number question answered in words: a range, "fewer than five"
FIRST_OPTION = WORDS_ONLY_CODE + 1
YES_CODE, NO_CODE, IN_DEVELOPMENT_CODE = FIRST_OPTION, FIRST_OPTION + 1, FIRST_OPTION + 2


def is_answered(codes: Codes) -> Flags:
    """Where there is an answer, whatever it says."""
    answered: Flags = (codes == ANSWERED_CODE) | (codes >= WORDS_ONLY_CODE)
    return answered


@dataclass(frozen=True)
class CodeBook:
    """What each code of one questionnaire means."""

    options: tuple[str, ...]

    @classmethod
    def of(cls, questionnaires: Iterable[Questionnaire]) -> "CodeBook":
        """The codes for every option that the questionnaires know."""
        found = dict.fromkeys((YES, NO, IN_DEVELOPMENT))
        for questionnaire in questionnaires:
            for question in questionnaire.questions:
                found.update(dict.fromkeys(question.coded_options))
        return cls(tuple(found))

    @property
    def size(self) -> int:
        """How many codes there are."""
        return FIRST_OPTION + len(self.options)

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """The status of each code."""
        answered = str(Status.ANSWERED)
        return (*(str(status) for status in Status), answered, *(answered for _ in self.options))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The state of each code: the option where there is one, else the status."""
        return (*self.statuses[:FIRST_OPTION], *self.options)

    def option_code(self, option: str) -> int:
        """The code of an option. Raises: UnknownName"""
        try:
            return FIRST_OPTION + self.options.index(option)
        except ValueError:
            raise UnknownName("option", option, self.options) from None

    def condition_code(self, parent: Question, condition: str) -> int:
        """The code of the answer to `parent` that calls for a follow-up. Raises: UnknownName"""
        if condition not in parent.coded_options:
            raise UnknownName(f"option of question “{parent.id}”", condition, parent.coded_options)
        return self.option_code(condition)

    def words(self, codes: npt.NDArray[np.integer[Any]], words: tuple[str, ...]) -> pl.Series:
        """Codes as words, by `statuses` or `states`."""
        return pl.Series(words, dtype=pl.String).gather(pl.Series(codes.astype(np.uint32)))
