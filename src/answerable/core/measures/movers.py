"""Who stands in the matched panel and what each said before and after: the bodies behind gained and lost."""

import polars as pl

from answerable.core.measures.grid import Grids
from answerable.core.measures.panel import Comparison, comparisons
from answerable.core.questions import Comparability
from answerable.core.study.model import Study

MOVER_COLUMNS = {
    "kind": pl.String(),
    "question": pl.String(),
    "from_round": pl.String(),
    "to_round": pl.String(),
    "body_id": pl.String(),
    "earlier_state": pl.String(),
    "later_state": pl.String(),
}


def matched_states(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Every matched body of every comparison that may be drawn as a trend, with what was said before and now.

    Gained are those whose state became yes, lost those whose state was yes: the counts of `trends`.

    Shape:  kind, question, from_round, to_round, body_id (of the later round), earlier_state, later_state
    Raises: UnknownName, GridMisaligned
    """
    found = [
        _matched(comparison)
        for comparison in comparisons(study, grids)
        if comparison.link.comparability is not Comparability.HARD
    ]
    return pl.concat([pl.DataFrame(schema=MOVER_COLUMNS), *found])


def _matched(comparison: Comparison) -> pl.DataFrame:
    panel, later = comparison.panel(), comparison.later
    book = comparison.earlier.book
    frame = pl.DataFrame(
        {
            "body_id": later.ids,
            "earlier_state": book.words(panel.before, book.states),
            "later_state": later.states(comparison.question.id),
            "matched": panel.matched,
        }
    ).filter("matched")
    return frame.select(
        pl.lit(later.kind).alias("kind"),
        pl.lit(comparison.question.id).alias("question"),
        pl.lit(comparison.link.round).alias("from_round"),
        pl.lit(later.round.id).alias("to_round"),
        "body_id",
        "earlier_state",
        "later_state",
    )
