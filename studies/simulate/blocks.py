"""One block of bodies in one round: who replies, what each leans to, and the answers that fit the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from zlib import crc32

import numpy as np
from studies.simulate.minds import Minds
from studies.simulate.noise import Floats, Ints
from studies.simulate.solve import Sheet, solve
from studies.simulate.targets import Targets

from answerable.core.answers import NO, YES
from answerable.core.questions import Question, Questionnaire
from answerable.core.ratings.model import RatingScheme

# Weights of what moves an answer: the body as a whole, the subject over the years, this round, the hours.
_BODY, _SUBJECT, _ROUND, _HOURS = 0.65, 0.8, 0.5, 0.45
_READY = 1.6
_ODD_PAIRS, _CONTRARY = 3, 1
_LEAST_ANSWERS = 4
_BELOW_ALL = Fraction(-1)

Stems = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True)
class Ballot:
    """A round put to one kind of body: its form, what its answers must give, how it is rated."""

    round: str
    form: Questionnaire
    targets: Targets
    scheme: RatingScheme
    stems: Stems
    joint: frozenset[str]
    overarching: frozenset[str]

    @property
    def rated(self) -> tuple[str, ...]:
        """Items of the scheme's first set for this round and kind."""
        sets = self.scheme.item_sets[self.scheme.default_set]
        return next((s.items for s in sets if (s.round, s.kind) == (self.round, self.form.kind)), ())


@dataclass(frozen=True)
class Block:
    """What a block answered.

    `answers` maps a body that replied to what it answered, by question; derived questions among them.
    """

    bodies: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]]


def find_stems(forms: Mapping[str, Mapping[str, Questionnaire]]) -> Stems:
    """The subject of each question: shared by out-of-hours twins and by questions of later rounds.

    Shape:  forms by round and kind, in order of rounds -> subject by (round, kind, question)
    """
    stems: dict[tuple[str, str, str], str] = {}
    for round_id, by_kind in forms.items():
        for kind, form in by_kind.items():
            for question in form.questions:
                before = question.compares_with
                key = (before.round, before.kind or kind, before.question) if before else ("", "", "")
                twin = (round_id, kind, question.pair_of or "")
                own = f"{kind} {question.id}"
                stems[round_id, kind, question.id] = stems.get(twin) or stems.get(key) or own
    return stems


def _noise(ballot: Ballot, what: str, size: int, seed: int) -> Floats:
    key = crc32(f"{ballot.round} {ballot.form.kind} {what}".encode())
    return np.round(np.random.default_rng([seed, 40, key]).standard_normal(size), 6)


def leanings(ballot: Ballot, minds: Minds, questions: Sequence[Question]) -> tuple[Floats, Floats]:
    """How far every body leans to yes, and how ready it is to answer, question by question.

    Shape:  two arrays, bodies x questions
    """
    lean, ready = [], []
    size, kind = len(minds.ids), ballot.form.kind
    giving, hours, thorough = minds.quality("giving"), minds.quality("hours"), minds.quality("thorough")
    drift = _noise(ballot, "drift", size, minds.seed)
    for question in questions:
        stem = ballot.stems[ballot.round, kind, question.id]
        subject = minds.place("joint") * 1.6 if question.id in ballot.joint else minds.trait(f"lean {stem}")
        weight = 2.2 if question.id in ballot.overarching else 1.0
        one = weight * _BODY * (giving + 0.3 * drift) + _SUBJECT * subject
        if question.pair_of:
            one = one + _HOURS * hours
        lean.append(one + _ROUND * _noise(ballot, question.id, size, minds.seed))
        calm = 0.5 * _noise(ballot, f"ready {question.id}", size, minds.seed)
        ready.append(_READY * (1.3 * thorough + 0.5 * minds.trait(f"ready {stem}") + calm))
    return np.column_stack(lean), np.column_stack(ready)


