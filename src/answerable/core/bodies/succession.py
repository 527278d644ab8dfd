"""Which later body continues which earlier one, over any number of changes in between.

Rules (method.md, Successions): an unchanged body matches; a recode or rename matches; a boundary
change matches if at least 90% of the people stay; merged bodies match if their predecessors agree,
which only their answers can tell; split bodies do not match; a merger with a split is mixed. Over
several changes the worst wins, and shares multiply. A body is its id with a date, never the id alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import polars as pl

from answerable.core.bodies.register import bodies_on
from answerable.core.bodies.steps import STAYING_SHARE, Relation, Step, read_steps, worst
from answerable.core.study.model import Study

RELATION = pl.Enum([str(relation) for relation in Relation])
_TINY = 1e-9


class Unmatched(StrEnum):
    """Why a later body continues no earlier one, whatever was answered."""

    SPLIT = "split"
    MIXED = "mixed"
    BOUNDARY = "boundary"
    PARTLY_NEW = "partly_new"


LINKS = pl.Schema(
    {
        "earlier_id": pl.String(),
        "later_id": pl.String(),
        "relation": RELATION,
        "share_of_earlier": pl.Float64(),
        "carries": pl.Boolean(),
        "matchable": pl.Boolean(),
        "n_merged": pl.UInt32(),
        "unmatched": pl.Enum([str(reason) for reason in Unmatched]),
        "because": pl.String(),
    }
)
KIN = pl.Schema(
    {
        "body_id": pl.String(),
        "kind": pl.String(),
        "name": pl.String(),
        "opened": pl.Date(),
        "closed": pl.Date(),
        "on": pl.Date(),
        "relation": RELATION,
        "share": pl.Float64(),
        "is_last": pl.Boolean(),
    }
)


@dataclass(frozen=True)
class Path:
    """How much of an earlier body a later one holds, and how it came there.

    `kept` is the share of the people that stayed through all boundary changes on the way.
    """

    relation: Relation = Relation.SAME
    share: float = 1.0
    carries: bool = True
    kept: float = 1.0

    def along(self, step: Step) -> "Path":
        """The path one step on."""
        kept = self.kept * step.kept
        carries = self.carries and step.carries and kept >= STAYING_SHARE - _TINY
        return Path(worst((self.relation, step.relation)), self.share * step.share, carries, kept)

    def beside(self, other: "Path") -> "Path":
        """Two ways between the same two bodies taken together."""
        return Path(
            worst((self.relation, other.relation)),
            self.share + other.share,
            self.carries or other.carries,
            max(self.kept, other.kept),
        )


Paths = dict[int, Path]


@dataclass(frozen=True)
class Kin:
    """A body before or after another, as a row of the register: from which day, and by what change.

    `share` is the share of the earlier body's people that are in the later one; `is_last` marks the ends
    of the line.
    """

    row: int
    on: date
    relation: Relation
    share: float
    is_last: bool


class Lineage:
    """Every step between the bodies of a study, read once; bodies are rows of the register.

    Build one where many bodies are asked about, as the press does for body pages.
    """

    def __init__(self, study: Study) -> None:
        self.bodies = study.bodies.with_row_index("row")
        self.days = read_steps(study.bodies, study.successions)
        self._leaving = {day: _grouped(steps, by_later=False) for day, steps in self.days.items()}
        self._arriving = {day: _grouped(steps, by_later=True) for day, steps in self.days.items()}

    def between(
        self, from_on: date, to_on: date, from_kind: str | None = None, to_kind: str | None = None
    ) -> pl.DataFrame:
        """Links from bodies open on one date to bodies open on a later one; see `links_between`."""
        assert from_on <= to_on, "links run forward in time"
        earlier = bodies_on(self.bodies, from_on, from_kind)
        later = bodies_on(self.bodies, to_on, to_kind)
        walk = _Walk(set(bodies_on(self.bodies, from_on)["row"]))
        for day, arriving in self._arriving.items():
            if from_on < day <= to_on:
                walk.step(self.days[day], arriving)
        names = self.bodies["id"]
        untouched = earlier.join(later.select("row"), on="row", maintain_order="left")
        untouched = untouched.filter(~pl.col("row").is_in(list(walk.touched)))
        same = _same(untouched["id"])
        of_kind, still_there = set(earlier["row"]), set(later["row"])
        changed = [
            record
            for row in sorted(walk.touched & still_there)
            for record in _link_records(row, walk, of_kind, names)
        ]
        return pl.concat([same, pl.DataFrame(changed, schema=LINKS, orient="row")])

    def successors(self, body_id: str, on: date) -> pl.DataFrame:
        """Bodies that came after; see the function of that name."""
        return self._kin(body_id, on, self._leaving, forward=True)

    def predecessors(self, body_id: str, on: date) -> pl.DataFrame:
        """Bodies that came before; see the function of that name."""
        return self._kin(body_id, on, self._arriving, forward=False)

    def after(self, row: int) -> list["Kin"]:
        """Bodies that came after a row of the register, those of today first; no frame is made."""
        return _in_order(self._trace({row}, self._leaving, forward=True), forward=True)

    def before(self, row: int) -> list["Kin"]:
        """Bodies that came before a row of the register, the first of them first; no frame is made."""
        return _in_order(self._trace({row}, self._arriving, forward=False), forward=False)

    def _trace(
        self, here: set[int], steps: Mapping[date, Mapping[int, Sequence[Step]]], *, forward: bool
    ) -> list["Kin"]:
        reached: Paths = {row: Path() for row in here}
        met: dict[int, tuple[date, Path]] = {}
        for day in sorted(steps, reverse=not forward):
            groups, fresh = steps[day], Paths()
            for row in groups.keys() & reached.keys():
                path = reached.pop(row)
                for step in groups[row]:
                    _add(fresh, step.later if forward else step.earlier, path.along(step))
            for row, path in fresh.items():
                _add(reached, row, path)
                first_met = met[row][0] if row in met else day
                met[row] = (first_met, reached[row])
        return [
            Kin(row, day, path.relation, path.share, row in reached)
            for row, (day, path) in met.items()
            if row not in here
        ]

    def _kin(
        self, body_id: str, on: date, steps: Mapping[date, Mapping[int, Sequence[Step]]], *, forward: bool
    ) -> pl.DataFrame:
        here = bodies_on(self.bodies.filter(pl.col("id") == body_id), on)
        found = self._trace(set(here["row"]), steps, forward=forward)
        columns = ("on", "relation", "share", "is_last")
        schema = pl.Schema([("row", pl.UInt32()), *((name, KIN[name]) for name in columns)])
        records = [(kin.row, kin.on, str(kin.relation), kin.share, kin.is_last) for kin in found]
        kin = pl.DataFrame(records, schema=schema, orient="row")
        named = kin.join(self.bodies, on="row", how="left").rename({"id": "body_id"})
        order = named.sort(["is_last", "on", "share", "body_id"], descending=[True, forward, True, False])
        return order.select(KIN.names())


def _in_order(found: Iterable["Kin"], *, forward: bool) -> list["Kin"]:
    sign = -1 if forward else 1
    return sorted(found, key=lambda kin: (not kin.is_last, sign * kin.on.toordinal(), -kin.share, kin.row))


def links_between(
    study: Study, from_on: date, to_on: date, from_kind: str | None = None, to_kind: str | None = None
) -> pl.DataFrame:
    """Every pair of an earlier and a later body of which the later holds some of the earlier.

    `relation` is the worst change on the way and `share_of_earlier` the share of the earlier body's
    people that are in the later one. `carries` marks the earlier bodies that the later one continues
    (`n_merged` of them); a part gained in a boundary change is listed but not carried. `matchable`:
    their answers may be compared, for several merged bodies only if all agree; else `unmatched` and
    `because` say why not.

    Shape:  one row per earlier and later body; unchanged bodies first
    Units:  shares 0 to 1
    Source: method.md, Successions
    """
    return Lineage(study).between(from_on, to_on, from_kind, to_kind)


def successors(study: Study, body_id: str, on: date) -> pl.DataFrame:
    """Bodies that came after the one an id means on a date, those of today first (`is_last`).

    Shape:  one row per later body; `on` is the day it came, `share` how much of this body it holds
    Units:  share 0 to 1
    """
    return Lineage(study).successors(body_id, on)


def predecessors(study: Study, body_id: str, on: date) -> pl.DataFrame:
    """Bodies that came before the one an id means on a date, the first of them first (`is_last`).

    Shape:  one row per earlier body; `on` is the day it ended, `share` how much of it is in this body
    Units:  share 0 to 1
    """
    return Lineage(study).predecessors(body_id, on)


class _Walk:
    """Follows every body through the days of change, and remembers why a body continues none."""

    def __init__(self, origins: set[int]) -> None:
        self._origins = origins
        self._paths: dict[int, Paths] = {}
        self.touched: set[int] = set()
        self.broken: dict[int, Unmatched] = {}

    def paths(self, row: int) -> Paths:
        """From which bodies of the first day a body holds how much."""
        if row in self.touched:
            return self._paths.get(row, {})
        return {row: Path()} if row in self._origins else {}

    def step(self, steps: Iterable[Step], arriving: Mapping[int, Sequence[Step]]) -> None:
        """All steps of one day at once."""
        paths: dict[int, Paths] = {}
        broken: dict[int, Unmatched] = {}
        for later, arrivals in arriving.items():
            found = paths.setdefault(later, {})
            for step in arrivals:
                for origin, path in self.paths(step.earlier).items():
                    _add(found, origin, path.along(step))
            reason = self._breaks(arrivals)
            if reason:
                broken[later] = reason
        for row in {step.earlier for step in steps} | paths.keys():
            self.touched.add(row)
            self._paths[row] = paths.get(row, {})
            self.broken.pop(row, None)
        self.broken |= broken

    def _breaks(self, arrivals: Sequence[Step]) -> Unmatched | None:
        """Why the body that these steps arrive in continues none of the bodies of the first day."""
        relations = {step.relation for step in arrivals}
        carrying = [step for step in arrivals if step.carries]
        inherited = [self.broken[step.earlier] for step in carrying if step.earlier in self.broken]
        carried = [
            [path.along(step).carries for path in self.paths(step.earlier).values() if path.carries]
            for step in carrying
        ]
        if Relation.MERGER_AND_SPLIT in relations:
            return Unmatched.MIXED
        if Relation.SPLIT in relations:
            return Unmatched.SPLIT
        if inherited:
            is_mixed = len(carrying) > 1 and Unmatched.SPLIT in inherited
            return Unmatched.MIXED if is_mixed or Unmatched.MIXED in inherited else inherited[0]
        if not carrying or any(ways and not all(ways) for ways in carried):
            return Unmatched.BOUNDARY
        return Unmatched.PARTLY_NEW if not all(carried) else None


def _add(paths: Paths, row: int, path: Path) -> None:
    paths[row] = paths[row].beside(path) if row in paths else path


def _grouped(steps: Iterable[Step], *, by_later: bool) -> dict[int, list[Step]]:
    groups: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        groups[step.later if by_later else step.earlier].append(step)
    return dict(groups)


def _same(ids: pl.Series) -> pl.DataFrame:
    values: dict[str, object] = {
        "relation": str(Relation.SAME),
        "share_of_earlier": 1.0,
        "carries": True,
        "matchable": True,
        "n_merged": 1,
        "unmatched": None,
        "because": "the same body",
    }
    same = pl.DataFrame({"earlier_id": ids, "later_id": ids})
    return same.with_columns(pl.lit(value, LINKS[name]).alias(name) for name, value in values.items())


def _link_records(later: int, walk: _Walk, of_kind: set[int], names: pl.Series) -> list[tuple[object, ...]]:
    paths, reason = walk.paths(later), walk.broken.get(later)
    carrying = [row for row, path in paths.items() if path.carries]
    if reason is None and any(row not in of_kind for row in carrying):
        reason = Unmatched.PARTLY_NEW
    records: list[tuple[object, ...]] = []
    for row, path in paths.items():
        if row not in of_kind:
            continue
        records.append(
            (
                names[row],
                names[later],
                str(path.relation),
                path.share,
                path.carries,
                path.carries and reason is None,
                len(carrying),
                _unmatched(path, reason),
                _because(path, reason, len(carrying)),
            )
        )
    return records


def _unmatched(path: Path, reason: Unmatched | None) -> str | None:
    if reason is None and not path.carries:
        reason = Unmatched.BOUNDARY
    return None if reason is None else str(reason)


def _because(path: Path, reason: Unmatched | None, n_merged: int) -> str:
    share = share_words(path.share)
    if reason is Unmatched.MIXED:
        return "merged with bodies that were split; no answer of one of them stands for it"
    if reason is Unmatched.SPLIT:
        return f"split; {share} of its people came here, and a part is not matched with the whole"
    if reason is Unmatched.PARTLY_NEW:
        return "merged with a body that was not there to be asked before"
    if reason is Unmatched.BOUNDARY and path.carries:
        return "merged with a body whose boundary had changed too much"
    if not path.carries:
        return f"boundary changed; {share} of its people are here, and at least 90% must be"
    if path.relation is Relation.MERGER and n_merged > 1:
        return f"one of {n_merged} merged bodies; matched if all of them answered and agree"
    if path.relation is Relation.MERGER:
        return "merged; no other body was there before"
    if path.relation is Relation.BOUNDARY_CHANGE:
        return f"boundary changed; {share} of its people stayed"
    if path.relation is Relation.RECODE:
        return "the same body under a new code"
    return "the same body, renamed" if path.relation is Relation.RENAME else "the same body"


def share_words(share: float) -> str:
    """A share of people as read from the register: at most two decimals of a percent, half up."""
    percent = (Decimal(repr(share)) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    words = f"{percent:f}".rstrip("0").rstrip(".") if "." in f"{percent:f}" else f"{percent:f}"
    return f"{words}%"
