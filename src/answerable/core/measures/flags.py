"""Consistency flags: answers of one body that do not fit together, for a person to look at.

A flag says what was said and never changes it. Missing is not no: a flag is raised only by answers that
were given, so a body is not accused of what it did not say.
"""

from collections.abc import Iterator
from enum import StrEnum

import numpy as np
import polars as pl

from answerable.core.answers import STATUS_WORDS, AnswerType, Status
from answerable.core.errors import AnswerableError, UnknownName
from answerable.core.measures.codes import NO_CODE, NOT_HELD_CODE, YES_CODE, Flags, is_answered
from answerable.core.measures.grid import Grid, Grids
from answerable.core.measures.joint import JOINT_RULE, joint_bodies, joints
from answerable.core.questions import ConsistencyRule, Question
from answerable.core.study.model import Study


class FlagRule(StrEnum):
    """The patterns that are looked for; `flags` says what each means.

    `home_without_transfer` is another name for a `yes_without` about care at home.
    """

    OVERALL_YES_NO_ELEMENT = "overall_yes_no_element"
    OVERALL_NO_WITH_ELEMENT = "overall_no_with_element"
    NEEDS_WITHOUT_NUMBER = "needs_without_number"
    OUT_OF_HOURS_WITHOUT_IN_HOURS = "out_of_hours_without_in_hours"
    SPEND_WITHOUT_SERVICE = "spend_without_service"
    YES_WITHOUT = "yes_without"
    HOME_WITHOUT_TRANSFER = "home_without_transfer"
    JOINT_ONE_SIDE = JOINT_RULE


FLAGS = {
    "round": pl.String(),
    "body_id": pl.String(),
    "rule": pl.String(),
    "questions": pl.String(),
    "words": pl.String(),
}


def flags(study: Study, *, grids: Grids | None = None) -> pl.DataFrame:
    """Every consistency flag of every round whose answers are in the study.

    overall_yes_no_element         yes overall, and every element answered no
    overall_no_with_element        no overall, and at least one element yes
    needs_without_number           yes, and no number: for a count that a `gives_number` rests on whatever
                                   the reason, for other counts where it is said not to be held
    out_of_hours_without_in_hours  yes out of hours and no in hours
    spend_without_service          a number above zero hanging on a question answered no
    yes_without                    yes to one question and no to another without which it cannot be
    joint_one_side                 yes to working jointly, and every overlapping body that answered says no

    Shape:  round, body_id, rule, questions (";" between them), words
    Raises: UnknownName, GridMisaligned; AnswerableError for a rule that names too little
    Source: method.md, Consistency flags
    """
    made = Grids.of(study, grids)
    found = [pl.DataFrame(schema=FLAGS)]
    for grid in made:
        found += [frame for rule in grid.questionnaire.consistency for frame in _declared(grid, rule)]
        found += _needs_without_number(grid)
        found += _out_of_hours_without_in_hours(grid)
        found += _spend_without_service(grid)
    found += _joint_one_side(study, made)
    rounds = pl.Enum([a_round.id for a_round in study.rounds])
    return pl.concat(found).sort(pl.col("round").cast(rounds), maintain_order=True)


def _flag(grid: Grid, where: Flags, rule: str, questions: list[str], words: str | pl.Series) -> pl.DataFrame:
    """Flags for the bodies where something holds; `words` are one sentence for all or one for each."""
    ids = grid.ids.filter(pl.Series(where))
    told = pl.repeat(words, ids.len(), dtype=pl.String, eager=True) if isinstance(words, str) else words
    return pl.DataFrame(
        [
            pl.repeat(grid.round.id, ids.len(), dtype=pl.String, eager=True).alias("round"),
            ids.alias("body_id"),
            pl.repeat(rule, ids.len(), dtype=pl.String, eager=True).alias("rule"),
            pl.repeat(";".join(questions), ids.len(), dtype=pl.String, eager=True).alias("questions"),
            told.alias("words"),
        ]
    )


def _name(grid: Grid, question_id: str) -> str:
    return f"“{grid.questionnaire.question(question_id).name}”"


def _declared(grid: Grid, rule: ConsistencyRule) -> Iterator[pl.DataFrame]:
    """Flags of one rule of the questionnaire."""
    if rule.rule == FlagRule.JOINT_ONE_SIDE:
        return
    if rule.rule in (FlagRule.YES_WITHOUT, FlagRule.HOME_WITHOUT_TRANSFER):
        yield _yes_without(grid, rule)
    elif rule.rule == FlagRule.OVERALL_YES_NO_ELEMENT:
        yield _overall_yes_no_element(grid, rule)
    elif rule.rule == FlagRule.OVERALL_NO_WITH_ELEMENT:
        yield from _overall_no_with_element(grid, rule)
    else:
        raise UnknownName("consistency rule", rule.rule, [str(known) for known in FlagRule])


def _overall_yes_no_element(grid: Grid, rule: ConsistencyRule) -> pl.DataFrame:
    where = grid.of(rule.question) == YES_CODE
    for element in rule.elements:
        where = where & (grid.of(element) == NO_CODE)
    every = f"each of its {len(rule.elements)} elements" if len(rule.elements) > 1 else "its only element"
    words = rule.words or f"Says yes to {_name(grid, rule.question)} and no to {every}."
    return _flag(grid, where & bool(rule.elements), rule.rule, [rule.question, *rule.elements], words)


