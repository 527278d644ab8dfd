"""The files that a browser asks for: one for each outward code, with the bodies of every postcode in it.

A file holds `bodies`, and `sets` of places among them with the inward codes that lie there. Inward codes
are packed: a digit, then the pairs of letters that follow it. A third part of a set names those bodies that
were only the nearest. `out` are postcodes that lead to no body, with the word for why: foreign with the
country they lie in, outside, or lost where their place is not recorded. `ended` are those no longer used,
with the month. Where a whole outward code lies in a country without bodies, `all` says so and nothing else.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from answerable.press.words import MONTHS

STATE = "state"
IN, FOREIGN, OUTSIDE, LOST = "in", "foreign", "outside", "lost"


@dataclass(frozen=True)
class ShardBody:
    """A body as the files have it; `today` are name and path of the bodies that serve its area now."""

    code: str
    name: str
    kind: str
    path: str
    until: str = ""
    today: tuple[tuple[str, str], ...] = ()

    @property
    def say(self) -> str:
        """Which sentence the page has for it: that of a body of today, or of one that was."""
        return "closed" if self.today else "over" if self.until else "open"

    @property
    def record(self) -> dict[str, Any]:
        """What is written of it; what is blank is left out."""
        made: dict[str, Any] = {"code": self.code, "name": self.name, "kind": self.kind, "path": self.path}
        made["say"] = self.say
        if self.until:
            made["day"] = self.until
        if self.today:
            made["today"] = [list(each) for each in self.today]
        return made


def make_shards(
    frame: pl.DataFrame, sets: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], bodies: Sequence[ShardBody]
) -> dict[str, bytes]:
    """The file of each outward code as JSON.

    Shape:  rows sorted by outward, inward, with state (in, foreign, outside or lost), set (a place among
            `sets`), ended and place (the name of a country without bodies, else blank); a set is the places
            of its bodies and of those that were only the nearest
    """
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"sets": [], "out": [], "ended": []})
    inside = frame.filter(pl.col(STATE) == IN)
    for outward, number, codes in packed(inside, "outward", "set").iter_rows():
        found[outward]["sets"].append((sets[number], codes))
    out = frame.filter(pl.col(STATE) != IN)
    for outward, state, place, codes in packed(out, "outward", STATE, "place").iter_rows():
        found[outward]["out"].append([state, codes, place] if place else [state, codes])
    ended = frame.filter(pl.col("ended").is_not_null() & (pl.col(STATE) == IN)).sort(
        "ended", maintain_order=True
    )
    for outward, month, codes in packed(ended, "outward", "ended").iter_rows():
        found[outward]["ended"].append([month_words(month), codes])
    return {outward: _bytes(_record(found[outward], bodies)) for outward in sorted(found)}


def packed(frame: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Inward codes by some columns: each digit once, then the letters of all codes that begin with it."""
    digit, letters = pl.col("inward").str.head(1), pl.col("inward").str.slice(1)
    sectors = frame.group_by(*by, digit.alias("digit"), maintain_order=True).agg(
        letters.str.join("").alias("codes")
    )
    joined = (pl.col("digit") + pl.col("codes")).str.join("").alias("codes")
    return sectors.group_by(*by, maintain_order=True).agg(joined)


def unpacked(codes: str) -> list[str]:
    """The inward codes of a packed text."""
    made, digit, at = [], "", 0
    while at < len(codes):
        if codes[at].isdigit():
            digit, at = codes[at], at + 1
        else:
            made.append(digit + codes[at : at + 2])
            at += 2
    return made


def month_words(month: str) -> str:
    """A month such as 2019-06 as people write it."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number.isdigit() and 1 <= int(number) <= 12 else year


def _record(parts: Mapping[str, Any], bodies: Sequence[ShardBody]) -> dict[str, Any]:
    """What one file holds; bodies get numbers of their own in it, and what is empty is left out."""
    out = parts["out"]
    if not parts["sets"] and len(out) == 1 and out[0][0] == FOREIGN:
        return {"all": [FOREIGN, "", out[0][2]]}
    numbers: dict[int, int] = {}
    sets = []
    for (members, nearest), codes in parts["sets"]:
        for place in members:
            numbers.setdefault(place, len(numbers))
        made: list[Any] = [[numbers[place] for place in members], codes]
        if nearest:
            made.append([numbers[place] for place in nearest])
        sets.append(made)
    record = {"bodies": [bodies[place].record for place in numbers], "sets": sets}
    record |= {key: parts[key] for key in ("out", "ended") if parts[key]}
    return record


def _bytes(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
