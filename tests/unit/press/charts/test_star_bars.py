"""Bars and colours of stars: for the scheme of five stars and for others."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from answerable.core.ratings.model import Band
from answerable.press.charts.star_bars import star_bars, star_scheme, star_token
from answerable.press.colours import MISSING, STARS
from tests.lived_study import scheme

COUNTS = [
    {"stars": stars, "n": n, "n_rated": 9, "n_asked": 12, "n_provisional": 0}
    for stars, n in (("0", 2), ("1", 0), ("2", 7), ("not rated", 3))
]


def bands(n: int) -> tuple[Band, ...]:
    return tuple(Band(i, Fraction(i, n - 1)) for i in range(n))


def test_five_stars_have_the_colours_of_the_house() -> None:
    assert [shade.fill for shade in star_scheme(scheme()).shades] == [shade.fill for shade in STARS.shades]
    assert [shade.label for shade in star_scheme(scheme()).shades] == [shade.label for shade in STARS.shades]


@pytest.mark.parametrize("n", [2, 3, 6, 7, 11, 40])
def test_every_number_of_stars_has_one_colour_and_more_stars_never_a_lighter_one(n: int) -> None:
    made = star_scheme(replace(scheme(), bands=bands(n)))
    places = [int(star_token(made, str(stars)).removeprefix("stars-")) for stars in range(n)]
    assert places == sorted(places)
    assert len({shade.fill for shade in made.shades}) == len(made.shades) <= 7
    assert made.shades[-1].token == MISSING


def test_not_rated_is_hatched_and_never_the_colour_of_no_star() -> None:
    made = star_scheme(scheme())
    assert star_token(made, "not rated") == MISSING
    assert star_token(made, "0") != MISSING


def test_rows_run_from_most_stars_to_not_rated_with_counts_beside_shares() -> None:
    html = str(star_bars(star_scheme(scheme()), COUNTS, 2))
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    heads = [re.search(r'<th scope="row">(.*?)</th>', row).group(1) for row in rows]  # type: ignore[union-attr]
    assert heads == ["2 of 2", "1 of 2", "0 of 2", "Not rated"]
    cells = [re.findall(r'<td class="num">(.*?)</td>', row) for row in rows]
    assert cells == [["7 of 9", "78%"], ["0 of 9", "0%"], ["2 of 9", "22%"], ["3 of 12 asked", ""]]
    widths = [re.findall(r'width="([\d.]+)%"', row) for row in rows]
    assert widths == [["100.00"], [], ["28.57"], ["42.86"]]
