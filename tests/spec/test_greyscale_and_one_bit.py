"""Rule 3 of the public site: without colour, and in print of one bit, the four states can be told apart."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from answerable.press.colours import ANSWERS, DIFFERENCE, GREY, PRINTED_HATCH, Scheme
from answerable.press.maps.patterns import paint, pattern_elements, state_css
from tests.browsing import pixels

pytestmark = pytest.mark.browser
SIZE = 48


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page()
    yield opened
    opened.close()


def sample(page: Page, *, printed: bool = False, scheme: Scheme = ANSWERS) -> dict[str, np.ndarray]:
    """Each state of the map as a square of luminances."""
    squares = "".join(
        f'<rect x="{n * SIZE}" width="{SIZE}" height="{SIZE}" {paint(scheme, shade.token)}/>'
        for n, shade in enumerate(scheme.shades)
    )
    width = SIZE * len(scheme.shades)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{SIZE}">'
        f"<defs>{pattern_elements([scheme])}</defs>{squares}</svg>"
    )
    if printed:
        assert f".p-hatch-b{{stroke:{PRINTED_HATCH}}}" in state_css().partition("@media print")[2]
        svg = svg.replace(f'stroke="{GREY}"', f'stroke="{PRINTED_HATCH}"')
    grey = np.array(pixels(page, svg, width, SIZE), dtype=float).reshape(SIZE, width)
    return {shade.token: grey[:, n * SIZE : (n + 1) * SIZE] for n, shade in enumerate(scheme.shades)}


def dithered(grey: np.ndarray) -> np.ndarray:
    """One bit by error diffusion, as printers do. Source: Floyd and Steinberg (1976)"""
    work = grey.astype(float).copy()
    out = np.zeros(work.shape, dtype=bool)
    rows, columns = work.shape
    for y in range(rows):
        for x in range(columns):
            out[y, x] = work[y, x] >= 128
            error = work[y, x] - (255 if out[y, x] else 0)
            for dx, dy, share in ((1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)):
                if 0 <= x + dx < columns and y + dy < rows:
                    work[y + dy, x + dx] += error * share / 16
    return out


def ink(bits: np.ndarray) -> float:
    return float(1 - bits.mean())


def along_diagonals(bits: np.ndarray) -> float:
    """How much likelier ink is to go on along the hatch than across it: the mark of lines, not of dots."""
    black = ~bits
    falling = (black[1:, 1:] & black[:-1, :-1]).mean()
    rising = (black[1:, :-1] & black[:-1, 1:]).mean()
    return float(abs(falling - rising) / max(black.mean(), 1e-9))


def test_greyscale_tells_the_states_apart(page: Page) -> None:
    seen = sample(page)
    means = {token: float(square.mean()) for token, square in seen.items()}
    assert means["yes"] < 80 and means["no"] == 255
    assert 130 < means["missing"] < 245 and 150 < means["in_development"] < 245
    assert seen["yes"].std() == 0 and seen["no"].std() == 0
    assert seen["missing"].std() > 20 and seen["in_development"].std() > 20


@pytest.mark.parametrize("how", ["dithered", "printed"])
def test_one_bit_tells_the_states_apart(page: Page, how: str) -> None:
    seen = sample(page, printed=how == "printed")
    bits = {t: dithered(s) if how == "dithered" else s >= 128 for t, s in seen.items()}
    assert ink(bits["yes"]) > 0.7 if how == "dithered" else ink(bits["yes"]) == 1
    assert ink(bits["no"]) == 0
    for token in ("missing", "in_development"):
        assert 0.08 < ink(bits[token]) < 0.5, token
    assert along_diagonals(bits["missing"]) > 0.3 > along_diagonals(bits["in_development"])


@pytest.mark.parametrize("printed", [False, True])
def test_a_difference_is_told_apart_in_greyscale_and_one_bit(page: Page, printed: bool) -> None:
    """Its four flat states are clear steps of lightness, which dithering keeps; unknown alone has lines."""
    seen = sample(page, printed=printed, scheme=DIFFERENCE)
    flat = {token: square for token, square in seen.items() if token != "missing"}
    assert all(square.std() == 0 for square in flat.values())
    means = sorted(float(square.mean()) for square in flat.values())
    assert len(means) == 4
    assert min(high - low for low, high in pairwise(means)) > 30
    inks = sorted(ink(dithered(square)) for square in flat.values())
    assert min(high - low for low, high in pairwise(inks)) > 0.12
    assert along_diagonals(dithered(seen["missing"])) > 0.3
    by_day, at_night = ink(dithered(flat["hours_only"])), ink(dithered(flat["ooh_only"]))
    assert 0 < by_day < at_night < ink(dithered(flat["both"]))
