"""What bodies of the simulation say of their own answers, and who sits for their people: both invented.

Nobody has a name here. A member is called after the place that they sit for.
"""

import random
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from studies.simulate.register import Register
from studies.simulate.rows import Row
from studies.simulate.source import SourceRound
from studies.simulate.tables import POPULATION_DATE, SOURCE

from answerable.core.answers import NO

STATEMENT_COLUMNS = ("body_id", "question_id", "statement", "given_on", "url")
REPRESENTATIVE_COLUMNS = ("body_id", "role", "area", "email", "source", "date")
_ROLE = "Member of the Assembly of Mayda"
_N_WHOLE, _N_SINGLE = 6, 10
_MOST_DAYS = 21
_LEAST_SHARE = 5.0
_WHOLE = (
    "We answered for the services that we pay for ourselves. Families in our area are also helped by "
    "services that a neighbour pays for, which these questions did not reach.",
    "Thank you for showing us our answers before they were published. We have nothing to correct.\n\n"
    "A review of services for children is under way, and we will publish what it finds.",
    "Our reply was written by several teams, and some of it reads as if we knew less than we do. The "
    "children’s team has since gone through it and stands by every answer.",
    "We are a small body and plan together with others. Please read our answers beside theirs.",
)
_SINGLE = (
    "This was right on the day we replied. A service began in the autumn.",
    "We do not pay for this by contract; children who need it are provided for one by one.",
    "We said no since another body pays for this in our area. It is there for families who need it.",
    "Money for this has been agreed from next April.",
)


def statement_rows(answers: Sequence[Row], a_round: SourceRound, seed: int) -> list[Row]:
    """Rows of statements.csv: a few bodies on the whole of a round, a few on something they said no to."""
    rng = random.Random(f"{seed} {a_round.id} statements")
    refused: dict[str, list[str]] = {}
    for row in answers:
        if row.get("answer") == NO:
            refused.setdefault(row["body_id"], []).append(row["question_id"])
    chosen = rng.sample(sorted(refused), _N_WHOLE + _N_SINGLE)
    made = []
    for place, body in enumerate(chosen):
        is_whole = place < _N_WHOLE
        day = a_round.cut_off + timedelta(days=rng.randint(3, _MOST_DAYS))
        row = {"body_id": body, "given_on": day.isoformat()}
        if is_whole:
            row |= {"statement": _WHOLE[place % len(_WHOLE)]}
            row |= {"url": f"https://foi.example/{a_round.id}/{body}/statement"}
        else:
            row |= {"question_id": rng.choice(refused[body]), "statement": _SINGLE[place % len(_SINGLE)]}
        made.append(row)
    return sorted(made, key=lambda row: row["body_id"])


def representative_rows(register: Register, overlaps: Sequence[Mapping[str, str]]) -> list[Row]:
    """Rows of representatives.csv: one member for each council, and for a group those of its councils."""
    area = {row["id"]: row["name"] for row in register.rows if row["kind"] == "la"}
    sitting = [(council, council) for council in area]
    sitting += [
        (row["left_id"], row["right_id"])
        for row in overlaps
        if float(row["share_of_left_pct"]) >= _LEAST_SHARE
    ]
    return [
        {
            "body_id": body,
            "role": _ROLE,
            "area": area[council],
            "email": f"{re.sub('[^a-z]+', '-', area[council].lower()).strip('-')}@assembly.example",
            "source": SOURCE,
            "date": POPULATION_DATE,
        }
        for body, council in sorted(sitting)
    ]
