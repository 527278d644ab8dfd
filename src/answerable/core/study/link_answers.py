"""Answers of a round against its questionnaires: vectorised, since there may be millions."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from answerable.core.answers import AnswerType
from answerable.core.questions import Question
from answerable.core.study.columns import ReadTable
from answerable.core.study.faults import BAD, LINE, Faults, any_of, did_you_mean, quoted
from answerable.core.study.link_bodies import check_addresses
from answerable.core.study.link_round import KIND, tell_not_sent, tell_twice, with_kinds
from answerable.core.study.loading import Loaded, LoadedRound

TRUTHS = {"true": "yes", "false": "no", "1": "yes", "0": "no", "wahr": "yes", "falsch": "no"}


def check_answers(loaded: Loaded, a_round: LoadedRound, faults: Faults) -> None:
    """Notes every fault in answers.csv."""
    read = a_round.answers
    if read is None:
        return
    tell_not_sent(read, a_round, faults)
    tell_twice(read.frame, ["body_id", "question_id"], "The body answers the question", read, faults)
    check_addresses(read, "evidence_url", faults)
    _check_status(read, faults)
    rows = with_kinds(read, loaded, a_round, faults)
    if rows is None:
        return
    rows = rows.filter(pl.col(KIND).is_in(list(a_round.questionnaires)))
    rows = rows.join(_questions(a_round), on=[KIND, "question_id"], how="left", maintain_order="left")
    _check_questions(rows, read, a_round, faults)
    said = rows.filter((pl.col("status").cast(pl.String) == "answered") & pl.col("#type").is_not_null())
    _check_options(said, read, a_round, faults)
    _check_numbers(said, read, faults)
    _check_remarks(rows, read, a_round, faults)


def _questions(a_round: LoadedRound) -> pl.DataFrame:
    rows = [
        (kind, question.id, str(question.answer), question.derived is not None)
        for kind, form in a_round.questionnaires.items()
        for question in form.value.questions
    ]
    schema = {KIND: pl.String, "question_id": pl.String, "#type": pl.String, "#derived": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _question(a_round: LoadedRound, row: Mapping[str, Any]) -> Question:
    return a_round.questionnaires[str(row[KIND])].value.by_id[str(row["question_id"])]


def _check_status(read: ReadTable, faults: Faults) -> None:
    """An option or a number goes with the status answered and with no other."""
    beside = (pl.col("status").cast(pl.String) != "answered") & (
        pl.col("answer").is_not_null() | pl.col("value").is_not_null()
    )
    faults.rows(
        read.frame.filter(beside),
        "answer_beside_status",
        lambda row: (
            f"The status {row['status']} means that there is no answer, and {_given(row)} stands beside it."
        ),
        "Make the status answered, or move the words to the note.",
        file=read.file,
        column="status",
    )


def _given(row: Mapping[str, Any]) -> str:
    return quoted(row["answer"]) if row["answer"] is not None else f"the number {row['value']:g}"


def _check_questions(rows: pl.DataFrame, read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    known = {kind: list(form.value.by_id) for kind, form in a_round.questionnaires.items()}
    faults.rows(
        rows.filter(pl.col("#type").is_null() & pl.col("question_id").is_not_null()),
        "unknown_question",
        lambda row: (
            f"There is no question {quoted(row['question_id'])} for the kind {row[KIND]} in this round."
        ),
        lambda row: did_you_mean(row["question_id"], known[row[KIND]]),
        file=read.file,
        column="question_id",
    )
    faults.rows(
        rows.filter(pl.col("#derived")),
        "derived_answered",
        lambda row: (
            f"{quoted(row['question_id'])} is derived from other questions, so nobody can have answered it."
        ),
        "Remove the row; its answer is worked out.",
        file=read.file,
        column="question_id",
    )


def _check_options(said: pl.DataFrame, read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    has_options = pl.col("#type").is_in([AnswerType.YES_NO.value, AnswerType.CHOICE.value])
    chosen = said.filter(has_options & ~pl.col("#derived"))
    faults.rows(
        chosen.filter(pl.col("answer").is_null()),
        "answer_missing",
        lambda row: "The status is answered and there is no answer.",
        lambda row: f"Write one of: {any_of(_question(a_round, row).coded_options)}; or correct the status.",
        file=read.file,
        column="answer",
    )
    options = pl.DataFrame(
        [
            (kind, question.id, option)
            for kind, form in a_round.questionnaires.items()
            for question in form.value.questions
            for option in dict.fromkeys(question.coded_options)
        ],
        schema={KIND: pl.String, "question_id": pl.String, "answer": pl.String},
        orient="row",
    )
    lacking = chosen.filter(pl.col("answer").is_not_null()).join(
        options, on=[KIND, "question_id", "answer"], how="anti", maintain_order="left"
    )
    faults.rows(
        lacking.sort(LINE),
        "unknown_option",
        lambda row: (
            f"{quoted(row['answer'])} is no option of this question; "
            f"its options are {any_of(_question(a_round, row).coded_options)}."
        ),
        lambda row: _option_remedy(row["answer"], _question(a_round, row).coded_options),
        file=read.file,
        column="answer",
    )
    faults.rows(
        chosen.filter(pl.col("value").is_not_null()),
        "value_beside_option",
        lambda row: (
            f"The question is answered by an option, and the number {row['value']:g} stands beside it."
        ),
        "Remove the number, or write it as the answer of a follow-up.",
        file=read.file,
        column="value",
    )


def _option_remedy(answer: str, options: tuple[str, ...]) -> str:
    word = TRUTHS.get(answer.strip().lower())
    if word in options:
        return f"Did you mean “{word}”? A program has turned the word into {answer.strip()}."
    return did_you_mean(answer, options)


def _check_numbers(said: pl.DataFrame, read: ReadTable, faults: Faults) -> None:
    number = pl.col("#type").is_in([AnswerType.MONEY.value, AnswerType.COUNT.value])
    words = pl.col("#type").is_in([AnswerType.TEXT.value, AnswerType.LINK.value])
    faults.rows(
        said.filter(number & pl.col("answer").is_not_null()),
        "answer_beside_number",
        lambda row: (
            f"The question asks for a number, and {quoted(row['answer'])} stands in the column answer."
        ),
        "Write the number in the column value and the words in the note.",
        file=read.file,
        column="answer",
    )
    faults.rows(
        said.filter(number & ~pl.col(BAD) & pl.all_horizontal(pl.col("value", "answer", "note").is_null())),
        "number_missing",
        lambda row: "The status is answered, and there is neither a number nor a note.",
        "Write the number as value; of a range or other words, write them as note.",
        file=read.file,
        column="value",
    )
    faults.rows(
        said.filter((pl.col("#type") == AnswerType.COUNT.value) & (pl.col("value") < 0)),
        "negative_number",
        lambda row: f"A count of {row['value']:g} cannot be.",
        "Check the number; a missing one has a status of its own.",
        file=read.file,
        column="value",
    )
    faults.rows(
        said.filter(words & pl.col("value").is_not_null()),
        "value_beside_words",
        lambda row: f"The question asks for words, and the number {row['value']:g} stands beside it.",
        "Write the words in the column answer.",
        file=read.file,
        column="value",
    )


def _check_remarks(rows: pl.DataFrame, read: ReadTable, a_round: LoadedRound, faults: Faults) -> None:
    given = rows.filter(pl.col("remarks").is_not_null())
    if given.is_empty():
        return
    known = {
        kind: [remark.id for remark in form.value.remarks] for kind, form in a_round.questionnaires.items()
    }
    pairs = pl.DataFrame(
        [(kind, remark) for kind, remarks in known.items() for remark in remarks],
        schema={KIND: pl.String, "#remark": pl.String},
        orient="row",
    )
    each = given.with_columns(pl.col("remarks").str.split(";").alias("#remark")).explode("#remark")
    each = each.with_columns(pl.col("#remark").str.strip_chars()).filter(pl.col("#remark") != "")
    faults.rows(
        each.join(pairs, on=[KIND, "#remark"], how="anti", maintain_order="left").sort(LINE),
        "unknown_remark",
        lambda row: f"There is no remark {quoted(row['#remark'])} in the questionnaire.",
        lambda row: did_you_mean(row["#remark"], known[row[KIND]]),
        file=read.file,
        column="remarks",
    )
