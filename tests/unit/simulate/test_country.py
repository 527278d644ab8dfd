"""The invented country: coast, areas that fit together, names, postcodes."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from studies.simulate.divide import _shares
from studies.simulate.grow import Ground
from studies.simulate.names import Names
from studies.simulate.noise import Noise, tally

from answerable.core.study.reading import read_study

Areas = dict[str, shapely.Geometry]
# The open Atlantic west of the Bay of Biscay: no land for hundreds of kilometres.
EMPTY_SEA = (-25.5, 45.5, -19.5, 51.5)


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    return checkout / "studies" / "childrens-palliative-care-simulated"


@pytest.fixture(scope="module")
def areas(folder: Path) -> dict[str, Areas]:
    study = read_study(folder)
    return {kind: read_areas(data) for kind, data in study.boundaries.items()}


def read_areas(data: bytes) -> Areas:
    import json

    features = json.loads(data)["features"]
    return {f["properties"]["code"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}


def test_boundary_files_are_small(folder: Path) -> None:
    assert all(path.stat().st_size < 500_000 for path in folder.rglob("*.geojson"))
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 4_000_000


def test_areas_of_every_vintage_fit_together_and_share_one_coast(
    folder: Path, areas: dict[str, Areas]
) -> None:
    with (folder / "bodies.csv").open(encoding="utf-8") as file:
        bodies = list(csv.DictReader(file))
    vintages = [
        [areas["ccg"][b["id"]] for b in bodies if b["kind"] == "ccg" and b["opened"] < "2017"],
        [areas["ccg"][b["id"]] for b in bodies if b["kind"] == "ccg" and not b["closed"]],
        list(areas["la"].values()),
    ]
    assert [len(vintage) for vintage in vintages] == [209, 207, 152]
    countries = []
    for vintage in vintages:
        assert all(shapely.is_valid(area) and area.area > 0 for area in vintage)
        assert shapely.coverage_is_valid(vintage)
        countries.append(shapely.normalize(shapely.coverage_union_all(vintage)))
    assert all(shapely.equals_exact(country, countries[0]) for country in countries)


def test_every_body_has_an_area_and_every_area_a_body(folder: Path, areas: dict[str, Areas]) -> None:
    with (folder / "bodies.csv").open(encoding="utf-8") as file:
        ids = {(row["kind"], row["id"]) for row in csv.DictReader(file)}
    assert ids == {(kind, code) for kind, those in areas.items() for code in those}


def test_the_country_lies_where_there_is_no_land(areas: dict[str, Areas]) -> None:
    land = shapely.union_all(list(areas["la"].values()))
    assert shapely.box(*EMPTY_SEA).contains(land)
    islands = [part.area for part in shapely.get_parts(land)]
    assert len(islands) >= 3 and max(islands) > 5 * sorted(islands)[-2]


def test_rings_wind_as_geojson_asks(areas: dict[str, Areas]) -> None:
    for those in areas.values():
        for area in those.values():
            for polygon in shapely.get_parts(area):
                assert shapely.is_ccw(shapely.get_exterior_ring(polygon))


def test_postcodes_are_on_land_and_unlike_british_ones(folder: Path, areas: dict[str, Areas]) -> None:
    land = shapely.union_all(list(areas["la"].values()))
    shapely.prepare(land)
    with (folder / "geography/postcodes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert 2400 <= len({row["postcode"] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"[QVX][A-Z]\d{1,2} \d[A-Z]{2}", row["postcode"]) for row in rows)
    spots = np.array([(float(row["lon"]), float(row["lat"])) for row in rows])
    assert shapely.contains_xy(land, spots[:, 0], spots[:, 1]).all()


def test_overlaps_add_up_to_whole_bodies(folder: Path) -> None:
    with (folder / "overlaps.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_left: dict[str, float] = {}
    for row in rows:
        by_left[row["left_id"]] = by_left.get(row["left_id"], 0) + float(row["share_of_left_pct"])
    assert len(by_left) == 213
    assert all(98 < total < 100.02 for total in by_left.values())


@settings(max_examples=50)
@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30), st.integers(0, 500))
def test_shares_are_whole_and_add_up(weights: list[float], total: int) -> None:
    parts = _shares(weights, total)
    assert sum(parts) == total
    assert all(abs(p - w * total / sum(weights)) < 1 for p, w in zip(parts, weights, strict=True))


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(1, 8))
def test_divided_areas_are_whole_and_in_one_piece(seed: int, k: int) -> None:
    side = 12
    x, y = (g.ravel().astype(float) for g in np.meshgrid(np.arange(side), np.arange(side)))
    cells = np.arange(side * side).reshape(side, side)
    a = np.concatenate([cells[:, :-1].ravel(), cells[:-1].ravel()])
    b = np.concatenate([cells[:, 1:].ravel(), cells[1:].ravel()])
    cost = np.random.default_rng(seed).uniform(0.5, 2, len(a))
    ground = Ground.of(x, y, np.ones(side * side), (a, b, cost))
    labels, centres = ground.divide(k, np.random.default_rng(seed))
    assert set(labels.tolist()) == set(range(k)) and len(centres) == k
    for label in range(k):
        inner = ground.within(np.flatnonzero(labels == label))
        assert np.isfinite(inner.reach(np.array([0]))[1]).all()


def test_a_ball_holds_the_people_asked_for_and_hangs_together() -> None:
    n = 30
    chain = (np.arange(n - 1), np.arange(1, n), np.ones(n - 1))
    ground = Ground.of(np.arange(n, dtype=float), np.zeros(n), np.full(n, 10.0), chain)
    assert sorted(ground.ball(15, 45).tolist()) == [13, 14, 15, 16, 17]


def test_noise_is_bounded_smooth_and_the_same_for_the_same_seed() -> None:
    x = np.linspace(0, 500, 4001)
    field = Noise(3).field(x, x * 0, 50, 3)
    assert np.abs(field).max() <= 1 and field.std() > 0.1
    assert np.abs(np.diff(field)).max() < 0.05
    assert (field == Noise(3).field(x, x * 0, 50, 3)).all()
    assert (field != Noise(4).field(x, x * 0, 50, 3)).any()


def test_tally_adds_up_by_label() -> None:
    assert tally(np.array([2, 0, 2]), np.array([1.0, 2.0, 3.0]), 4).tolist() == [2, 0, 4, 0]


def test_names_never_come_twice_and_read_as_names() -> None:
    names = Names(1)
    drawn = [names.town() for _ in range(3000)] + [names.county() for _ in range(60)]
    assert len(set(drawn)) == len(drawn)
    assert all(re.fullmatch(r"[A-Z][a-z]+(?:(?:-on-| )[A-Z][a-z]+)*", name) for name in drawn)
    assert not any(re.search(r"(.)\1\1|thth", name.lower()) for name in drawn)
