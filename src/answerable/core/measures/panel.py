"""The matched panel: the same bodies, or what became of them, in two rounds, question by question.

A later body is matched on a question if it continues bodies of the earlier round (succession.py says
which), all of these answered, they agree where they are several, and it answered itself. Everything
else is left out of the panel with its reason; nothing is guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from answerable.core.bodies.steps import Relation
from answerable.core.bodies.succession import RELATION, Lineage, Unmatched
from answerable.core.errors import AnswerableError
from answerable.core.measures.codes import NOT_ASKED_CODE, YES_CODE, Codes, Flags, is_answered
from answerable.core.measures.grid import Grid, Grids, answers_elsewhere
from answerable.core.questions import Comparability, ComparesWith, Question
from answerable.core.study.model import Study

Places = npt.NDArray[np.intp]


class Pairing(StrEnum):
    """Whether a later body is matched on a question, and why not."""

    MATCHED = "matched"
    NOT_ANSWERED_EARLIER = "not_answered_earlier"
    NOT_ANSWERED_LATER = "not_answered_later"
    NOT_ANSWERED_EITHER = "not_answered_either"
    NOT_ALL_ANSWERED = "not_all_answered"
    MIXED = "mixed"
    SPLIT = "split"
    BOUNDARY = "boundary"
    PARTLY_NEW = "partly_new"
    NOT_OPEN = "not_open"


PAIRING_WORDS = {
    Pairing.MATCHED: "matched",
    Pairing.NOT_ANSWERED_EARLIER: "did not answer in the earlier round",
    Pairing.NOT_ANSWERED_LATER: "did not answer in the later round",
    Pairing.NOT_ANSWERED_EITHER: "answered in neither round",
    Pairing.NOT_ALL_ANSWERED: "not all of the bodies it was formed from answered",
    Pairing.MIXED: "the bodies it was formed from differ, or some of them were split",
    Pairing.SPLIT: "part of a body that was split",
    Pairing.BOUNDARY: "its boundary changed too much",
    Pairing.PARTLY_NEW: "formed in part from a body that was not there to be asked",
    Pairing.NOT_OPEN: "not there in the earlier round",
}
PAIRING = pl.Enum([str(pairing) for pairing in Pairing])
PLACE_OF = {pairing: place for place, pairing in enumerate(Pairing)}
PANEL_OF = {
    Unmatched.SPLIT: Pairing.SPLIT,
    Unmatched.MIXED: Pairing.MIXED,
    Unmatched.BOUNDARY: Pairing.BOUNDARY,
    Unmatched.PARTLY_NEW: Pairing.PARTLY_NEW,
}


@dataclass(frozen=True, eq=False)
class Kinship:
    """How the bodies of a later grid go back to those of an earlier one, as places in the two grids.

    `whole` are the later bodies that continue earlier ones, and `sizes` how many each continues: first
    those with one, then those with several. `carriers` are these earlier bodies (the place after the
    last: was not asked); `starts` is where those of each body with several begin, among such. `moved`
    marks bodies whose boundary changed. `barred` says for the other later bodies why they continue none.
    `linked` are the pairs of merged, split or moved bodies, with the later body that continues the
    earlier one (the place after the last: none); slivers gained in boundary changes are left out.
    """

    links: pl.DataFrame
    whole: Places
    carriers: Places
    starts: Places
    sizes: Places
    moved: Flags
    barred: npt.NDArray[np.uint8]
    linked: tuple[Places, Places, Places]

    @classmethod
    def of(cls, lineage: Lineage, earlier: Grid, later: Grid) -> "Kinship":
        """Kinship between the bodies that were asked in two rounds."""
        assert earlier.round.sent_on and later.round.sent_on
        links = _placed(
            lineage.between(earlier.round.sent_on, later.round.sent_on, earlier.kind, later.kind),
            earlier,
            later,
        )
        carrying = (
            links.filter("matchable")
            .with_columns(pl.len().over("later").alias("several") > 1)
            .sort("several", "later", "earlier")
        )
        whole, firsts, sizes = _runs(carrying["later"].to_numpy())
        barred = np.full(later.bodies.height, PLACE_OF[Pairing.NOT_OPEN], dtype=np.uint8)
        # A body may gain a sliver and be split besides: the carried or broken link tells the reason.
        reasons = links.filter("unmatched_body").select("later", "unmatched").unique("later", keep="first")
        for place, reason in reasons.iter_rows():
            barred[place] = PLACE_OF[PANEL_OF[Unmatched(reason)]]
        n_single = int((sizes == 1).sum())
        return cls(
            links=links,
            whole=whole,
            carriers=carrying["earlier"].to_numpy().astype(np.intp),
            starts=firsts[n_single:] - n_single,
            sizes=sizes,
            moved=(carrying["relation"] == str(Relation.BOUNDARY_CHANGE)).to_numpy()[firsts],
            barred=barred,
            linked=_linked(links, whole[:n_single], earlier.bodies.height, later.bodies.height),
        )

    @cached_property
    def ancestry(self) -> pl.DataFrame:
        """Per later body that goes back to any: body_id, earlier_ids and the worst relation."""
        kin = self.links.filter(pl.col("carries") | pl.col("unmatched_body")).sort("earlier_id")
        return kin.group_by(pl.col("later_id").alias("body_id")).agg(
            pl.col("earlier_id").str.join(";").alias("earlier_ids"), pl.col("relation").max()
        )


def _runs(places: Places) -> tuple[Places, Places, Places]:
    """Runs of one place: which place, where each begins, and how long it is."""
    begins = np.flatnonzero(np.diff(places, prepend=-1))
    return places[begins].astype(np.intp), begins, np.diff(begins, append=places.size)


def _linked(
    links: pl.DataFrame, plain: Places, n_earlier: int, n_later: int
) -> tuple[Places, Places, Places]:
    """Pairs of which one body may answer for another though they are not matched one to one."""
    heir = np.full(n_earlier + 1, n_later, dtype=np.intp)
    carrying = links.filter("matchable")
    heir[carrying["earlier"].to_numpy()] = carrying["later"].to_numpy()
    pairs = links.filter((pl.col("carries") | pl.col("unmatched_body")) & (pl.col("earlier") < n_earlier))
    earlier, later = (pairs[name].to_numpy().astype(np.intp) for name in ("earlier", "later"))
    is_plain = np.zeros(n_later, dtype=bool)
    is_plain[plain] = True
    kept = ~is_plain[later]
    return earlier[kept], later[kept], heir[earlier[kept]]


def _placed(links: pl.DataFrame, earlier: Grid, later: Grid) -> pl.DataFrame:
    """Links with the places of both bodies; of later bodies only those that were asked."""
    here = later.ids.alias("later_id").to_frame().with_row_index("later")
    there = earlier.ids.alias("earlier_id").to_frame().with_row_index("earlier")
    placed = links.join(here, on="later_id", maintain_order="left").join(
        there, on="earlier_id", how="left", maintain_order="left"
    )
    has_whole = pl.col("matchable").any().over("later")
    return placed.with_columns(
        pl.col("earlier").fill_null(earlier.bodies.height).cast(pl.Int64),
        pl.col("later").cast(pl.Int64),
        (~has_whole).alias("unmatched_body"),
    ).sort("later", "carries", "share_of_earlier", descending=[False, True, True])


@dataclass(frozen=True, eq=False)
class QuestionPanel:
    """One question in two rounds: how each later body is paired, and what its predecessors said.

    `before` holds the earlier codes, meaningful where `agreed`: the predecessors say the same. `differ`
    marks those that all answered and do not.
    """

    pairing: npt.NDArray[np.uint8]
    before: Codes
    after: Codes
    agreed: Flags
    differ: Flags

    @property
    def matched(self) -> Flags:
        """Later bodies in the panel."""
        return np.asarray(self.pairing == PLACE_OF[Pairing.MATCHED])

    def movers(self) -> tuple[int, int, int]:
        """Matched bodies, and of these those that gained and those that lost a yes."""
        matched, was, now = self.matched, self.before == YES_CODE, self.after == YES_CODE
        stayed = int(np.count_nonzero(matched & was & now))
        gained = int(np.count_nonzero(matched & now)) - stayed
        return int(np.count_nonzero(matched)), gained, int(np.count_nonzero(matched & was)) - stayed


def question_panel(kinship: Kinship, before: Codes, after: Codes, *, has_options: bool) -> QuestionPanel:
    """Pairs one question. Without options, answers of several predecessors cannot be said to agree.

    Shape:  codes of the earlier and the later bodies -> one pairing per later body
    """
    said = np.append(before, np.uint16(NOT_ASKED_CODE)).take(kinship.carriers)
    all_answered = any_answered = is_answered(said)
    agree = np.ones(kinship.whole.size, dtype=bool)
    if kinship.starts.size:
        n_single = kinship.whole.size - kinship.starts.size
        several, answered = said[n_single:], all_answered[n_single:]
        low, high = (ufunc.reduceat(several, kinship.starts) for ufunc in (np.minimum, np.maximum))
        agree[n_single:] = (low == high) & has_options
        said = np.append(said[:n_single], several[kinship.starts])
        every, any_ = (ufunc.reduceat(answered, kinship.starts) for ufunc in (np.logical_and, np.logical_or))
        single = all_answered[:n_single]
        all_answered, any_answered = np.append(single, every), np.append(single, any_)
    now = is_answered(after.take(kinship.whole))
    found = np.full(now.size, PLACE_OF[Pairing.MATCHED], dtype=np.uint8)
    # The last reason that applies is told.
    for pairing, applies in (
        (Pairing.MIXED, ~agree),
        (Pairing.NOT_ALL_ANSWERED, ~all_answered),
        (Pairing.NOT_ANSWERED_LATER, ~now),
        (Pairing.NOT_ANSWERED_EARLIER, ~any_answered),
        (Pairing.NOT_ANSWERED_EITHER, ~(any_answered | now)),
    ):
        np.copyto(found, PLACE_OF[pairing], where=applies)
    pairings = kinship.barred.copy()
    pairings[kinship.whole] = found
    earlier = np.full(after.size, NOT_ASKED_CODE, dtype=np.uint16)
    agreed, differ = np.zeros((2, after.size), dtype=bool)
    earlier[kinship.whole], agreed[kinship.whole] = said, agree
    differ[kinship.whole] = all_answered & ~agree
    return QuestionPanel(pairings, earlier, after, agreed, differ)


@dataclass(frozen=True, eq=False)
class Comparison:
    """One question of a later round set beside one of an earlier round, with both grids."""

    question: Question
    link: ComparesWith
    earlier: Grid
    later: Grid
    kinship: Kinship

    @property
    def before(self) -> Codes:
        """What was said in the earlier round. Raises: UnknownName"""
        return self.earlier.of(self.link.question)

    @property
    def after(self) -> Codes:
        """What was said in the later round."""
        return self.later.of(self.question.id)

    def panel(self) -> QuestionPanel:
        """The panel of this question. Raises: UnknownName"""
        earlier = self.earlier.questionnaire.question(self.link.question)
        has_options = self.question.has_options and earlier.has_options
        return question_panel(self.kinship, self.before, self.after, has_options=has_options)


def comparisons(study: Study, grids: Grids | None = None) -> Iterator[Comparison]:
    """Every question that says what it compares with, of rounds that were sent and whose answers are here.

    Raises: UnknownName, GridMisaligned; AnswerableError for a comparison with a later round
    """
    made = Grids.of(study, grids)
    lineage = Lineage(study)
    for later in made:
        kin: dict[tuple[str, str], Kinship] = {}
        for question in later.questionnaire.questions if later.round.sent_on else ():
            link = question.compares_with
            if link is None or not _can_compare(study, later, link):
                continue
            earlier = made.get(link.round, link.kind or later.kind)
            key = (link.round, earlier.kind)
            if key not in kin:
                kin[key] = Kinship.of(lineage, earlier, later)
            yield Comparison(question, link, earlier, later, kin[key])


def _can_compare(study: Study, later: Grid, link: ComparesWith) -> bool:
    before = study.round(link.round)
    if answers_elsewhere(study, before) or before.sent_on is None:
        return False
    assert later.round.sent_on
    if before.sent_on > later.round.sent_on:
        raise AnswerableError(
            f"Round “{later.round.id}” compares with round “{link.round}”, which was sent after it."
        )
    return True


PANEL_COLUMNS = {
    "question": pl.String(),
    "from_question": pl.String(),
    "body_id": pl.String(),
    "earlier_ids": pl.String(),
    "relation": RELATION,
    "earlier_state": pl.String(),
    "later_state": pl.String(),
    "pairing": PAIRING,
}


def matched_panel(
    study: Study, from_round: str, to_round: str, kind: str, *, grids: Grids | None = None
) -> pl.DataFrame:
    """Every later body on every comparable question: what was said before and after, and whether it matches.

    Questions across a hard break have no panel.

    Shape:  question, from_question, body_id, earlier_ids (";" between several), relation (blank for a
            body that was not there), earlier_state ("mixed" where predecessors differ, blank where
            they have no state in common), later_state, pairing
    Raises: UnknownName, GridMisaligned
    """
    study.round(to_round).questionnaire(kind)
    study.round(from_round)
    found = [
        _panel_frame(comparison)
        for comparison in comparisons(study, grids)
        if (comparison.earlier.round.id, comparison.later.round.id) == (from_round, to_round)
        and comparison.later.kind == kind
        and comparison.link.comparability is not Comparability.HARD
    ]
    return pl.concat([pl.DataFrame(schema=PANEL_COLUMNS), *found])


def _panel_frame(comparison: Comparison) -> pl.DataFrame:
    panel, later = comparison.panel(), comparison.later
    words = comparison.earlier.book.words(panel.before, comparison.earlier.book.states)
    pairing = pl.Series(list(PAIRING.categories), dtype=PAIRING).gather(
        pl.Series(panel.pairing).cast(pl.UInt32)
    )
    frame = pl.DataFrame(
        {
            "body_id": later.ids,
            "earlier_state": words,
            "later_state": later.states(comparison.question.id),
            "pairing": pairing,
            "agreed": panel.agreed,
            "differ": panel.differ,
        }
    ).join(comparison.kinship.ancestry, on="body_id", how="left", maintain_order="left")
    return frame.with_columns(
        pl.lit(comparison.question.id).alias("question"),
        pl.lit(comparison.link.question).alias("from_question"),
        pl.when("differ").then(pl.lit("mixed")).when("agreed").then("earlier_state").alias("earlier_state"),
    ).select(pl.col(name).cast(dtype) for name, dtype in PANEL_COLUMNS.items())
