"""Masking: nothing of 1 to 7 gets through, and masking again changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.law.disclosure import mask_count, mask_text

SMALL_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
NOUNS = ("children", "young people", "babies", "Children", "CYP", "pupils", "girls", "minors")
FRAMES = ("{n} {noun}", "{noun}: {n}", "{noun} ({n})", "there were {n} {noun}.", "of {noun}, {n} died",
          "{noun} - {n};", "<{n} {noun}", "n={n} ({noun})", "{n}/{n} {noun}", "{n}, {n} and {n} {noun}",
          "{noun}\t{n}", "{noun}\n{n}\n", "about {n} of our {noun} in 2016", "({n}) {noun}")  # fmt: skip
PIECES = [
    *"0123456789",
    *"   ,.-/:£%[]()\n",
    "children",
    "aged",
    "years",
    "May",
    "s.",
    "about",
    "1 to 7",
    "20",
]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(st.integers(0, 10**9))
def test_mask_count_moves_a_count_by_at_most_two_and_never_to_a_small_one(count: int) -> None:
    found = mask_count(count)
    if found.masked:
        assert 1 <= count <= 7 and found.value is None
    else:
        assert found.value is not None and abs(found.value - count) <= 2
        assert found.value % 5 == 0 and not 1 <= found.value <= 7


def test_mask_count_of_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        mask_count(-1)


@given(st.integers(1, 7), st.sampled_from(FRAMES), st.sampled_from(NOUNS), st.booleans())
def test_mask_text_lets_no_small_count_through(n: int, frame: str, noun: str, in_words: bool) -> None:
    said = SMALL_WORDS[n] if in_words and "/" not in frame else str(n)
    masked = mask_text(frame.format(n=said, noun=noun))
    left = masked.replace("[1 to 7]", "").replace("2016", "")
    assert said not in left and "[1 to 7]" in masked


@given(texts, st.booleans())
def test_mask_text_twice_changes_nothing_more(text: str, all_counts: bool) -> None:
    once = mask_text(text, all_counts=all_counts)
    assert mask_text(once, all_counts=all_counts) == once


@given(texts)
def test_mask_text_changes_only_numbers(text: str) -> None:
    def without_numbers(words: str) -> str:
        for mark in ("[1 to 7]", "[about ", "[share withheld]", "%"):
            words = words.replace(mark, "")
        return "".join(c for c in words if c.isalpha() or c in "£()\n")

    assert without_numbers(mask_text(text, all_counts=True)) == without_numbers(text)


def test_mask_text_of_a_long_reply_takes_no_time() -> None:
    assert mask_text("children 4 and 5, " * 5000).count("[1 to 7]") == 10_000


def test_mask_text_keeps_a_numbered_list_but_not_a_number_that_stands_alone() -> None:
    assert mask_text("1. a child\n2. none") == "1. a child\n2. none"
    assert mask_text("How many children?\n3. That is all.") == "How many children?\n[1 to 7]. That is all."


@given(st.integers(1, 7), st.integers(8, 400), st.sampled_from(["%", " per cent", "%)", " % "]))
def test_mask_text_leaves_no_share_from_which_a_small_count_can_be_had(
    few: int, many: int, sign: str
) -> None:
    """A second way round: whatever share of a count comes near 1 to 7, or leaves as few, is not there."""
    share = f"{100 * few / many:.1f}"
    for said in (share, f"{100 - 100 * few / many:.1f}"):
        masked = mask_text(f"Of {many} children {said}{sign} had a plan.")
        assert said not in masked and "[share withheld]" in masked


def test_mask_text_of_many_shares_and_counts_takes_no_time() -> None:
    assert mask_text("4 children, 50%, " * 5000).count("[share withheld]") == 5000
