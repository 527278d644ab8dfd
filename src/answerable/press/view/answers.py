"""The answers of one kind in one round, turned from rows into columns per question."""

from collections.abc import Mapping, Sequence
from typing import Any

from answerable.core.measures.grid import Grids, answer_grid
from answerable.core.questions import Question, Questionnaire
from answerable.core.study.model import Round, Study
from answerable.press.charts.tally import Tally
from answerable.press.colours import MISSING, Scheme
from answerable.press.view.cells import ANSWERED, Cells

COLUMNS = (
    "status", "answer", "value", "unit", "period", "note", "evidence", "evidence_url", "remarks", "statement",
)  # fmt: skip


def kind_cells(
    study: Study, a_round: Round, form: Questionnaire, order: Sequence[int], grids: Grids
) -> Mapping[str, Cells]:
    """Cells of every question, with the bodies in the given order.

    Shape:  order: places in the register's order of the bodies asked -> cells aligned with it
    """
    frame = answer_grid(study, a_round.id, form.kind, grids=grids)
    width = len(form.questions)
    nothing = (None,) * len(order)
    columns: dict[str, list[Any] | None] = {
        name: None if frame[name].null_count() == frame.height else frame[name].to_list() for name in COLUMNS
    }
    found = {}
    for place, question in enumerate(form.questions):
        taken: dict[str, Any] = {}
        for name, column in columns.items():
            if column is None:
                taken[name] = nothing
            else:
                mine = column[place::width]
                taken[name] = [mine[i] for i in order]
        states = tokens(scheme_of(question), taken["status"], taken["answer"])
        found[question.id] = Cells(**taken, states=states)
    return found


def scheme_of(question: Question) -> Scheme:
    """The colours of one question: plain where yes, no and in development are all it has."""
    return Tally(0, 0, {}, question.coded_options if question.has_options else ()).scheme


def tokens(scheme: Scheme, statuses: Sequence[str], answers: Sequence[str | None]) -> list[str]:
    """The token that paints each answer; every status but answered is missing."""
    known: dict[tuple[str, str | None], str] = {}
    made = []
    for key in zip(statuses, answers, strict=True):
        token = known.get(key)
        if token is None:
            token = known[key] = scheme.token_of(*key) if key[0] == ANSWERED else MISSING
        made.append(token)
    return made
