"""What happened to bodies on one day: rows of successions.csv read as steps from body to body.

A row says what happened; what it means for comparing answers depends on the rows beside it. A recode
that gives only part of a body is a boundary change, two bodies recoded into one are a merger, a body
merged into one that lives on is a merger for both. `read_steps` settles all of that once, per day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import polars as pl

from answerable.core.bodies.model import Change

STAYING_SHARE = 0.9
"""A boundary change matches if at least this share of the people stay (method.md, Successions)."""

ROUNDING_SHARE = 0.01
"""Shares of one body may miss 100% by this much, as printed shares do, and are then scaled to it."""

_TINY = 1e-9


class Relation(StrEnum):
    """How a later body stands to an earlier one, from the most alike to the least."""

    SAME = "same"
    RENAME = "rename"
    RECODE = "recode"
    BOUNDARY_CHANGE = "boundary_change"
    MERGER = "merger"
    SPLIT = "split"
    MERGER_AND_SPLIT = "merger_and_split"


_RANK = {relation: rank for rank, relation in enumerate(Relation)}
BREAKING = frozenset({Relation.SPLIT, Relation.MERGER_AND_SPLIT})


def worst(relations: Iterable[Relation]) -> Relation:
    """Several changes taken together: the worst wins, and a merger with a split is both at once."""
    found = set(relations) or {Relation.SAME}
    if {Relation.MERGER, Relation.SPLIT} <= found:
        return Relation.MERGER_AND_SPLIT
    return max(found, key=_RANK.__getitem__)


@dataclass(frozen=True)
class Step:
    """One body becoming (part of) another on one day; bodies are rows of the register.

    `share` is the share of the earlier body's people that go this way. `carries` says whether the
    later body continues the earlier one, so that their answers may be compared if the others agree.
    """

    earlier: int
    later: int
    relation: Relation
    share: float
    carries: bool = False

    @property
    def kept(self) -> float:
        """Share of the people that stay, as far as a boundary is concerned; a new code moves nobody."""
        return self.share if self.relation in (Relation.BOUNDARY_CHANGE, Relation.MERGER) else 1.0


class Register:
    """Which row of bodies.csv an id means before and from a day."""

    def __init__(self, bodies: pl.DataFrame, ids: Iterable[str]) -> None:
        wanted = bodies.with_row_index("row").filter(pl.col("id").is_in(list(dict.fromkeys(ids))))
        self._rows: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
        for row, body_id, opened, closed in wanted.select("row", "id", "opened", "closed").iter_rows():
            self._rows[body_id].append((opened or date.min, closed or date.max, row))
        for spans in self._rows.values():
            spans.sort()
        self._spans = {row: (opened, closed) for rows in self._rows.values() for opened, closed, row in rows}

    def before(self, body_id: str, day: date) -> int | None:
        """The row that the id meant until the day: the last one opened before it."""
        found = [row for opened, _, row in self._rows.get(body_id, ()) if opened < day]
        return found[-1] if found else None

    def since(self, body_id: str, day: date) -> int | None:
        """The row that the id means from the day on: the last one opened by then, if it is not over."""
        found = [(closed, row) for opened, closed, row in self._rows.get(body_id, ()) if opened <= day]
        return found[-1][1] if found and found[-1][0] >= day else None

    def lives_through(self, row: int, day: date) -> bool:
        """Whether a body was there before the day and goes on after it under the same key."""
        return row in self._spans and self._spans[row][0] < day < self._spans[row][1]


def read_steps(bodies: pl.DataFrame, successions: pl.DataFrame) -> dict[date, tuple[Step, ...]]:
    """Every day on which bodies changed, in order, with the steps of that day.

    A row naming a body that the register does not have on that day gives no step.

    Shape:  rows of successions.csv -> steps by effective date
    """
    ids = pl.concat([successions["predecessor_id"], successions["successor_id"]])
    register = Register(bodies, ids)
    by_day: dict[date, list[tuple[int, int, Change, float | None]]] = defaultdict(list)
    columns = ("effective_date", "predecessor_id", "successor_id", "change", "share_pct")
    for day, earlier_id, later_id, change, share_pct in successions.select(columns).iter_rows():
        earlier, later = register.before(earlier_id, day), register.since(later_id, day)
        if earlier is not None and later is not None:
            share = None if share_pct is None else share_pct / 100
            by_day[day].append((earlier, later, Change(change), share))
    return {day: _steps_of_a_day(by_day[day], register, day) for day in sorted(by_day)}


def _steps_of_a_day(
    rows: Sequence[tuple[int, int, Change, float | None]], register: Register, day: date
) -> tuple[Step, ...]:
    leaving: dict[int, list[tuple[int, Change, float | None]]] = defaultdict(list)
    for earlier, later, change, share in rows:
        leaving[earlier].append((later, change, share))
    received: dict[int, set[Change]] = defaultdict(set)
    for earlier, later, change, _ in rows:
        if earlier != later:
            received[later].add(change)
    steps: list[Step] = []
    for body in {**leaving, **received}:
        parts = leaving.get(body, [])
        stays = register.lives_through(body, day) and all(later != body for later, _, _ in parts)
        steps += _parts_of(body, parts, stays, received.get(body, set()))
    return tuple(_settle_arrivals([step for step in steps if step.share > _TINY]))


def _parts_of(
    body: int, parts: Sequence[tuple[int, Change, float | None]], stays: bool, received: set[Change]
) -> list[Step]:
    """The steps that leave one body, the part that stays behind under the old key included."""
    shares = _full_shares([share for _, _, share in parts], [change for _, change, _ in parts], stays)
    steps = [
        Step(body, later, _as_given(change, share, full), full)
        for (later, change, share), full in zip(parts, shares, strict=False)
    ]
    if stays:
        steps.append(Step(body, body, _staying(parts, received), shares[-1]))
    steps = [replace(step, carries=_may_carry(step)) for step in steps]
    if sum(step.carries for step in steps) > 1:
        # One body recoded twice over cannot be continued by both: it was split.
        steps = [replace(s, relation=Relation.SPLIT, carries=False) if s.carries else s for s in steps]
    return steps


def _full_shares(given: Sequence[float | None], changes: Sequence[Change], stays: bool) -> list[float]:
    """Shares that add up: blanks take what is left, sums about or above 100% are scaled to it.

    A last share is added for what stays behind where the body lives on under its key.
    """
    shares: list[float | None] = list(given)
    stated = sum(share for share in given if share is not None)
    rest = max(0.0, 1.0 - stated)
    partial = {Change.SPLIT, Change.MERGER_AND_SPLIT, Change.BOUNDARY_CHANGE}
    if stays:
        # A whole body that goes elsewhere leaves nothing behind; a part of unknown size leaves a like part.
        leaves_part = not given or None not in given or bool(partial & set(changes))
        shares.append(None if leaves_part else 0.0)
    blanks = sum(share is None for share in shares)
    full = [rest / blanks if share is None else share for share in shares]
    total = sum(full)
    if total > 1 or 1 - total <= ROUNDING_SHARE:
        full = [share / total for share in full] if total else full
    return full


def _as_given(change: Change, stated: float | None, full: float) -> Relation:
    """The relation that a row states, corrected where its share belies it."""
    is_part = stated is not None and stated < 1 - _TINY
    if change in (Change.RECODE, Change.RENAME) and is_part:
        return Relation.BOUNDARY_CHANGE
    if change is Change.MERGER and full < STAYING_SHARE - _TINY:
        return Relation.MERGER_AND_SPLIT
    return Relation(str(change))


def _staying(parts: Sequence[tuple[int, Change, float | None]], received: set[Change]) -> Relation:
    """What happened to a body that lives on under its key while it gave parts away or received some."""
    gave = {change for _, change, _ in parts}
    found = {Relation.SAME}
    if gave:
        found.add(Relation.SPLIT if Change.SPLIT in gave else Relation.BOUNDARY_CHANGE)
    if Change.MERGER_AND_SPLIT in gave | received or Change.SPLIT in received:
        found.add(Relation.MERGER_AND_SPLIT)
    if received & {Change.MERGER, Change.RECODE, Change.RENAME}:
        found.add(Relation.MERGER)
    if Change.BOUNDARY_CHANGE in received:
        found.add(Relation.BOUNDARY_CHANGE)
    return worst(found)


def _may_carry(step: Step) -> bool:
    return step.relation not in BREAKING and step.kept >= STAYING_SHARE - _TINY


def _settle_arrivals(steps: Sequence[Step]) -> list[Step]:
    """Several bodies arriving in one are a merger; with a part of a split among them, both at once."""
    arriving: Mapping[int, list[Step]] = defaultdict(list)
    for step in steps:
        arriving[step.later].append(step)
    settled: list[Step] = []
    for group in arriving.values():
        full = [step for step in group if step.carries or step.relation in BREAKING]
        if len(full) > 1:
            broken = any(step.relation in BREAKING for step in full)
            relation = Relation.MERGER_AND_SPLIT if broken else Relation.MERGER
            whole = set(full)
            group = [replace(s, relation=relation, carries=not broken) if s in whole else s for s in group]
        settled += group
    return settled
