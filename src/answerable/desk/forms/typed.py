"""What was typed into the reply form: kept as it was typed, bounded, and brought together when two write.

A draft's fields are by question a mapping of the parts that hold something; a question of which nothing was
typed is not there. Under the key "" stand words about the whole reply.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from answerable.core.questions import Question, Questionnaire
from answerable.desk.errors import DeskError

Typed = dict[str, dict[str, str]]
ALL = ""  # the key of words about the whole reply
PARTS = ("choice", "amount", "unit", "period", "words", "section", "to")
LONGEST = {"choice": 200, "amount": 80, "unit": 80, "period": 80, "words": 20_000, "section": 40, "to": 300}
LONGEST_IN_ALL = 300_000
NAME = "q.{key}.{part}"
# Line ends and tabs may stay; all else of these can hide words, turn them round, or be refused by a database.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


class TooLong(DeskError):
    """More was written than the form can hold."""


@dataclass(frozen=True)
class Merged:
    """What two people wrote, brought together; `clashing` are the keys that both changed unlike."""

    fields: Typed
    clashing: tuple[str, ...] = ()
    from_others: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """Typed text without what cannot be seen, its line ends alike."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_typed(posted: Mapping[str, str], form: Questionnaire) -> Typed:
    """What was typed, by the questions that are asked; all else that was posted is no matter of ours.

    Raises: TooLong
    """
    typed: Typed = {}
    total = 0
    for key, question in ((ALL, None), *((each.id, each) for each in form.asked)):
        parts = {}
        for part in PARTS if question else ("words",):
            text = clean(posted.get(NAME.format(key=key, part=part), ""))
            if len(text) > LONGEST[part]:
                raise TooLong(_too_long(question, len(text), LONGEST[part]))
            if text and not (question and _is_as_asked(question, part, text)):
                parts[part] = text
                total += len(text)
        if parts:
            typed[key] = parts
    if total > LONGEST_IN_ALL:
        raise TooLong(
            f"All answers together are {total:,} characters long, and the form holds {LONGEST_IN_ALL:,}. "
            "Nothing was saved. Attach longer texts as a file, or answer by email."
        )
    return typed


def _is_as_asked(question: Question, part: str, text: str) -> bool:
    """Whether a unit or period is only what the form put there."""
    return text == {"unit": question.unit, "period": question.period}.get(part)


def _too_long(question: Question | None, length: int, most: int) -> str:
    what = f"The answer to “{question.name[:80]}”" if question else "What you say of the whole"
    return (
        f"{what} is {length:,} characters long, and the form holds {most:,}. Nothing was saved. "
        "Attach longer texts as a file, or answer by email."
    )


def merge(base: Typed | None, mine: Typed, theirs: Typed) -> Merged:
    """What I wrote and what somebody else saved meanwhile, brought together question by question.

    `base` is what my page showed before. What only one of us changed is taken from that one; what both
    changed unlike stays as the other saved it and is named. Without a base nothing filled is lost to a blank.
    """
    merged: Typed = {}
    clashing, from_others = [], []
    for key in _keys(theirs, mine, base or {}):
        own, other = mine.get(key), theirs.get(key)
        before = base.get(key) if base is not None else None
        if own == other or other == before:
            taken = own
        elif own == before:
            taken = other
            from_others.append(key)
        else:
            taken = other
            clashing.append(key)
        if taken:
            merged[key] = taken
    return Merged(merged, tuple(clashing), tuple(from_others))


def _keys(*several: Mapping[str, object]) -> Iterable[str]:
    return dict.fromkeys(key for each in several for key in each)
