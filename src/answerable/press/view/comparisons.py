"""Questions set beside those of an earlier round: what the pages of trends are made from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from answerable.core.answers import YES
from answerable.core.questions import Comparability, ComparesWith
from answerable.press import addresses
from answerable.press.view.model import BodyView, KindView, QuestionView, Record, RoundState, RoundView

MatchedKey = tuple[str, str, str]


@dataclass(frozen=True)
class ComparisonView:
    """One question of a round beside the one it compares with; `row` has the columns of `trend_details`.

    `row` is None where the answers of either round are not in the study. `moves` counts matched bodies by
    whether they said yes before and now; `gained` and `lost` are the bodies that moved.
    """

    before: KindView
    after: KindView
    then: QuestionView
    now: QuestionView
    link: ComparesWith
    path: str
    row: Record | None = None
    moves: Mapping[tuple[bool, bool], int] = field(default_factory=dict)
    gained: tuple[BodyView, ...] = ()
    lost: tuple[BodyView, ...] = ()

    @property
    def is_trend(self) -> bool:
        """Whether a line may be drawn from one round to the other."""
        return self.link.comparability is not Comparability.HARD


def comparison_views(
    rounds: Sequence[RoundView], matched: pl.DataFrame, prefix: str
) -> tuple[ComparisonView, ...]:
    """Every comparison of two rounds that were sent, in the order of rounds and questions."""
    said = _by_comparison(matched)
    return tuple(
        _view(before, after, now, said, prefix) for before, after, now in _compared({r.id: r for r in rounds})
    )


def earlier_states(matched: pl.DataFrame) -> Mapping[MatchedKey, tuple[str, str]]:
    """What a body, or the one it continues, said before: by round, question and body, with that round."""
    return {
        (to_round, question, body): (from_round, state)
        for to_round, question, body, from_round, state in matched.select(
            "to_round", "question", "body_id", "from_round", "earlier_state"
        ).iter_rows()
    }


def _compared(rounds: Mapping[str, RoundView]) -> Iterator[tuple[KindView, KindView, QuestionView]]:
    for a_round in rounds.values():
        if a_round.state is RoundState.READY:
            continue
        for kind in a_round.kinds.values():
            for view in kind.questions.values():
                link = view.question.compares_with
                earlier = rounds.get(link.round) if link else None
                if link is None or earlier is None or earlier.state is RoundState.READY:
                    continue
                before = earlier.kinds.get(link.kind or kind.kind.id)
                if before is not None and link.question in before.questions:
                    yield before, kind, view


def _by_comparison(matched: pl.DataFrame) -> dict[tuple[str, str, str], list[tuple[str, bool, bool]]]:
    found: dict[tuple[str, str, str], list[tuple[str, bool, bool]]] = {}
    rows = matched.select(
        "to_round", "kind", "question", "body_id", pl.col("earlier_state", "later_state") == YES
    )
    for to_round, kind, question, body, was, now in rows.iter_rows():
        found.setdefault((to_round, kind, question), []).append((body, was, now))
    return found


def _view(
    before: KindView,
    after: KindView,
    now: QuestionView,
    said: Mapping[tuple[str, str, str], list[tuple[str, bool, bool]]],
    prefix: str,
) -> ComparisonView:
    link = now.question.compares_with
    assert link is not None
    rows = said.get((now.round_id, now.kind, now.id), [])
    moved = {body: (was, is_now) for body, was, is_now in rows}
    return ComparisonView(
        before=before,
        after=after,
        then=before.questions[link.question],
        now=now,
        link=link,
        path=f"{prefix}{addresses.trend_page(now.kind, now.id, link.round, now.round_id)}",
        row=next((row for row in now.trends if row["from_round"] == link.round), None),
        moves=Counter((was, is_now) for _, was, is_now in rows),
        gained=tuple(body for body in after.bodies if moved.get(body.id) == (False, True)),
        lost=tuple(body for body in after.bodies if moved.get(body.id) == (True, False)),
    )
