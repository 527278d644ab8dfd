"""What bodies volunteered though nobody asked: counted, with the one honest base, never bounded.

Nobody was asked, so silence says nothing: a remark has no share of all bodies and no bounds. The
answerers of the question under which it was said are the only base it can be set against.
"""

import polars as pl

from answerable.core.errors import UnknownName
from answerable.core.measures.codes import is_answered
from answerable.core.measures.grid import Grid, Grids
from answerable.core.study.model import Study

SEPARATOR = ";"
SCHEMA = pl.Schema(
    {
        "round": pl.String(),
        "kind": pl.String(),
        "remark": pl.String(),
        "text": pl.String(),
        "of": pl.String(),
        "n_remarked": pl.Int64(),
        "n_base": pl.Int64(),
    }
)


def remark_counts(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """How many bodies volunteered each remark, beside how many answered the question it was said under.

    A body counts once for a remark, however often it made it.

    Shape:  round, kind, remark, text, of, n_remarked, n_base; n_base missing for a remark of no question
    Raises: UnknownName for a remark that the questionnaire does not define
    """
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(_counts(grid) for grid in Grids.of(study, grids))])


def body_remarks(grid: Grid) -> pl.DataFrame:
    """Which asked body volunteered what.

    Shape:  body_id, remark; one row per body and remark, in register order
    Raises: UnknownName for a remark that the questionnaire does not define
    """
    empty = pl.DataFrame(schema={"body_id": pl.String(), "remark": pl.String()})
    answers = grid.round.answers
    if answers is None or answers["remarks"].null_count() == answers.height:
        return empty
    made = (
        answers.lazy()
        .filter(pl.col("remarks").is_not_null())
        .select("body_id", pl.col("remarks").str.split(SEPARATOR).alias("remark"))
        .explode("remark")
        .with_columns(pl.col("remark").str.strip_chars())
        .filter(pl.col("remark") != "")
        .unique(maintain_order=True)
        .collect()
    )
    asked = grid.bodies.select(pl.col("id").alias("body_id")).with_row_index("_row")
    made = made.join(asked, on="body_id", how="inner").sort("_row", "remark").drop("_row")
    known = [remark.id for remark in grid.questionnaire.remarks]
    for name in made["remark"].unique(maintain_order=True):
        if name not in known:
            raise UnknownName("remark in this questionnaire", name, known)
    return made


def _counts(grid: Grid) -> pl.DataFrame:
    remarks = grid.questionnaire.remarks
    made = body_remarks(grid).group_by("remark").agg(pl.len().cast(pl.Int64).alias("n_remarked"))
    bases = [None if r.of is None else int(is_answered(grid.of(r.of)).sum()) for r in remarks]
    table = pl.DataFrame(
        {
            "round": [grid.round.id] * len(remarks),
            "kind": [grid.kind] * len(remarks),
            "remark": [remark.id for remark in remarks],
            "text": [remark.text for remark in remarks],
            "of": [remark.of for remark in remarks],
            "n_base": bases,
        },
        schema={name: dtype for name, dtype in SCHEMA.items() if name != "n_remarked"},
    )
    counted = table.join(made, on="remark", how="left", maintain_order="left")
    return counted.with_columns(pl.col("n_remarked").fill_null(0)).select(SCHEMA.names())
