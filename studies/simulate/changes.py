"""What changed between the rounds: a merger, a group shared out, a new code, as in England in April 2017."""

from dataclasses import dataclass

import numpy as np
from studies.simulate.divide import BOROUGH, METROPOLITAN, Councils
from studies.simulate.grow import Ground
from studies.simulate.mesh import Mesh
from studies.simulate.noise import Ints, tally

MERGER, SPLIT, MERGER_AND_SPLIT, RECODE = "merger", "split", "merger_and_split", "recode"


@dataclass(frozen=True)
class Change:
    """One group follows another, with the share of the earlier one's people who go there."""

    predecessor: int
    successor: int
    kind: str
    share_pct: float


class _Changing:
    """Labels on the move: which groups touch, which are spoken for, and the next free number."""

    def __init__(self, mesh: Mesh, labels: Ints) -> None:
        self.mesh, self.before, self.after = mesh, labels, labels.copy()
        self.next = int(labels.max()) + 1
        self.people = tally(labels, mesh.people)
        self.spoken_for: set[int] = set()
        a, b, _ = mesh.links
        pairs = np.column_stack([labels[a], labels[b]])[labels[a] != labels[b]]
        self.touching: dict[int, list[int]] = {}
        for one, other in np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0):
            self.touching.setdefault(int(one), []).append(int(other))

    def free(self, groups: list[int]) -> list[int]:
        """Those of some groups to which nothing has happened yet."""
        return [group for group in groups if group not in self.spoken_for]

    def new(self) -> int:
        """The number of a new group."""
        self.next += 1
        return self.next - 1

    def merge(self, candidates: list[int]) -> list[Change]:
        """Three groups that touch become one: the smallest three of the candidates."""
        trios = [
            (float(self.people[[one, two, three]].sum()), one, two, three)
            for one in self.free(candidates)
            for two in self.free(self.touching.get(one, []))
            for three in self.free(self.touching.get(one, []))
            if two < three and two in candidates and three in candidates
        ]
        trio = min(trios)[1:]
        successor = self.new()
        self.spoken_for.update(trio)
        self.after[np.isin(self.before, trio)] = successor
        return [Change(group, successor, MERGER, 100.0) for group in sorted(trio)]

    def share_out(self, candidates: list[int], rng: np.random.Generator) -> list[Change]:
        """A wide group is cut in two; its neighbour takes the nearer half, and both get new numbers."""
        area = tally(self.before, self.mesh.area)
        pairs = [
            (float(area[one]), one, other)
            for one in self.free(candidates)
            for other in self.free(self.touching.get(one, []))
            if other in candidates
        ]
        _, wide, neighbour = max(pairs)
        cells = np.flatnonzero(self.before == wide)
        ground = Ground.of(self.mesh.x, self.mesh.y, self.mesh.people, self.mesh.links)
        halves, _ = ground.within(cells).divide(2, rng)
        near = self._side_touching(cells, halves, neighbour)
        kept, taken = self.new(), self.new()
        self.spoken_for.update((wide, neighbour))
        self.after[cells] = kept
        self.after[cells[halves == near]] = taken
        self.after[self.before == neighbour] = taken
        moved = float(self.mesh.people[cells[halves == near]].sum() / self.people[wide])
        share = round(100 * moved, 2)
        return [
            Change(wide, kept, SPLIT, round(100 - share, 2)),
            Change(wide, taken, MERGER_AND_SPLIT, share),
            Change(neighbour, taken, MERGER_AND_SPLIT, 100.0),
        ]

    def _side_touching(self, cells: Ints, halves: Ints, neighbour: int) -> int:
        """Which half has the longer border with the neighbour."""
        side = np.full(self.mesh.size, -1, dtype=np.int64)
        side[cells] = halves
        a, b, _ = self.mesh.links
        one, other = self.before[a] == neighbour, self.before[b] == neighbour
        touched = np.concatenate([side[b][one], side[a][other]])
        return int(np.argmax(np.bincount(touched[touched >= 0], minlength=2)))

    def recode(self, candidates: list[int]) -> list[Change]:
        """A group goes on as it was, under another code."""
        group = self.free(candidates)[0]
        successor = self.new()
        self.spoken_for.add(group)
        self.after[self.before == group] = successor
        return [Change(group, successor, RECODE, 100.0)]


def change_groups(
    mesh: Mesh, councils: Councils, labels: Ints, scale: int, seed: int
) -> tuple[Ints, tuple[Change, ...]]:
    """Groups after the changes, and the changes: per unit of scale two fewer than before.

    Shape:  3 groups merge into 1, 2 are shared out into 2, 1 is recoded, times scale
    """
    rng = np.random.default_rng([seed, 8])
    main = _main_types(mesh, councils, labels)
    cities = [g for g, kind in enumerate(main) if kind == METROPOLITAN]
    shires = [g for g, kind in enumerate(main) if kind not in (METROPOLITAN, BOROUGH)]
    changing = _Changing(mesh, labels)
    changes: list[Change] = []
    for _ in range(scale):
        changes += changing.merge(cities)
        changes += changing.share_out(shires, rng)
        changes += changing.recode([shires[int(i)] for i in rng.permutation(len(shires))])
    return changing.after, tuple(changes)


def _main_types(mesh: Mesh, councils: Councils, labels: Ints) -> list[str]:
    """For each group the type of the council in which most of its people live."""
    k = len(councils.types)
    people = tally(labels * k + councils.labels, mesh.people, (int(labels.max()) + 1) * k)
    return [councils.types[int(i)] for i in people.reshape(-1, k).argmax(axis=1)]
