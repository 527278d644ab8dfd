"""A text without what points to a person: redacted, looked through again, withheld if anything is left."""

import re
from collections.abc import Iterable, Sequence

from answerable.core.post.people import Person
from answerable.core.post.redaction.finding import everything_in
from answerable.core.post.redaction.folding import Folded, fold
from answerable.core.post.redaction.model import MOST_TEXT, Redacted, Removal, merged, replaced
from answerable.core.post.redaction.names import Names, names_of

MOST_ROUNDS = 4
MOST_KEPT = 200
_MARKS = re.compile(r"(?:\W*\[[a-z ]{4,30} removed\]\W*)+")
NOT_CLEAN = "what points to a person could not be removed for certain"
TOO_LONG = f"it has more than {MOST_TEXT:,} characters and was not looked through"


def redact_text(
    text: str,
    *,
    people: Iterable[Person | str] = (),
    keep: Sequence[str] = (),
    names: Names | None = None,
    where: str = "text",
) -> Redacted:
    """The text with names, emails, telephone numbers, social media names and sign-offs replaced by marks.

    `people` are those whom headers name; `names` are known from other parts of the reply; `keep` are words
    that stay though they look like contact details: a body's name, its own address, its switchboard.
    """
    known = names_of(people) | (names or Names())
    if len(text) > MOST_TEXT:
        return Redacted("", withheld=TOO_LONG)
    removals, known = removals_in(text, known, keep, where)
    if not removals:
        return Redacted(text)
    made = replaced(text, removals)
    for _ in range(MOST_ROUNDS):
        more, known = removals_in(made, known, keep, where)
        if not more:
            return Redacted(made, tuple(removals))
        removals += more
        made = replaced(made, more)
    return Redacted("", tuple(removals), NOT_CLEAN)


def removals_in(
    text: str, names: Names, keep: Sequence[str] = (), where: str = "text"
) -> tuple[list[Removal], Names]:
    """What is to be removed from a text, in order, none over another; and every name known by then."""
    folded = fold(text)
    found, names = everything_in(folded.text, names)
    kept = _kept(folded, keep)
    made: list[Removal] = []
    for what, start, end in found:
        for first, last in _outside(folded.text, start, end, kept):
            begin, stop = folded.span(first, last)
            made.append(Removal(what, begin, stop, text[begin:stop], where))
    return merged(made, text), names


def names_in(texts: Iterable[str], people: Iterable[Person | str] = ()) -> Names:
    """Every name that headers and texts make known, so that what one part gives away is removed in all."""
    names = names_of(people)
    for text in texts:
        if len(text) <= MOST_TEXT:
            _, names = everything_in(fold(text).text, names)
    return names


def _kept(folded: Folded, keep: Sequence[str]) -> list[tuple[int, int]]:
    """Where words stand that are to stay: whole ones only, in any case of letters, over any blanks."""
    found: list[tuple[int, int]] = []
    for phrase in keep[:MOST_KEPT]:
        words = fold(phrase[:500]).text.split()
        if words:
            pattern = r"(?<![\w.+@-])" + r"\s{1,3}".join(map(re.escape, words)) + r"(?![\w@-]|\.\w)"
            found += [each.span() for each in re.finditer(pattern, folded.text, re.IGNORECASE)]
    return sorted(found)


def _outside(text: str, start: int, end: int, kept: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """A stretch without what is to stay; what is left of it counts only if it says something."""
    for first, last in _gaps(start, end, kept):
        said = text[first:last]
        if any(each.isalnum() for each in said) and not _MARKS.fullmatch(said):
            yield first + len(said) - len(said.lstrip()), last - len(said) + len(said.rstrip())


def _gaps(start: int, end: int, kept: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    at = start
    for first, last in kept:
        if last <= at or first >= end:
            continue
        if first > at:
            yield at, first
        at = max(at, last)
    if at < end:
        yield at, end
