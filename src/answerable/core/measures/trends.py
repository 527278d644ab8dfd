"""Trends between two rounds: the two cross-sections beside the matched panel, and what divides them."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from answerable.core.answers import YES
from answerable.core.measures.difference import CAUSES, Difference, Tally, across_a_break, divide, n_asked
from answerable.core.measures.grid import Grids
from answerable.core.measures.mcnemar import McNemarTest, mcnemar_p_values
from answerable.core.measures.panel import Comparison, QuestionPanel, comparisons
from answerable.core.questions import Comparability
from answerable.core.study.model import Study

TREND_COLUMNS = {
    "kind": pl.String(),
    "question": pl.String(),
    "from_round": pl.String(),
    "to_round": pl.String(),
    "comparability": pl.String(),
    "from_share": pl.Float64(),
    "to_share": pl.Float64(),
    "n_matched": pl.Int64(),
    "gained": pl.Int64(),
    "lost": pl.Int64(),
    "p_value": pl.Float64(),
}
CROSS_SECTIONS = ("from_n_yes", "from_n_answered", "from_n_asked", "to_n_yes", "to_n_answered", "to_n_asked")
PANEL_COUNTS = ("n_merged", "n_boundary", "n_earlier_only", "n_later_only", "n_unmatched")
DETAIL_COLUMNS = {
    **TREND_COLUMNS,
    "from_kind": pl.String(),
    "from_question": pl.String(),
    **dict.fromkeys((*CROSS_SECTIONS, *PANEL_COUNTS), pl.Int64()),
    **{f"{cause}_yes": pl.Int64() for cause in CAUSES},
    **{f"{cause}_answered": pl.Int64() for cause in CAUSES},
    **{f"{cause}_share": pl.Float64() for cause in CAUSES},
    "because": pl.String(),
    "caption": pl.String(),
}


def trends(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Every question beside the one it compares with, and the exact McNemar test of the matched panel.

    Across a hard break the shares stand alone: nothing is matched. Rounds whose answers are not in the
    study, and rounds not yet sent, have no trend.

    Shape:  kind, question, from_round, to_round, comparability, from_share, to_share, n_matched, gained,
            lost, p_value; one row per question that compares with another, in order
    Units:  shares 0 to 1, of those that answered; missing when nobody did or nobody can answer yes
    Raises: UnknownName, GridMisaligned
    Source: McNemar (1947)
    """
    return trend_details(study, grids=grids).select(list(TREND_COLUMNS))


