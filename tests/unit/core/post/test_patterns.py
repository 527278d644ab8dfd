"""Wordings find what their patterns find, however much is skipped on the way."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.core.post import bounces, notices, wordings
from answerable.core.post.message import read_message
from answerable.core.post.patterns import Wordings, any_of, words_needed
from tests.mail_corpus import corpus

SETS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (bounces, notices, wordings)
    for name, value in vars(module).items()
    if isinstance(value, Wordings)
}


@cache
def texts() -> list[str]:
    """What is looked through in every second invented message."""
    messages = [read_message(raw) for raw in corpus()[::2]]
    return [text[:1_500] for message in messages for text in (message.text, message.subject or "")]


@pytest.mark.parametrize("wording", SETS.values(), ids=SETS)
def test_skipping_changes_nothing(wording: Wordings) -> None:
    plain = re.compile("|".join(f"(?:{each})" for each in wording._alternatives), wording._flags)
    for text in texts():
        assert bool(wording.search(text)) == bool(plain.search(text)), text


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("request", ("request",)),
        ("Request", ("request",)),
        ("request|answer", ("request", "answer")),
        ("(?:request|answer) received", (" received",)),
        ("e-?mails?", ("mail",)),
        ("(?:one|two){2}", ("one", "two")),
        ("(?:one|two)?", ()),
        (r"\d+", ()),
        (r"a\d|bc", ("a", "bc")),
        (r"\d|bc", ()),
        ("(?>atom)ic", ("atom",)),
    ],
)
def test_the_words_that_a_pattern_needs(pattern: str, expected: tuple[str, ...]) -> None:
    assert words_needed(pattern, re.IGNORECASE) == expected


@given(
    st.lists(
        st.sampled_from(["yes", "No", "we", "hold", "Request", " ", ".", "section 12", "\n"]), max_size=12
    )
)
def test_any_of_finds_any(words: list[str]) -> None:
    text = "".join(words)
    found = any_of("yes we", r"section \d+", r"\bno\b").search(text)
    assert bool(found) == bool(re.search(r"yes we|section \d+|\bno\b", text, re.I))
