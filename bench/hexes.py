"""Equal cells for 400 and 4,000 bodies, beside one assignment over the whole grid at once."""

from time import perf_counter, process_time

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment

from answerable.press.maps.hexes import _mask, assign, layout_by_place
from answerable.press.maps.projection import Points
from bench.figures import Figure, WrongResult

FEW, MANY, COMPARED = 400, 4_000, 1_000
TURNS = 5
WORST = 1.1


def coast() -> shapely.Polygon:
    """A country with a ragged coast, the same every time."""
    turn = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    rng = np.random.default_rng(1)
    radius = 300 + 60 * np.sin(3 * turn) + 35 * np.sin(7 * turn + 1) + rng.normal(0, 6, len(turn))
    return shapely.Polygon(np.stack([radius * np.cos(turn), 1.3 * radius * np.sin(turn)], axis=1))


def bodies(n: int, land: shapely.Polygon) -> Points:
    """Middles of bodies, a third of them in one crowd, as around a capital."""
    rng = np.random.default_rng(2)
    west, south, east, north = land.bounds
    found: list[Points] = []
    while len(found) < n:
        crowd = rng.random() < 1 / 3
        point = rng.normal((60, -40), 18) if crowd else rng.uniform((west, south), (east, north))
        if shapely.contains_xy(land, *point):
            found.append(point)
    return np.array(found)


def seconds(n: int, land: shapely.Polygon) -> tuple[float, float]:
    """The quickest of a few layouts of n bodies: seconds that passed, and seconds of the processor."""
    points = bodies(n, land)
    times, work = [], []
    for _ in range(TURNS):
        started, busy = perf_counter(), process_time()
        layout = layout_by_place(points, land)
        times.append(perf_counter() - started)
        work.append(process_time() - busy)
        if len({tuple(cell) for cell in layout.cells.tolist()}) != n:
            raise WrongResult(f"two of {n} bodies share a cell")
    return min(times), min(work)


def at_once(n: int, land: shapely.Polygon) -> tuple[float, float]:
    """Seconds of the plain way for n bodies, and how much longer our ways are than its, in sum of squares."""
    points = bodies(n, land)
    started = perf_counter()
    _, places = _mask(n, land)
    cost = ((points[:, None] - places[None]) ** 2).sum(axis=2)
    rows, best = linear_sum_assignment(cost)
    taken = perf_counter() - started
    return taken, float(cost[rows, assign(points, places)].sum() / cost[rows, best].sum())


def run() -> list[Figure]:
    """Measures both sizes, how the time grows, and what dividing costs in closeness."""
    land = coast()
    (few, few_work), (many, many_work) = seconds(FEW, land), seconds(MANY, land)
    plain, longer = at_once(COMPARED, land)
    ours, _ = seconds(COMPARED, land)
    if longer > WORST:
        raise WrongResult(f"bodies stand {longer:.3f} times as far as they could, in sum of squares")
    print(f"{COMPARED} bodies: {ours:.3f} s; one assignment over the whole grid: {plain:.3f} s")
    return [
        Figure("hex layout of 400 bodies", few, "s", target=1.0),
        Figure("hex layout of 4,000 bodies", many, "s"),
        Figure(
            "hex layout, 10 times the bodies", many_work / few_work, "times", 10.5, note="in processor time"
        ),
        Figure("hex layout of 1,000, one assignment over ours", plain / ours, "times"),
        Figure("hex layout, squared distances over the least", longer, "times", target=WORST),
    ]
