"""What the difference between two rounds is made of, in counts that add up exactly.

Two shares of two rounds differ because bodies changed their answer, because bodies merged or were
split, because other bodies answered, or because the question was worded otherwise. With Y yes of A
answered, earlier and later:

  change       matched bodies that gained less those that lost a yes
  succession   merged bodies counted once instead of several times; and bodies that answered in both
               rounds but are not matched, because of a split, a boundary, or predecessors that differ or
               did not all answer: those of the later round less those of the earlier
  respondents  bodies none of whose counterparts answered in the other round: later less earlier
  wording      across a hard break everything, and nothing is divided

Shares are divided in that order: the earlier share, the share once matched bodies have changed their
answer, then once successions have taken place, then with the later respondents. Each stage is the share
of a real set of bodies, and the steps between the stages add up to the difference of the two shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from answerable.core.measures.codes import NOT_ASKED_CODE, YES_CODE, Codes, Flags, is_answered
from answerable.core.measures.panel import Comparison, QuestionPanel

CHANGE, SUCCESSION, RESPONDENTS, WORDING = "change", "succession", "respondents", "wording"
CAUSES = (CHANGE, SUCCESSION, RESPONDENTS, WORDING)


@dataclass(frozen=True)
class Tally:
    """Yes among answered; as a difference either may be negative."""

    yes: int = 0
    answered: int = 0

    @classmethod
    def of(cls, codes: Codes, among: Flags | None = None) -> "Tally":
        """The tally of the states of some bodies."""
        yes, answered = codes == YES_CODE, is_answered(codes)
        if among is not None:
            yes, answered = yes & among, answered & among
        return cls(int(np.count_nonzero(yes)), int(np.count_nonzero(answered)))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.yes + other.yes, self.answered + other.answered)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.yes - other.yes, self.answered - other.answered)

    @property
    def share(self) -> float | None:
        """The share of yes; missing when nobody answered."""
        return self.yes / self.answered if self.answered else None


@dataclass(frozen=True)
class Difference:
    """The parts of a difference by cause, and the bodies that stand outside the panel.

    `n_earlier_only` and `n_later_only` answered in one round only; `n_unmatched` are later bodies that
    answered, as did one they came from, and still are not matched.
    """

    parts: Mapping[str, Tally]
    n_earlier_only: int
    n_later_only: int
    n_unmatched: int

    def shares(self, start: Tally) -> dict[str, float | None]:
        """The steps from the earlier to the later share, by cause; missing where a share is."""
        steps: dict[str, float | None] = {}
        here = start
        for cause, part in self.parts.items():
            there = here + part
            known = here.share is not None and there.share is not None
            steps[cause] = (there.share or 0.0) - (here.share or 0.0) if known else None
            here = there
        return steps


def divide(comparison: Comparison, panel: QuestionPanel) -> Difference:
    """Divides the difference of a question whose wording allows it.

    Shape:  two rounds' codes -> parts that add up to later less earlier, in yes and in answered
    """
    before, after = comparison.before, comparison.after
    matched = panel.matched
    regrouped_before, regrouped_after = _regrouped(comparison, matched)
    in_panel, merged = _predecessors_in_panel(comparison, panel)
    gone = Tally.of(before) - in_panel - regrouped_before
    come = Tally.of(after, ~matched) - regrouped_after
    _, gained, lost = panel.movers()
    parts = {
        CHANGE: Tally(gained - lost, 0),
        SUCCESSION: regrouped_after - regrouped_before - merged,
        RESPONDENTS: come - gone,
    }
    return Difference(parts, gone.answered, come.answered, regrouped_after.answered)


def _regrouped(comparison: Comparison, matched: Flags) -> tuple[Tally, Tally]:
    """Earlier and later bodies outside the panel that answered, as did one of their counterparts."""
    before, after = comparison.before, comparison.after
    earlier, later, heir = comparison.kinship.linked
    both = is_answered(before[earlier]) & is_answered(after[later])
    continued = np.append(matched, False)[heir]
    of_before, of_after = np.zeros(before.size, dtype=bool), np.zeros(after.size, dtype=bool)
    of_before[earlier[both & ~continued]] = True
    of_after[later[both & ~matched[later]]] = True
    return Tally.of(before, of_before), Tally.of(after, of_after)


def _predecessors_in_panel(comparison: Comparison, panel: QuestionPanel) -> tuple[Tally, Tally]:
    """The earlier bodies of the panel; and of merged ones all but one, since they are now one body."""
    matched = panel.matched
    once = Tally.of(panel.before, matched)
    several = comparison.kinship.sizes > 1
    places = comparison.kinship.whole[several]
    extra = (comparison.kinship.sizes[several] - 1) * matched[places]
    again = Tally(int(extra[panel.before[places] == YES_CODE].sum()), int(extra.sum()))
    return once + again, again


def across_a_break(before: Codes, after: Codes) -> Difference:
    """The difference across a hard break: all of it may be the wording, so nothing is divided."""
    return Difference({WORDING: Tally.of(after) - Tally.of(before)}, 0, 0, 0)


def n_asked(codes: Codes) -> int:
    """How many bodies a question was put to."""
    return int(np.count_nonzero(codes != NOT_ASKED_CODE))
