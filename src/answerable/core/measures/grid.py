"""Every question put to every asked body in one round: a labelled grid that all measures count from.

Asked are the bodies open on the day a round was sent, whether or not a row of them exists, less those
whose request was withdrawn or that were abolished meanwhile. What has no row is no reply. Follow-ups
and derived questions are settled here, once, so that no two figures can disagree about who was asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.errors import AnswerableError, GridMisaligned, UnknownName
from answerable.core.measures.codes import FIRST_OPTION, NO_REPLY_CODE, CodeBook, Codes
from answerable.core.measures.conditions import Resolution
from answerable.core.measures.replies import Replies, split_eligible
from answerable.core.measures.rows import NOWHERE, CodedRows, coded_rows, own_codes
from answerable.core.questions import Questionnaire
from answerable.core.study.model import Round, Study
from answerable.core.study.schema import ANSWERS, STATUS

DETAIL = ("note", "evidence", "evidence_url", "remarks", "statement")
OF_AN_ANSWER = ("answer", "value", "unit", "period")


@dataclass(frozen=True, eq=False)
class Grid:
    """The states of all questions for all asked bodies of one kind in one round.

    `bodies` are rows of bodies.csv; `codes[i, j]` is the state of question i for the body in row j, as
    `core.measures.codes` has it; `book` gives the words. Take columns out by question id, never by place.
    """

    round: Round
    kind: str
    bodies: pl.DataFrame
    not_eligible: pl.DataFrame
    codes: Codes
    replies: Replies
    book: CodeBook

    def __post_init__(self) -> None:
        """Refuses parts of different sizes."""
        shape = (len(self.questionnaire.questions), self.bodies.height)
        if self.codes.shape != shape or self.replies.frame.height != self.bodies.height:
            raise GridMisaligned(
                self.round.id, "a grid of the wrong size", [f"{self.codes.shape}, not {shape}"]
            )

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""
        return self.round.questionnaire(self.kind)

    @property
    def ids(self) -> pl.Series:
        """Ids of the asked bodies, in the order of the grid."""
        return self.bodies["id"]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The row of each question in `codes`."""
        return {question.id: place for place, question in enumerate(self.questionnaire.questions)}

    def of(self, question_id: str) -> Codes:
        """The codes of one question, in the order of `bodies`. Raises: UnknownName"""
        if question_id not in self.places:
            raise UnknownName("question", question_id, self.places)
        codes: Codes = self.codes[self.places[question_id]]
        return codes

    def states(self, question_id: str) -> pl.Series:
        """The state of one question in words, in the order of `bodies`. Raises: UnknownName"""
        return self.book.words(self.of(question_id), self.book.states).alias(question_id)

    def statuses(self, question_id: str) -> pl.Series:
        """The status of one question in words, in the order of `bodies`. Raises: UnknownName"""
        return self.book.words(self.of(question_id), self.book.statuses).alias(question_id)

    def wide(self, *question_ids: str) -> pl.DataFrame:
        """Bodies x questions (all, or those named), as codes beside `body_id`. Raises: UnknownName"""
        chosen = question_ids or tuple(self.places)
        return pl.DataFrame([self.ids.alias("body_id"), *(pl.Series(name, self.of(name)) for name in chosen)])


class Grids:
    """The grids of a study, each made once when first asked for.

    Hand one to several measures of a study, and the answers are read and settled only once.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._made: dict[str, dict[str, Grid]] = {}

    @classmethod
    def of(cls, study: Study, grids: "Grids | None" = None) -> "Grids":
        """The grids given, if they are of this study, else new ones. Raises: AnswerableError"""
        if grids is None:
            return cls(study)
        if grids.study is not study:
            raise AnswerableError(f"These grids are of another study than “{study.id}”.")
        return grids

    def __iter__(self) -> Iterator[Grid]:
        """Every grid of every round whose answers are in the study, in order."""
        for a_round in counted_rounds(self.study):
            yield from self._of(a_round).values()

    def get(self, round_id: str, kind: str) -> Grid:
        """The grid of one round and kind. Raises: UnknownName, GridMisaligned"""
        a_round = self.study.round(round_id)
        a_round.questionnaire(kind)
        return self._of(a_round)[kind]

    def _of(self, a_round: Round) -> dict[str, Grid]:
        if a_round.id not in self._made:
            self._made[a_round.id] = round_grids(self.study, a_round)
        return self._made[a_round.id]


def answers_elsewhere(study: Study, a_round: Round) -> bool:
    """Whether a round's answers are not in this study, though figures of it were printed.

    Such a round is not silent: nothing may be counted from it.
    """
    return a_round.answers is None and bool((study.published["round"] == a_round.id).any())


def counted_rounds(study: Study) -> tuple[Round, ...]:
    """Rounds of which something can be counted: all but those whose answers are not in this study."""
    return tuple(a_round for a_round in study.rounds if not answers_elsewhere(study, a_round))


def round_grids(study: Study, a_round: Round) -> dict[str, Grid]:
    """The grids of one round, by kind of body.

    Raises: GridMisaligned where answers fit no asked body, no question or no option, or say a thing twice
    """
    book = CodeBook.of(a_round.questionnaires.values())
    everyone = study.bodies.clear() if a_round.sent_on is None else bodies_on(study.bodies, a_round.sent_on)
    question_ids = list(
        dict.fromkeys(q.id for form in a_round.questionnaires.values() for q in form.questions)
    )
    rows = None if a_round.answers is None else coded_rows(a_round, everyone["id"], question_ids, book)
    return {kind: _grid(a_round, kind, everyone, question_ids, rows, book) for kind in a_round.questionnaires}


def _grid(
    a_round: Round,
    kind: str,
    everyone: pl.DataFrame,
    question_ids: list[str],
    rows: CodedRows | None,
    book: CodeBook,
) -> Grid:
    form = a_round.questionnaire(kind)
    bodies, not_eligible = split_eligible(a_round, everyone.filter(pl.col("kind") == kind))
    if rows is None:
        own = np.full((len(form.questions), bodies.height), NO_REPLY_CODE, dtype=np.uint16)
    else:
        places = (_body_places(everyone, kind, bodies), _question_places(question_ids, form))
        own = own_codes(a_round, form, rows, places, bodies.height, book)
    return Grid(
        round=a_round,
        kind=kind,
        bodies=bodies,
        not_eligible=not_eligible,
        codes=Resolution(form, own, book).all(),
        replies=Replies.of(a_round, form, bodies["id"], own),
        book=book,
    )


def _body_places(
    everyone: pl.DataFrame, kind: str, bodies: pl.DataFrame
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Where each open body stands in this grid; those not eligible come after the last."""
    standing = everyone.select("id", "kind").join(
        bodies.select("id").with_row_index("place"), on="id", how="left", maintain_order="left"
    )
    place = pl.col("place").cast(pl.Int64).fill_null(bodies.height)
    return (
        standing.select(pl.when(pl.col("kind") == kind).then(place).otherwise(NOWHERE)).to_series().to_numpy()
    )