def _overall_no_with_element(grid: Grid, rule: ConsistencyRule) -> Iterator[pl.DataFrame]:
    """One flag per body, naming the elements that it says yes to."""
    if not rule.elements:
        return
    yes = np.stack([grid.of(element) == YES_CODE for element in rule.elements])
    where = (grid.of(rule.question) == NO_CODE) & yes.any(axis=0)
    said = [
        [e for e, given in zip(rule.elements, column, strict=True) if given] for column in yes[:, where].T
    ]
    frame = _flag(grid, where, rule.rule, [rule.question], rule.words)
    named = [", ".join(_name(grid, element) for element in elements) for elements in said]
    told = [rule.words or f"Says no to {_name(grid, rule.question)} and yes to {names}." for names in named]
    yield frame.with_columns(
        pl.Series("questions", [";".join([rule.question, *elements]) for elements in said], dtype=pl.String),
        pl.Series("words", told, dtype=pl.String),
    )


def _yes_without(grid: Grid, rule: ConsistencyRule) -> pl.DataFrame:
    if rule.other is None:
        raise AnswerableError(f"Rule “{rule.rule}” on question “{rule.question}” names no other question.")
    where = (grid.of(rule.question) == YES_CODE) & (grid.of(rule.other) == NO_CODE)
    words = rule.words or f"Says yes to {_name(grid, rule.question)} and no to {_name(grid, rule.other)}."
    return _flag(grid, where, rule.rule, [rule.question, rule.other], words)


def _needs_without_number(grid: Grid) -> Iterator[pl.DataFrame]:
    """Claims to know a number that is then not given; the reason stands in the words."""
    asked_for = {q.derived.gives_number for q in grid.questionnaire.questions if q.derived}
    for question in grid.questionnaire.questions:
        is_number = question.answer is AnswerType.COUNT or question.id in asked_for
        if not is_number or question.parent is None:
            continue
        codes = grid.of(question.id)
        without = ~is_answered(codes) if question.id in asked_for else codes == NOT_HELD_CODE
        where = (grid.of(question.parent) == YES_CODE) & without
        number = _name(grid, question.id)
        reasons = grid.statuses(question.id).filter(pl.Series(where)).to_list()
        said = f"Says yes to {_name(grid, question.parent)}, but gives no {number}"
        told = [f"{said}: {STATUS_WORDS[Status(reason)]}." for reason in reasons]
        rule = FlagRule.NEEDS_WITHOUT_NUMBER
        asked = [question.parent, question.id]
        yield _flag(grid, where, rule, asked, pl.Series(told, dtype=pl.String))


def _out_of_hours_without_in_hours(grid: Grid) -> Iterator[pl.DataFrame]:
    for twin in grid.questionnaire.questions:
        if twin.pair_of is None:
            continue
        where = (grid.of(twin.pair_of) == NO_CODE) & (grid.of(twin.id) == YES_CODE)
        words = f"Says no to {_name(grid, twin.pair_of)} but yes to {_name(grid, twin.id)}."
        rule = FlagRule.OUT_OF_HOURS_WITHOUT_IN_HOURS
        yield _flag(grid, where, rule, [twin.pair_of, twin.id], words)


def _spend_without_service(grid: Grid) -> Iterator[pl.DataFrame]:
    """Read from what bodies wrote: in the grid such a follow-up counts as not asked."""
    rows = grid.round.answers
    if rows is None:
        return
    numbers = [q for q in grid.questionnaire.questions if q.parent is not None and q.is_numeric]
    given = rows.filter(
        pl.col("question_id").is_in([q.id for q in numbers])
        & (pl.col("status").cast(pl.String) == str(Status.ANSWERED))
        & (pl.col("value") > 0)
    )
    for question in numbers:
        assert question.parent is not None
        mine = given.filter(pl.col("question_id") == question.id).select("body_id", "value", "unit")
        placed = (
            grid.ids.alias("body_id").to_frame().join(mine, on="body_id", how="left", maintain_order="left")
        )
        where = (grid.of(question.parent) == NO_CODE) & placed["value"].is_not_null().to_numpy()
        words = _amounts(placed.filter(pl.Series(where)), question)
        told = pl.Series(
            [f"Says no to {_name(grid, question.parent)} yet gives {amount}." for amount in words],
            dtype=pl.String,
        )
        rule = FlagRule.SPEND_WITHOUT_SERVICE
        yield _flag(grid, where, rule, [question.parent, question.id], told)


def _amounts(rows: pl.DataFrame, question: Question) -> list[str]:
    """Numbers with their unit, whole where they are whole: "1,200 GBP for “spend”"."""
    return [
        f"{value:,.15g}{f' {unit or question.unit}' if unit or question.unit else ''} for “{question.name}”"
        for value, unit in rows.select("value", "unit").iter_rows()
    ]


def _joint_one_side(study: Study, made: Grids) -> Iterator[pl.DataFrame]:
    """Claims that nobody on the other side shares, of both kinds, whichever questionnaire has the rule."""
    bodies = joint_bodies(study, grids=made)
    claimed = bodies.filter(
        (pl.col("state") == "yes")
        & (pl.col("n_others_answered") > 0)
        & (pl.col("n_others_no") == pl.col("n_others_answered"))
    )
    for joint in joints(study, made):
        for grid, question, other, other_question in (
            (joint.left, joint.left_question, joint.right, joint.right_question),
            (joint.right, joint.right_question, joint.left, joint.left_question),
        ):
            mine = claimed.filter(
                (pl.col("round") == grid.round.id)
                & (pl.col("kind") == grid.kind)
                & (pl.col("question") == question)
                & (pl.col("other_kind") == other.kind)
                & (pl.col("other_question") == other_question)
            )
            words = joint.declared[grid.kind].words if grid.kind in joint.declared else ""
            if not words:
                plural = study.kind(other.kind).plural
                others = f"all {plural} of its area that answered"
                words = f"Says yes to {_name(grid, question)}, while {others} say no."
            where = grid.ids.is_in(mine["body_id"].implode()).to_numpy()
            yield _flag(grid, where, FlagRule.JOINT_ONE_SIDE, [question], words)
