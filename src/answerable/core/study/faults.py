"""Gathering faults: all of them, told once each, with a bound on how many of one sort are spelt out."""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from answerable.core.errors import Fault, Severity
from answerable.core.suggest import nearest_words

LINE = "#line"
"""The column in which a table carries the line of each row while it is being read."""

BAD = "#bad"
"""The column that says of each row whether a cell of it could not be read and is null for that reason."""

SPELT_OUT = 50
LONGEST_QUOTE = 60
LONGEST_NAME = 80

Sort = tuple[str, str | None, str | None, Severity]


class Faults:
    """The faults found so far; of one rule, file and column the first 50 are spelt out, the rest counted."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._seen: Counter[Sort] = Counter()
        self._last: dict[Sort, Fault] = {}

    def add(
        self,
        rule: str,
        message: str,
        remedy: str,
        *,
        file: str | None = None,
        warning: bool = False,
        **where: Any,
    ) -> None:
        """Notes one fault; `where` takes line, column, body, question and expected."""
        severity = Severity.WARNING if warning else Severity.ERROR
        self.note(Fault(rule, message, remedy, file=file, severity=severity, **where))

    def note(self, fault: Fault, more: int = 0) -> None:
        """Notes a fault; `more` counts others of its sort that are not spelt out."""
        sort = (fault.rule, fault.file, fault.column, fault.severity)
        self._seen[sort] += 1 + more
        if self._seen[sort] - more <= SPELT_OUT:
            self._kept.append(_tidy(fault))
        self._last[sort] = fault

    def rows(
        self,
        bad: pl.DataFrame,
        rule: str,
        message: Callable[[Mapping[str, Any]], str],
        remedy: Callable[[Mapping[str, Any]], str] | str,
        *,
        file: str,
        column: str | None = None,
        expected: str | None = None,
        warning: bool = False,
    ) -> None:
        """Notes one fault per row of a frame that carries LINE, and body and question where it has them."""
        shown = bad.head(SPELT_OUT)
        for number, row in enumerate(shown.iter_rows(named=True), start=1):
            fault = Fault(
                rule,
                message(row),
                remedy if isinstance(remedy, str) else remedy(row),
                file=file,
                line=row.get(LINE),
                column=column,
                body=row.get("body_id") or (row.get("id") if file.startswith("bodies.") else None),
                question=row.get("question_id"),
                expected=expected,
                severity=Severity.WARNING if warning else Severity.ERROR,
            )
            self.note(fault, bad.height - shown.height if number == shown.height else 0)

    @property
    def any_errors(self) -> bool:
        """Whether something was found that stops the study from being read."""
        return any(sort[3] is Severity.ERROR for sort in self._seen)

    def listed(self) -> tuple[Fault, ...]:
        """Every fault by file and line; a sort with more than 50 ends in a line that counts the rest."""
        more = [
            replace(
                _tidy(self._last[sort]),
                message=f"{seen - SPELT_OUT:,} more like this in the same file.",
                remedy="Mend the ones listed in the same way, then check again.",
                line=None,
                body=None,
                question=None,
                expected=None,
            )
            for sort, seen in self._seen.items()
            if seen > SPELT_OUT
        ]
        # A fault of a whole file comes before those of its lines, and a count of the rest after them.
        placed = [(fault.file or "", fault.line or 0, fault) for fault in self._kept]
        placed += [(fault.file or "", sys.maxsize, fault) for fault in more]
        return tuple(fault for _, _, fault in sorted(placed, key=lambda place: place[:2]))


def _tidy(fault: Fault) -> Fault:
    """The fault without what would break a line of the terminal: names come from the file as they stand."""

    def clean(text: str | None) -> str | None:
        return text if text is None else _printable(text[:LONGEST_NAME])

    return replace(
        fault,
        message=_printable(fault.message),
        remedy=_printable(fault.remedy),
        column=clean(fault.column),
        body=clean(fault.body),
        question=clean(fault.question),
        expected=fault.expected and _printable(fault.expected),
    )


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def quoted(value: object) -> str:
    """A value as it may stand in a message: in quotation marks, on one line, not too long."""
    text = _printable(str(value)[: LONGEST_QUOTE + 1])
    return f"“{text[:LONGEST_QUOTE]}…”" if len(text) > LONGEST_QUOTE else f"“{text}”"


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """What to do about an unknown name: take the nearest known one, else one of those listed."""
    # Only the beginning is compared: a cell may hold a whole page by mistake.
    return nearest_words(str(word)[:80], known)


def any_of(words: Collection[str], limit: int = 12) -> str:
    """A short list of what is expected, for `Fault.expected`."""
    listed = sorted(words) if isinstance(words, set | frozenset) else list(words)
    return ", ".join(listed[:limit]) + (f" and {len(listed) - limit} more" if len(listed) > limit else "")
