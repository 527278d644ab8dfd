"""How invented bodies word their answers: each has a manner of its own, and keeps it through its letter."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from answerable.core.answers import IN_DEVELOPMENT, NO, YES, Status

_YES = (
    ("Yes.", "Yes, we do.", "Yes."),
    ("Yes – this is commissioned.", "Yes, through our children's community team.", "Yes, in full."),
    ("The answer is yes.", "Yes, jointly with our neighbours.", "Yes, since before the period asked about."),
)
_NO = (
    ("No.", "No, we do not.", "No."),
    ("Not at present.", "No, this is not commissioned.", "No. There are no plans to."),
    ("The answer is no.", "We do not currently commission this.", "No, not by us."),
)
_BEING_MADE = ("This is being developed.", "Not yet: a draft is with our board.", "In development.")
_SILENCES = {
    Status.REFUSED: (
        "We estimate that finding this would take more than 18 hours and refuse it under section 12.",
        "This is exempt under section 43(2): it would harm our position in talks with providers.",
    ),
    Status.NOT_HELD: ("This information is not held.", "We hold no recorded information on this."),
    Status.REFERRED: ("Please refer to NHS England, which commissions this.", "Please ask the council."),
    Status.UNCLEAR: ("Services are based on individual need.", "Please see above.", "This varies."),
    Status.NOT_APPLICABLE: ("Not applicable.", "N/A"),
}


@dataclass(frozen=True)
class Put:
    """A question as it was put."""

    key: str
    number: str
    text: str
    answer: str
    unit: str = ""


@dataclass(frozen=True)
class Given:
    """What the body will say to it."""

    status: Status
    answer: str = ""
    value: float | None = None


def said(given: Given, put: Put, manner: int, dice: random.Random) -> str:
    """An answer in words."""
    if given.status is not Status.ANSWERED:
        choices = _SILENCES.get(given.status, ("",))
        return choices[manner % len(choices)]
    if given.value is not None:
        return _number(given.value, put, manner)
    if given.answer == YES:
        return dice.choice(_YES[manner % len(_YES)])
    if given.answer == NO:
        return dice.choice(_NO[manner % len(_NO)])
    if given.answer == IN_DEVELOPMENT:
        return _BEING_MADE[manner % len(_BEING_MADE)]
    words = given.answer.replace("_", " ").rstrip(".")
    return f"{words[:1].upper()}{words[1:]}."


def _number(value: float, put: Put, manner: int) -> str:
    if put.unit.upper() == "GBP":
        return (f"£{value:,.0f}", f"£{value / 1000:,.1f}k", f"{value:,.0f} pounds")[manner % 3]
    words = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return (words, f"{words}.", f"The number is {words}.")[manner % 3]


def inline(puts: Sequence[Put], answers: Sequence[Given], manner: int, dice: random.Random) -> str:
    """Answers below each question, as a clerk types them into the mail."""
    parts = []
    for put, given in zip(puts, answers, strict=True):
        words = said(given, put, manner, dice)
        if words:
            parts.append(f"{put.number}. {put.text}\n\n{words}")
    return "\n\n".join(parts)


def by_number(puts: Sequence[Put], answers: Sequence[Given], manner: int, dice: random.Random) -> str:
    """Answers with their numbers alone."""
    lines = []
    for put, given in zip(puts, answers, strict=True):
        words = said(given, put, manner, dice)
        if words:
            lines.append(f"Q{put.number} {words}" if manner % 2 else f"{put.number}) {words}")
    return "\n".join(lines)
