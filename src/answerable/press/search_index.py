"""The index behind the search page: small files by the first letters of words, so that a search reads few.

A file holds every entry with a word that begins with its letters. Where that would be too much, the file
is split by one letter more; a word that a great many share keeps those that no rarer word would find.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LARGEST = 80_000
"""Characters of one file, before it is compressed to about a tenth of that."""
MOST = 120
"""Entries that one word leads to."""
SHORTEST = 2
"""Letters of a word that lead anywhere; in scripts where one letter is a word, one is enough."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: its name, its address as written on the page, a line, and further words."""

    name: str
    address: str
    note: str
    about: str = ""


def words_of(text: str) -> list[str]:
    """The words of a text without accents and capitals, each once; search.js does the same."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter)[0] != "M"
    )
    return list(dict.fromkeys(_WORD.findall(plain.lower())))


def make_index(entries: Sequence[Entry]) -> Mapping[str, str]:
    """The files of the index by the letters with which their words begin, each as JSON.

    Shape:  entries -> {letters: [[words that keep only some of their entries], entry, entry…]}; an entry
            is [name, address, note, further words]
    """
    records: list[str] = []
    named: list[list[str]] = []
    leads: dict[str, list[int]] = defaultdict(list)
    for n, entry in enumerate(entries):
        names = words_of(entry.name)
        about = [word for word in words_of(entry.about) if word not in names]
        record = [entry.name, entry.address, entry.note, " ".join(about)]
        records.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        named.append(names)
        for word in (*names, *about):
            if len(word) >= SHORTEST or not word.isascii():
                leads[word].append(n)
    cut = sorted(word for word, found in leads.items() if len(found) > MOST)
    kept = {word: hardest_to_find(leads[word], leads, named) for word in cut}
    made: dict[str, str] = {}
    _split(sorted(leads), "", {**leads, **kept}, records, frozenset(cut), made)
    return made


def hardest_to_find(
    found: Sequence[int], leads: Mapping[str, Sequence[int]], named: Sequence[Sequence[str]]
) -> list[int]:
    """Of too many entries with one word, those whose other words are shared by most; then the shortest."""

    def ease(n: int) -> tuple[int, int, int]:
        rarest = min((len(leads[word]) for word in named[n] if word in leads), default=len(found))
        return -rarest, len(named[n]), n

    return sorted(sorted(found, key=ease)[:MOST])


def _split(
    words: Sequence[str],
    letters: str,
    leads: Mapping[str, Sequence[int]],
    records: Sequence[str],
    cut: frozenset[str],
    made: dict[str, str],
) -> None:
    """Writes the words that begin with some letters into one file, or into several by the next letter."""
    places = sorted({n for word in words for n in leads[word]})
    is_small = sum(len(records[n]) for n in places) <= LARGEST
    if letters and (is_small or len(words) == 1):
        made[letters] = _file(words, places, records, cut)
        return
    further: dict[str, list[str]] = {}
    for word in words:
        further.setdefault(word[: len(letters) + 1], []).append(word)
    for start, those in further.items():
        if start == letters:
            made[letters] = _file(those, sorted(leads[letters]), records, cut)
        else:
            _split(those, start, leads, records, cut, made)


def _file(words: Sequence[str], places: Sequence[int], records: Sequence[str], cut: frozenset[str]) -> str:
    shortened = json.dumps([word for word in words if word in cut], ensure_ascii=False)
    return f"[{','.join([shortened, *(records[n] for n in places)])}]"


def file_name(letters: str) -> str:
    """The name of a file of the index: ASCII only, and none that a file system keeps for itself."""
    safe = "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}" for c in letters)
    return f"words-{safe}.json"
