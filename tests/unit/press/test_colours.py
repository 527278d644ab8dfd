"""Contrast as WCAG defines it, and schemes that never give a colour to what is no answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.answers import MISSING, Status
from answerable.press import colours
from answerable.press.colours import ANSWERS, REPLIES, answer_scheme, contrast, luminance

OPTIONS = st.lists(
    st.sampled_from(["yes", "no", "in_development", "jointly", "by_region", "a", "b", "c", "d"]), unique=True
)


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # Known from the WCAG literature: the lightest grey that passes 4.5:1 on white.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_of_known_pairs(a: str, b: str, ratio: float) -> None:
    assert contrast(a, b) == contrast(b, a) == pytest.approx(ratio, abs=0.005)


def test_luminance_runs_from_black_to_white() -> None:
    assert (luminance("#000000"), luminance("#ffffff")) == (0, pytest.approx(1))


@given(OPTIONS)
def test_every_option_has_a_shade_and_the_hatch_is_last(options: list[str]) -> None:
    scheme = answer_scheme(options)
    assert scheme.shades[-1].pattern == colours.HATCH
    assert len({shade.token for shade in scheme.shades}) == len(scheme.shades)
    for option in options:
        shade = scheme.shade(scheme.token_of("answered", option))
        assert shade.token != colours.MISSING
        assert (shade.pattern == colours.DOTS) == (option == "in_development")
        assert (option == "no") == (shade.pattern is None and shade.fill == colours.NO_FILL)


def test_yes_no_and_in_development_keep_the_plain_scheme() -> None:
    assert [s.token for s in answer_scheme(["no", "yes"]).shades] == ["yes", "no", "missing"]
    assert answer_scheme(["yes", "no", "in_development"]).shades == ANSWERS.shades
    assert answer_scheme([]) == REPLIES


def test_options_beyond_the_palette_share_one_shade_named_other() -> None:
    scheme = answer_scheme([f"o{n}" for n in range(9)])
    assert [shade.label for shade in scheme.shades][-2:] == ["other answers", "no answer"]
    assert len(scheme.shades) == 7
    assert scheme.token_of("answered", "o5") == scheme.token_of("answered", "o8")


def test_a_legend_counts_every_body_once() -> None:
    painted = {"a": "yes", "b": "no", "c": "missing", "d": "something else", "e": "yes"}
    counted = ANSWERS.legend(painted)
    assert {shade.token: n for shade, n in counted} == {"yes": 2, "in_development": 0, "no": 1, "missing": 2}
    assert sum(n for _, n in counted) == len(painted)


def test_words_for_what_is_missing_are_all_different() -> None:
    words = [colours.missing_words(status) for status in MISSING]
    words.append(colours.missing_words(Status.NO_REPLY, closed=True))
    assert len(set(words)) == len(MISSING) + 1
    assert "abolished" in words and "not asked" in words
