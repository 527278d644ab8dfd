"""Questionnaires: what was asked of one kind of body in one round, and how it compares with before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from answerable.core.answers import IN_DEVELOPMENT, NUMERIC, OPTION_TYPES, AnswerType
from answerable.core.errors import UnknownName


class Comparability(StrEnum):
    """How far an answer can be set beside the answer of an earlier round.

    identical: a trend; soft: a trend with a caption; hard: both values and wordings, no trend.
    A question without any comparison is not comparable at all.
    """

    IDENTICAL = "identical"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True)
class ComparesWith:
    """The question of an earlier round that this one may be set beside; `kind` when bodies changed kind."""

    round: str
    question: str
    comparability: Comparability
    because: str = ""
    kind: str | None = None


@dataclass(frozen=True)
class Duty:
    """The duty that a question asks about: its name, where it is written, and `must` or `should`."""

    name: str
    source: str
    force: str = "should"
    url: str | None = None


@dataclass(frozen=True)
class Recode:
    """A coding frame widened after the fact: the options used in coding, since when, and why."""

    options: tuple[str, ...]
    on: date
    because: str


@dataclass(frozen=True)
class Derived:
    """A question nobody asked, computed from others; exactly one of the two rules is set.

    any_of: yes if any part is yes, no if all parts are no, else missing.
    gives_number: yes if the named number question has a value, no if the body answered the question
    it hangs on and gave none.
    """

    any_of: tuple[str, ...] = ()
    gives_number: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids of the questions it is computed from."""
        return self.any_of or ((self.gives_number,) if self.gives_number else ())


@dataclass(frozen=True)
class Question:
    """One question as it was put, or one follow-up (`parent` set), or one derived from others.

    `condition` is the answer to the parent that calls for the follow-up; None asks everyone.
    `pair_of` names the in-hours question whose out-of-hours twin this is. `note` is shown beside the
    question: what a reader must know about how it was put.
    """

    id: str
    text: str
    answer: AnswerType = AnswerType.YES_NO
    number: str = ""
    label: str = ""
    section: str = ""
    options: tuple[str, ...] = ()
    recoded: Recode | None = None
    duty: Duty | None = None
    parent: str | None = None
    condition: str | None = None
    unit: str | None = None
    period: str | None = None
    compares_with: ComparesWith | None = None
    pair_of: str | None = None
    derived: Derived | None = None
    meaning: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def name(self) -> str:
        """The short label, else the text, else the id as words: a follow-up may have nothing else."""
        return self.label or self.text or " ".join(self.id.replace("_", " ").split())

    @property
    def wording(self) -> str:
        """How it was put, or its name where the study does not say."""
        return self.text or self.name

    @property
    def coded_options(self) -> tuple[str, ...]:
        """Options that an answer may hold, after any recode; yes and no where none are listed."""
        if self.recoded:
            return self.recoded.options
        return self.options or (("yes", "no") if self.answer is AnswerType.YES_NO else ())

    @property
    def is_numeric(self) -> bool:
        """Whether its answer is a number: money or a count."""
        return self.answer in NUMERIC

    @property
    def has_options(self) -> bool:
        """Whether its answer is one of a list of options."""
        return self.answer in OPTION_TYPES


@dataclass(frozen=True)
class Remark:
    """Something bodies volunteered though nobody asked; counted, never given a share of its own.

    `of` names the question under whose answer it was said, whose answerers are the only honest base.
    """

    id: str
    text: str
    of: str | None = None


@dataclass(frozen=True)
class ConsistencyRule:
    """A pattern of answers that does not fit together: a flag for a person to look at, never an edit.

    rule  overall_yes_no_element, overall_no_with_element: `question` and its `elements`
          yes_without: `question` yes and `other` no
          joint_one_side: `question` here and `other` asked of `other_kind`, through overlaps
    Out-of-hours pairs, conditional spend and unanswered counts need no entry: the engine finds them.
    """

    rule: str
    question: str
    elements: tuple[str, ...] = ()
    other: str | None = None
    other_kind: str | None = None
    words: str = ""


def _with_options_of_parts(question: Question, parts: Mapping[str, Question]) -> Question:
    if question.derived is None or not question.has_options or IN_DEVELOPMENT in question.coded_options:
        return question
    of_parts = (parts[name].coded_options for name in question.derived.any_of if name in parts)
    if not any(IN_DEVELOPMENT in options for options in of_parts):
        return question
    options = (*question.coded_options, IN_DEVELOPMENT)
    if question.recoded:
        return replace(question, recoded=replace(question.recoded, options=options))
    return replace(question, options=options)


@dataclass(frozen=True)
class Questionnaire:
    """What was asked of one kind of body: questions in order, follow-ups after their parent."""

    kind: str
    questions: tuple[Question, ...]
    title: str = ""
    definitions: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    consistency: tuple[ConsistencyRule, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gives derived questions the option that their parts bring along: in development."""
        parts = {question.id: question for question in self.questions}
        settled = tuple(_with_options_of_parts(question, parts) for question in self.questions)
        if settled != self.questions:
            object.__setattr__(self, "questions", settled)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises: UnknownName"""
        try:
            return self.by_id[question_id]
        except KeyError:
            raise UnknownName("question", question_id, self.by_id) from None

    def follow_ups(self, question_id: str) -> tuple[Question, ...]:
        """Follow-ups that hang on a question, in order."""
        return tuple(q for q in self.questions if q.parent == question_id)

    def twin(self, question_id: str) -> Question | None:
        """The out-of-hours twin of an in-hours question, or None."""
        return next((q for q in self.questions if q.pair_of == question_id), None)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Questions that were printed, without the derived ones."""
        return tuple(q for q in self.questions if q.derived is None)
