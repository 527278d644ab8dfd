"""What a body was really asked: follow-ups that depend on an answer, and questions derived from others."""

import numpy as np

from answerable.core.errors import AnswerableError
from answerable.core.measures.codes import (
    ANSWERED_CODE,
    IN_DEVELOPMENT_CODE,
    NO_CODE,
    NOT_ASKED_CODE,
    NOT_HELD_CODE,
    UNCLEAR_CODE,
    WORDS_ONLY_CODE,
    YES_CODE,
    CodeBook,
    Codes,
    Flags,
    is_answered,
)
from answerable.core.questions import Question, Questionnaire


class Resolution:
    """Turns what bodies themselves said into the state of every question.

    A follow-up with a condition: not asked where its parent was answered otherwise, as its parent
    where that is missing, else what the body said. A derived question: by its rule, from its parts.
    Parts and parents are resolved first, whatever the order of the questionnaire.
    """

    def __init__(self, questionnaire: Questionnaire, own: Codes, book: CodeBook) -> None:
        self._questionnaire, self._own, self._book = questionnaire, own, book
        self._place = {question.id: place for place, question in enumerate(questionnaire.questions)}
        self._done: dict[str, Codes] = {}
        self._underway: list[str] = []

    def all(self) -> Codes:
        """States of all questions, as codes: questions x bodies, read-only."""
        codes = np.empty_like(self._own)
        for place, question in enumerate(self._questionnaire.questions):
            codes[place] = self._state(question)
        codes.flags.writeable = False
        return codes

    def _state(self, question: Question) -> Codes:
        if question.id in self._done:
            return self._done[question.id]
        if question.id in self._underway:
            circle = " → ".join([*self._underway, question.id])
            raise AnswerableError(f"These questions depend on each other in a circle: {circle}.")
        self._underway.append(question.id)
        if question.derived and question.derived.any_of:
            state = self._any_of(question.derived.any_of)
        elif question.derived and question.derived.gives_number:
            state = self._gives_number(self._questionnaire.question(question.derived.gives_number))
        else:
            state = self._asked(question)
        self._underway.pop()
        self._done[question.id] = state
        return state

    def _asked(self, question: Question) -> Codes:
        own: Codes = self._own[self._place[question.id]]
        if question.parent is None or question.condition is None:
            return own
        parent = self._questionnaire.question(question.parent)
        parent_state = self._state(parent)
        state = np.where(self._answered_otherwise(question), NOT_ASKED_CODE, own)
        return np.where(is_answered(parent_state), state, parent_state).astype(np.uint16)

    def _answered_otherwise(self, question: Question) -> Flags:
        """Where the parent's answer is not the one that calls for this follow-up."""
        if question.parent is None or question.condition is None:
            return np.zeros(self._own.shape[1], dtype=bool)
        parent = self._questionnaire.question(question.parent)
        state = self._state(parent)
        called_for = self._book.condition_code(parent, question.condition)
        otherwise: Flags = is_answered(state) & (state != called_for)
        return otherwise

    def _inherited(self, question: Question) -> Flags:
        """Where a follow-up was not put because its parent was not answered: it has its parent's reason."""
        if question.parent is None or question.condition is None:
            return np.zeros(self._own.shape[1], dtype=bool)
        inherited: Flags = ~is_answered(self._state(self._questionnaire.question(question.parent)))
        return inherited

    def _any_of(self, part_ids: tuple[str, ...]) -> Codes:
        parts = np.stack([self._state(self._questionnaire.question(part)) for part in part_ids])
        answered = is_answered(parts)
        missing = ~answered
        # The first missing part of each body; the parts agree if no missing part differs from it.
        first = np.take_along_axis(parts, missing.argmax(axis=0)[np.newaxis], axis=0)[0]
        agree = ((parts == first) | answered).all(axis=0)
        state = np.where(agree, first, UNCLEAR_CODE)
        complete = answered.all(axis=0)
        state = np.where(complete, NO_CODE, state)
        state = np.where(complete & (parts == IN_DEVELOPMENT_CODE).any(axis=0), IN_DEVELOPMENT_CODE, state)
        return np.where((parts == YES_CODE).any(axis=0), YES_CODE, state).astype(np.uint16)

    def _gives_number(self, number: Question) -> Codes:
        given = self._state(number)
        state = given.copy()
        state[given == ANSWERED_CODE] = YES_CODE
        state[given == WORDS_ONLY_CODE] = UNCLEAR_CODE
        state[(given == NOT_HELD_CODE) & ~self._inherited(number)] = NO_CODE
        state[self._answered_otherwise(number)] = NO_CODE
        return state
