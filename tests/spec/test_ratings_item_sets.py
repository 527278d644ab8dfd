"""Ratings: both item sets are data; the printed one cannot give what was published, the reported can."""

from fractions import Fraction
from pathlib import Path

from answerable.core.ratings.comparison import sensitivity
from answerable.core.ratings.rating import ratings
from answerable.core.ratings.stars import stars_for
from answerable.core.study.reading import read_study
from tests.unit.core.ratings.makers import FIVE_BANDS, ITEMS, item_set, rated_study, scheme

REPORTED_LA, PRINTED_LA = 7, 4
REPORTED_CCG, PRINTED_CCG = 16, 10
STUDY = "childrens-palliative-care"


def stars_possible(most: int) -> set[int | None]:
    return {stars_for(k, n, FIVE_BANDS) for n in range(1, most + 1) for k in range(n + 1)}


def test_item_sets_four_items_cannot_give_one_star() -> None:
    assert 1 not in stars_possible(PRINTED_LA)


def test_item_sets_seven_items_can_give_one_star() -> None:
    assert 1 in stars_possible(REPORTED_LA)
    assert stars_for(1, REPORTED_LA, FIVE_BANDS) == 1


def test_item_sets_half_the_councils_with_none_or_one_is_impossible_on_the_printed_list() -> None:
    """106 of 144 councils said yes to short breaks, which is on the printed list: at most 38 had no yes."""
    most_without_a_yes = 144 - 106
    assert 1 not in stars_possible(PRINTED_LA)  # so "none or one" could only be none
    assert Fraction(most_without_a_yes, 144) < Fraction(49, 100)
    assert most_without_a_yes < 70


def test_item_sets_of_the_real_study_hold_16_and_7_reported_and_10_and_4_printed(checkout: Path) -> None:
    study = read_study(checkout / "studies" / STUDY)
    a_scheme = study.scheme()
    n_items = {
        (name, entry.kind): len(entry.items)
        for name, lists in a_scheme.item_sets.items()
        for entry in lists
        if entry.round == "2016"
    }
    assert n_items == {
        ("reported", "ccg"): REPORTED_CCG,
        ("reported", "la"): REPORTED_LA,
        ("printed", "ccg"): PRINTED_CCG,
        ("printed", "la"): PRINTED_LA,
    }
    assert a_scheme.default_set == "reported"
    for lists in zip(a_scheme.item_sets["reported"], a_scheme.item_sets["printed"], strict=True):
        assert set(lists[1].items) < set(lists[0].items)


def test_item_sets_are_all_worked_out_and_the_default_comes_first() -> None:
    sets = {"printed": (item_set(ITEMS[:2]),), "reported": (item_set(ITEMS[:4]),)}
    study = rated_study({"E1": {"a": "yes", "b": "yes", "c": "no", "d": "no"}}, scheme(item_sets=sets))
    found = ratings(study)
    assert found["variant"].to_list() == ["default", "fixed", "printed", "printed_fixed"]
    assert found["stars"].to_list() == ["3", "3", "5", "5"]
    assert sensitivity(study)["variant"].to_list() == ["printed", "printed_fixed"]
