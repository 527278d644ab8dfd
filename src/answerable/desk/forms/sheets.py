"""A questionnaire as a page of the form: its questions in the order of the letter, with what was typed."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from answerable.core.answers import AnswerType, Status
from answerable.core.law.regimes import Regime
from answerable.core.questions import Question, Questionnaire
from answerable.desk.forms.answers import INSTEAD, MARK, Read, options_of
from answerable.desk.forms.typed import LONGEST, NAME, PARTS, Typed
from answerable.desk.letters.questions import numbers_of


@dataclass(frozen=True)
class Choice:
    """One of the choices at a question."""

    value: str
    words: str
    meaning: str = ""
    chosen: bool = False
    more: str = ""  # the part that is written beside it


@dataclass(frozen=True)
class Item:
    """A question as it stands on the page."""

    id: str
    number: str
    question: Question
    section: str
    asked_if: str
    definitions: Sequence[tuple[str, str]]
    options: Sequence[Choice]
    instead: Sequence[Choice]
    typed: Mapping[str, str]
    names: Mapping[str, str]
    read: Read
    theirs: str = ""

    @property
    def kind(self) -> str:
        """What is to be filled in: options, number, link or text."""
        if self.question.has_options:
            return "options"
        return "number" if self.question.is_numeric else str(self.question.answer)

    @property
    def reason_open(self) -> bool:
        """Whether one of the reasons for no answer was chosen."""
        return any(each.chosen for each in self.instead)

    @property
    def more_open(self) -> bool:
        """Whether what stands folded away holds something, or is what to look at next."""
        beside = self.kind in {"options", "number"} and bool(self.typed.get("words"))
        return self.reason_open or beside or self.read.status == Status.UNCLEAR

    @property
    def unit(self) -> str:
        """The unit as typed, else as asked."""
        return self.typed.get("unit") or self.question.unit or ""

    @property
    def period(self) -> str:
        """The period as typed, else as asked."""
        return self.typed.get("period") or self.question.period or ""

    @property
    def hint(self) -> str:
        """What sort of answer is asked for, where the fields do not say it."""
        if self.question.answer is AnswerType.MONEY:
            return "An amount, such as 30,000 or £1,250,000"
        return "A number, such as 12 or 1,250" if self.question.answer is AnswerType.COUNT else ""


def items_of(
    form: Questionnaire,
    typed: Typed,
    read: Mapping[str, Read],
    *,
    clashing: Mapping[str, str] | None = None,
) -> list[Item]:
    """The questions of a page; `clashing` says what somebody else wrote where both wrote at once."""
    numbers, section, items = numbers_of(form), "", []
    for n, question in enumerate(form.asked, start=1):
        own = typed.get(question.id, {})
        head = ""
        if question.parent is None and question.section != section:
            head = section = question.section
        items.append(
            Item(
                id=f"q{n}",
                number=numbers[question.id],
                question=question,
                section=head,
                asked_if=_asked_if(question, numbers),
                definitions=defined_in(question.wording, form.definitions),
                options=[
                    Choice(each, plain(each), question.meaning.get(each, ""), own.get("choice") == each)
                    for each in (options_of(question) if question.has_options else ())
                ],
                instead=_instead(own),
                typed=own,
                names={part: NAME.format(key=question.id, part=part) for part in PARTS},
                read=read[question.id],
                theirs=(clashing or {}).get(question.id, ""),
            )
        )
    return items


def _instead(own: Mapping[str, str]) -> list[Choice]:
    beside = {"refused": "section", "referred": "to"}
    return [
        Choice(f"{MARK}{name}", words, chosen=own.get("choice") == f"{MARK}{name}", more=beside.get(name, ""))
        for name, words in INSTEAD.items()
    ]


def _asked_if(question: Question, numbers: Mapping[str, str]) -> str:
    """When a follow-up is to be answered, in words; it is always on the page."""
    if question.parent is None:
        return ""
    above = f"question {numbers.get(question.parent, '')}".strip()
    return (
        f"If you answered “{plain(question.condition)}” to {above}" if question.condition else f"To {above}"
    )


def plain(option: str | None) -> str:
    """An option as people read it."""
    return (option or "").replace("_", " ")


def defined_in(text: str, definitions: Mapping[str, str]) -> list[tuple[str, str]]:
    """The definitions whose words stand in a text."""
    found = []
    for name, words in definitions.items():
        term = plain(name)
        if re.search(rf"(?<!\w){re.escape(term)}", text, re.IGNORECASE):
            found.append((term, words))
    return found


def sections_of(regime: Regime) -> list[tuple[str, str]]:
    """The sections that a refusal may rest on."""
    return [(section, each.name) for section, each in regime.refusals.items()]


def told(parts: Mapping[str, str], question: Question | None) -> str:
    """What was typed, in one line, for somebody else of the team."""
    choice = parts.get("choice", "")
    said = INSTEAD.get(choice.removeprefix(MARK), "") if choice.startswith(MARK) else plain(choice)
    rest = (parts.get(part, "") for part in ("amount", "unit", "period", "section", "to", "words"))
    return "; ".join(each for each in (said, *rest) if each) or "nothing"


def n_filled(read: Mapping[str, Read], among: Collection[str] | None = None) -> int:
    """How many questions have an answer or a reason."""
    return sum(each.fields is not None for key, each in read.items() if among is None or key in among)


LIMITS = LONGEST
