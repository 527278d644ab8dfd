"""What the answers must add up to, read from the printed figures; where these disagree, a rule decides.

Counts win over percentages. Of two percentages, or two counts of replies, the one printed last wins:
the body of a report over its summary. How many answered is chosen where it was not printed, so that
every printed percentage comes back, rounded half up.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from answerable.core.answers import IN_DEVELOPMENT, NO, YES
from answerable.core.measures.percent import percent_half_up
from answerable.core.measures.published import implied_counts
from answerable.core.questions import Question, Questionnaire

_SHARES = (YES, NO, IN_DEVELOPMENT)
_RATE, _TWIN_RATE, _UNPRINTED = (0.87, 0.98), (0.86, 0.95), (0.15, 0.4)
_LEAST_RATE = 0.7


@dataclass(frozen=True)
class Target:
    """How many bodies answer a question, and how many of them with each option."""

    question: str
    n_answered: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Targets:
    """What one kind's answers of one round must give.

    `stars` maps (least, most) stars to the number of bodies; `remarks` an id to the number of bodies, and
    `remarks_of_answers` are those printed as a share only. `set_aside` are printed percentages (question,
    measure, percent) that the counts do not give, `other_replied` other printed numbers of replies.
    """

    round: str
    kind: str
    n_replied: int
    questions: Mapping[str, Target]
    remarks: Mapping[str, int]
    stars: Mapping[tuple[int, int], int]
    remarks_of_answers: frozenset[str] = frozenset()
    set_aside: tuple[tuple[str, str, Decimal], ...] = ()
    other_replied: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Row:
    question: str
    measure: str
    numerator: int | None
    denominator: int | None
    percent: Decimal | None


def printed_rows(published: bytes, round_id: str, kind: str) -> list[_Row]:
    """The printed figures of one round and kind, in the order of the file, which is that of the documents."""

    def number(cell: str) -> int | None:
        return int(cell) if cell else None

    return [
        _Row(
            row["question"],
            row["measure"],
            number(row["numerator"]),
            number(row["denominator"]),
            Decimal(row["percent"]) if row["percent"] else None,
        )
        for row in csv.DictReader(io.StringIO(published.decode()))
        if (row["round"], row["kind"]) == (round_id, kind)
    ]


def read_targets(published: bytes, round_id: str, form: Questionnaire, rng: np.random.Generator) -> Targets:
    """Numbers for one kind in one round.

    Shape:  one target per question with options that is no part of a derived one, derived ones included
    """
    rows = printed_rows(published, round_id, form.kind)
    *others, replied = [r.numerator for r in rows if r.measure == "response_rate" and r.numerator is not None]
    parts = {part for q in form.questions if q.derived for part in q.derived.any_of}
    questions: dict[str, Target] = {}
    for question in form.questions:
        counted_elsewhere = question.id in parts or (question.derived and question.derived.gives_number)
        if question.has_options and question.parent is None and not counted_elsewhere:
            mine = [row for row in rows if row.question == question.id]
            twin = questions.get(question.pair_of or "")
            questions[question.id] = _target(question, mine, replied, twin, rng)
    return Targets(
        round=round_id,
        kind=form.kind,
        n_replied=replied,
        questions=questions,
        remarks=_remarks(form, rows, questions),
        stars=dict(_stars(rows, replied)),
        remarks_of_answers=frozenset(r.question for r in rows if r.measure == "percent"),
        set_aside=tuple(dict.fromkeys(_set_aside(rows, questions))),
        other_replied=tuple(sorted(set(others) - {replied})),
    )


def _set_aside(rows: list[_Row], questions: Mapping[str, Target]) -> Iterator[tuple[str, str, Decimal]]:
    for row in rows:
        target = questions.get(row.question)
        if target is None or row.measure not in target.counts or row.percent is None:
            continue
        if percent_half_up(target.counts[row.measure], target.n_answered) != row.percent:
            yield row.question, row.measure, row.percent


def numbers_known(published: bytes, round_id: str, kind: str, question: str, n_answered: int) -> int:
    """How many of those that answered gave a number, from the percentage printed last."""
    percents = [r.percent for r in printed_rows(published, round_id, kind) if r.question == question]
    least, most = implied_counts(next(p for p in reversed(percents) if p is not None), n_answered)
    return (least + most + 1) // 2


def _target(
    question: Question, rows: list[_Row], replied: int, twin: Target | None, rng: np.random.Generator
) -> Target:
    counted = [r for r in rows if r.numerator is not None and r.denominator is not None]
    if counted:
        row = counted[-1]
        assert row.numerator is not None and row.denominator is not None
        return _two(question, row.measure, row.numerator, row.denominator)
    based = [r for r in rows if r.denominator is not None and r.percent is not None]
    if based:
        assert based[-1].denominator is not None and based[-1].percent is not None
        least, _ = implied_counts(based[-1].percent, based[-1].denominator)
        return _two(question, based[-1].measure, least, based[-1].denominator)
    percents = {r.measure: r.percent for r in rows if r.measure in _SHARES and r.percent is not None}
    wanted = round(replied * float(rng.uniform(*_RATE)))
    if twin is not None:
        wanted = round(twin.n_answered * float(rng.uniform(*_TWIN_RATE)))
    if not percents:
        share = float(rng.uniform(*_UNPRINTED))
        share *= twin.counts[YES] / twin.n_answered if twin else 1.0
        return _two(question, YES, round(share * wanted), wanted)
    return _nearest(question, percents, wanted, replied)


def _two(question: Question, measure: str, count: int, n_answered: int) -> Target:
    other = NO if measure == YES else YES
    return Target(question.id, n_answered, {measure: count, other: n_answered - count})


def _nearest(question: Question, percents: Mapping[str, Decimal], wanted: int, replied: int) -> Target:
    """The number of answers closest to the wanted one from which every printed percentage comes back."""
    sizes = range(int(_LEAST_RATE * replied), replied + 1)
    for n_answered in sorted(sizes, key=lambda n: (abs(n - wanted), n)):
        for counts in _splits(question.coded_options, percents, n_answered):
            if all(percent_half_up(counts[m], n_answered) == p for m, p in percents.items()):
                return Target(question.id, n_answered, counts)
    raise ValueError(f"No number of answers gives {dict(percents)} for {question.id}.")


def _splits(options: tuple[str, ...], percents: Mapping[str, Decimal], n: int) -> Iterator[dict[str, int]]:
    """Ways to share n answers among the options, those near the printed percentages."""
    unknown = [option for option in options if option not in percents]
    free = [option for option in options if option in percents][: len(options) - 1]
    rest = unknown[0] if unknown else next(o for o in options if o not in free)
    near = [range(*_around(percents[option], n)) for option in free]
    for first in near[0]:
        for second in near[1] if len(near) > 1 else (0,):
            counts = dict.fromkeys(options, 0) | dict(zip(free, (first, second), strict=False))
            counts[rest] = n - sum(counts[option] for option in free)
            if counts[rest] >= 0:
                yield counts


def _around(percent: Decimal, n: int) -> tuple[int, int]:
    least, most = implied_counts(percent, n)
    return least, most + 1


def _remarks(form: Questionnaire, rows: list[_Row], questions: Mapping[str, Target]) -> dict[str, int]:
    """How many bodies volunteer each remark; a bare percentage is of those that answered its question."""
    remarks = {}
    for remark in form.remarks:
        mine = [row for row in rows if row.question == remark.id]
        counts = [row.numerator for row in mine if row.numerator is not None]
        percents = [row.percent for row in mine if row.percent is not None]
        if counts:
            remarks[remark.id] = counts[-1]
        elif percents and remark.of:
            remarks[remark.id] = implied_counts(percents[-1], questions[remark.of].n_answered)[0]
    return remarks


def _stars(rows: list[_Row], replied: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Bodies by range of stars: `stars_4_5` at 65% of 187 is 121 or 122 bodies; the lower is taken."""
    for row in rows:
        if row.question == "stars" and row.percent is not None:
            ends = [int(part) for part in row.measure.split("_")[1:]]
            yield (ends[0], ends[-1]), implied_counts(row.percent, replied)[0]
