"""Rule 1 of the public site: whatever two colours touch on a map, they have 3:1 or a border that has."""

from itertools import combinations_with_replacement

import pytest

from answerable.press.colours import (
    ANSWERS,
    DARK_GREY,
    DARK_PAPER,
    DIFFERENCE,
    GREY,
    LEAST_CONTRAST,
    NO_FILL,
    PAPER,
    REPLIES,
    STARS,
    YES_FILL,
    Scheme,
    answer_scheme,
    contrast,
)
from answerable.press.maps import number_classes

NUMBERS = number_classes({str(n): float(n) for n in range(50)}, str).scheme
CHOICE = answer_scheme(["yes", "no", "in_development", *"abcdefgh"])
SCHEMES = [ANSWERS, REPLIES, STARS, DIFFERENCE, CHOICE, NUMBERS]


def may_touch(one: str, other: str, border: str) -> bool:
    """Areas of one colour touch too, so a colour beside itself needs the border."""
    by_border = min(contrast(one, border), contrast(other, border)) >= LEAST_CONTRAST
    return contrast(one, other) >= LEAST_CONTRAST or by_border


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_every_pair_of_colours_that_can_touch_is_apart_on_light_pages(scheme: Scheme) -> None:
    colours = [PAPER, *(shade.fill for shade in scheme.shades)]
    for one, other in combinations_with_replacement(colours, 2):
        assert may_touch(one, other, scheme.border), (one, other)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_every_pair_of_colours_that_can_touch_is_apart_on_dark_pages(scheme: Scheme) -> None:
    border = DARK_GREY if scheme.inverts else scheme.border
    fills = [shade.dark or shade.fill if scheme.inverts else shade.fill for shade in scheme.shades]
    for one, other in combinations_with_replacement(fills, 2):
        assert may_touch(one, other, border), (one, other)
    for fill in fills:
        assert contrast(fill, DARK_PAPER) >= LEAST_CONTRAST or may_touch(fill, DARK_PAPER, border), fill


def test_flat_greys_that_pass_between_yes_and_no_are_a_narrow_band() -> None:
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    passing = [g for g in greys if min(contrast(g, YES_FILL), contrast(g, NO_FILL)) >= LEAST_CONTRAST]
    assert (passing[0], passing[-1]) == ("#8b8b8b", "#949494")
    assert GREY in passing


@pytest.mark.parametrize("scheme", [STARS, DIFFERENCE, CHOICE, NUMBERS], ids=lambda scheme: scheme.id)
def test_shades_of_one_scheme_are_steps_apart_in_greyscale(scheme: Scheme) -> None:
    flat = [shade.fill for shade in scheme.shades if shade.pattern is None]
    for n, one in enumerate(flat):
        for other in flat[n + 1 :]:
            assert contrast(one, other) >= 1.2, (one, other)
