"""Sets of wordings, each of which can be read by itself, looked for without trying all of them everywhere.

Most texts hold none of the words that a wording cannot do without. These words are worked out from the
pattern and looked for first, which is many times faster than the pattern; what is found is the same.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

MOST_WORDS = 40


class Wordings:
    """Patterns of which any may be found. Nothing is compiled before it is needed."""

    def __init__(self, alternatives: Sequence[str], flags: re.RegexFlag) -> None:
        self._alternatives = alternatives
        self._flags = flags

    @cached_property
    def _each(self) -> list[tuple[tuple[str, ...], re.Pattern[str]]]:
        return [
            (words_needed(each, self._flags), re.compile(each, self._flags)) for each in self._alternatives
        ]

    def search(self, text: str) -> re.Match[str] | None:
        """A match of any of the patterns; None where there is none."""
        lower = text.lower()
        for needed, pattern in self._each:
            if needed and not any(word in lower for word in needed):
                continue
            found = pattern.search(text)
            if found:
                return found
        return None


def any_of(*alternatives: str, flags: re.RegexFlag = re.IGNORECASE) -> Wordings:
    """Wordings that find any of these."""
    return Wordings(alternatives, flags)


def words_needed(pattern: str, flags: re.RegexFlag) -> tuple[str, ...]:
    """Words of which one must stand in a text, in lower case, for a pattern to match; none if it needs none.

    Read from the library's own parse of the pattern. Should that change, nothing is left out but time.
    """
    try:
        parse = import_module("re._parser").parse
        return min(_gates(parse(pattern, flags)), key=_quality, default=())
    except (ImportError, AttributeError, TypeError, ValueError):
        return ()


def _quality(words: tuple[str, ...]) -> tuple[int, int]:
    """Longer words are rarer, and fewer are faster."""
    return -min(map(len, words)), len(words)


def _gates(parsed: Iterable[Any]) -> list[tuple[str, ...]]:
    """For a sequence of parts, the sets of words of which each is needed."""
    found: list[tuple[str, ...]] = []
    run = ""
    for kind, value in parsed:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value).lower()
            continue
        found += [(run,)] if run else []
        run = ""
        if name == "SUBPATTERN":
            found += _gates(value[3])
        elif name == "ATOMIC_GROUP":
            found += _gates(value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0:
            found += _gates(value[2])
        elif name == "BRANCH":
            found += _of_branches(value[1])
    return [*found, (run,)] if run else found


def _of_branches(branches: Iterable[Any]) -> list[tuple[str, ...]]:
    words: list[str] = []
    for branch in branches:
        best = min(_gates(branch), key=_quality, default=())
        if not best:
            return []
        words += best
    unique = tuple(dict.fromkeys(words))
    return [unique] if 0 < len(unique) <= MOST_WORDS else []
