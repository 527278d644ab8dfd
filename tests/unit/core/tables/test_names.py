"""Names are matched where there is no doubt, and never where there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.tables.names import BodyMatcher, match_key

COUNCILS = {
    "E06000023": ["Bristol, City of"],
    "E06000019": ["Herefordshire, County of"],
    "E06000047": ["County Durham"],
    "E09000001": ["City of London"],
    "E09000020": ["Kensington and Chelsea"],
    "E08000013": ["St. Helens"],
    "E06000018": ["Nottingham"],
    "E10000024": ["Nottinghamshire"],
    "E38000004": ["NHS Barking & Dagenham CCG"],
}


@pytest.mark.parametrize(
    ("written", "body_id"),
    [
        ("Bristol City Council", "E06000023"),
        ("City of Bristol", "E06000023"),
        ("Herefordshire Council", "E06000019"),
        ("Durham County Council", "E06000047"),
        ("CITY OF LONDON", "E09000001"),
        ("Royal Borough of Kensington & Chelsea", "E09000020"),
        ("St Helens Metropolitan Borough Council", "E08000013"),
        ("Nottingham City Council", "E06000018"),
        ("Nottinghamshire County Council", "E10000024"),
        ("Barking and Dagenham Clinical Commissioning Group", "E38000004"),
        ("e38000004", "E38000004"),
    ],
)
def test_name_matches_what_does_not_matter_is_ignored(written: str, body_id: str) -> None:
    assert BodyMatcher(COUNCILS).find(written).body_id == body_id


@pytest.mark.parametrize(
    "written", ["Notts County Council", "Bristol North", "Helens", "", "Council", "London Corporation"]
)
def test_name_in_doubt_is_not_matched(written: str) -> None:
    assert BodyMatcher(COUNCILS).find(written).body_id is None


def test_name_in_doubt_lists_the_nearest_bodies_with_their_ids() -> None:
    match = BodyMatcher(COUNCILS).find("Notinghamshire")
    assert match.candidates[0][:2] == ("E10000024", "Nottinghamshire")
    assert match.near == ("Nottinghamshire",)


def test_name_of_two_bodies_matches_neither() -> None:
    match = BodyMatcher({"A": ["Newport Council"], "B": ["Newport"]}).find("Newport")
    assert match.body_id is None
    assert {candidate for candidate, _, _ in match.candidates} == {"A", "B"}


@given(st.text(max_size=60))
def test_key_of_a_name_is_stable_and_never_blank_unless_nothing_was_written(name: str) -> None:
    key = match_key(name)
    assert match_key(key) == key
    assert key or not any(letter.isalnum() for letter in name) or not name.isascii()
