"""What becomes of each request of the demonstration, drawn from a seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Half-way through a round of 20 working days: of a hundred bodies, so many have done this.
_SHARES = (
    ("answered_inline", 14),
    ("answered_by_number", 9),
    ("answered_in_pdf", 9),
    ("answered_in_workbook", 7),
    ("acknowledged", 27),
    ("away", 5),
    ("bounced", 3),
    ("clarification", 4),
    ("refused", 3),
    ("transferred", 2),
    ("portal", 2),
    ("stray", 3),
    ("nothing", 12),
)


class Turn(StrEnum):
    """What a body has done so far."""

    ANSWERED_INLINE = "answered_inline"
    ANSWERED_BY_NUMBER = "answered_by_number"
    ANSWERED_IN_PDF = "answered_in_pdf"
    ANSWERED_IN_WORKBOOK = "answered_in_workbook"
    ACKNOWLEDGED = "acknowledged"
    AWAY = "away"
    BOUNCED = "bounced"
    CLARIFICATION = "clarification"
    REFUSED = "refused"
    TRANSFERRED = "transferred"
    PORTAL = "portal"
    STRAY = "stray"
    NOTHING = "nothing"


ANSWERED = frozenset(turn for turn in Turn if turn.startswith("answered")) | {Turn.STRAY}


@dataclass(frozen=True)
class Part:
    """The part of one body: what it does, in which manner, and after which share of the time so far."""

    turn: Turn
    manner: int
    when: float


def parts(bodies: Sequence[str], seed: int) -> list[Part]:
    """A part for each body, in order; the same for the same seed."""
    dice = random.Random(f"{seed} turns")
    turns = [Turn(name) for name, share in _SHARES for _ in range(share)]
    return [Part(dice.choice(turns), dice.randrange(12), dice.random()) for _ in bodies]
