"""Figures printed elsewhere, checked: against their own counts, against each other, and against this study.

A percentage is recomputed from the counts printed with it; else from those printed for the same figure
elsewhere; else, for a yes/no question, from the counts of the other answer; else, for a response rate,
from the number asked. Where only a base was printed, the counts it allows are bounded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import polars as pl

from answerable.core.answers import IN_DEVELOPMENT, NO, YES
from answerable.core.bodies.register import bodies_on
from answerable.core.measures.grid import Grids
from answerable.core.measures.percent import percent_half_up
from answerable.core.measures.remarks import remark_counts
from answerable.core.measures.response import response_rates
from answerable.core.measures.shares import measure_table, state_counts
from answerable.core.study.model import Study
from answerable.core.study.schema import PUBLISHED

SHARE_MEASURES = (YES, NO, IN_DEVELOPMENT)
RESPONSE_RATE, ANSWERED_N, POPULATION_N, COUNT, PERCENT = (
    "response_rate",
    "answered_n",
    "population_n",
    "count",
    "percent",
)
OWN, ELSEWHERE, COMPLEMENT, OF_POPULATION = (
    "own counts",
    "counts printed elsewhere",
    "complement",
    "population",
)
PRINTED, REGISTER = "published", "register"
SCHEMA = pl.Schema(
    {
        **PUBLISHED.schema,
        "basis": pl.String(),
        "basis_numerator": pl.Int64(),
        "basis_denominator": pl.Int64(),
        "recomputed_pct": pl.Float64(),
        "follows": pl.Boolean(),
        "base_low": pl.Int64(),
        "base_high": pl.Int64(),
        "n_asked": pl.Int64(),
        "n_asked_from": pl.String(),
        "n_low": pl.Int64(),
        "n_high": pl.Int64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "contradicted_by": pl.String(),
        "study_numerator": pl.Int64(),
        "study_denominator": pl.Int64(),
        "study_pct": pl.Float64(),
        "agrees": pl.Boolean(),
    }
)

Key = tuple[str, str | None, str, str]
Counted = tuple[int, int | None]


def check_published(
    study: Study, stars: pl.DataFrame | None = None, *, grids: Grids | None = None
) -> pl.DataFrame:
    """One row per printed figure: what its counts give, what it can mean at worst, what says otherwise.

    `stars` brings what this study counts for ratings: round, kind, measure, numerator, denominator.

    Shape:  the columns of published.csv; basis, basis_numerator, basis_denominator, recomputed_pct, follows
            (does the printed percentage follow from those counts, half up); base_low and base_high, the bases
            that a count printed with a percentage alone allows; n_asked and where it is from; n_low and
            n_high of n_asked, low and high, the worst-case bounds; contradicted_by, other prints of the same
            figure; study_numerator, study_denominator, study_pct and agrees, from this study's answers
    Units:  _pct in percent, as many places as printed; low and high 0 to 1. All missing where nothing tells
    Source: Manski (1989) for the bounds
    """
    figures = [Figure(**row) for row in study.published.iter_rows(named=True)]
    desk = _Checker(study, figures, _counted_here(study, stars, Grids.of(study, grids)))
    return pl.DataFrame([desk.row(figure) for figure in figures], schema=SCHEMA, orient="row")


@dataclass(frozen=True)
class Figure:
    """One row of published.csv."""

    round: str
    kind: str | None
    question: str
    measure: str
    numerator: int | None
    denominator: int | None
    percent: float | None
    source: str | None
    note: str | None

    @property
    def key(self) -> Key:
        """What makes two prints the same figure."""
        return (self.round, self.kind, self.question, self.measure)

    @property
    def printed(self) -> Decimal | None:
        """The percentage exactly as printed."""
        return None if self.percent is None else Decimal(repr(self.percent)).normalize()

    @property
    def places(self) -> int:
        """Decimal places of the printed percentage."""
        exponent = 0 if self.printed is None else self.printed.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def counts(self) -> tuple[int, int] | None:
        """Its own counts, where both were printed."""
        return None if self.numerator is None or not self.denominator else (self.numerator, self.denominator)

    def words(self) -> str:
        """What was printed, and where: `24% (report of 2017)`."""
        counts = " of ".join(str(n) for n in (self.numerator, self.denominator) if n is not None)
        share = "" if self.printed is None else f"{self.printed:f}%"
        return f"{', '.join(part for part in (share, counts) if part)} ({self.source or 'no source given'})"

    def differs(self, other: "Figure") -> bool:
        """Whether another print of the same figure says something else."""
        mine = (self.numerator, self.denominator, self.percent)
        theirs = (other.numerator, other.denominator, other.percent)
        return any(a is not None and b is not None and a != b for a, b in zip(mine, theirs, strict=True))


@dataclass
class _Checker:
    """Checks figures against each other and against what was counted here."""

    study: Study
    figures: list[Figure]
    counted: Mapping[Key, Counted]
    _same: dict[Key, list[Figure]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self._same.setdefault(figure.key, []).append(figure)

    def row(self, figure: Figure) -> dict[str, Any]:
        """One row of the result."""
        n_asked, n_asked_from = self._population(figure)
        basis, counts = self._basis(figure, n_asked)
        recomputed = None if counts is None else percent_half_up(*counts, figure.places)
        return {
            **{name: getattr(figure, name) for name in PUBLISHED.names},
            "basis": basis,
            "basis_numerator": counts and counts[0],
            "basis_denominator": counts and counts[1],
            "recomputed_pct": None if recomputed is None else float(recomputed),
            "follows": None if recomputed is None or figure.printed is None else recomputed == figure.printed,
            **dict(zip(("base_low", "base_high"), _implied_bases_of(figure), strict=True)),
            "n_asked": n_asked,
            "n_asked_from": n_asked_from,
            **_bounds(figure, counts, n_asked),
            "contradicted_by": self._contradicted_by(figure),
            **self._compared(figure),
        }

    def _basis(self, figure: Figure, n_asked: int | None) -> tuple[str | None, tuple[int, int] | None]:
        if figure.counts:
            return OWN, figure.counts
        if figure.numerator is None and figure.denominator is None and figure.measure in SHARE_MEASURES:
            elsewhere = self._printed_counts(figure.key)
            if elsewhere:
                return ELSEWHERE, elsewhere
            rest = self._complement(figure)
            if rest:
                return COMPLEMENT, rest
        if figure.measure == RESPONSE_RATE and figure.numerator is not None and n_asked:
            return OF_POPULATION, (figure.numerator, n_asked)
        return None, None

    def _printed_counts(self, key: Key) -> tuple[int, int] | None:
        return next((f.counts for f in self._same.get(key, ()) if f.counts), None)

    def _complement(self, figure: Figure) -> tuple[int, int] | None:
        other = {YES: NO, NO: YES}.get(figure.measure)
        if other is None or not self._is_yes_or_no(figure):
            return None
        counts = self._printed_counts((figure.round, figure.kind, figure.question, other))
        return None if counts is None else (counts[1] - counts[0], counts[1])

    def _is_yes_or_no(self, figure: Figure) -> bool:
        """Whether the question can be answered with yes and no and nothing else."""
        for a_round in self.study.rounds:
            form = a_round.questionnaires.get(figure.kind or "")
            if a_round.id == figure.round and form and figure.question in form.by_id:
                return set(form.by_id[figure.question].coded_options) == {YES, NO}
        return False

    def _population(self, figure: Figure) -> tuple[int | None, str | None]:
        if figure.kind is None:
            return None, None
        for other in self.figures:
            is_one = other.measure == POPULATION_N and (other.round, other.kind) == (
                figure.round,
                figure.kind,
            )
            if is_one and other.numerator is not None:
                return other.numerator, PRINTED
        n = _n_registered(self.study, figure.round, figure.kind)
        return (n, REGISTER) if n else (None, None)

    def _contradicted_by(self, figure: Figure) -> str | None:
        others = dict.fromkeys(f.words() for f in self._same[figure.key] if figure.differs(f))
        return "; ".join(others) or None

    def _compared(self, figure: Figure) -> dict[str, Any]:
        numerator, denominator = self.counted.get(figure.key, (None, None))
        share = (
            percent_half_up(numerator, denominator, figure.places)
            if numerator is not None and denominator
            else None
        )
        checks = []
        if numerator is not None:
            if figure.numerator is not None:
                checks.append(figure.numerator == numerator)
            elif figure.printed is not None and share is not None:
                checks.append(figure.printed == share)
            if figure.denominator is not None and denominator is not None:
                checks.append(figure.denominator == denominator)
        return {
            "study_numerator": numerator,
            "study_denominator": denominator,
            "study_pct": None if share is None else float(share),
            "agrees": all(checks) if checks else None,
        }


def _bounds(figure: Figure, counts: tuple[int, int] | None, n_asked: int | None) -> dict[str, Any]:
    """Least and most bodies of all asked, were every non-answer against or for it."""
    ends = None
    if figure.measure in SHARE_MEASURES and n_asked:
        if counts and counts[1] <= n_asked:
            ends = (counts[0], counts[0] + n_asked - counts[1])
        elif (
            counts is None
            and figure.denominator
            and figure.printed is not None
            and figure.denominator <= n_asked
        ):
            least, most = implied_counts(figure.printed, figure.denominator, figure.places)
            ends = (least, most + n_asked - figure.denominator) if least <= most else None
    if ends is None or n_asked is None:
        return dict.fromkeys(("n_low", "n_high", "low", "high"))
    return {"n_low": ends[0], "n_high": ends[1], "low": ends[0] / n_asked, "high": ends[1] / n_asked}


def implied_counts(percent: Decimal, denominator: int, places: int = 0) -> tuple[int, int]:
    """The least and the greatest count that a printed percentage of a base can stand for, rounded half up.

    The least is above the greatest where no count of that base gives the percentage.
    """
    half = Fraction(1, 2 * 10**places)
    least = ceil((Fraction(percent) - half) * denominator / 100)
    most = ceil((Fraction(percent) + half) * denominator / 100) - 1
    return max(0, least), min(denominator, most)


def implied_bases(numerator: int, percent: Decimal, places: int = 0) -> tuple[int, int | None]:
    """The least and the greatest base of which a count is that percentage, half up; None for no greatest.

    The least is above the greatest where the count is that percentage of no base.
    """
    half = Fraction(1, 2 * 10**places)
    least = floor(Fraction(100 * numerator) / (Fraction(percent) + half)) + 1
    if Fraction(percent) <= half:
        return max(least, numerator), None
    return max(least, numerator), floor(Fraction(100 * numerator) / (Fraction(percent) - half))


def _implied_bases_of(figure: Figure) -> tuple[int | None, int | None]:
    if figure.numerator is None or figure.denominator is not None or figure.printed is None:
        return None, None
    return implied_bases(figure.numerator, figure.printed, figure.places)


def _n_registered(study: Study, round_id: str, kind: str) -> int | None:
    """How many bodies of a kind were open when a round was sent; None where that is not known."""
    for a_round in study.rounds:
        if a_round.id == round_id and a_round.sent_on is not None:
            return bodies_on(study.bodies, a_round.sent_on, kind).height
    return None


def _counted_here(study: Study, stars: pl.DataFrame | None, grids: Grids) -> dict[Key, Counted]:
    """What this study's own answers and register give for the figures it can count."""
    counted: dict[Key, Counted] = {}
    rates = {(r["round"], r["kind"]): r for r in response_rates(study, grids=grids).iter_rows(named=True)}
    for figure in study.published.select("round", "kind", "question", "measure").unique().iter_rows():
        round_id, kind, _, measure = figure
        if measure == RESPONSE_RATE and (round_id, kind) in rates:
            counted[figure] = (rates[round_id, kind]["n_replied"], rates[round_id, kind]["n_asked"])
        elif measure == POPULATION_N and kind in study.body_kinds:
            n = _n_registered(study, round_id, kind)
            counted |= {} if n is None else {figure: (n, None)}
    counted |= _of_questions(study, grids)
    for r in remark_counts(study, grids=grids).iter_rows(named=True):
        counted[r["round"], r["kind"], r["remark"], COUNT] = (r["n_remarked"], None)
        counted[r["round"], r["kind"], r["remark"], PERCENT] = (r["n_remarked"], r["n_base"])
    questions = study.published.select("round", "kind", "question", "measure")
    for r in (
        [] if stars is None else stars.join(questions, on=["round", "kind", "measure"]).iter_rows(named=True)
    ):
        counted[r["round"], r["kind"], r["question"], r["measure"]] = (r["numerator"], r["denominator"])
    return counted


def _of_questions(study: Study, grids: Grids) -> Iterable[tuple[Key, Counted]]:
    table = measure_table(study, grids=grids)
    for r in table.iter_rows(named=True):
        key = (r["round"], r["kind"], r["question"])
        yield (*key, ANSWERED_N), (r["n_answered"], None)
        yield (*key, RESPONSE_RATE), (r["n_answered"], r["n_asked"])
        if r["yes_low"] is not None:
            yield (*key, YES), (r["n_yes"], r["n_answered"])
            yield (*key, NO), (r["n_no"], r["n_answered"])
            yield (*key, IN_DEVELOPMENT), (0, r["n_answered"])
    states = state_counts(study, grids=grids).filter(pl.col("state") == IN_DEVELOPMENT)
    answered = states.join(table, on=["round", "kind", "question"]).iter_rows(named=True)
    for r in answered:
        yield (r["round"], r["kind"], r["question"], IN_DEVELOPMENT), (r["n"], r["n_answered"])
