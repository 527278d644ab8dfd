"""From a study to its view: every measure is taken here, once, and no page computes anything."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from answerable.core.measures.grid import answers_elsewhere
from answerable.core.questions import Question, Questionnaire
from answerable.core.study.model import Round, Study
from answerable.core.study.section import RESERVED
from answerable.press.charts.tally import Tally
from answerable.press.errors import RoundMisnamed
from answerable.press.maps import PreparedMaps, RegionMaps, prepare_drawings
from answerable.press.slugs import segment, unique_slugs
from answerable.press.view.answers import kind_cells
from answerable.press.view.extras import make_extras
from answerable.press.view.model import (
    BodyView,
    KindView,
    QuestionView,
    Record,
    RoundState,
    RoundView,
    StudyView,
)
from answerable.press.view.names import shown_names
from answerable.press.view.tables import Tables

WITH_ANSWERS = (RoundState.ANSWERS, RoundState.WAITING)
Drawn = Mapping[tuple[str, str], Future[PreparedMaps | RegionMaps | None]]


def build_view(study: Study, *, prefix: str = "") -> StudyView:
    """The view of a study, with every measure taken once.

    Raises: GridMisaligned where answers do not fit the study; RoundMisnamed
    """
    for a_round in study.rounds:
        if a_round.id.casefold() in RESERVED:
            raise RoundMisnamed(a_round.id)
    # Geometry is worked out beside the counting: both spend their time outside Python, on a core each.
    with ThreadPoolExecutor(max_workers=1) as beside:
        drawn = {
            (a_round.id, kind): beside.submit(prepare_drawings, study, a_round.id, kind)
            for a_round in study.rounds
            if round_state(study, a_round) in WITH_ANSWERS
            for kind in a_round.questionnaires
        }
        tables = Tables(study)
        bodies = body_views(study, prefix)
        at = {(body.id, body.opened): body for body in bodies}
        rounds = tuple(_round(study, a_round, tables, at, prefix, drawn) for a_round in study.rounds)
    return StudyView(
        study=study,
        prefix=prefix,
        rounds=rounds,
        bodies=bodies,
        warnings=warnings_of(rounds),
        extras=make_extras(study, tables, rounds, bodies, prefix),
    )


def warnings_of(rounds: Iterable[RoundView]) -> tuple[str, ...]:
    """What the pages warn their readers of, each once."""
    kinds = [kind for each in rounds for kind in each.kinds.values()]
    drawn = [prepared for kind in kinds for prepared in (kind.maps, kind.region_maps) if prepared]
    return tuple(dict.fromkeys(note.sentence() for prepared in drawn for note in prepared.notes))


def body_views(study: Study, prefix: str) -> tuple[BodyView, ...]:
    """Every row of the register, in its order, each with an address of its own."""
    rows = list(study.bodies.iter_rows(named=True))
    slugs = unique_slugs([row["name"] for row in rows], [row["id"] for row in rows])
    return tuple(
        BodyView(
            id=row["id"],
            kind=row["kind"],
            name=name,
            slug=slug,
            path=f"{prefix}bodies/{slug}/",
            opened=row["opened"],
            closed=row["closed"],
            region=row["region"] or "",
            row=row,
        )
        for row, name, slug in zip(rows, shown_names(rows), slugs, strict=True)
    )


def round_state(study: Study, a_round: Round) -> RoundState:
    """What there is to show of a round."""
    if a_round.sent_on is None:
        return RoundState.READY
    if answers_elsewhere(study, a_round):
        return RoundState.PRINTED
    return RoundState.WAITING if a_round.answers is None else RoundState.ANSWERS


def _round(
    study: Study,
    a_round: Round,
    tables: Tables,
    at: Mapping[Any, BodyView],
    prefix: str,
    drawn: Drawn,
) -> RoundView:
    state = round_state(study, a_round)
    path = f"{prefix}{segment(a_round.id)}/"
    kinds = {
        kind: _kind(study, a_round, form, state, tables, at, path, drawn)
        for kind, form in a_round.questionnaires.items()
    }
    return RoundView(a_round, state, path, kinds)


def _kind(
    study: Study,
    a_round: Round,
    form: Questionnaire,
    state: RoundState,
    tables: Tables,
    at: Mapping[Any, BodyView],
    path: str,
    drawn: Drawn,
) -> KindView:
    if state is RoundState.READY:
        bodies: list[BodyView] = []
    else:
        asked = tables.grids.get(a_round.id, form.kind).bodies
        bodies = [at[key] for key in zip(asked["id"], asked["opened"], strict=True)]
    order = sorted(range(len(bodies)), key=lambda i: (bodies[i].name.casefold(), bodies[i].id))
    with_answers = state in WITH_ANSWERS
    cells = kind_cells(study, a_round, form, order, tables.grids) if with_answers else {}
    questions = {
        question.id: _question(a_round, form, question, state, tables, path, cells, len(bodies))
        for question in form.questions
    }
    drawing = drawn[a_round.id, form.kind].result() if with_answers and bodies else None
    return KindView(
        kind=study.kind(form.kind),
        round_id=a_round.id,
        questionnaire=form,
        bodies=tuple(bodies[i] for i in order),
        questions=questions,
        response=tables.response.get((a_round.id, form.kind)),
        by_region=tables.by_region.get((a_round.id, form.kind), ()),
        maps=drawing if isinstance(drawing, PreparedMaps) else None,
        region_maps=drawing if isinstance(drawing, RegionMaps) else None,
    )


def _question(
    a_round: Round,
    form: Questionnaire,
    question: Question,
    state: RoundState,
    tables: Tables,
    path: str,
    cells: Mapping[str, Any],
    n_bodies: int,
) -> QuestionView:
    key = (a_round.id, form.kind, question.id)
    counts = tables.counts.get(key)
    printed = tables.printed.get(key, ())
    return QuestionView(
        question=question,
        round_id=a_round.id,
        kind=form.kind,
        path=question_path(path, form, question, state),
        tally=tally_of(question, counts, tables.given.get(key, {})),
        counts=counts,
        missing=tables.missing.get(key, {}),
        cells=cells.get(question.id),
        numbers=tables.numbers.get(key, ()),
        pair=tables.pairs.get(key),
        trends=tables.trends.get(key, ()),
        printed=printed,
        printed_tally=printed_tally(question, printed, n_bodies) if state is RoundState.PRINTED else None,
    )


def question_path(round_path: str, form: Questionnaire, question: Question, state: RoundState) -> str:
    """Where a question is shown: its own page, its parent's, or the round's before anyone was asked."""
    page = question
    while page.parent and page.parent in form.by_id:
        page = form.question(page.parent)
    kind = segment(form.kind)
    if state is RoundState.READY:
        return f"{round_path}#{kind}-{segment(question.id)}"
    own = f"{round_path}questions/{segment(page.id)}/{kind}/"
    return own if page is question else f"{own}#{segment(question.id)}"


def tally_of(question: Question, counts: Record | None, given: Mapping[str, int]) -> Tally | None:
    """The counts that bars and legends are drawn from; None where the answers are not in the study."""
    if counts is None:
        return None
    options = question.coded_options if question.has_options else ()
    return Tally(counts["n_asked"], counts["n_answered"], given if options else {}, options)


def printed_tally(question: Question, figures: Iterable[Record], n_asked: int) -> Tally | None:
    """The counts of a printed yes with its base, against the bodies asked; None where there are none.

    What was not printed as yes is taken as no only where the question offers nothing else.
    """
    if set(question.coded_options) != {"yes", "no"}:
        return None
    for figure in figures:
        n, base = printed_counts(figure)
        if figure["measure"] == "yes" and n is not None and base and n <= base <= n_asked:
            return Tally(n_asked, base, {"yes": n, "no": base - n})
    return None


def printed_counts(figure: Record) -> tuple[int | None, int | None]:
    """The counts behind a printed share: its own, those printed elsewhere, or the only ones that give it."""
    if figure["basis_denominator"]:
        return figure["basis_numerator"], figure["basis_denominator"]
    low, high, base = figure["n_low"], figure["n_high"], figure["denominator"]
    if low is not None and base and high - (figure["n_asked"] - base) == low:
        return low, base
    return None, base
