"""What every release changed, from the newest back to the first, as the newest one tells it.

Each release carries the changes of those before it in `history`, so that a log of corrections needs no
other folder than the last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from answerable.core.study.model import Release

KEPT = ("because", "answers", "figures", "stars")
"""What is carried on of a release's changes: hashes of files and lists made from the rest are not."""
BEFORE, AFTER = "_before", "_after"


@dataclass(frozen=True)
class AnswerChange:
    """One answer that was published and was changed or removed: what it said before, what it says now."""

    round: str
    body_id: str
    question_id: str
    change: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True)
class FigureChange:
    """Counts of one question that moved. `before` or `after` is empty where there was no such question."""

    round: str
    kind: str
    question: str
    before: Mapping[str, int]
    after: Mapping[str, int]


@dataclass(frozen=True)
class StarChange:
    """The stars of one body by the default rules of a scheme, before and after: blank where it had none."""

    round: str
    kind: str
    body_id: str
    scheme: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One release against the one before it; `since` is None for a first release."""

    version: str
    as_at: date | datetime
    since: str | None
    because: str
    n_added: int
    n_changed: int
    n_removed: int
    answers: tuple[AnswerChange, ...]
    figures: tuple[FigureChange, ...]
    stars: tuple[StarChange, ...]

    @property
    def is_correction(self) -> bool:
        """Whether something that had been published was changed or taken back."""
        return bool(self.n_changed or self.n_removed)


def steps(release: Release) -> tuple[Step, ...]:
    """Every release up to this one, newest first. Raises: ValueError, TypeError, KeyError, AttributeError

    The errors are those of a record that is none: `core.study.loading` makes a fault of them.
    """
    first = _step(release.version, release.as_at, release.since, release.changes)
    found = (first, *(_step_of(record) for record in release.history))
    for newer, older in pairwise(found):
        if newer.since != older.version:
            raise ValueError(f"version {newer.version} follows {newer.since}, not {older.version}")
    return found


def step_record(release: Release) -> dict[str, object]:
    """What a later release carries on of this one."""
    return {
        "version": release.version,
        "as_at": release.as_at.isoformat(),
        "since": release.since,
        "changes": {name: release.changes[name] for name in KEPT if release.changes.get(name)},
    }


def read_moment(text: str) -> date | datetime:
    """A date, or an instant where there is a time of day. Raises: ValueError"""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _step_of(record: Mapping[str, object]) -> Step:
    since, changes = record["since"], record["changes"]
    if not isinstance(changes, Mapping):
        raise TypeError("changes are no keys")
    return _step(
        str(record["version"]),
        read_moment(str(record["as_at"])),
        None if since is None else str(since),
        changes,
    )


def _step(version: str, as_at: date | datetime, since: str | None, changes: Mapping[str, object]) -> Step:
    answers = changes.get("answers") or {}
    if not isinstance(answers, Mapping):
        raise TypeError("changes of answers are no keys")
    return Step(
        version=version,
        as_at=as_at,
        since=since,
        because=str(changes.get("because") or ""),
        n_added=int(answers.get("added", 0)),
        n_changed=int(answers.get("changed", 0)),
        n_removed=int(answers.get("removed", 0)),
        answers=tuple(_answer(row) for row in _rows(answers, "rows")),
        figures=tuple(_figure(row) for row in _rows(changes, "figures")),
        stars=tuple(_stars(row) for row in _rows(changes, "stars")),
    )


def _rows(record: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    rows = record.get(name) or ()
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise TypeError(f"{name} are no list of keys")
    yield from rows


def _sides(row: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    before, after = (
        {name.removesuffix(side): value for name, value in row.items() if name.endswith(side)}
        for side in (BEFORE, AFTER)
    )
    return before, after


def _answer(row: Mapping[str, object]) -> AnswerChange:
    of_round, body, question, change = (
        str(row[name]) for name in ("round", "body_id", "question_id", "change")
    )
    return AnswerChange(of_round, body, question, change, *_sides(row))


def _figure(row: Mapping[str, object]) -> FigureChange:
    before, after = (
        {name: int(str(value)) for name, value in side.items() if value is not None} for side in _sides(row)
    )
    return FigureChange(str(row["round"]), str(row["kind"]), str(row["question"]), before, after)


def _stars(row: Mapping[str, object]) -> StarChange:
    names = ("round", "kind", "body_id", "scheme", "before", "after")
    return StarChange(*(str(row[name] if row[name] is not None else "") for name in names))
