"""Longitude and latitude to the National Grid, against points that the Ordnance Survey publishes."""

import numpy as np
import pytest

from answerable.press.maps import projection


def test_osgb36_to_grid_gives_the_worked_example_of_the_guide() -> None:
    # Ordnance Survey, A guide to coordinate systems in Great Britain, annexe C.
    lon, lat = 1 + 43 / 60 + 4.5177 / 3600, 52 + 39 / 60 + 27.2531 / 3600
    east, north = projection.osgb36_to_grid(np.array([[lon, lat]]))[0]
    assert east == pytest.approx(651409.903, abs=0.002)
    assert north == pytest.approx(313177.270, abs=0.002)


@pytest.mark.parametrize(
    ("place", "lat", "lon", "east", "north"),
    [
        # Points of the OSTN15 test data of the Ordnance Survey; Caister is the example of its user guide.
        ("St Mary's, Scilly", 49.92226393730, -6.29977752014, 91492.146, 11318.804),
        ("Lizard Point", 49.96006137820, -5.20304609998, 170370.718, 11572.405),
        ("Plymouth", 50.43885825610, -4.10864563561, 250359.811, 62016.569),
        ("St Catherine's Point", 50.57563665000, -1.29782277240, 449816.371, 75335.861),
        ("Caister", 52.658007833, 1.716073973, 651409.804, 313177.450),
    ],
)
def test_national_grid_is_within_ten_metres(
    place: str, lat: float, lon: float, east: float, north: float
) -> None:
    got = projection.national_grid(np.array([[lon, lat]]))[0]
    assert np.hypot(got[0] - east, got[1] - north) < 10, place


def test_equal_area_keeps_the_area_of_cells_of_a_degree() -> None:
    project = projection.equal_area((10.0, 47.0))
    areas = []
    for lat in (42.0, 47.0, 51.0):
        corner = np.array([[10.0, lat], [10.01, lat], [10.01, lat + 0.01], [10.0, lat + 0.01]])
        x, y = project(corner).T
        flat = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
        areas.append(flat / np.cos(np.radians(lat + 0.005)))
    assert max(areas) / min(areas) == pytest.approx(1, abs=1e-4)


def test_equal_area_puts_north_up_and_east_right() -> None:
    project = projection.equal_area((10.0, 47.0))
    middle, north, east = project(np.array([[10.0, 47.0], [10.0, 48.0], [11.0, 47.0]]))
    assert middle == pytest.approx([0, 0])
    assert north[1] > 100_000 and abs(north[0]) < 1
    assert east[0] > 70_000


def _random_edges(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(500, 2))


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ([[-5.7, 50.0], [1.7, 52.6]], "national grid"),
        ([[-2.0, 50.0], [30.0, 52.6]], "equal area"),
        ([[-80.0, 25.0], [-70.0, 45.0]], "equal area"),
        ([[400000.0, 100000.0], [500000.0, 200000.0]], "plane"),
        ([[0.0, 0.0], [10.0, 95.0]], "plane"),
    ],
)
def test_projection_for_suits_the_place(points: list[list[float]], name: str) -> None:
    assert projection.projection_for(np.array(points), _random_edges(1))[0] == name


def test_projection_for_takes_a_cartogram_of_hexagons_as_it_is() -> None:
    angles = np.radians(np.arange(6) * 60 + 30)
    edges = np.tile(np.stack([np.cos(angles), np.sin(angles)], axis=1), (40, 1))
    points = np.array([[30.0, 1.0], [46.0, 20.0]])
    assert projection.projection_for(points, edges)[0] == "plane"
    assert projection.projection_for(points, _random_edges(2))[0] == "equal area"