def trend_details(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Trends with both cross-sections in counts, and the difference divided by cause.

    `n_merged` and `n_boundary` count matched bodies formed by merger or whose boundary moved;
    `n_earlier_only` and `n_later_only` bodies whose counterparts did not answer in the other round;
    `n_unmatched` later bodies that answered, as did one they came from, and still are not matched.

    The causes are explained in `core.measures.difference`.

    Shape:  the columns of `trends`, from_kind, from_question, counts of both rounds, panel counts, then per
            cause (change, succession, respondents, wording) the part of the difference in `_yes` and
            `_answered` (counts) and in `_share`; because, caption. Missing where a cause does not apply
    Units:  shares 0 to 1
    Raises: UnknownName, GridMisaligned
    """
    rows = [_row(comparison) for comparison in comparisons(study, grids)]
    frame = pl.DataFrame(rows, schema=DETAIL_COLUMNS)
    tested = frame["gained"].is_not_null()
    p_values = np.full(frame.height, np.nan)
    moved = frame.filter(tested)
    p_values[tested.to_numpy()] = mcnemar_p_values(moved["gained"].to_numpy(), moved["lost"].to_numpy())
    return frame.with_columns(pl.Series("p_value", p_values).fill_nan(None))


def trend_sentence(row: Mapping[str, object]) -> str:
    """What a trend says in words, from a row of `trends`; "significant" only with the test that found it.

    "Not comparable across the change of wording." or "12 gained, 5 lost among 150 matched bodies (exact
    McNemar p = 0.14): no significant change by the exact McNemar test at the 5% level."
    """
    if row["comparability"] == Comparability.HARD:
        return "The question was worded otherwise; the two figures are not a trend."
    if row["gained"] is None:
        bodies = "body" if row["n_matched"] == 1 else "bodies"
        return f"{row['n_matched']} matched {bodies} answered in both rounds."
    gained, lost, matched = (int(str(row[name])) for name in ("gained", "lost", "n_matched"))
    return McNemarTest(gained, lost, matched).verdict()


def _row(comparison: Comparison) -> dict[str, object]:
    question, link = comparison.question, comparison.link
    asked_before = comparison.earlier.questionnaire.question(link.question)
    start, end = Tally.of(comparison.before), Tally.of(comparison.after)
    yes_before, yes_after = YES in asked_before.coded_options, YES in question.coded_options
    row: dict[str, object] = {
        "kind": comparison.later.kind,
        "question": question.id,
        "from_round": link.round,
        "to_round": comparison.later.round.id,
        "comparability": str(link.comparability),
        "from_share": start.share if yes_before else None,
        "to_share": end.share if yes_after else None,
        "from_kind": comparison.earlier.kind,
        "from_question": link.question,
        "from_n_yes": start.yes,
        "from_n_answered": start.answered,
        "from_n_asked": n_asked(comparison.before),
        "to_n_yes": end.yes,
        "to_n_answered": end.answered,
        "to_n_asked": n_asked(comparison.after),
        "because": link.because,
    }
    if link.comparability is Comparability.HARD:
        difference = across_a_break(comparison.before, comparison.after)
    else:
        panel = comparison.panel()
        difference = divide(comparison, panel)
        row |= _panel_columns(comparison, panel, difference, can_move=yes_before and yes_after)
    row |= _difference_columns(difference, start, with_yes=yes_before and yes_after)
    return {**row, "caption": _caption(row)}


def _panel_columns(
    comparison: Comparison, panel: QuestionPanel, difference: Difference, *, can_move: bool
) -> dict[str, object]:
    n_matched, gained, lost = panel.movers()
    kinship = comparison.kinship
    in_panel = panel.matched[kinship.whole]
    return {
        "n_matched": n_matched,
        "gained": gained if can_move else None,
        "lost": lost if can_move else None,
        "n_merged": int(np.count_nonzero(in_panel & (kinship.sizes > 1))),
        "n_boundary": int(np.count_nonzero(in_panel & kinship.moved)),
        "n_earlier_only": difference.n_earlier_only,
        "n_later_only": difference.n_later_only,
        "n_unmatched": difference.n_unmatched,
    }


def _difference_columns(difference: Difference, start: Tally, *, with_yes: bool) -> dict[str, object]:
    columns: dict[str, object] = {
        f"{cause}_answered": part.answered for cause, part in difference.parts.items()
    }
    if with_yes:
        columns |= {f"{cause}_yes": part.yes for cause, part in difference.parts.items()}
        columns |= {f"{cause}_share": share for cause, share in difference.shares(start).items()}
    return columns


def _caption(row: Mapping[str, object]) -> str:
    """What a reader must be told beside the two figures; blank where there is nothing to tell."""
    because = str(row["because"]).strip().rstrip(".")
    because = f"{because[:1].upper()}{because[1:]}" or "The question was worded otherwise"
    if row["comparability"] == Comparability.HARD:
        return f"Not a trend. {because}."
    said = []
    if row["comparability"] == Comparability.SOFT:
        said.append(f"To be compared with care. {because}.")
    if row["n_boundary"]:
        stayed = "whose boundary changed while at least 90% of their people stayed"
        said.append(f"Matched bodies {stayed}: {row['n_boundary']}.")
    if row["n_merged"]:
        said.append(f"Matched bodies formed by a merger of bodies that agreed: {row['n_merged']}.")
    return " ".join(said)
