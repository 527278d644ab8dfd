"""What freezing and the preview of it share: the study of the records, checked, beside the last release."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from answerable.core.release import freezing as core
from answerable.core.study.model import Release as CoreRelease
from answerable.core.study.model import Study
from answerable.core.study.reading import read_study
from answerable.core.study.writing import write_study
from answerable.desk.coding.models import Evidence
from answerable.desk.coding.unsaid import unsaid_of
from answerable.desk.errors import NotReady
from answerable.desk.releases.models import CleanedWords, Release
from answerable.desk.releases.packing import unpack
from answerable.desk.surveys.models import Survey
from answerable.desk.surveys.to_study import study_and_cleaner

MOST_NAMED = 8


@dataclass(frozen=True)
class Drafted:
    """A study written from the records and found sound, and where the last release lies, if there is one."""

    study: Study
    folder: Path
    last: Path | None
    withheld: int


@contextmanager
def drafted(
    survey: Survey, last: Release | None, tell: Callable[[int], None] | None = None
) -> Iterator[Drafted]:
    """The study of a survey's records in a passing folder.

    Raises: InputFaults where it has faults; NotReady where it has no body, no answer, or an answer of a
            body of whom nobody has said that it replied
    """
    _check_replies_are_said(survey)
    with tempfile.TemporaryDirectory(prefix="answerable-release-") as name:
        place = Path(name)
        made, cleaner = study_and_cleaner(survey, tell)
        _check_says_something(made)
        folder = place / "study" / made.id
        cleaner.forget_unused()
        write_study(made, folder)
        study = read_study(folder)
        before = None
        if last is not None:
            before = place / "last" / made.id
            unpack(last, before)
        yield Drafted(study, folder, before, cleaner.withheld)


def _check_says_something(study: Study) -> None:
    """Refuses a study without bodies or answers. Raises: NotReady"""
    if not study.bodies.height:
        raise NotReady(
            "There is no body in the register, so nothing can be frozen. Import bodies in the set-up."
        )
    if not any(each.answers.height for each in study.rounds if each.answers is not None):
        raise NotReady(
            "There is no answer yet, so there is nothing to freeze. Code the replies that came in first."
        )


def _check_replies_are_said(survey: Survey) -> None:
    """Refuses answers of bodies whom the log still has as silent. Raises: NotReady"""
    found = unsaid_of(survey)
    if found:
        named = "; ".join(f"{each.request.body.name} ({each.request.round})" for each in found[:MOST_NAMED])
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise NotReady(
            f"Answers are coded of {len(found)} {'bodies' if len(found) > 1 else 'body'} of whom nobody has "
            f"said what the reply is: {named}{more}. Say it in the inbox or on their coding screen."
        )


def passages_waiting(survey: Survey) -> int:
    """About how many quotes are still to be cleaned: some milliseconds each."""
    quotes = Evidence.objects.filter(decision__adopted_as__round__survey=survey).count()
    return max(0, quotes - CleanedWords.objects.filter(survey=survey).count())


def last_release(survey: Survey) -> Release | None:
    """The release that was frozen last."""
    return Release.objects.filter(survey=survey).select_related("file").order_by("-pk").first()


def freeze_draft(
    draft: Drafted, out: Path, *, version: str, as_at: date | datetime, because: str
) -> CoreRelease:
    """Freezes a draft into a new folder. Raises: InputFaults; NotReady for a correction without a reason"""
    made = core.freeze_study(
        draft.study, out, version=version, as_at=as_at, since=draft.last, because=because or None
    )
    moved = corrected(made.changes)
    if moved and not because.strip():
        raise NotReady(_reason_wanted(moved))
    return made


def corrected(changes: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The answers that were frozen before and are changed or removed."""
    return list((changes.get("answers") or {}).get("rows") or ())


def is_same(changes: Mapping[str, Any]) -> bool:
    """Whether every file is what it was in the last release."""
    files = changes.get("files") or {}
    return not any(files.get(name) for name in ("added", "changed", "removed"))


def _reason_wanted(moved: list[Mapping[str, Any]]) -> str:
    named = [
        f"{row['body_id']}, {row['question_id']} ({row['round']}): "
        f"{said(row, 'before')} → {said(row, 'after')}"
        for row in moved[:MOST_NAMED]
    ]
    more = f" and {len(moved) - MOST_NAMED} more" if len(moved) > MOST_NAMED else ""
    return (
        f"{len(moved)} answers that were frozen before are changed or removed; say why, for the public, and "
        f"freeze again: {'; '.join(named)}{more}."
    )


def said(row: Mapping[str, Any], when: str) -> str:
    """What an answer said before or after, in short: option or number, else its status."""
    if row["change"] == "removed" and when == "after":
        return "no row"
    status = row.get(f"status_{when}")
    value, answer = row.get(f"value_{when}"), row.get(f"answer_{when}")
    if value is not None:
        return f"{value:,.10g}"
    text = str(answer if answer is not None else status or "nothing").replace("_", " ")
    return text if len(text) <= 60 else f"{text[:57]}…"
