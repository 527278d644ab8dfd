"""Small numbers of children: masked below national level, in figures and in quoted text.

A count of 1 to 7 can point to a child; it is masked. Other counts are rounded to the nearest 5, so that
a masked one cannot be had by subtraction. Zero stays zero and national figures stay exact. In quoted
text what was put in stands in square brackets, as in any quotation, and in doubt a number is masked.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from answerable.core.law.counting_words import (
    CHILDREN,
    COUNT,
    PLAIN_AFTER,
    PLAIN_BEFORE,
    SHARE,
    is_marker_of_question,
    share_of,
    value_of,
)

SMALLEST, LARGEST, NEAREST = 1, 7, 5
NEARBY = 60  # characters on either side that can say what a number is
NEAR_SHARE = 150  # characters on either side in which a count can lay bare what a share stands for
MASKED_WORDS = f"{SMALLEST} to {LARGEST}"


@dataclass(frozen=True)
class DisclosedCount:
    """A count as it may be published: `value` is None only where it is masked; `words` always say it."""

    value: int | None
    words: str
    masked: bool = False


def mask_count(count: int, *, national: bool = False) -> DisclosedCount:
    """A count of children as it may be published.

    Raises: ValueError for a negative count
    """
    if count < 0:
        raise ValueError(f"A count of children cannot be {count}.")
    if national:
        return DisclosedCount(count, f"{count:,}")
    if SMALLEST <= count <= LARGEST:
        return DisclosedCount(None, MASKED_WORDS, masked=True)
    rounded = (2 * count + NEAREST) // (2 * NEAREST) * NEAREST
    return DisclosedCount(rounded, f"{rounded:,}")


def mask_text(text: str, *, national: bool = False, all_counts: bool = False) -> str:
    """Quoted words with counts of children masked or rounded, each change in square brackets.

    Numbers count when the words speak of children, or with `all_counts` (the answer to a question about
    numbers of children) in any case. Ages, dates, years, hours, money, references to law and numbers of a
    list are left alone where they are plainly that; in doubt a number is masked. So is a share (4%, 1 in 5)
    beside a count from which a small number can be had. Numbers that are only told in other words ("both",
    "a third", "IV") are left. Masking twice changes nothing more.
    """
    if national:
        return text
    plain = text.translate(_INVISIBLE)
    if not all_counts and not CHILDREN.search(plain):
        return text
    text = plain
    # A number masked can lay bare its neighbour ("1.0/1"): go on until nothing is left to mask.
    while (masked := _mask_all(text)) != text:
        text = masked
    return text


_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_LIST_MARKER = re.compile(r"^[ \t]*\(?(\d{1,3})[.)][ \t]+(?=\S)", re.MULTILINE)
_NO_ONE = re.compile(r"\b(?:no|any|some|every|each|day)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"((?:19|20)\d\d)[-–]$")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d){1,2}|(?:19|20)\d\d/(?:\d\d){1,2}|24/7")
_UNDER = re.compile(r"\b(?:under|over)[\s-]$", re.IGNORECASE)
_OF_AGE = frozenset(("16", "18", "19", "21", "25"))
_IN_YEAR = re.compile(r"\b(?:years?|FY|tax year)\s*$")


def _mask_all(text: str) -> str:
    markers = _list_markers(text)
    at_line_start = {match.start(1) for match in _LIST_MARKER.finditer(text)}
    edits: list[tuple[int, int, str]] = []
    places: list[int] = []
    values: list[int] = []
    for match in COUNT.finditer(text):
        found, kind = match.group(), match.lastgroup
        before = text[max(0, match.start() - NEARBY) : match.start()]
        after = text[match.end() : match.end() + NEARBY]
        if kind in ("plain", "share"):
            continue
        if kind == "kept":
            counted = [1] if found[1].isdigit() else []
        elif kind == "slashed":
            counted = [] if _is_date(found, before) else [int(part) for part in found.split("/")]
            made = "/".join(_masked(part) for part in found.split("/")) if counted else found
        elif match.start() in at_line_start and (
            value_of(found) in markers or is_marker_of_question(text, match.end())
        ):
            continue
        else:
            counted = [] if _is_plain(found, before, after) else [value_of(found)]
            made = _masked(found)
        places += [match.start()] * len(counted)
        values += counted
        if counted and kind != "kept" and made != found:
            edits.append((match.start(), match.end(), made))
    edits += _shares_to_withhold(text, places, values)
    parts: list[str] = []
    at = 0
    for start, end, made in sorted(edits):
        if start >= at:
            parts += [text[at:start], made]
            at = end
    return "".join([*parts, text[at:]])


def _shares_to_withhold(text: str, places: list[int], values: list[int]) -> list[tuple[int, int, str]]:
    """Shares from which a count nearby gives a number of 1 to 7, of those counted or of the rest."""
    edits = []
    for share in SHARE.finditer(text):
        first = bisect_left(places, share.start() - NEAR_SHARE)
        last = bisect_left(places, share.end() + NEAR_SHARE)
        if any(_gives_away(share_of(share.group()), value) for value in values[first:last]):
            edits.append((share.start(), share.end(), "[share withheld]"))
    return edits


def _gives_away(share: float, count: int) -> bool:
    if SMALLEST <= count <= LARGEST:
        return True
    some = share * count
    return 0.5 <= some < LARGEST + 0.5 or 0.5 <= count - some < LARGEST + 0.5


def _list_markers(text: str) -> frozenset[int]:
    """Numbers at the start of lines that count up from 1: a numbered list, not an answer standing alone."""
    found = {int(match.group(1)) for match in _LIST_MARKER.finditer(text)}
    last = next(n for n in range(1, len(found) + 2) if n not in found) - 1
    return frozenset(range(1, last + 1)) if last > 1 else frozenset()


def _masked(found: str) -> str:
    value = value_of(found)
    disclosed = mask_count(value)
    if disclosed.masked:
        return f"[{disclosed.words}]"
    return found if disclosed.value == value else f"[about {disclosed.words}]"


def _is_date(found: str, before: str) -> bool:
    """Whether numbers with strokes between them are a date, or a year told by its last digits."""
    if _DATE.fullmatch(found):
        return True
    first, _, second = found.partition("/")
    follows = second.isdigit() and len(second) == 2 and int(second) == (int(first) + 1) % 100
    return follows and bool(_IN_YEAR.search(before))


def _is_plain(found: str, before: str, after: str) -> bool:
    """Whether a number is plainly no count: an age, a date, a time, money, a percent, a reference."""
    if found.lower() == "one" and _NO_ONE.search(before):
        return True
    if found in _OF_AGE and _UNDER.search(before):
        return True
    if PLAIN_BEFORE.search(before + "\0" + after) or PLAIN_AFTER.search(after) or _YEAR.fullmatch(found):
        return True
    years = _YEARS.search(before)
    return bool(years) and found == f"{(int(years.group(1)) + 1) % 100:02d}" if years else False
