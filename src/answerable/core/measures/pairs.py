"""Services in and out of hours: two questions about one thing, counted body by body."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.errors import AnswerableError
from answerable.core.measures.codes import NOT_ASKED_CODE, YES_CODE, Flags, is_answered
from answerable.core.measures.grid import Grid, Grids
from answerable.core.measures.groups import Groups, check_columns
from answerable.core.questions import Question
from answerable.core.study.model import Study


class Hours(StrEnum):
    """What a body says of a service in and out of hours; unknown if either has no answer."""

    BOTH = "both"
    HOURS_ONLY = "hours_only"
    OUT_OF_HOURS_ONLY = "out_of_hours_only"
    NEITHER = "neither"
    UNKNOWN = "unknown"


HOURS = pl.Enum([str(hours) for hours in Hours])
KEYS = ("round", "kind", "question", "pair")
COUNTS = ("n_asked", "n_both_answered", "n_yes_in", "n_yes_out")
_NOT_PUT = len(Hours)


def paired_hours(study: Study, by: Sequence[str] = (), *, grids: Grids | None = None) -> pl.DataFrame:
    """Bodies by what they say of each service in and out of hours, and the gap between the two.

    `question` is asked of normal hours, `pair` is its out-of-hours twin; what makes them twins is the key
    `pair_of`, never their ids. An answer other than yes (no, in development) counts as not yes. The gap is
    taken among bodies that answered both, so that other respondents cannot make one.

    Shape:  round, kind, question, pair, *by, both, hours_only, out_of_hours_only, neither, unknown (these
            five sum to n_asked), n_asked, n_both_answered, n_yes_in, n_yes_out, gap_share
    Units:  gap_share -1 to 1, positive where fewer say yes out of hours; missing when nobody answered both
    Raises: UnknownName, GridMisaligned
    """
    states = tuple(str(hours) for hours in Hours)
    columns = check_columns(study.bodies, by, (*KEYS, *states, *COUNTS, "gap_share"))
    schema = {**dict.fromkeys((*KEYS, *columns), pl.String()), **dict.fromkeys(states, pl.Int64())}
    found = [pl.DataFrame(schema=schema)]
    for grid in Grids.of(study, grids):
        groups = Groups.of(grid.bodies, columns)
        found += [_counts(grid, groups, question, twin) for question, twin in _pairs(grid)]
    n = {name: pl.col(name) for name in states}
    answered = n["both"] + n["hours_only"] + n["out_of_hours_only"] + n["neither"]
    yes_in, yes_out = pl.col("n_yes_in"), pl.col("n_yes_out")
    return (
        pl.concat(found)
        .with_columns(
            (answered + n["unknown"]).alias("n_asked"),
            answered.alias("n_both_answered"),
            (n["both"] + n["hours_only"]).alias("n_yes_in"),
            (n["both"] + n["out_of_hours_only"]).alias("n_yes_out"),
        )
        .with_columns(
            pl.when(pl.col("n_both_answered") > 0)
            .then((yes_in - yes_out) / pl.col("n_both_answered"))
            .alias("gap_share")
        )
    )


def paired_states(
    study: Study, round_id: str, kind: str, question_id: str, *, grids: Grids | None = None
) -> pl.DataFrame:
    """What each body says of one service in and out of hours, for a map or a table.

    Shape:  body_id, state; bodies to which neither question was put have no row
    Raises: UnknownName; AnswerableError for a question without an out-of-hours twin
    """
    grid = Grids.of(study, grids).get(round_id, kind)
    question = grid.questionnaire.question(question_id)
    twin = grid.questionnaire.twin(question_id)
    if twin is None:
        raise AnswerableError(f"Question “{question_id}” has no out-of-hours twin.")
    states = _states(grid, question, twin)
    put = states != _NOT_PUT
    words = pl.Series(list(HOURS.categories), dtype=HOURS).gather(pl.Series(states[put]).cast(pl.UInt32))
    return pl.DataFrame({"body_id": grid.ids.filter(pl.Series(put)), "state": words})


def _pairs(grid: Grid) -> Iterator[tuple[Question, Question]]:
    for twin in grid.questionnaire.questions:
        if twin.pair_of is not None:
            yield grid.questionnaire.question(twin.pair_of), twin


def _states(grid: Grid, question: Question, twin: Question) -> npt.NDArray[np.uint8]:
    """The place in `Hours` of every body, or the place after the last where neither was asked."""
    inside, outside = grid.of(question.id), grid.of(twin.id)
    yes_in, yes_out = inside == YES_CODE, outside == YES_CODE
    # Two yes are place 0, in hours only 1, out of hours only 2, neither 3.
    states: npt.NDArray[np.uint8] = np.uint8(3) - np.uint8(2) * yes_in - yes_out
    unknown: Flags = ~(is_answered(inside) & is_answered(outside))
    states[unknown] = list(Hours).index(Hours.UNKNOWN)
    states[(inside == NOT_ASKED_CODE) & (outside == NOT_ASKED_CODE)] = _NOT_PUT
    return states


def _counts(grid: Grid, groups: Groups, question: Question, twin: Question) -> pl.DataFrame:
    n_places = len(Hours) + 1
    cells = groups.place * n_places + _states(grid, question, twin)
    counts = np.bincount(cells, minlength=groups.size * n_places).reshape(groups.size, n_places)
    keys = (grid.round.id, grid.kind, question.id, twin.id)
    return pl.DataFrame(
        [
            *(
                pl.repeat(key, groups.size, dtype=pl.String, eager=True).alias(name)
                for name, key in zip(KEYS, keys, strict=True)
            ),
            *groups.labels.get_columns(),
            *(pl.Series(str(hours), counts[:, place], dtype=pl.Int64) for place, hours in enumerate(Hours)),
        ]
    )
