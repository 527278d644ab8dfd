"""Remedies for a mistyped word: the nearest known one, else the list of them."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

CLOSE_ENOUGH = 60.0
LISTED = 12


def nearest_or_none(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None where nothing is like it."""
    choices = list(known)
    found = process.extractOne(
        word, choices, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=CLOSE_ENOUGH
    )
    return found[0] if found else None


def nearest_words(word: str, known: Iterable[str]) -> str:
    """A remedy in words: `Did you mean “region”?`, else what is known."""
    choices = sorted(set(known))
    near = nearest_or_none(word, choices)
    if near is not None:
        return f"Did you mean “{near}”?"
    if not choices:
        return "Remove it."
    shown = ", ".join(choices[:LISTED])
    return f"Known: {shown}{' and more' if len(choices) > LISTED else ''}."
