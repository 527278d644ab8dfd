"""The search index: every entry under its words, in files that stay small however many bodies there are."""

import gzip
import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.press.search_index import MOST, Entry, file_name, make_index, words_of

FILE_KB, KILOBYTE = 15, 1000


def entry(name: str, about: str = "", address: str = "") -> Entry:
    return Entry(name, address or f"../bodies/{'-'.join(words_of(name))}/index.html", "a note", about)


def entries_of(text: str) -> list[list[str]]:
    loaded: list[Any] = json.loads(text)
    return loaded[1:]


def files_for(index: Mapping[str, str], word: str) -> list[str]:
    """The files that the script reads for a word: those that may hold words beginning with it."""
    return [start for start in index if start.startswith(word) or word.startswith(start)]


def found(index: Mapping[str, str], word: str) -> set[str]:
    """Names of entries with a word that begins so, read as the script reads them."""
    return {
        name
        for start in files_for(index, word)
        for name, _, _, about in entries_of(index[start])
        if any(known.startswith(word) for known in (*words_of(name), *about.split()))
    }


def test_words_lose_accents_and_capitals() -> None:
    assert words_of("Ynys Môn – ÉCOLE Œuvre, St. Mary's (2)") == [
        "ynys", "mon", "ecole", "œuvre", "st", "mary", "s", "2",
    ]  # fmt: skip
    assert words_of("North north") == ["north"]
    assert words_of("…") == []


@given(st.lists(st.text(max_size=30), max_size=20))
def test_every_entry_is_found_by_the_beginning_of_each_of_its_words(names: list[str]) -> None:
    index = make_index([entry(name, address=str(n)) for n, name in enumerate(names)])
    for name in names:
        for word in words_of(name):
            if len(word) >= 2:
                assert name in found(index, word)
                assert name in found(index, word[:2])


def test_an_entry_is_found_by_words_that_are_not_in_its_name() -> None:
    index = make_index([entry("Adderhaven CCG", "X38000001 Greater Jarthwaite"), entry("Other")])
    assert found(index, "x380") == found(index, "jarth") == {"Adderhaven CCG"}


def test_names_with_markup_stay_text_in_the_files() -> None:
    hostile = '</script><b onclick="x">' + "Ă" * 200
    index = make_index([entry(hostile, "\\\"'")])
    assert {each[0] for text in index.values() for each in entries_of(text)} == {hostile}


@pytest.mark.parametrize("letters", ["con", "../", "Ωμ", "\U0001f600", "a/b", "..", "."])
def test_files_have_names_that_are_safe_and_distinct(letters: str) -> None:
    name = file_name(letters)
    assert name.startswith("words-") and name.endswith(".json") and name.isascii()
    assert "/" not in name and ".." not in name
    assert file_name(letters) != file_name(letters + "x")


def test_the_same_entries_give_the_same_files() -> None:
    entries = [entry(f"Body {n} of {n % 7}") for n in range(300)]
    assert list(make_index(entries).items()) == list(make_index(entries).items())


def test_a_word_that_many_share_keeps_what_no_rarer_word_finds() -> None:
    rare = [entry(f"Council of {n}town") for n in range(MOST * 2)]
    index = make_index([*rare, entry("The Council", address="only")])
    [text] = [index[start] for start in files_for(index, "council")]
    assert json.loads(text)[0] == ["council"]
    assert len(entries_of(text)) == MOST
    assert "The Council" in found(index, "council")
    assert found(index, "17town") == {"Council of 17town"}


def test_forty_thousand_bodies_keep_every_file_small() -> None:
    chance = random.Random(3)
    letters = "abcdefghijklmnoprstuvwy"
    places = ["".join(chance.choices(letters, k=chance.randint(4, 9))).title() for _ in range(9_000)]
    kinds = ["Primary School", "Academy", "Church of England Primary School", "High School", "Council"]
    entries = [
        entry(f"{chance.choice(places)} {chance.choice(kinds)}", f"X{n:08} North of the country", str(n))
        for n in range(40_000)
    ]
    index = make_index(entries)
    sizes = {start: len(gzip.compress(text.encode(), 9)) / KILOBYTE for start, text in index.items()}
    assert max(sizes.values()) <= FILE_KB
    assert len(gzip.compress(" ".join(index).encode(), 9)) / KILOBYTE <= FILE_KB
    for sample in chance.sample(entries, 50):
        place = min(
            words_of(sample.name), key=lambda word: sum(word in words_of(e.name) for e in entries[:2000])
        )
        assert sample.name in found(index, place)
        assert sample.name in found(index, sample.about.split()[0].lower())
