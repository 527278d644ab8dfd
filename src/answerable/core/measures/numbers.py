"""Money and counts: totals and medians of the bodies that gave a number, said to be of no one else.

Zero is a number. Not held, refused, silent and answered in words are not, and are never counted as
zero. Numbers of another unit or period than the question asked for are kept apart, never added in.
"""

import polars as pl

from answerable.core.answers import Status
from answerable.core.measures.codes import ANSWERED_CODE, NOT_ASKED_CODE, WORDS_ONLY_CODE
from answerable.core.measures.grid import Grid, Grids
from answerable.core.questions import Question
from answerable.core.study.model import Study
from answerable.core.study.schema import ANSWERS

SCHEMA = pl.Schema(
    {
        "round": pl.String(),
        "kind": pl.String(),
        "question": pl.String(),
        "answer": pl.String(),
        "unit": pl.String(),
        "period": pl.String(),
        "as_asked": pl.Boolean(),
        "n_asked": pl.Int64(),
        "n_in_words": pl.Int64(),
        "n_set_aside": pl.Int64(),
        "n_reporting": pl.Int64(),
        "n_zero": pl.Int64(),
        "total": pl.Float64(),
        "median": pl.Float64(),
        "lower_quartile": pl.Float64(),
        "upper_quartile": pl.Float64(),
        "minimum": pl.Float64(),
        "maximum": pl.Float64(),
        "reported_by": pl.String(),
    }
)


def number_summaries(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Totals and quartiles of every money and count question, each said to be "reported by n of N".

    N are the bodies asked the question, n those that gave a number in this unit and period. A question
    has one row for the unit and period it asked for, even if nobody reported, and one for each other.
    n_in_words and n_set_aside are of the question: answered without a number; a number given all the same
    by a body that the question was not put to, which is in no total.

    Shape:  round, kind, question, answer, unit, period, as_asked, n_asked, n_in_words, n_set_aside,
            n_reporting, n_zero, total, median, lower_quartile, upper_quartile, minimum, maximum, reported_by
    Units:  those of the row's `unit`; statistics are missing when n_reporting is 0
    Raises: GridMisaligned
    Source: Hyndman and Fan (1996) type 7 for the quartiles
    """
    frames = [pl.DataFrame(schema=SCHEMA)]
    for grid in Grids.of(study, grids):
        questions = [question for question in grid.questionnaire.questions if question.is_numeric]
        if questions:
            frames.append(_summaries(grid, questions))
    return pl.concat(frames)


def reported_numbers(grid: Grid) -> pl.DataFrame:
    """The numbers that asked bodies gave to questions put to them, with the unit and period they hold for.

    Shape:  body_id, question, value, unit, period; a blank unit or period is that of the question
    """
    numbers = _numbers(grid).filter("was_put").drop("was_put")
    body, question = (pl.Enum(grid.ids), pl.Enum(list(grid.places)))
    in_order = numbers.sort(pl.col("question").cast(question), pl.col("body_id").cast(body))
    return in_order.select("body_id", "question", "value", "unit", "period")


def _numbers(grid: Grid) -> pl.DataFrame:
    """Every number that an asked body gave, and whether the question was put to it.

    Shape:  body_id, question, value, unit, period, was_put
    """
    questions = [question for question in grid.questionnaire.questions if question.is_numeric]
    rows = ANSWERS.empty() if grid.round.answers is None else grid.round.answers
    rows = rows.select("body_id", "question_id", "status", "value", "unit", "period")
    # Few rows hold a number: texts are compared in those only.
    given = (
        rows.filter(pl.col("value").is_not_null())
        .filter(pl.col("status") == str(Status.ANSWERED))
        .with_columns(
            _place("body_id", grid.ids.to_list()).alias("body"),
            _place("question_id", [question.id for question in questions]).alias("place"),
        )
        .drop_nulls(["body", "place"])
    )
    codes = grid.codes[[grid.places[question.id] for question in questions]]
    was_put = codes[given["place"].to_numpy(), given["body"].to_numpy()] == ANSWERED_CODE
    asked_unit, asked_period = (
        pl.Series(words, dtype=pl.String).gather(given["place"])
        for words in ([question.unit for question in questions], [question.period for question in questions])
    )
    return given.select(
        "body_id",
        pl.col("question_id").alias("question"),
        "value",
        pl.coalesce(_filled("unit"), pl.lit(asked_unit)).alias("unit"),
        pl.coalesce(_filled("period"), pl.lit(asked_period)).alias("period"),
        pl.lit(pl.Series(was_put)).alias("was_put"),
    )


def _place(column: str, among: list[str]) -> pl.Expr:
    return pl.col(column).cast(pl.Enum(among), strict=False).to_physical().cast(pl.UInt32)


def _filled(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _asked_for(questions: list[Question]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "question": [question.id for question in questions],
            "answer": [str(question.answer) for question in questions],
            "asked_unit": [question.unit for question in questions],
            "asked_period": [question.period for question in questions],
        },
        schema=dict.fromkeys(("question", "answer", "asked_unit", "asked_period"), pl.String()),
    )


def _summaries(grid: Grid, questions: list[Question]) -> pl.DataFrame:
    value = pl.col("value")
    numbers = _numbers(grid)
    keys = ["question", "unit", "period"]
    quartiles = {"median": 0.5, "lower_quartile": 0.25, "upper_quartile": 0.75}
    found = (
        numbers.filter("was_put")
        .group_by(keys)
        .agg(
            pl.len().cast(pl.Int64).alias("n_reporting"),
            (value == 0).sum().cast(pl.Int64).alias("n_zero"),
            value.sum().alias("total"),
            *(value.quantile(q, interpolation="linear").alias(name) for name, q in quartiles.items()),
            value.min().alias("minimum"),
            value.max().alias("maximum"),
        )
    )
    asked_for = _asked_for(questions).rename({"asked_unit": "unit", "asked_period": "period"})
    order = {question.id: place for place, question in enumerate(questions)}
    table = asked_for.select(keys).with_columns(pl.lit(True).alias("as_asked"))
    table = table.join(found, on=keys, how="full", nulls_equal=True, coalesce=True)
    set_aside = numbers.filter(~pl.col("was_put")).group_by("question").agg(pl.len().alias("n_set_aside"))
    asked = pl.DataFrame(
        {
            "question": list(order),
            "answer": asked_for["answer"],
            "n_asked": [int((grid.of(name) != NOT_ASKED_CODE).sum()) for name in order],
            "n_in_words": [int((grid.of(name) == WORDS_ONLY_CODE).sum()) for name in order],
        }
    ).join(set_aside, on="question", how="left", maintain_order="left")
    return (
        table.join(asked, on="question", how="left")
        .with_columns(
            pl.lit(grid.round.id).alias("round"),
            pl.lit(grid.kind).alias("kind"),
            pl.col("as_asked").fill_null(False),
            pl.col("n_reporting", "n_zero", "n_set_aside").fill_null(0),
        )
        .with_columns(pl.format("reported by {} of {}", "n_reporting", "n_asked").alias("reported_by"))
        .sort(
            pl.col("question").replace_strict(order, return_dtype=pl.Int64),
            ~pl.col("as_asked"),
            "unit",
            "period",
            nulls_last=True,
        )
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )
