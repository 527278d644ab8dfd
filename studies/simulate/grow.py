"""Growing areas over the mesh: from seeds outwards, so that every area is in one piece."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from studies.simulate.noise import Floats, Ints, tally

UNREACHED = -1
Graph = csr_array


class Ground:
    """Cells, the cost of stepping between neighbours, and the people in them."""

    def __init__(self, x: Floats, y: Floats, people: Floats, graph: Graph) -> None:
        self.x, self.y, self.people, self.graph = x, y, people, graph

    @classmethod
    def of(cls, x: Floats, y: Floats, people: Floats, links: tuple[Ints, Ints, Floats]) -> "Ground":
        """Ground from pairs of neighbours and the cost of the step between them."""
        a, b, cost = links
        both = (np.concatenate([a, b]), np.concatenate([b, a]))
        return cls(x, y, people, csr_array((np.concatenate([cost, cost]), both), shape=(len(x), len(x))))

    def within(self, members: Ints) -> "Ground":
        """The same ground, with only these cells (renumbered from zero)."""
        graph = self.graph[members][:, members]
        return Ground(self.x[members], self.y[members], self.people[members], graph)

    def reach(self, seeds: Ints, limit: float = np.inf) -> tuple[Ints, Floats]:
        """Per cell the place of the nearest seed and its distance; UNREACHED where none gets there."""
        distance, _, source = dijkstra(
            self.graph, directed=True, indices=seeds, min_only=True, return_predecessors=True, limit=limit
        )
        position = np.full(len(self.x) + 1, UNREACHED, dtype=np.int64)
        position[seeds] = np.arange(len(seeds))
        return position[np.where(source >= 0, source, len(self.x))], distance

    def nearest(self, x: float, y: float) -> int:
        """The cell closest to a place."""
        return int(np.argmin((self.x - x) ** 2 + (self.y - y) ** 2))

    def ball(self, centre: int, people: float) -> Ints:
        """The cells around a centre, nearest first, that hold a number of people; in one piece."""
        _, distance = self.reach(np.array([centre]))
        order = np.argsort(distance, kind="stable")
        order = order[np.isfinite(distance[order])]
        held = np.cumsum(self.people[order])
        return order[: int(np.searchsorted(held, people)) + 1]

    def spread(self, k: int, rng: np.random.Generator) -> Ints:
        """k first seeds, far apart where people are (k-means++, Arthur and Vassilvitskii 2007)."""
        weight = self.people + 1e-6
        seeds = [int(rng.choice(len(self.x), p=weight / weight.sum()))]
        distance = np.full(len(self.x), np.inf)
        for _ in range(k - 1):
            dx, dy = self.x - self.x[seeds[-1]], self.y - self.y[seeds[-1]]
            distance = np.minimum(distance, dx * dx + dy * dy)
            chance = weight * distance
            seeds.append(int(rng.choice(len(self.x), p=chance / chance.sum())))
        return np.array(seeds)

    def centres(self, labels: Ints, k: int) -> Ints:
        """For each area the member cell closest to where its people live on average."""
        known = labels >= 0
        label, x, y = labels[known], self.x[known], self.y[known]
        weight = self.people[known] + 1e-6
        mass = tally(label, weight, k)
        cx = tally(label, weight * x, k) / mass
        cy = tally(label, weight * y, k) / mass
        away = (x - cx[label]) ** 2 + (y - cy[label]) ** 2
        order = np.lexsort((away, label))
        first = np.unique(label[order], return_index=True)[1]
        return np.flatnonzero(known)[order[first]]

    def divide(self, k: int, rng: np.random.Generator, rounds: int = 10) -> tuple[Ints, Ints]:
        """Divide into k areas of like weight of people (Lloyd 1982 over the mesh): labels and centres."""
        seeds = self.spread(k, rng)
        labels, _ = self.reach(seeds)
        for _ in range(rounds):
            seeds = self.centres(labels, k)
            labels, _ = self.reach(seeds)
        return labels, seeds
