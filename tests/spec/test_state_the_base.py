"""State the base: each percentage with yes, answered, replied and asked; from exact counts, half up, once."""

from decimal import Decimal

import pytest

from answerable.core.errors import RefusedPercentage
from answerable.core.measures.percent import Share, percent_half_up

# Figures printed in the reports of 2016 and 2017 on children's palliative care, and their whole percents.
PRINTED_COUNTS = [
    (24, 130, 18),
    (106, 124, 85),
    (18, 124, 15),
    (168, 176, 95),
    (522, 5508, 9),
    (127, 136, 93),
    (53, 139, 38),
    (187, 209, 89),
    (144, 152, 95),
    (199, 207, 96),
    (197, 207, 95),
    (126, 152, 83),
]


@pytest.mark.parametrize(("numerator", "denominator", "percent"), PRINTED_COUNTS)
def test_percentages_are_exact_and_rounded_half_up(numerator: int, denominator: int, percent: int) -> None:
    assert percent_half_up(numerator, denominator) == percent


def test_a_share_is_printed_with_yes_answered_and_asked() -> None:
    told = str(Share(24, 130, "councils that answered", 152))
    assert told == "24 of the 130 councils that answered (18%); 152 were asked"


def test_a_share_can_also_say_how_many_replied() -> None:
    told = str(Share(24, 130, "councils that answered", 152, replied=144))
    assert told == "24 of the 130 councils that answered (18%); 152 were asked, 144 replied"


def test_complements_come_from_counts_never_from_a_rounded_percentage() -> None:
    share = Share(106, 124, "councils that answered", 152)
    assert share.complement.numerator == 18
    # Printed as 14%, which is 100 less 86%, itself rounded up from 85.48%.
    assert share.complement.percent() == 15


def test_rounding_happens_once() -> None:
    # 14.4999...% rounded to one place and then again would be 15%.
    assert percent_half_up(1449, 10000, 1) == Decimal("14.5")
    assert percent_half_up(1449, 10000) == 14


@pytest.mark.parametrize(
    ("numerator", "denominator", "base", "population"),
    [
        (None, 130, "councils that answered", 152),
        (24, None, "councils that answered", 152),
        (24, 130, None, 152),
        (24, 130, "", 152),
        (24, 130, " ", 152),
        (24, 130, "councils that answered", None),
        (24, 0, "councils that answered", 152),
        (24.0, 130, "councils that answered", 152),
        (0.18, 1, "councils that answered", 152),
        (True, 130, "councils that answered", 152),
        (-1, 130, "councils that answered", 152),
        (131, 130, "councils that answered", 152),
        (24, 130, "councils that answered", 129),
    ],
)
def test_a_percentage_without_counts_base_or_population_is_refused(
    numerator: object, denominator: object, base: object, population: object
) -> None:
    with pytest.raises(RefusedPercentage):
        Share(numerator, denominator, base, population)


def test_a_percentage_of_nothing_is_refused() -> None:
    with pytest.raises(RefusedPercentage):
        percent_half_up(0, 0)