def fill_block(ballot: Ballot, minds: Minds, members: Ints, round_number: int) -> Block:
    """Answers of one block: as many bodies reply as printed, and their answers give the printed figures."""
    targets = ballot.targets
    questions = [ballot.form.question(name) for name in targets.questions]
    keen = minds.quality("reply") + 0.8 * _noise(ballot, "reply", len(minds.ids), minds.seed)
    replied = np.sort(members[np.argsort(-keen[members], kind="stable")][: targets.n_replied])
    lean, ready = leanings(ballot, minds, questions)
    lean, ready = lean[replied], ready[replied]
    place = {question.id: i for i, question in enumerate(questions)}
    rated = [place[item] for item in ballot.rated]
    least = len(rated) * ballot.scheme.minimum_coverage if rated else _LEAST_ANSWERS
    bands = _bands(ballot, lean[:, rated].sum(axis=1)) if rated else []
    rng = np.random.default_rng([minds.seed, 41, round_number])
    sheet = Sheet(
        items=[targets.questions[q.id] for q in questions],
        leaning=lean,
        readiness=ready,
        least_answers=-(-least.numerator // least.denominator),
        pairs=[(i, place[early]) for i, early in _early(ballot, place)],
        fixed=_exceptions(ballot, place, lean, bands, rng),
        rated=rated,
        bands=bands,
    )
    solved = solve(sheet)
    answers = {
        minds.ids[int(body)]: {
            q.id: str(solved[row, i]) for i, q in enumerate(questions) if solved[row, i] is not None
        }
        for row, body in enumerate(replied)
    }
    return Block(tuple(minds.ids[int(i)] for i in members), answers)


def _exceptions(
    ballot: Ballot,
    place: Mapping[str, int],
    lean: Floats,
    bands: Sequence[tuple[Fraction, Fraction]],
    rng: np.random.Generator,
) -> dict[tuple[int, int], str]:
    """Answers that do not fit together, settled beforehand for a few bodies, as real replies have them.

    A yes overall with no to every element, from bodies of the lowest stars; a yes out of hours with a no in
    hours, from bodies whose stars leave room for it.
    """
    fixed: dict[tuple[int, int], str] = {}
    lowest = [body for body, band in enumerate(bands) if band[0] < 0] or list(range(len(lean)))
    settled = {body for body, band in enumerate(bands) if band[0] < 0 or band[1] == 1}
    for rule in ballot.form.consistency:
        if rule.rule == "overall_yes_no_element":
            elements = sorted({place[_whole(ballot.form, e)] for e in rule.elements})
            order = sorted(lowest, key=lambda body: float(lean[body, elements].sum()))
            for body in order[:_CONTRARY]:
                settled.add(body)
                fixed[place[rule.question], body] = YES
                fixed |= {(item, body): NO for item in elements}
    pairs = [(i, place[early]) for i, early in _early(ballot, place)]
    free = [body for body in range(len(lean)) if body not in settled]
    for late, early in [pairs[int(i)] for i in rng.permutation(len(pairs))[:_ODD_PAIRS]]:
        gap = lean[:, late] - lean[:, early]
        body = max(free, key=lambda body: float(gap[body]))
        free.remove(body)
        fixed[late, body], fixed[early, body] = YES, NO
    return fixed


def _whole(form: Questionnaire, part: str) -> str:
    """The derived question that a part goes into, else the question itself."""
    return next((q.id for q in form.questions if q.derived and part in q.derived.any_of), part)


def _early(ballot: Ballot, place: Mapping[str, int]) -> list[tuple[int, str]]:
    """Out-of-hours items with the question whose twin they are."""
    found = [(i, ballot.form.question(name).pair_of) for name, i in place.items()]
    return [(i, early) for i, early in found if early is not None and early in place]


def _bands(ballot: Ballot, score: Floats) -> list[tuple[Fraction, Fraction]]:
    """The share of yes that each body may have, from the printed stars: the keenest have the most."""
    limits = {band.stars: band.up_to for band in ballot.scheme.bands}
    order = [int(i) for i in np.argsort(score, kind="stable")]
    middle = max(limits) // 2
    low = {ends: n for ends, n in ballot.targets.stars.items() if ends[1] <= middle}
    high = {ends: n for ends, n in ballot.targets.stars.items() if ends[0] > middle}
    least = max((ends[1] for ends in low), default=-1) + 1
    most = min((ends[0] for ends in high), default=max(limits) + 1) - 1
    bands = dict.fromkeys(order, (least, most))
    for ends, n in low.items():
        bands |= dict.fromkeys(order[:n], ends)
    for ends, n in high.items():
        bands |= dict.fromkeys(order[-n:], ends)
    return [
        (limits.get(first - 1, _BELOW_ALL) if first else _BELOW_ALL, limits[last])
        for first, last in (bands[body] for body in range(len(order)))
    ]


def joint_questions(form: Questionnaire) -> frozenset[str]:
    """Questions whose answer the other side gives too."""
    return frozenset(r.question for r in form.consistency if r.rule == "joint_one_side")


def overarching_questions(form: Questionnaire) -> frozenset[str]:
    """Questions that stand over others."""
    return frozenset(r.question for r in form.consistency if r.rule.startswith("overall_"))
