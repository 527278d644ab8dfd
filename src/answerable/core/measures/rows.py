"""Rows of answers.csv as codes in a grid of questions and bodies; what does not fit is refused.

A row that fits no body or no question, or two rows for one cell, would make every count after it
wrong without a sign. So nothing is dropped in silence: the whole round is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.errors import GridMisaligned
from answerable.core.measures.codes import (
    ANSWERED_CODE,
    FIRST_OPTION,
    NO_REPLY_CODE,
    WORDS_ONLY_CODE,
    CodeBook,
    Codes,
    Flags,
)
from answerable.core.questions import Questionnaire
from answerable.core.study.model import Round
from answerable.core.study.schema import STATUS

Places = npt.NDArray[np.int64]
MOST_EXAMPLES = 5
NOWHERE = -1  # in tables of places: not in this grid


@dataclass(frozen=True, eq=False)
class CodedRows:
    """Rows of one round, all kinds together: places among open bodies and among all questions, and codes.

    `option` is the code of the option, 0 where the answer holds none; `status` the code of the status.
    """

    body: npt.NDArray[np.uint32]
    question: npt.NDArray[np.uint32]
    status: Codes
    option: Codes
    has_value: Flags

    def where(self, kept: Flags) -> "CodedRows":
        """Some of the rows, in order."""
        return CodedRows(
            self.body[kept], self.question[kept], self.status[kept], self.option[kept], self.has_value[kept]
        )


def coded_rows(a_round: Round, open_ids: pl.Series, question_ids: Sequence[str], book: CodeBook) -> CodedRows:
    """The round's answers as codes.

    Raises: GridMisaligned for a body that was not open when the round was sent, or an unknown question
    """
    assert a_round.answers is not None
    rows = a_round.answers
    coded = rows.select(
        _place("body_id", pl.Enum(open_ids)),
        _place("question_id", pl.Enum(list(question_ids))),
        pl.col("status").cast(STATUS).to_physical().cast(pl.UInt16),
        (
            pl.col("answer").cast(pl.Enum(list(book.options)), strict=False).to_physical().cast(pl.UInt16)
            + FIRST_OPTION
        )
        .fill_null(0)
        .alias("option"),
        pl.col("value").is_not_null().alias("has_value"),
    )
    for column, what in (
        ("body_id", "answers of bodies that were not open when it was sent"),
        ("question_id", "answers to questions that it did not ask"),
    ):
        if coded[column].null_count():
            names = rows.filter(coded[column].is_null())[column].unique(maintain_order=True)
            raise GridMisaligned(a_round.id, what, names.head(MOST_EXAMPLES))
    return CodedRows(*(coded[column].to_numpy() for column in coded.columns))


def _place(column: str, among: pl.Enum) -> pl.Expr:
    return pl.col(column).cast(among, strict=False).to_physical().cast(pl.UInt32)


def own_codes(
    a_round: Round,
    questionnaire: Questionnaire,
    rows: CodedRows,
    places: tuple[Places, Places],
    n_bodies: int,
    book: CodeBook,
) -> Codes:
    """What each asked body itself said to each question: questions x bodies, no reply where there is no row.

    `places` say where the bodies and questions of `rows` stand in this grid: NOWHERE if they are of
    another kind; a body that turned out not eligible has the place `n_bodies`, and its rows are left out.

    Raises: GridMisaligned for a body answered twice, a question of another kind, an option the question lacks
    """
    mine = places[0][rows.body] != NOWHERE
    if not mine.all():
        rows = rows.where(mine)
    check = _Check(a_round, np.flatnonzero(mine))
    body, question = places[0][rows.body], places[1][rows.question]
    check(question == NOWHERE, "answers to questions put to another kind of body, or derived from others")
    codes = _codes(questionnaire, rows, question)
    check(~_allowed(questionnaire, book)[question, codes], "answers not among the options of their question")
    eligible = body < n_bodies
    if not eligible.all():
        body, question, codes = body[eligible], question[eligible], codes[eligible]
        check = _Check(a_round, check.rows[eligible])
    # Files go body by body; filled in that order, the grid is written from end to end and not in leaps.
    n_questions = len(questionnaire.questions)
    cells = body * n_questions + question
    grid = np.full(n_questions * n_bodies, NO_REPLY_CODE, dtype=np.uint16)
    seen = np.zeros(grid.size, dtype=bool)
    seen[cells] = True
    if np.count_nonzero(seen) < cells.size:
        check(pl.Series(cells).is_duplicated().to_numpy(), "bodies answered twice")
    grid[cells] = codes
    return np.ascontiguousarray(grid.reshape(n_bodies, n_questions).T)


def _codes(questionnaire: Questionnaire, rows: CodedRows, question: Places) -> Codes:
    """Codes of the rows as answers to the questions of this questionnaire."""
    has_options = np.array([q.has_options for q in questionnaire.questions], dtype=bool)
    is_numeric = np.array([q.is_numeric for q in questionnaire.questions], dtype=bool)
    answered = rows.status == ANSWERED_CODE
    codes = np.where(answered & has_options[question], rows.option, rows.status)
    codes[answered & is_numeric[question] & ~rows.has_value] = WORDS_ONLY_CODE
    return codes


def _allowed(questionnaire: Questionnaire, book: CodeBook) -> Flags:
    """Which codes a question may hold: of the options only its own, and one of them where it has any."""
    allowed = np.ones((len(questionnaire.questions), book.size), dtype=bool)
    for place, question in enumerate(questionnaire.questions):
        options = question.coded_options if question.has_options else ()
        allowed[place, FIRST_OPTION:] = False
        allowed[place, [book.option_code(option) for option in options]] = True
        allowed[place, ANSWERED_CODE] = not question.has_options
    return allowed


@dataclass(frozen=True, eq=False)
class _Check:
    """Refuses a round if any of the rows in view is wrong, naming the first few."""

    a_round: Round
    rows: npt.NDArray[np.intp]

    def __call__(self, wrong: Flags, what: str) -> None:
        if wrong.any():
            assert self.a_round.answers is not None
            shown = self.a_round.answers[self.rows[wrong][:MOST_EXAMPLES].tolist()]
            named = shown.select(pl.format("{} on {}", "body_id", "question_id")).to_series()
            raise GridMisaligned(self.a_round.id, what, named.unique(maintain_order=True))
