"""What was removed from a reply and what was withheld, told to the desk whole and to readers in counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

MOST_TEXT = 500_000


class What(StrEnum):
    """What a removed stretch of text was."""

    NAME = "name"
    EMAIL = "email"
    TELEPHONE = "telephone number"
    SOCIAL = "social media name"
    PERSONAL = "personal number"
    CONTACT = "contact details"
    HIDDEN = "hidden or deleted text"

    @property
    def mark(self) -> str:
        """What stands in its place: words that a screen reader says as they are."""
        return f"[{self.value} removed]"


@dataclass(frozen=True)
class Removal:
    """A stretch that was removed. `start` and `end` count in the text before; `text` is for the desk only."""

    what: What
    start: int
    end: int
    text: str = field(repr=False)
    where: str = "text"


@dataclass(frozen=True)
class Redacted:
    """A text after redaction. Where `withheld` says why, the text could not be cleaned and is blank."""

    text: str
    removals: tuple[Removal, ...] = field(repr=False, default=())
    withheld: str | None = None


@dataclass(frozen=True)
class Withheld:
    """A file, or a part of one, that is not published, and why."""

    where: str
    what: str
    why: str
    count: int = 1


@dataclass(frozen=True)
class PublishedFile:
    """A file made anew for publication. Its name is made too: names of files name people."""

    filename: str
    content_type: str
    data: bytes = field(repr=False)
    text: str = field(repr=False)
    removals: tuple[Removal, ...] = field(repr=False, default=())
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True)
class Report:
    """What was removed and withheld in the parts of one reply."""

    removals: tuple[Removal, ...] = field(repr=False, default=())
    withheld: tuple[Withheld, ...] = ()

    def published(self) -> list[dict[str, str | int]]:
        """For readers: what was removed, where and how often, and what was withheld. Never the words."""
        counts = Counter((each.where, each.what) for each in self.removals)
        removed: list[dict[str, str | int]] = [
            {"where": where, "removed": str(what), "count": n} for (where, what), n in sorted(counts.items())
        ]
        kept_back: list[dict[str, str | int]] = [
            {"where": each.where, "withheld": each.what, "count": each.count, "why": each.why}
            for each in self.withheld
        ]
        return [*removed, *kept_back]

    def for_desk(self) -> list[dict[str, str | int]]:
        """For the person who checks: every removal with its words and its place. Not for publication."""
        return [
            {
                "where": each.where,
                "removed": str(each.what),
                "start": each.start,
                "end": each.end,
                "text": each.text,
            }
            for each in self.removals
        ]


def merged(removals: Iterable[Removal], text: str) -> list[Removal]:
    """Removals in order, those that overlap as one, which is what the longest of them was."""
    made: list[Removal] = []
    for each in sorted(removals, key=lambda one: (one.start, -one.end)):
        if made and each.start < made[-1].end:
            last = made[-1]
            longer = last if last.end - last.start >= each.end - each.start else each
            end = max(last.end, each.end)
            made[-1] = Removal(longer.what, last.start, end, text[last.start : end], last.where)
        else:
            made.append(each)
    return made


def replaced(text: str, removals: Iterable[Removal]) -> str:
    """A text with a mark in the place of each removal; removals in order, none over another."""
    parts: list[str] = []
    at = 0
    for each in removals:
        parts += [text[at : each.start], each.what.mark]
        at = each.end
    return "".join([*parts, text[at:]])
