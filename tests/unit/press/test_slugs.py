"""Addresses from names and codes that anyone may have written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.slugs import MAX_LENGTH, segment, slugify, unique_slugs, version_segment

SAFE = re.compile(r"[A-Za-z0-9_-]+")
ANY_TEXT = st.text(max_size=250)


def test_slugs_are_readable() -> None:
    assert slugify("NHS Airedale, Wharfedale & Craven CCG") == "nhs-airedale-wharfedale-and-craven-ccg"
    assert slugify("Ynys Môn – King's Lynn") == "ynys-mon-kings-lynn"


def test_slugs_of_one_name_are_told_apart_by_code() -> None:
    slugs = unique_slugs(["Dorset", "Poole", "Dorset"], ["E1", "E2", "E3"])
    assert slugs == ["dorset-e1", "poole", "dorset-e3"]


def test_slugs_of_one_name_and_one_code_are_numbered() -> None:
    assert unique_slugs(["Dorset", "Dorset"], ["E1", "E1"]) == ["dorset-e1", "dorset-e1-2"]


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=20))
def test_slugs_are_distinct_safe_and_short(rows: list[tuple[str, str]]) -> None:
    slugs = unique_slugs([name for name, _ in rows], [code for _, code in rows])
    assert len(set(slugs)) == len(rows)
    assert all(SAFE.fullmatch(slug) and len(slug) <= 2 * MAX_LENGTH + 8 for slug in slugs)


@given(ANY_TEXT, ANY_TEXT)
def test_segments_are_safe_and_keep_different_ids_apart(one: str, other: str) -> None:
    assert SAFE.fullmatch(segment(one))
    assert (segment(one) == segment(other)) == (one == other)
    assert segment("E38000001") == "E38000001"


@pytest.mark.parametrize("version", ["1.0", "2017-10-09", "1", "1.10.2", "2026-11-21T23.59", "1.0-rc_1+b"])
def test_a_plain_version_is_itself_in_an_address(version: str) -> None:
    assert version_segment(version) == version


@pytest.mark.parametrize(
    "version", ["..", ".", "a..b", "../x", "1/0", "1\\0", ".git", "1.", "é", "index.html", "a b", "?"]
)
def test_a_version_that_is_no_plain_name_becomes_one(version: str) -> None:
    made = version_segment(version)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", made) and made != version
