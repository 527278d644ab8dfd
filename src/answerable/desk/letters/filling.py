"""Filling the marks of a letter. A value is never looked at again, so nothing can smuggle a mark in."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from answerable.core.errors import Fault
from answerable.core.suggest import nearest_words
from answerable.desk.letters.marks import MARKS
from answerable.desk.requests.models import Request

_MARK = re.compile(r"\{\{([^{}\n]*)\}\}")
_CODE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Filled:
    """A text with its marks filled, and what is wrong with it: unknown marks, and those without a value."""

    text: str
    faults: tuple[Fault, ...]


def fill(text: str, *, request: Request, on: date, reply_link: str = "", because: str = "") -> Filled:
    """A letter's text for one request, as if it were sent on a day.

    For many requests gather their values once by `letters.contents.Contents` and call `fill_marks`.
    """
    from answerable.desk.letters.contents import Contents

    contents = Contents.of(request.round, [request])
    values = contents.values(request, because=because) | contents.late_values(request, on, reply_link)
    return fill_marks(text, values)


def fill_marks(
    text: str, values: Mapping[str, str], *, later: Collection[str] = (), file: str = "the letter"
) -> Filled:
    """A text with its marks filled from values; those named in `later` stay as they are."""
    faults = list(mark_faults(text, file=file))

    def put(found: re.Match[str]) -> str:
        name = found[1].strip()
        mark = MARKS.get(name)
        if mark is None or name in later:
            return found[0]
        value = values.get(name, "")
        if not value and not mark.optional:
            faults.append(_unfilled(name, _line(text, found.start()), file, by_hand=mark.by_hand))
            return found[0]
        return value

    filled = _MARK.sub(put, text)
    return Filled(_BLANKS.sub("\n\n", filled).strip(), tuple(sorted(faults, key=lambda f: f.line or 0)))


def mark_faults(text: str, *, file: str = "the letter") -> tuple[Fault, ...]:
    """Marks that are none: unknown names, and what looks like template code."""
    faults = []
    for found in _MARK.finditer(text):
        name = found[1].strip()
        if name not in MARKS:
            faults.append(
                Fault(
                    "unknown_mark",
                    f"There is no mark “{{{{ {name} }}}}”.",
                    nearest_words(name, MARKS) if name else "Write the name of a mark between the braces.",
                    file=file,
                    line=_line(text, found.start()),
                )
            )
    rest = _MARK.sub(lambda found: " " * len(found[0]), text)
    for found in _CODE.finditer(rest):
        faults.append(
            Fault(
                "broken_mark",
                f"“{found[0]}” stands alone.",
                "Write a mark as {{ name }} on one line; nothing else in a letter is run.",
                file=file,
                line=_line(text, found.start()),
            )
        )
    return tuple(faults)


def _unfilled(name: str, line: int, file: str, *, by_hand: bool) -> Fault:
    remedy = "Open this letter and write it by hand." if by_hand else f"Needed: {MARKS[name].words}."
    return Fault("unfilled_mark", f"Nothing to put for “{{{{ {name} }}}}”.", remedy, file=file, line=line)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
