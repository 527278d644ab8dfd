"""Counts, shares and bounds of every question: the table that all figures of a study come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.answers import YES
from answerable.core.errors import RefusedPercentage
from answerable.core.measures.codes import (
    NO_CODE,
    NOT_ASKED_CODE,
    YES_CODE,
    CodeBook,
    Codes,
    is_answered,
)
from answerable.core.measures.grid import Grid, Grids
from answerable.core.measures.groups import Groups, check_columns
from answerable.core.measures.percent import Share
from answerable.core.study.model import Study

Counts = npt.NDArray[np.int64]
KEYS = ("round", "kind", "question")
COUNTS = ("n_asked", "n_replied", "n_answered", "n_yes", "n_no", "n_other")
SHARES = ("yes_share", "yes_low", "yes_high")
STATES = ("status", "state", "n")
IF_LIKE_RESPONDERS = "if non-responders were like responders"
Z_95 = 1.959963984540054


def state_counts(study: Study, by: Sequence[str] = (), *, grids: Grids | None = None) -> pl.DataFrame:
    """How many asked bodies stand in each state: yes, no, another option, answered, or why not.

    Shape:  round, kind, question, *by, status, state, n; states that no body is in have no row. `state` is
            the option where there is one, else "answered" or the missing status; `status` tells them apart
            where an option is called like a status.
    Raises: UnknownName, GridMisaligned
    """
    columns = check_columns(study.bodies, by, (*KEYS, *STATES))
    schema = dict.fromkeys((*KEYS, *columns, "status", "state"), pl.String()) | {"n": pl.Int64()}
    tables = [_states_of(grid, columns) for grid in Grids.of(study, grids)]
    return pl.concat([pl.DataFrame(schema=schema), *tables])


def measure_table(study: Study, by: Sequence[str] = (), *, grids: Grids | None = None) -> pl.DataFrame:
    """Share of bodies answering yes, with every count it rests on and its worst-case bounds.

    Breakdowns only by the columns named: one row per combination of their values that an asked body has.

    Shape:  round, kind, question, *by, n_asked, n_replied, n_answered, n_yes, n_no, n_other, yes_share,
            yes_low, yes_high; counts never missing
    Units:  shares 0 to 1; yes_share missing when n_answered is 0, bounds when n_asked is 0, all three for
            questions that nobody can answer with yes
    Raises: UnknownName, GridMisaligned
    Source: Manski (1989) for the bounds
    """
    columns = check_columns(study.bodies, by, (*KEYS, *COUNTS, *SHARES))
    schema = (
        dict.fromkeys((*KEYS, *columns), pl.String())
        | dict.fromkeys(COUNTS, pl.Int64())
        | dict.fromkeys(SHARES, pl.Float64())
    )
    tables = [measures_by(grid, Groups.of(grid.bodies, columns)) for grid in Grids.of(study, grids)]
    return pl.concat([pl.DataFrame(schema=schema), *tables])


def _cells(grid: Grid, groups: Groups, codes: Codes) -> Counts:
    """Counts of one question: groups x (silent, replied) x codes."""
    shape = (groups.size, 2, grid.book.size)
    cell = (groups.place * 2 + grid.replies.replied) * grid.book.size + codes
    return np.bincount(cell, minlength=groups.size * 2 * grid.book.size).reshape(shape)


def _labels(
    grid: Grid, groups: Groups, question: npt.NDArray[np.intp], group: npt.NDArray[np.intp]
) -> list[pl.Series]:
    ids = pl.Series(list(grid.places), dtype=pl.String)
    rows = pl.Series(group)
    return [
        pl.repeat(grid.round.id, question.size, dtype=pl.String, eager=True).alias("round"),
        pl.repeat(grid.kind, question.size, dtype=pl.String, eager=True).alias("kind"),
        ids.gather(pl.Series(question)).alias("question"),
        *(labels.gather(rows) for labels in groups.labels),
    ]


def _states_of(grid: Grid, by: tuple[str, ...]) -> pl.DataFrame:
    groups = Groups.of(grid.bodies, by)
    questions, found, codes, counts = [], [], [], []
    for place, of_question in enumerate(grid.codes):
        per_state = _cells(grid, groups, of_question).sum(axis=1)
        group, code = np.nonzero(per_state)
        questions.append(np.full(group.size, place))
        found.append(group)
        codes.append(code)
        counts.append(per_state[group, code])
    if not questions:
        return _join_states(grid, groups, *(np.zeros(0, dtype=np.intp) for _ in range(4)))
    return _join_states(grid, groups, *(np.concatenate(part) for part in (questions, found, codes, counts)))


def _join_states(
    grid: Grid,
    groups: Groups,
    question: npt.NDArray[np.intp],
    group: npt.NDArray[np.intp],
    code: npt.NDArray[np.intp],
    count: Counts,
) -> pl.DataFrame:
    frame = pl.DataFrame(
        [
            *_labels(grid, groups, question, group),
            grid.book.words(code, grid.book.statuses).alias("status"),
            grid.book.words(code, grid.book.states).alias("state"),
            pl.Series("n", count, dtype=pl.Int64),
        ]
    )
    # An answer in words and an answer with a number are one state: answered.
    return frame.group_by(frame.columns[:-1], maintain_order=True).agg(pl.col("n").sum())


def measures_by(grid: Grid, groups: Groups, *question_ids: str) -> pl.DataFrame:
    """The measures of one grid, or of some of its questions, for any grouping of its bodies.

    Shape:  the columns of `measure_table`
    Raises: UnknownName
    """
    questions = [grid.questionnaire.question(name) for name in question_ids or grid.places]
    counts = np.zeros((len(COUNTS), len(questions), groups.size), dtype=np.int64)
    for i, question in enumerate(questions):
        counts[:, i] = _counts(_cells(grid, groups, grid.of(question.id)), grid.book)
    flat = counts.reshape(len(COUNTS), -1)
    place = np.repeat([grid.places[question.id] for question in questions], groups.size).astype(np.intp)
    group = np.tile(np.arange(groups.size), len(questions))
    can_be_yes = np.repeat([YES in q.coded_options for q in questions], groups.size).astype(bool)
    frame = pl.DataFrame(
        [
            *_labels(grid, groups, place, group),
            *(pl.Series(name, values, dtype=pl.Int64) for name, values in zip(COUNTS, flat, strict=True)),
            pl.Series("_yes", can_be_yes),
        ]
    )
    return frame.with_columns(*share_columns(pl.col("_yes"))).drop("_yes")


def _counts(cells: Counts, book: CodeBook) -> list[Counts]:
    """The counts of one question per group, in the order of COUNTS."""
    per_state = cells.sum(axis=1)
    answered = per_state[:, is_answered(np.arange(book.size, dtype=np.uint16))].sum(axis=1)
    yes, no = per_state[:, YES_CODE], per_state[:, NO_CODE]
    return [
        per_state.sum(axis=1) - per_state[:, NOT_ASKED_CODE],
        cells[:, 1].sum(axis=1) - cells[:, 1, NOT_ASKED_CODE],
        answered,
        yes,
        no,
        answered - yes - no,
    ]


def share_columns(can_be_yes: pl.Expr | None = None) -> list[pl.Expr]:
    """The share of yes and its bounds, from n_yes, n_answered and n_asked. Source: Manski (1989)"""
    applies = pl.lit(True) if can_be_yes is None else can_be_yes
    yes, answered, asked = pl.col("n_yes"), pl.col("n_answered"), pl.col("n_asked")
    return [
        pl.when(applies & (answered > 0)).then(yes / answered).alias("yes_share"),
        pl.when(applies & (asked > 0)).then(yes / asked).alias("yes_low"),
        pl.when(applies & (asked > 0)).then((yes + asked - answered) / asked).alias("yes_high"),
    ]


@dataclass(frozen=True)
class Interval:
    """An interval around a share, 0 to 1, with the caption without which it may not be shown."""

    low: float
    high: float
    half_width: float
    caption: str = IF_LIKE_RESPONDERS


def finite_population_interval(
    n_yes: int, n_answered: int, n_asked: int, z: float = Z_95, *, corrected: bool = True
) -> Interval | None:
    """The interval of a share of all asked, as if non-responders were like responders; None at full response.

    A census in which all answered has no sampling error. `corrected=False` leaves the finite-population
    correction out, to show what it does.

    Units:  shares 0 to 1
    Raises: RefusedPercentage
    Source: Cochran (1977) s.3.3, normal approximation with finite-population correction
    """
    share = Share(n_yes, n_answered, "that answered", n_asked)
    if n_answered == n_asked:
        return None
    p = share.numerator / share.denominator
    correction = sqrt((n_asked - n_answered) / (n_asked - 1)) if corrected else 1.0
    half = z * sqrt(p * (1 - p) / n_answered) * correction
    return Interval(max(0.0, p - half), min(1.0, p + half), half)


def wilson_interval(n_yes: int, n_answered: int, z: float = Z_95) -> Interval:
    """Wilson's score interval, without finite-population correction.

    Units:  shares 0 to 1; `half_width` is half the distance of its ends
    Raises: RefusedPercentage
    Source: Wilson (1927)
    """
    if n_answered <= 0 or not 0 <= n_yes <= n_answered:
        raise RefusedPercentage(f"{n_yes} of {n_answered} has no interval.")
    p, n = n_yes / n_answered, n_answered
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half), half)
