"""Which finding leads: the widest gap between day and night in the latest round that has any."""

from dataclasses import dataclass
from fractions import Fraction

from answerable.press.view.model import KindView, QuestionView, RoundState, RoundView, StudyView


@dataclass(frozen=True)
class Pair:
    """A question and its out-of-hours twin; `gap` is by how much the share of yes falls at night."""

    day: QuestionView
    night: QuestionView
    gap: Fraction | None


def pairs(kind: KindView) -> list[Pair]:
    """The pairs of a kind, widest gap first; those without a gap to give come last, in printed order."""
    found = []
    for view in kind.pages:
        twin = kind.twin(view.id)
        if twin is not None:
            found.append(Pair(view, twin, gap(view, twin)))
    return sorted(found, key=lambda pair: (pair.gap is None, -(pair.gap or 0)))


def gap(day: QuestionView, night: QuestionView) -> Fraction | None:
    """By how much the share of yes falls, on the bodies that answered both where that is known."""
    if day.pair and day.pair["n_both_answered"]:
        return Fraction(day.pair["n_yes_in"] - day.pair["n_yes_out"], day.pair["n_both_answered"])
    first, second = day.shown_tally, night.shown_tally
    if first and second and first.has_yes and second.has_yes and first.n_answered and second.n_answered:
        return Fraction(first.n_yes, first.n_answered) - Fraction(second.n_yes, second.n_answered)
    return None


def unpaired(kind: KindView) -> list[QuestionView]:
    """Questions with a page that have no twin and are none, in printed order."""
    return [view for view in kind.pages if not view.question.pair_of and kind.twin(view.id) is None]


def lead(view: StudyView) -> tuple[RoundView, KindView, QuestionView] | None:
    """The question that leads the study, with its round and kind; None where nothing can be counted yet.

    The latest round with answers comes first, then the latest of which figures were printed with counts.
    """
    for state in (RoundState.ANSWERS, RoundState.PRINTED):
        for a_round in reversed(view.rounds):
            found = lead_of(a_round) if a_round.state is state else None
            if found:
                return a_round, *found
    return None


def lead_of(a_round: RoundView) -> tuple[KindView, QuestionView] | None:
    """The question of a round with the widest gap between day and night, else the first with a share."""
    gaps = [
        (pair.gap, kind, pair.day)
        for kind in a_round.kinds.values()
        for pair in pairs(kind)
        if pair.gap is not None
    ]
    if gaps:
        _, kind, day = max(gaps, key=lambda found: found[0])
        return kind, day
    for kind in a_round.kinds.values():
        for each in kind.pages:
            tally = each.shown_tally
            if tally and tally.has_yes and tally.n_answered:
                return kind, each
    return None
