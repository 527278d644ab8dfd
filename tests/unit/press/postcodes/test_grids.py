"""Grid references to longitude and latitude, against points that mapping agencies publish, and back again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.maps.projection import national_grid
from answerable.press.postcodes.grids import IRISH, NATIONAL, to_lonlat

DEGREE_M = 111_200


def metres_apart(a: np.ndarray, b: tuple[float, float]) -> float:
    return float(np.hypot((a[0] - b[0]) * DEGREE_M * np.cos(np.radians(b[1])), (a[1] - b[1]) * DEGREE_M))


@pytest.mark.parametrize(
    ("place", "lat", "lon", "east", "north"),
    [
        # Points of the OSTN15 test data of the Ordnance Survey.
        ("St Mary's, Scilly", 49.92226393730, -6.29977752014, 91492.146, 11318.804),
        ("Lizard Point", 49.96006137820, -5.20304609998, 170370.718, 11572.405),
        ("Plymouth", 50.43885825610, -4.10864563561, 250359.811, 62016.569),
        ("St Catherine's Point", 50.57563665000, -1.29782277240, 449816.371, 75335.861),
        ("Caister", 52.658007833, 1.716073973, 651409.804, 313177.450),
    ],
)
def test_national_grid_to_longitude_is_within_ten_metres(
    place: str, lat: float, lon: float, east: float, north: float
) -> None:
    assert metres_apart(to_lonlat(NATIONAL, np.array([[east, north]]))[0], (lon, lat)) < 10, place


def test_irish_grid_puts_the_city_hall_of_belfast_where_it_stands() -> None:
    # BT1 5GS; its reference is that of one address in the building.
    found = to_lonlat(IRISH, np.array([[333_863.0, 374_074.0]]))[0]
    assert metres_apart(found, (-5.9301, 54.5966)) < 150
    assert (
        metres_apart(to_lonlat(NATIONAL, np.array([[333_863.0, 374_074.0]]))[0], (-5.9301, 54.5966)) > 100_000
    )


@given(st.floats(60_000, 655_000), st.floats(8_000, 1_215_000))
def test_there_and_back_is_the_same_place_to_a_decimetre(east: float, north: float) -> None:
    # Turning the signs of a Helmert transformation around is its inverse but for terms of the second order.
    back = national_grid(to_lonlat(NATIONAL, np.array([[east, north]])))[0]
    assert np.hypot(*(back - (east, north))) < 0.1


def test_nothing_gives_nothing() -> None:
    assert to_lonlat(NATIONAL, np.empty((0, 2))).shape == (0, 2)
