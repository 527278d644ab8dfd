"""An integer program that gives every body its answers, so that the columns add up to what was printed.

Each body leans towards some answers; the program follows these leanings as far as the printed counts,
the coverage and the stars allow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from studies.simulate.noise import Floats, Ints
from studies.simulate.targets import Target

from answerable.core.answers import IN_DEVELOPMENT, NO, YES

_GAP = 1e-4  # almost always solved without branching; presolving would only cost time
OPTIONS = (YES, NO, IN_DEVELOPMENT)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One block of bodies with what they lean to.

    `leaning` is towards yes, `readiness` towards answering at all; `pairs` are out-of-hours items with
    their in-hours twin; `fixed` holds answers settled beforehand, by (item, body); `rated` items
    count for stars and `bands` holds each body's share of yes among them: above the first, up to the second.

    Shape:  leaning, readiness: bodies x items
    """

    items: Sequence[Target]
    leaning: Floats
    readiness: Floats
    least_answers: int
    pairs: Sequence[tuple[int, int]] = ()
    fixed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    rated: Sequence[int] = ()
    bands: Sequence[tuple[Fraction, Fraction]] = ()


@dataclass
class _Rows:
    """Rows of a sparse constraint matrix as they are gathered."""

    columns: list[Ints] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, columns: Ints, values: Floats | float, low: float, high: float) -> None:
        """One row: low <= sum of values times variables <= high."""
        self.columns.append(columns)
        self.values.append(np.broadcast_to(np.asarray(values, dtype=np.float64), columns.shape))
        self.low.append(low)
        self.high.append(high)

    def constraint(self, n: int) -> LinearConstraint:
        """The gathered rows over n variables."""
        counts = np.array([len(c) for c in self.columns])
        row = np.repeat(np.arange(len(counts)), counts)
        place = (row, np.concatenate(self.columns))
        matrix = csr_array((np.concatenate(self.values), place), shape=(len(counts), n))
        return LinearConstraint(matrix, np.array(self.low), np.array(self.high))


class _Program:
    """The variables, one for each body, item and option, and the constraints on them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.bodies, count = sheet.leaning.shape
        self.keys = [
            (i, option) for i in range(count) for option in OPTIONS if option in sheet.items[i].counts
        ]
        self.at = {key: place for place, key in enumerate(self.keys)}
        self.n = len(self.keys) * self.bodies
        self.rows = _Rows()

    def variables(self, item: int, option: str) -> Ints:
        """The variables of an item and an option, one per body."""
        first = self.at[item, option] * self.bodies
        return np.arange(first, first + self.bodies, dtype=np.int64)

    def of_body(self, body: int, items: Sequence[int], option: str | None = None) -> Ints:
        """The variables of a body for some items, and one option or all."""
        wanted = set(items)
        chosen = [p for p, (i, o) in enumerate(self.keys) if i in wanted and option in (None, o)]
        variables: Ints = np.array(chosen, dtype=np.int64) * self.bodies + body
        return variables

    def totals(self) -> None:
        """Each option of each item as often as printed, each body at most one option."""
        for i, target in enumerate(self.sheet.items):
            for option, count in target.counts.items():
                self.rows.add(self.variables(i, option), 1.0, count, count)
            together = np.stack([self.variables(i, option) for option in target.counts])
            for body in range(self.bodies):
                self.rows.add(together[:, body], 1.0, 0, 1)

    def coverage(self) -> None:
        """Enough answers from every body, among the rated items where there are any."""
        items = self.sheet.rated or range(len(self.sheet.items))
        for body in range(self.bodies):
            self.rows.add(self.of_body(body, items), 1.0, self.sheet.least_answers, np.inf)

    def hours(self) -> None:
        """No claim out of hours beside a denial in hours, but where that is settled beforehand."""
        for late, early in self.sheet.pairs:
            claims, denials = self.variables(late, YES), self.variables(early, NO)
            for body in range(self.bodies):
                if (late, body) not in self.sheet.fixed:
                    self.rows.add(np.array([claims[body], denials[body]]), 1.0, 0, 1)

    def bounds(self) -> Bounds:
        """Each variable 0 or 1, and 1 where an answer is settled beforehand."""
        low = np.zeros(self.n)
        for (item, body), option in self.sheet.fixed.items():
            low[self.variables(item, option)[body]] = 1.0
        return Bounds(low, 1)

    def stars(self) -> None:
        """A share of yes among the answered rated items within the band of each body, on whole numbers."""
        for body, (above, up_to) in enumerate(self.sheet.bands):
            answers = self.of_body(body, self.sheet.rated)
            yes = np.isin(answers, self.of_body(body, self.sheet.rated, YES)).astype(np.float64)
            if above >= 0:
                self.rows.add(answers, yes * above.denominator - above.numerator, 1, np.inf)
            if up_to < 1:
                self.rows.add(answers, yes * up_to.denominator - up_to.numerator, -np.inf, 0)

    def gain(self) -> Floats:
        """What each variable is worth: readiness to answer, and leaning to this answer."""
        side = {YES: 1.0, NO: -1.0, IN_DEVELOPMENT: 0.0}
        worth = [self.sheet.readiness[:, i] + side[o] * self.sheet.leaning[:, i] for i, o in self.keys]
        return np.asarray(np.round(np.concatenate(worth), 4), dtype=np.float64)


def solve(sheet: Sheet) -> NDArray[np.object_]:
    """Answers of every body to every item: an option, or None where it gives none.

    Shape:  bodies x items
    Raises: ValueError where the printed figures admit no answers
    Source: Huangfu and Hall (2018), HiGHS, through scipy.optimize.milp
    """
    program = _Program(sheet)
    program.totals()
    program.coverage()
    program.hours()
    program.stars()
    found = milp(
        -program.gain(),
        integrality=np.ones(program.n),
        bounds=program.bounds(),
        constraints=program.rows.constraint(program.n),
        options={"mip_rel_gap": _GAP, "presolve": False},
    )
    if found.x is None:
        raise ValueError(f"No answers fit the printed figures: {found.message}")
    answers = np.full(sheet.leaning.shape, None, dtype=object)
    for place, (item, option) in enumerate(program.keys):
        chosen = found.x[place * program.bodies : (place + 1) * program.bodies] > 0.5
        answers[chosen, item] = option
    return answers
