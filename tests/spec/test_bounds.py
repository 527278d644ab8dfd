"""Bounds: how far the silent could move a share, were they all to say no or all to say yes (Manski 1989)."""

import pytest

from answerable.core.measures.percent import Share, percent_half_up
from answerable.core.measures.shares import measure_table
from tests.factories import make_round, make_study

# Item, yes, answered, asked; low, observed and high in percent to one place. From the report of 2016.
WORST_CASES = [
    ("councils: overall", 24, 130, 152, "15.8", "18.5", "30.3"),
    ("groups: overall", 127, 136, 209, "60.8", "93.4", "95.7"),
    ("councils: short breaks", 106, 124, 152, "69.7", "85.5", "88.2"),
    ("groups: nursing out of hours", 119, 163, 209, "56.9", "73.0", "78.9"),
    ("groups: specialist medical out of hours", 79, 132, 209, "37.8", "59.8", "74.6"),
]


@pytest.mark.parametrize(("item", "yes", "answered", "asked", "low", "observed", "high"), WORST_CASES)
def test_bounds_of_the_printed_shares(
    item: str, yes: int, answered: int, asked: int, low: str, observed: str, high: str
) -> None:
    share = Share(yes, answered, "bodies that answered", asked)
    assert [str(bound) for bound in share.bounds(1)] == [low, high]
    assert str(share.percent(1)) == observed


@pytest.mark.parametrize(("item", "yes", "answered", "asked", "low", "observed", "high"), WORST_CASES)
def test_bounds_stand_beside_every_share_in_the_table_of_measures(
    item: str, yes: int, answered: int, asked: int, low: str, observed: str, high: str
) -> None:
    said = ["yes"] * yes + ["no"] * (answered - yes)
    answers = {f"B{i}": {"q": word} for i, word in enumerate(said)}
    study = make_study([f"B{i}" for i in range(asked)], [make_round("2016", {"ccg": ["q"]}, answers)])
    row = measure_table(study).row(0, named=True)
    assert row["yes_low"] == yes / asked
    assert row["yes_share"] == yes / answered
    assert row["yes_high"] == (yes + asked - answered) / asked
    # The table's counts give the printed bounds, exactly.
    most = row["n_yes"] + row["n_asked"] - row["n_answered"]
    assert str(percent_half_up(row["n_yes"], row["n_asked"], 1)) == low
    assert str(percent_half_up(most, row["n_asked"], 1)) == high


def test_bounds_meet_where_all_have_answered() -> None:
    study = make_study(
        ["A", "B"], [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}, "B": {"q": "no"}})]
    )
    row = measure_table(study).row(0, named=True)
    assert row["yes_low"] == row["yes_share"] == row["yes_high"] == 0.5


def test_a_refusal_widens_the_bounds_as_silence_does() -> None:
    study = make_study(
        list("ABCD"),
        [make_round("2016", {"ccg": ["q"]}, {"A": {"q": "yes"}, "B": {"q": "no"}, "C": {"q": "refused"}})],
    )
    row = measure_table(study).row(0, named=True)
    assert (row["yes_low"], row["yes_high"]) == (0.25, 0.75)
