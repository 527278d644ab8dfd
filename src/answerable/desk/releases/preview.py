"""What freezing now would change: answers, figures and stars beside the last release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from answerable.core.errors import AnswerableError, Fault, InputFaults
from answerable.core.release.comparing import COMPARED, COUNTS, StudyChanges, compare
from answerable.core.study.model import Study
from answerable.core.study.reading import read_study
from answerable.desk.coding.unsaid import Unsaid, unsaid_of
from answerable.desk.releases.freezing import drafted, last_release, said
from answerable.desk.releases.models import Release
from answerable.desk.releases.versions import next_version
from answerable.desk.surveys.models import Survey

CELLS = tuple(name for name in COMPARED if name not in ("status", "answer", "value"))


@dataclass(frozen=True)
class AnswerMove:
    """One answer that is new, changed or gone, in words."""

    round: str
    body_id: str
    body: str
    question: str
    change: str
    before: str
    after: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureMove:
    """Counts of one question that moved: what each was and is."""

    round: str
    kind: str
    question: str
    counts: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True)
class StarMove:
    """Stars of one body that moved."""

    round: str
    body: str
    scheme: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What freezing now would say; with `faults`, `trouble` or `unsaid` nothing can be.

    `answers` are by change; `unsaid` are bodies of whom nobody has said what their reply is.
    """

    version: str
    last: Release | None
    n_bodies: int = 0
    n_answers: int = 0
    withheld: int = 0
    answers: Mapping[str, tuple[AnswerMove, ...]] = field(default_factory=dict)
    figures: tuple[FigureMove, ...] = ()
    stars: tuple[StarMove, ...] = ()
    faults: tuple[Fault, ...] = ()
    trouble: str = ""
    unsaid: tuple[Unsaid, ...] = ()

    @property
    def can_freeze(self) -> bool:
        """Whether the study is sound."""
        return not self.faults and not self.trouble and not self.unsaid

    @property
    def n_added(self) -> int:
        """Answers that no release had yet."""
        return len(self.answers.get("added", ()))

    @property
    def n_corrected(self) -> int:
        """Answers that were frozen before and are changed or gone: they need a reason."""
        return len(self.answers.get("changed", ())) + len(self.answers.get("removed", ()))

    @property
    def needs_reason(self) -> bool:
        """Whether the public is told why."""
        return self.n_corrected > 0


def preview(survey: Survey) -> Preview:
    """What freezing the survey now would change; faults are shown, never raised."""
    last = last_release(survey)
    version = next_version(last.version if last else None)
    unsaid = unsaid_of(survey)
    if unsaid:
        return Preview(version, last, unsaid=unsaid)
    try:
        with drafted(survey, last) as draft:
            shape: dict[str, Any] = {
                "n_bodies": draft.study.bodies.height,
                "n_answers": sum(
                    each.answers.height for each in draft.study.rounds if each.answers is not None
                ),
                "withheld": draft.withheld,
            }
            if draft.last is None:
                return Preview(version, last, **shape)
            before = read_study(draft.last)
            changes = compare(before, draft.study)
            return Preview(version, last, **shape, **_told(changes, _Labels(before, draft.study)))
    except InputFaults as found:
        return Preview(version, last, faults=found.faults)
    except AnswerableError as error:
        return Preview(version, last, trouble=str(error))


class _Labels:
    """What bodies and questions are called, as of now, else as of the last release."""

    def __init__(self, before: Study, after: Study) -> None:
        self._bodies: dict[str, str] = {}
        self._questions: dict[tuple[str, str], str] = {}
        for study in (before, after):
            self._bodies |= dict(study.bodies.select("id", "name").iter_rows())
            for each in study.rounds:
                for form in each.questionnaires.values():
                    self._questions |= {
                        (each.id, q.id): f"{q.number} {q.name}".strip() for q in form.questions
                    }

    def body(self, body_id: str) -> str:
        """The name of a body."""
        return self._bodies.get(body_id, body_id)

    def question(self, round_id: str, question_id: str) -> str:
        """Number and label of a question."""
        return self._questions.get((round_id, question_id), question_id)


def _told(changes: StudyChanges, labels: _Labels) -> dict[str, Any]:
    moves = [_answer(row, labels) for row in changes.answers.iter_rows(named=True)]
    return {
        "answers": {
            change: tuple(each for each in moves if each.change == change)
            for change in ("changed", "removed", "added")
        },
        "figures": tuple(_figure(row, labels) for row in changes.figures.iter_rows(named=True)),
        "stars": tuple(
            StarMove(
                row["round"],
                labels.body(row["body_id"]),
                row["scheme"],
                row["before"] or "none",
                row["after"] or "none",
            )
            for row in changes.stars.iter_rows(named=True)
        ),
    }


def _answer(row: Mapping[str, Any], labels: _Labels) -> AnswerMove:
    also = () if row["change"] != "changed" else tuple(_cells_that_moved(row))
    return AnswerMove(
        round=row["round"],
        body_id=row["body_id"],
        body=labels.body(row["body_id"]),
        question=labels.question(row["round"], row["question_id"]),
        change=row["change"],
        before="no row" if row["change"] == "added" else said(row, "before"),
        after=said(row, "after"),
        also=also,
    )


def _cells_that_moved(row: Mapping[str, Any]) -> Iterator[str]:
    for name in CELLS:
        if row[f"{name}_before"] != row[f"{name}_after"]:
            yield name.replace("_", " ")


def _figure(row: Mapping[str, Any], labels: _Labels) -> FigureMove:
    return FigureMove(
        row["round"],
        row["kind"],
        labels.question(row["round"], row["question"]),
        tuple(
            (name.removeprefix("n_"), row[f"{name}_before"], row[f"{name}_after"])
            for name in COUNTS
            if row[f"{name}_before"] != row[f"{name}_after"]
        ),
    )