def _question_places(
    question_ids: list[str], form: Questionnaire
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Where each question stands in this grid; derived ones nowhere, since nobody can answer them."""
    place = {question.id: i for i, question in enumerate(form.questions) if question.derived is None}
    return np.array([place.get(name, NOWHERE) for name in question_ids], dtype=np.int64)


def answer_grid(
    study: Study, round_id: str, kind: str, *, detail: bool = True, grids: Grids | None = None
) -> pl.DataFrame:
    """One row per asked body and question, follow-ups and derived ones among them.

    Shape:  body_id, question_id, status, answer; with `detail` also value, unit, period, note, evidence,
            evidence_url, remarks, statement. Bodies in register order, questions in printed order. `answer`,
            `value`, `unit` and `period` are blank unless the status is answered.
    Raises: UnknownName, GridMisaligned
    """
    a_round = study.round(round_id)
    form = a_round.questionnaire(kind)
    columns = list(ANSWERS.names) if detail else ["body_id", "question_id", "status", "answer"]
    if answers_elsewhere(study, a_round):
        return ANSWERS.empty().select(columns)
    grid = Grids.of(study, grids).get(round_id, kind)
    n_questions, n_bodies = grid.codes.shape
    codes = pl.Series(grid.codes.T.ravel().astype(np.uint32))
    answers = [*(None for _ in range(FIRST_OPTION)), *grid.book.options]
    order_of_bodies = pl.Series(np.repeat(np.arange(n_bodies, dtype=np.uint32), n_questions))
    order_of_questions = pl.Series(np.tile(np.arange(n_questions, dtype=np.uint32), n_bodies))
    ids = pl.Series([question.id for question in form.questions], dtype=pl.String)
    lean = pl.DataFrame(
        [
            grid.ids.gather(order_of_bodies).alias("body_id"),
            ids.gather(order_of_questions).alias("question_id"),
            pl.Series(grid.book.statuses, dtype=STATUS).gather(codes).alias("status"),
            pl.Series(answers, dtype=pl.String).gather(codes).alias("answer"),
        ]
    )
    return _with_detail(lean, a_round).select(columns) if detail else lean


def _with_detail(lean: pl.DataFrame, a_round: Round) -> pl.DataFrame:
    rows = ANSWERS.empty() if a_round.answers is None else a_round.answers
    joined = lean.join(
        rows.select("body_id", "question_id", pl.col("answer").alias("_words"), *OF_AN_ANSWER[1:], *DETAIL),
        on=["body_id", "question_id"],
        how="left",
        maintain_order="left",
    )
    if a_round.statements is not None:
        of_questions = a_round.statements.select("body_id", "question_id", pl.col("statement").alias("_said"))
        joined = joined.join(
            of_questions.drop_nulls("question_id"),
            on=["body_id", "question_id"],
            how="left",
            maintain_order="left",
        ).with_columns(pl.coalesce("statement", "_said").alias("statement"))
    answered = pl.col("status") == "answered"
    # Text and links stand in the column `answer` too, and have no code.
    return joined.with_columns(
        pl.when(answered).then(pl.coalesce("answer", "_words")).alias("answer"),
        *(pl.when(answered).then(name).alias(name) for name in OF_AN_ANSWER[1:]),
    ).drop("_words")
