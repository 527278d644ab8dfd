"""Rule 2 of the public site: one hatch for every reason why there is no answer, dots for in development."""

import pytest

from answerable.core.answers import MISSING
from answerable.press.colours import (
    ANSWERS,
    DARK_NO_FILL,
    DARK_PAPER,
    DIFFERENCE,
    DOTS,
    HATCH,
    NO_FILL,
    PAPER,
    REPLIES,
    STARS,
    Scheme,
    answer_scheme,
)
from answerable.press.maps import number_classes, pattern_defs, swatch
from answerable.press.maps.patterns import paint, pattern_id

NUMBERS = number_classes({"a": 1.0, "b": 2.0}, str).scheme
SCHEMES = [ANSWERS, REPLIES, STARS, DIFFERENCE, NUMBERS, answer_scheme(["yes", "no", "in_development", "x"])]


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_all_non_answers_share_the_hatch(scheme: Scheme) -> None:
    shades = {scheme.shade(scheme.token_of(status, "yes")) for status in MISSING}
    assert len(shades) == 1
    assert shades.pop().pattern == HATCH


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_there_is_no_other_pattern(scheme: Scheme) -> None:
    patterns = [shade.pattern for shade in scheme.shades if shade.pattern]
    assert patterns.count(HATCH) == 1
    assert set(patterns) <= {HATCH, DOTS}
    assert all(s.token == "in_development" for s in scheme.shades if s.pattern == DOTS)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_map_and_legend_use_the_same_pattern(scheme: Scheme) -> None:
    hatch = scheme.shades[-1]
    base = pattern_id(scheme, HATCH)
    assert f"url(#{base})" in swatch(scheme, hatch)
    assert pattern_id(scheme, HATCH, "m-g") in paint(scheme, hatch.token, "m-g")

    class Map:
        scales = (("m-g", 4.0),)

    assert f'id="{base}-m-g" href="#{base}"' in pattern_defs([scheme], [Map()])


def test_page_and_sea_are_never_the_colour_of_no() -> None:
    assert NO_FILL not in {PAPER} and DARK_NO_FILL not in {DARK_PAPER}
    for scheme in SCHEMES:
        assert PAPER not in {shade.fill for shade in scheme.shades}
