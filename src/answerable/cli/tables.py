"""The commands that print tables: measures, ratings, trends, flags."""

from typing import Annotated

import polars as pl
import typer

from answerable.cli.output import FormatOption, OutputFormat, StudyArgument, emit, say
from answerable.cli.paths import open_study
from answerable.core.measures.flags import flags as consistency_flags
from answerable.core.measures.percent import percent_half_up
from answerable.core.measures.shares import measure_table
from answerable.core.measures.trends import trends as panel_trends
from answerable.core.ratings.rating import ratings as star_ratings
from answerable.core.study.model import Study


def measures(
    study: StudyArgument,
    more: Annotated[
        list[str] | None, typer.Argument(metavar="[COLUMN]...", help="Further columns for --by.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="Break down by a column of bodies.csv, such as region or type."),
    ] = None,
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Counts, shares and bounds: one row per round, kind and question."""
    if more and not by:
        raise typer.BadParameter(f"unexpected argument “{more[0]}”; columns to break down by follow --by")
    columns = [name for value in [*(by or []), *(more or [])] for name in value.split(",") if name]
    a_study = open_study(study)
    tell_rounds_without_answers(a_study)
    emit(
        measure_table(a_study, by=columns),
        format,
        title=f"{a_study.title}: measures",
        empty="No round of this study has answers.",
        display=_people_measures,
    )


def ratings(
    study: StudyArgument,
    scheme: Annotated[str | None, typer.Option("--scheme", help="The rating scheme's id.")] = None,
    format: FormatOption = OutputFormat.TABLE,
) -> None:
    """Star ratings of one scheme, in every variant."""
    a_study = open_study(study)
    tell_rounds_without_answers(a_study)
    emit(
        star_ratings(a_study, scheme),
        format,
        title=f"{a_study.title}: ratings by {a_study.scheme(scheme).title}",
        empty="There is nobody to rate: no round that this scheme rates has answers in this study.",
    )


def trends(study: StudyArgument, format: FormatOption = OutputFormat.TABLE) -> None:
    """What changed between rounds, on matched bodies and comparable wording."""
    a_study = open_study(study)
    tell_rounds_without_answers(a_study)
    emit(
        panel_trends(a_study),
        format,
        title=f"{a_study.title}: trends on matched bodies",
        empty="No two rounds with answers have questions that may be compared.",
        display=_people_trends,
    )


def flags(study: StudyArgument, format: FormatOption = OutputFormat.TABLE) -> None:
    """Answers that do not fit together: for a person to look at, never edited."""
    a_study = open_study(study)
    tell_rounds_without_answers(a_study)
    emit(
        consistency_flags(a_study),
        format,
        title=f"{a_study.title}: consistency flags",
        empty="No answers contradict each other.",
    )


def tell_rounds_without_answers(study: Study) -> None:
    """Says on stderr which rounds have printed figures only, so that no one takes silence for zero."""
    printed = set(study.published["round"].unique())
    for a_round in study.rounds:
        if a_round.answers is None and a_round.id in printed:
            say(f"note: round {a_round.id} has printed figures only; its answers are not in this study.")


def _people_measures(frame: pl.DataFrame) -> pl.DataFrame:
    """Shares as whole percents of the answers given, exact and half up, beside their counts."""
    shown = ["yes_share", "yes_low", "yes_high"]
    asked, answered, yes = frame["n_asked"], frame["n_answered"], frame["n_yes"]
    missing = frame["yes_low"].is_null()
    unsure = asked - answered
    columns = {
        "yes_share": _percents(yes, answered, frame["yes_share"].is_null()),
        "yes_low": _percents(yes, asked, missing),
        "yes_high": _percents(yes + unsure, asked, missing),
    }
    return frame.with_columns(pl.Series(name, columns[name], dtype=pl.String) for name in shown)


def _percents(numerators: pl.Series, denominators: pl.Series, missing: pl.Series) -> list[str | None]:
    return [
        None if blank else f"{percent_half_up(top, bottom)}%"
        for top, bottom, blank in zip(numerators, denominators, missing, strict=True)
    ]


def _people_trends(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col("from_share", "to_share").round(3), pl.col("p_value").round(4))
