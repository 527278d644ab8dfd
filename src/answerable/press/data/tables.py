"""The tables of a round as they are published: the same records that its pages are made from."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import polars as pl

from answerable.core.measures.grid import answer_grid
from answerable.core.measures.published import SCHEMA as PUBLISHED_SCHEMA
from answerable.core.measures.shares import COUNTS, KEYS, SHARES
from answerable.core.questions import Question
from answerable.core.ratings.rating import RATINGS_SCHEMA, ratings
from answerable.press.data.stamp import Stamp, stamp_of
from answerable.press.language import noop as N_
from answerable.press.view.model import KindView, RoundState, RoundView, StudyView

WITH_ANSWERS = (RoundState.ANSWERS, RoundState.WAITING)
ANSWER_COLUMNS = (
    "round", "kind", "body_id", "body_name", "region", "question_id", "status", "answer", "value", "unit",
    "period", "note", "evidence", "evidence_url", "remarks", "statement",
)  # fmt: skip
QUESTION_COLUMNS = (
    "round", "kind", "question_id", "number", "section", "label", "text", "answer_type", "options",
    "follow_up_of", "follow_up_if", "unit", "period", "out_of_hours_of", "derived_from", "duty",
    "duty_source", "duty_force", "compares_with_round", "compares_with_question", "comparability",
    "comparability_because", "note",
)  # fmt: skip
REGISTER_TEXT = ("ods_code", "region_code", "region", "type", "short_name", "official_name", "url")
MEASURES_SCHEMA = (
    dict.fromkeys(KEYS, pl.String()) | dict.fromkeys(COUNTS, pl.Int64()) | dict.fromkeys(SHARES, pl.Float64())
)
ABOUT = {
    "answers": N_(
        "Every body asked with every question put to it, follow-ups and derived questions too: its "
        "answer, or why there is none"
    ),
    "questions": N_(
        "The words of every question, its kind of answer, what it hangs on, what it compares with"
    ),
    "bodies": N_("The bodies asked, with their codes and dates, and how the request to each ended"),
    "measures": N_(
        "Counts of every question: asked, replied, answered, yes, no and other, and the share of yes "
        "with its bounds"
    ),
    "ratings": N_("The stars of every body by every variant of the rules, with the counts behind them"),
    "statements": N_("What bodies say themselves of a round, or of one answer, word for word"),
    "corrections": N_(
        "What releases changed of answers, counts and stars that were published: before, after, and why"
    ),
    "published": N_(
        "Figures printed elsewhere, with the percentage that their counts give, the bounds around "
        "them, and what contradicts them"
    ),
}


class RoundTables:
    """The tables of one round, each made when first asked for."""

    def __init__(self, view: StudyView, a_round: RoundView) -> None:
        self.view, self.round = view, a_round
        self.stamp: Stamp = stamp_of(view, a_round)

    @property
    def has_answers(self) -> bool:
        """Whether the answers of named bodies are in the study, silence among them."""
        return self.round.state in WITH_ANSWERS

    @property
    def names(self) -> tuple[str, ...]:
        """The tables there are: answers and what is counted from them only where the study has them."""
        names = ["questions"]
        if self.has_answers:
            names = ["answers", "questions", "bodies", "measures"]
            if any(rating.bodies for rating in self.view.extras.ratings_of(self.round.id)):
                names.append("ratings")
        elif self.round.state is RoundState.PRINTED:
            names.append("bodies")
        if self.round.round.statements is not None:
            names.append("statements")
        if self.view.extras.published.get(self.round.id):
            names.append("published")
        return tuple(names)

    def table(self, name: str) -> pl.DataFrame:
        """One of the tables by name."""
        made: pl.DataFrame = getattr(self, name)
        return made

    @cached_property
    def answers(self) -> pl.DataFrame:
        """One row per body asked and question, in the order of the register and of the questionnaire."""
        frames = [self._answers_of(kind) for kind in self.round.kinds.values()]
        return pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(ANSWER_COLUMNS, pl.String))

    def _answers_of(self, kind: KindView) -> pl.DataFrame:
        grids = self.view.extras.tables.grids
        names = grids.get(self.round.id, kind.kind.id).bodies.select(
            pl.col("id").alias("body_id"), pl.col("name").alias("body_name"), "region"
        )
        asked = pl.DataFrame(
            [(q.id, q.unit, q.period) for q in kind.questionnaire.questions],
            schema=dict.fromkeys(("question_id", "asked_unit", "asked_period"), pl.String),
            orient="row",
        )
        rows = answer_grid(self.view.study, self.round.id, kind.kind.id, grids=grids)
        joined = rows.join(names, on="body_id", how="left", maintain_order="left").join(
            asked, on="question_id", how="left", maintain_order="left"
        )
        # A number without a unit or a period of its own is in those that were asked for, as pages show it.
        number = pl.col("value").is_not_null()
        return joined.with_columns(
            pl.lit(self.round.id).alias("round"),
            pl.lit(kind.kind.id).alias("kind"),
            pl.col("status").cast(pl.String),
            pl.when(number).then(pl.coalesce("unit", "asked_unit")).otherwise("unit").alias("unit"),
            pl.when(number).then(pl.coalesce("period", "asked_period")).otherwise("period").alias("period"),
        ).select(ANSWER_COLUMNS)

    @cached_property
    def questions(self) -> pl.DataFrame:
        """One row per question and kind of body, in printed order."""
        rows = [
            question_row(self.round.id, kind.kind.id, view.question)
            for kind in self.round.kinds.values()
            for view in kind.questions.values()
        ]
        return pl.DataFrame(rows, schema=dict.fromkeys(QUESTION_COLUMNS, pl.String), orient="row")

    @cached_property
    def bodies(self) -> pl.DataFrame:
        """One row per body asked, in order of kind and name."""
        attributes = tuple(self.view.study.body_attributes)
        schema: dict[str, Any] = (
            dict.fromkeys(("round", "kind", "body_id", "body_name"), pl.String)
            | dict.fromkeys(("opened", "closed"), pl.Date)
            | dict.fromkeys((*REGISTER_TEXT, *attributes, "outcome", "response"), pl.String)
            | {"replied": pl.Boolean}
            | dict.fromkeys(("sent_on", "replied_on", "due_on"), pl.Date)
            | {"reply_url": pl.String}
        )
        return pl.DataFrame(list(self._body_rows(schema)), schema=schema, orient="row")

    def _body_rows(self, schema: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
        for kind in self.round.kinds.values():
            for body in kind.bodies:
                reply = self.view.extras.replies.get((self.round.id, body.id), {})
                row = {
                    **body.row,
                    **{name: reply.get(name) for name in ("response", "replied", "sent_on", "replied_on")},
                    **{name: reply.get(name) for name in ("due_on", "outcome")},
                    "round": self.round.id,
                    "body_id": body.id,
                    "body_name": body.row["name"],
                    "reply_url": reply.get("url"),
                }
                yield tuple(row[name] for name in schema)

    @cached_property
    def measures(self) -> pl.DataFrame:
        """One row per kind and question: the columns of `answerable measures`."""
        rows = [row for row in self.view.extras.tables.counts.values() if row["round"] == self.round.id]
        return pl.DataFrame(rows, schema=MEASURES_SCHEMA, orient="row")

    @cached_property
    def ratings(self) -> pl.DataFrame:
        """One row per body, scheme and variant: the columns of `answerable ratings` with the body's name."""
        study, grids = self.view.study, self.view.extras.tables.grids
        made = [ratings(study, scheme, grids=grids) for scheme in study.schemes]
        rows = pl.concat(made or [pl.DataFrame(schema=RATINGS_SCHEMA)]).filter(round=self.round.id)
        names = [(body.id, body.row["name"]) for kind in self.round.kinds.values() for body in kind.bodies]
        known = pl.DataFrame(
            names, schema={"body_id": pl.String, "body_name": pl.String}, orient="row"
        ).unique("body_id")
        return rows.join(known, on="body_id", how="left", maintain_order="left").select(
            "round", "kind", "body_id", "body_name", pl.col(rows.columns[3:])
        )

    @cached_property
    def statements(self) -> pl.DataFrame:
        """One row per statement of a body on the round or on one of its answers."""
        rows = self.round.round.statements
        assert rows is not None
        return rows.select(pl.lit(self.round.id).alias("round"), pl.all())

    @cached_property
    def published(self) -> pl.DataFrame:
        """One row per printed figure of this round: the columns of `check_published`."""
        rows = self.view.extras.published.get(self.round.id, ())
        return pl.DataFrame(list(rows), schema=PUBLISHED_SCHEMA, orient="row")


def question_row(round_id: str, kind: str, question: Question) -> tuple[str | None, ...]:
    """A question as a row of the table of questions; lists are parted by semicolons."""
    duty, earlier, derived = question.duty, question.compares_with, question.derived
    row = (
        round_id,
        kind,
        question.id,
        question.number,
        question.section,
        question.label,
        question.text,
        str(question.answer),
        "; ".join(question.coded_options) if question.has_options else "",
        question.parent,
        question.condition,
        question.unit,
        question.period,
        question.pair_of,
        "; ".join(derived.parts) if derived else "",
        *((duty.name, duty.source, duty.force) if duty else ("", "", "")),
        *((earlier.round, earlier.question) if earlier else ("", "")),
        *((str(earlier.comparability), earlier.because) if earlier else ("", "")),
        question.note,
    )
    return tuple(cell or None for cell in row)
