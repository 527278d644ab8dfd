"""Ratings: the reported item sets give the star shares that were published, on the simulated study.

Published: groups with four or five stars 65% of 187 and with none or one 2%; councils with none or one 49% of
144 and with five 7%. The counts below are all that round to these.
"""

from pathlib import Path

import pytest

from answerable.core.ratings.comparison import distribution
from answerable.core.study.reading import read_study

SIMULATED = "childrens-palliative-care-simulated"
PUBLISHED = [
    ("ccg", 187, ("4", "5"), {121, 122}),
    ("ccg", 187, ("0", "1"), {3, 4}),
    ("la", 144, ("0", "1"), {70, 71}),
    ("la", 144, ("5",), {10}),
]


@pytest.mark.parametrize(("kind", "n_rated", "stars", "possible"), PUBLISHED)
def test_published_shares_come_back(
    checkout: Path, kind: str, n_rated: int, stars: tuple[str, ...], possible: set[int]
) -> None:
    study = read_study(checkout / "studies" / SIMULATED)
    counted = distribution(study).filter(round="2016", kind=kind, variant="default")
    assert counted["n_rated"].item(0) == n_rated
    assert counted["n_provisional"].sum() == 0
    n = dict(counted.select("stars", "n").rows())
    assert sum(n[word] for word in stars) in possible
