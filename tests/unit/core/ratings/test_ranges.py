"""Ranks and their bounds against counting by hand and against every way to fill the open items."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.core.ratings.ranges import ordinal, rank_words, rating_ranges
from tests.unit.core.ratings.makers import ITEMS, item_set, rated_study, scheme, slow_stars

THREE = ITEMS[:3]
sheets = st.lists(
    st.dictionaries(st.sampled_from(THREE), st.sampled_from(("yes", "no", "refused", "not_asked"))),
    min_size=1,
    max_size=3,
)
Sheets = dict[str, dict[str, str]]


def share_or_none(sheet: dict[str, str], fixed: bool) -> Fraction | None:
    given = [sheet[item] for item in THREE if sheet.get(item) in ("yes", "no")]
    if not given:
        return None
    return Fraction(given.count("yes"), len(THREE) if fixed else len(given))


def open_items(sheet: dict[str, str]) -> list[str]:
    return [item for item in THREE if sheet.get(item) not in ("yes", "no", "not_asked")]


def fillings(sheet: dict[str, str]) -> Iterator[dict[str, str]]:
    """Every way to answer some of the open items, or none of them, with yes or no."""
    holes = open_items(sheet)
    for words in product(("yes", "no", "refused"), repeat=len(holes)):
        yield {**sheet, **dict(zip(holes, words, strict=True))}


def places(shares: dict[str, Fraction], body: str) -> tuple[int, int]:
    above = sum(other > shares[body] for other in shares.values())
    tied = sum(other == shares[body] for other in shares.values())
    return above + 1, above + tied


def shares_of(bodies: Sheets, fixed: bool) -> dict[str, Fraction]:
    found = {body: share_or_none(sheet, fixed) for body, sheet in bodies.items()}
    return {body: share for body, share in found.items() if share is not None}


@settings(max_examples=25)
@given(sheets, st.booleans())
def test_ranges_agree_with_every_way_to_fill_the_open_items(given: list[dict[str, str]], fixed: bool) -> None:
    bodies = {f"E{i}": sheet for i, sheet in enumerate(given)}
    study = rated_study(bodies, scheme(THREE))
    now = shares_of(bodies, fixed)
    rated = {body: bodies[body] for body in now}
    joint = [
        shares_of(dict(zip(rated, filled, strict=True)), fixed)
        for filled in product(*(list(fillings(sheet)) for sheet in rated.values()))
    ]
    for row in rating_ranges(study, variant="fixed" if fixed else "default").iter_rows(named=True):
        body = row["body_id"]
        assert row["n_open"] == len(open_items(bodies[body]))
        possible = {slow_stars(*as_counts(s)) for s in map_shares(bodies[body], fixed)}
        if possible:
            assert (row["stars_low"], row["stars_high"]) == (min(possible), max(possible))
        if body not in now:
            assert row["stars"] == "not rated" and row["rank_from"] is None and row["rank_worst"] is None
            continue
        assert (row["rank_from"], row["rank_to"]) == places(now, body)
        own = [places({**now, body: share}, body) for share in map_shares(bodies[body], fixed)]
        assert row["own_rank_best"] == min(first for first, _ in own)
        assert row["own_rank_worst"] == max(last for _, last in own)
        everyone = [places(shares, body) for shares in joint]
        assert row["rank_best"] == min(first for first, _ in everyone)
        assert row["rank_worst"] == max(last for _, last in everyone)


def map_shares(sheet: dict[str, str], fixed: bool) -> list[Fraction]:
    return [share for filled in fillings(sheet) if (share := share_or_none(filled, fixed)) is not None]


def as_counts(share: Fraction) -> tuple[int, int]:
    return share.numerator, share.denominator


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (101, "101st"), (111, "111th"), (122, "122nd")],
)  # fmt: skip
def test_ordinal_in_words(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_rank_words_say_joint_only_where_a_place_is_shared() -> None:
    assert rank_words(14, 31, 182) == "joint 14th to 31st of 182"
    assert rank_words(1, 1, 182) == "1st of 182"


def test_ranges_by_weight() -> None:
    sets = {"reported": (item_set("ab", {"a": Fraction(1, 2)}),)}
    study = rated_study(
        {"E1": {"a": "yes", "b": "no"}, "E2": {"a": "no", "b": "yes"}}, scheme(item_sets=sets)
    )
    assert rating_ranges(study, variant="default")["words"].to_list() == ["2nd of 2", "1st of 2"]


def test_ranges_without_bodies_keep_their_columns() -> None:
    found = rating_ranges(rated_study({}), variant="default")
    assert found.is_empty() and "words" in found.columns
