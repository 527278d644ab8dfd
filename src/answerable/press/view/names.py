"""What bodies are called on pages: never nothing, and never the same for two that a reader could mix up."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

SEEN = "LNSP"
"""Classes of letters that leave a trace on the page: letters, numbers, signs and marks of punctuation."""


def shown_names(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The name of each row of the register on one line; its code where there is nothing to read.

    Bodies of one name that were there at one time have their codes added. One that took over the name of a
    body that is gone keeps it: their dates tell them apart.
    """
    names = [_readable(row["name"], row["id"]) for row in rows]
    same: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        same[name.casefold()].append(place)
    for places in same.values():
        if len(places) > 1 and _at_one_time([rows[place] for place in places]):
            for place in places:
                names[place] = f"{names[place]} ({rows[place]['id']})"
    return names


def _readable(name: str, code: str) -> str:
    line = " ".join(name.split())
    return line if any(unicodedata.category(letter)[0] in SEEN for letter in line) else code


def _at_one_time(rows: Sequence[Mapping[str, Any]]) -> bool:
    spells = sorted((row["opened"] or date.min, row["closed"] or date.max) for row in rows)
    last = date.min
    for number, (opened, closed) in enumerate(spells):
        if number and opened <= last:
            return True
        last = max(last, closed)
    return False
