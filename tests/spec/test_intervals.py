"""Intervals: none at full response, since a census has no sampling error; else optional and captioned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.errors import RefusedPercentage
from answerable.core.measures.shares import finite_population_interval, wilson_interval


def test_there_is_no_interval_at_full_response() -> None:
    assert finite_population_interval(24, 152, 152) is None


def test_half_width_for_24_of_130_of_152_with_and_without_correction() -> None:
    corrected = finite_population_interval(24, 130, 152)
    plain = finite_population_interval(24, 130, 152, corrected=False)
    assert corrected is not None and plain is not None
    assert round(100 * corrected.half_width, 2) == 2.55
    assert round(100 * plain.half_width, 2) == 6.67


def test_the_interval_carries_the_caption_it_may_not_be_shown_without() -> None:
    interval = finite_population_interval(24, 130, 152)
    assert interval is not None
    assert interval.caption == "if non-responders were like responders"


def test_wilson_interval_of_24_of_130() -> None:
    interval = wilson_interval(24, 130)
    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (12.7, 26.0)


@given(st.integers(1, 400), st.data())
def test_the_correction_never_widens_and_ends_stay_within_0_and_1(asked: int, data: st.DataObject) -> None:
    answered = data.draw(st.integers(1, asked))
    yes = data.draw(st.integers(0, answered))
    interval = finite_population_interval(yes, answered, asked)
    if answered == asked:
        assert interval is None
        return
    plain = finite_population_interval(yes, answered, asked, corrected=False)
    assert interval is not None and plain is not None
    assert interval.half_width <= plain.half_width
    assert 0 <= interval.low <= yes / answered <= interval.high <= 1


@pytest.mark.parametrize("counts", [(1, 0, 10), (3, 2, 10), (2, 11, 10), (-1, 5, 10)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(RefusedPercentage):
        finite_population_interval(*counts)
