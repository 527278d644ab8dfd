"""Small numbers of children: masked below national level, in figures and in quoted text.

A count of 1 to 7 can point to a child; it is masked. Other counts are rounded to the nearest 5, so that
a masked one cannot be had by subtraction. Zero stays zero and national figures stay exact. In quoted
text what was put in stands in square brackets, as in any quotation, and in doubt a number is masked.
"""

import re
from dataclasses import dataclass

SMALLEST, LARGEST, NEAREST = 1, 7, 5
NEARBY = 60  # characters on either side that can say what a number is
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
    numbers of children) in any case. Ages, dates, years, hours, money, percents, references to law and
    numbers of a list are left alone where they are plainly that; in doubt a number is masked. Quantities
    without a number ("a couple", "both") are left. Masking twice changes nothing more.
    """
    if national:
        return text
    if not all_counts and not _CHILDREN.search(text):
        return text
    # A number masked can lay bare its neighbour ("1.0/1"): go on until nothing is left to mask.
    while (masked := _mask_all(text)) != text:
        text = masked
    return text


_NOUNS = (
    r"child|children|childs|babies|baby|infants?|neonates?|newborns?|toddlers?|boys?|girls?|pupils?|"
    r"teenagers?|adolescents?|kids?|youngsters?|minors?|siblings?|cyp|young\s+(?:people|persons?|adults?)|"
    r"under[-\s]?(?:ones?|fives?|1s|5s|16s|18s|19s|25s)|paediatric\s+(?:patients?|cases|deaths?)"
)
_CHILDREN = re.compile(rf"(?:\b|(?<=\d))(?:{_NOUNS})\b", re.IGNORECASE)
_LIST_MARKER = re.compile(r"^[ \t]*(\d{1,3})[.)][ \t]+(?=\S)", re.MULTILINE)

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD_VALUE = {
    **{word: n for n, word in enumerate((*_ONES, *_TEENS), start=1)},
    **{word: 10 * n for n, word in enumerate(_TENS, start=2)},
    "single": 1,
    "dozen": 12,
}
_WORDS = "|".join(sorted(_WORD_VALUE, key=len, reverse=True))
_NUMBER = re.compile(
    # What was put in before stays; so does what reads like a count but is a manner of care.
    rf"(?P<kept>\[(?:{MASKED_WORDS}|about [\d,]+)\]|\bone[-\s]to[-\s]one\b|(?<![\w:])1:1(?![\w:]))"
    r"|(?P<time>(?<![\w:])\d{1,2}:\d\d(?![\w:]))"
    r"|(?P<slashed>(?<![\w/])\d+(?:/\d+)+(?![\w/]))"
    r"|(?P<figure>(?<![\w/£$€#])(?<!\d\.)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?!\.?\d|/\d)"
    rf"(?!\w)|(?<![\w/£$€#])(?<!\d\.)\d+(?=(?:{_NOUNS})\b))"
    rf"|(?P<words>\b(?:(?:{'|'.join(_TENS)})[-\s](?:{'|'.join(_ONES)})|{_WORDS})\b)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_UNIT = (
    r"(?:%|(?:per\s*cent|percent|years?|yrs?|year-?olds?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|"
    r"am|pm|st|nd|rd|th|wte|fte|miles?|km|pence|million|bn|m|k)\b)"
)
_ANOTHER = r"(?:\s*(?:-|–|—|to|and|or)\s*\d+)?"
_PLAIN_AFTER = re.compile(
    rf"^(?:{_ANOTHER}(?:\s*-\s*|\s*){_UNIT}|\s+{_MONTH}|\s*,?\s+(?:19|20)\d\d\b(?!\s+(?:{_NOUNS})))",
    re.IGNORECASE,
)
_PLAIN_BEFORE = re.compile(
    r"(?:(?:£|\$|€|\bgbp)\s*[\d,.]*"
    r"|\b(?:aged?|ages?|age\s+of|aged?\s+(?:from|between|over|under|up\s+to)|between\s+the\s+ages\s+of)"
    r"\s*:?\s*(?:\d+\s*(?:-|–|—|to|and)\s*)?"
    r"|(?:\bss?\.|\b(?:sections?|regulations?|reg\.?|articles?|paragraphs?|para\.?|questions?|q\.?|items?|"
    r"no\.|parts?|levels?|tiers?|bands?|phases?|pages?|appendix|annex|tables?|figures?|version))\s*"
    r"(?:\d+\s*(?:-|–|to|and|,)\s*)?"
    r")$",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"\b(?:no|any|some|every)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"((?:19|20)\d\d)[-–]$")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d){1,2}|(?:19|20)\d\d/(?:\d\d){1,2}|24/7")


def _mask_all(text: str) -> str:
    markers = _list_markers(text)
    at_line_start = {match.start(1) for match in _LIST_MARKER.finditer(text)}

    def replaced(match: re.Match[str]) -> str:
        found, kind = match.group(), match.lastgroup
        if kind in ("kept", "time"):
            return found
        if kind == "slashed":
            return found if _DATE.fullmatch(found) else "/".join(_masked(part) for part in found.split("/"))
        before = text[max(0, match.start() - NEARBY) : match.start()]
        after = text[match.end() : match.end() + NEARBY]
        if match.start() in at_line_start and _value(found) in markers:
            return found
        return found if _is_plain(found, before, after) else _masked(found)

    return _NUMBER.sub(replaced, text)


def _list_markers(text: str) -> frozenset[int]:
    """Numbers at the start of lines that count up from 1: a numbered list, not an answer standing alone."""
    found = {int(match.group(1)) for match in _LIST_MARKER.finditer(text)}
    last = next(n for n in range(1, len(found) + 2) if n not in found) - 1
    return frozenset(range(1, last + 1)) if last > 1 else frozenset()


def _masked(found: str) -> str:
    value = _value(found)
    disclosed = mask_count(value)
    if disclosed.masked:
        return f"[{disclosed.words}]"
    return found if disclosed.value == value else f"[about {disclosed.words}]"


def _is_plain(found: str, before: str, after: str) -> bool:
    """Whether a number is plainly no count: an age, a date, a time, money, a percent, a reference."""
    if found.lower() == "one" and _NO_ONE.search(before):
        return True
    if _PLAIN_BEFORE.search(before) or _PLAIN_AFTER.search(after) or _YEAR.fullmatch(found):
        return True
    years = _YEARS.search(before)
    return bool(years) and found == f"{(int(years.group(1)) + 1) % 100:02d}" if years else False


def _value(found: str) -> int:
    if found[0].isdigit():
        return int(found.replace(",", "").split(".")[0])
    return sum(_WORD_VALUE[word] for word in re.split(r"[-\s]+", found.lower()))
